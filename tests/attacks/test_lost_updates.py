"""Two who change one product at the same moment: neither writes over what the other has just done."""

from collections.abc import Callable
from typing import Any

import pytest

from miquan.products.actions import Change, change_many
from miquan.products.draft import VariantDraft
from miquan.products.models import Variant
from miquan.studio.bulk import queries
from miquan.studio.models import BulkItem
from tests.browsing import Browser
from tests.cast import Cast
from tests.studio.test_bulk import apply, begin, look


def interrupted(monkeypatch: pytest.MonkeyPatch, act: Callable[[], Any]) -> None:
    """Somebody acts once, right after the background has read what products are and before it locks them."""
    facts_of, left = queries.facts_of, [act]

    def read(*args: Any, **more: Any) -> Any:
        found = facts_of(*args, **more)
        if left:
            left.pop()()
        return found

    monkeypatch.setattr(queries, "facts_of", read)


def test_a_price_that_is_changed_while_the_background_changes_it_stays(
    app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = cast.product(variants=(VariantDraft(price=10_000),))
    mei = Browser(app, cast.mei)
    path = begin(mei, "price", product.id)
    look(mei, path, way="down", mode="percent", by="10", round="")
    variant = Variant.get(Variant.product == product.id)
    rival = Change(product.id, prices={variant.id: (7_777, None)})
    interrupted(monkeypatch, lambda: change_many([rival], by=cast.mei.id))
    apply(app, mei, path)
    assert Variant.get_by_id(variant.id).price == 7_777
    assert [item.outcome for item in BulkItem.select()] == ["refused"]
