"""How many goods of each state a storefront has, kept in its row: counting ten thousand costs a page a quarter of its time."""

from collections import Counter
from typing import Any

from peewee import fn

from miquan.counters import mended
from miquan.products.models import Product
from miquan.products.rules import PUBLIC_STATES
from miquan.storefronts.models import Storefront

_KEPT: dict[str, tuple[str, ...]] = {
    "product_count": PUBLIC_STATES,
    "drafts": ("draft",),
    "sold_out": ("sold_out",),
    "archived": ("archived",),
}


class Moves:
    """The goods that one transaction brings from state to state, and then the counters, with `write`."""

    def __init__(self) -> None:
        self._steps: dict[int, Counter[str]] = {}

    def note(self, storefront_id: int, before: str, after: str) -> None:
        """One more has moved; `before` is empty for a new one."""
        steps = self._steps.setdefault(storefront_id, Counter())
        steps[before] -= 1
        steps[after] += 1

    def write(self) -> None:
        """Last in the transaction: products are locked before the storefront's row, by everybody."""
        for storefront_id in sorted(self._steps):
            steps = self._steps[storefront_id]
            moved = {name: sum(steps[state] for state in states) for name, states in _KEPT.items()}
            changes: dict[str, Any] = {n: getattr(Storefront, n) + step for n, step in moved.items() if step}
            if changes:
                Storefront.update(changes).where(Storefront.id == storefront_id).execute()


def move(product: Product, before: str) -> None:
    """Count one product that has gone from `before` to its state."""
    moves = Moves()
    moves.note(product.storefront_id, before, product.state)
    moves.write()


def recount_goods() -> int:
    """Compare the counters with the products, and mend them. Returns how many storefronts were wrong."""
    counted = {
        name: Product.select(fn.COUNT(Product.id)).where(Product.storefront == Storefront.id, Product.state.in_(states))
        for name, states in _KEPT.items()
    }
    return len(mended(Storefront, counted))
