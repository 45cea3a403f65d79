"""What a bulk change makes of one product. Pure: facts and wishes in, values before and after out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from miquan.money import digits
from miquan.products.actions import Change
from miquan.products.models import MONEY_LIMIT
from miquan.products.pricing import still_true
from miquan.products.rules import MAX_TAGS
from miquan.text import fold

VERBS = ("publish", "archive", "price", "tags", "category", "ships")
# These need to be told nothing more.
PLAIN = ("publish", "archive")

Values = dict[str, Any]


@dataclass(frozen=True)
class Facts:
    """What a product is now. `prices`: variant id -> (price, compare_at); `state` as it can be chosen.

    `version` is the one that these were read of.
    """

    id: int
    state: str
    currency: str
    category: str = ""
    ships: int | None = None
    prices: Mapping[int, tuple[int, int | None]] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    version: int | None = None


@dataclass(frozen=True)
class Plan:
    """`before` and `after` hold only what changes, as JSON; both are empty when nothing does. `refused`: a code."""

    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    refused: str = ""


def plan(verb: str, spec: Mapping[str, Any], facts: Facts) -> Plan:
    """What the change does to this product."""
    return _PLANS[verb](spec, facts)


def _from_to(name: str, before: Any, after: Any) -> Plan:
    return Plan() if before == after else Plan({name: before}, {name: after})


def _publish(_spec: Mapping[str, Any], facts: Facts) -> Plan:
    if not any(price for price, _compare in facts.prices.values()):
        return Plan(refused="zero")
    return _from_to("state", facts.state, "published")


def _archive(_spec: Mapping[str, Any], facts: Facts) -> Plan:
    return _from_to("state", facts.state, "archived")


def _category(spec: Mapping[str, Any], facts: Facts) -> Plan:
    return _from_to("category", facts.category, spec["category"])


def _ships(spec: Mapping[str, Any], facts: Facts) -> Plan:
    return _from_to("ships", facts.ships, spec["days"])


def _tags(spec: Mapping[str, Any], facts: Facts) -> Plan:
    gone = {fold(tag) for tag in spec["remove"]}
    kept = {fold(tag): tag for tag in facts.tags if fold(tag) not in gone}
    for tag in spec["add"]:
        kept.setdefault(fold(tag), tag)
    if len(kept) > MAX_TAGS:
        return Plan(refused="many_tags")
    return _from_to("tags", list(facts.tags), list(kept.values()))


def _price(spec: Mapping[str, Any], facts: Facts) -> Plan:
    if facts.currency != spec["currency"] and (spec["mode"] == "amount" or spec["round"]):
        return Plan(refused="currency")
    before, after = {}, {}
    for id_, (price, compare_at) in facts.prices.items():
        if not price:
            continue
        wanted = new_price(price, spec, facts.currency)
        if wanted <= 0:
            return Plan(refused="below_zero")
        if wanted > MONEY_LIMIT:
            return Plan(refused="too_much")
        # What is nearest may lie on the other side: a sale must not make anything dearer.
        if wanted != price and (wanted > price) != (spec["way"] == "up"):
            return Plan(refused="wrong_way")
        if wanted != price:
            before[str(id_)] = [price, compare_at]
            after[str(id_)] = [wanted, still_true(compare_at, wanted)]
    return Plan({"prices": before}, {"prices": after}) if after else Plan()


_PLANS = {
    "publish": _publish,
    "archive": _archive,
    "price": _price,
    "tags": _tags,
    "category": _category,
    "ships": _ships,
}


def new_price(price: int, spec: Mapping[str, Any], currency: str) -> int:
    """In minor units; not above zero when the amount taken off is too much.

    `spec`: mode percent or amount; way up or down; by hundredths of a percent or minor units; round as `roundings`;
    currency, what amounts and rounding are meant in.
    """
    step = int(spec["by"]) if spec["way"] == "up" else -int(spec["by"])
    # Half a unit goes up, in integers.
    found = price + step if spec["mode"] == "amount" else (price * (10_000 + step) * 2 + 10_000) // 20_000
    return rounded(found, str(spec["round"]), currency) if found > 0 else found


def roundings(currency: str) -> tuple[str, ...]:
    """Ways of rounding that make sense in a currency: to so many units, or to an ending (`e`)."""
    cents = ("e.90", "e.99", "e.95") if digits(currency) else ()
    return ("", "1", "10", "100", *cents, "e9", "e90", "e99")


def rounded(minor: int, how: str, currency: str) -> int:
    """The nearest amount of this kind, the higher of two; never zero."""
    unit = int(10 ** digits(currency))
    if not how or (how == "1" and unit == 1):
        return minor
    if not how.startswith("e"):
        step = int(how) * unit
        return max(step, (minor + step // 2) // step * step)
    ending = how[1:]
    if ending.startswith("."):
        step, end = unit, int(ending[1:]) * unit // 100
    else:
        step, end = int(10 ** len(ending)) * unit, int(ending) * unit
    below = (minor - end) // step * step + end
    nearest = below if minor - below < below + step - minor else below + step
    return nearest if nearest > 0 else end


def still(values: Values, facts: Facts) -> bool:
    """Whether the product still has these values."""
    return all(_now(name, told, facts) == told for name, told in values.items())


def _now(name: str, told: Any, facts: Facts) -> Any:
    if name == "prices":
        return {id_: list(facts.prices.get(int(id_), (None, None))) for id_ in told}
    return list(facts.tags) if name == "tags" else getattr(facts, name)


def change_to(facts: Facts, values: Values) -> Change:
    """What has to be asked for so that a product has these values, as long as nobody changes it meanwhile."""
    more: dict[str, Any] = {"version": facts.version}
    if "prices" in values:
        more["prices"] = {int(id_): (price, compare) for id_, (price, compare) in values["prices"].items()}
    if "tags" in values:
        more["tags"] = tuple(values["tags"])
    if "category" in values:
        more["category"] = values["category"]
    if "ships" in values:
        more["ships_within_days"] = -1 if values["ships"] is None else values["ships"]
    if "state" in values:
        more["state"] = values["state"]
    return Change(facts.id, **more)
