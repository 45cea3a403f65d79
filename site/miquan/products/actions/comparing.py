"""What prices come to in euro, by which goods of different currencies are sorted, after rates have changed."""

from collections.abc import Iterable

from miquan.bulk import update_rows
from miquan.db import held, transaction
from miquan.money import in_euro_cents
from miquan.money.rates import KEPT, built_on
from miquan.products.models import Product
from miquan.versions import bump

_SOME = 1_000


def compare_again(codes: Iterable[str]) -> int:
    """Work it out anew for goods in these currencies and in those quoted in them. Returns how many came to something else."""
    # What this process holds may be a moment older than what it is told of.
    KEPT.renew()
    affected = sorted(set().union(*map(built_on, codes)))
    changed, last = 0, 0
    while True:
        with transaction():
            rows = Product.select(Product.id, Product.price, Product.currency, Product.price_eur)
            rows = rows.where(Product.id > last, Product.currency.in_(affected)).order_by(Product.id).limit(_SOME)
            some = list(held(rows).tuples())
            wanted = [(id_, now, was) for id_, price, code, was in some if (now := in_euro_cents(price, code)) != was]
            update_rows(Product, [{"id": id_, "price_eur": now} for id_, now, _was in wanted])
            if wanted:
                bump("catalogue", "pages")
        changed += len(wanted)
        if len(some) < _SOME:
            return changed
        last = some[-1][0]
