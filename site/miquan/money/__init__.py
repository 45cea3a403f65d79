"""Money: amounts in minor units with ISO codes, dated rates, and prices as pages show them."""

from miquan.money.amounts import CURRENCIES, Money, decimal_text, digits, format_number, parse_price
from miquan.money.models import CurrencyRate, RateWithdrawal
from miquan.money.rates import Approx, Rates, load_rates, rates
from miquan.money.showing import Price, approximately, in_euro_cents, price_shown, rate_line

__all__ = [
    "CURRENCIES", "Approx", "CurrencyRate", "Money", "Price", "RateWithdrawal", "Rates", "approximately", "decimal_text", "digits",
    "format_number", "in_euro_cents", "load_rates", "parse_price", "price_shown", "rate_line", "rates",
]  # fmt: skip
