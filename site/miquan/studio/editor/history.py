"""What was changed in a product, when and by whom; and taking an older version back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, flash, request

from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.permissions import Permission, requires
from miquan.products.rules import NotReady, Outdated
from miquan.seo.page import seo
from miquan.studio.blueprint import bp, mine, own
from miquan.studio.editor import queries, saving, showing
from miquan.studio.editor.differences import Difference, differences
from miquan.studio.editor.drafting import form_values
from miquan.text import is_number
from miquan.viewer import viewer

PAGE = 20


@dataclass(frozen=True)
class Step:
    """One saving, and what it changed; `changes` is empty for the first."""

    version: int
    at: datetime
    by: str
    changes: list[Difference]
    is_first: bool


@bp.get("/products/<int:product_id>/history")
@requires(Permission.PRODUCT_EDIT)
def history(product_id: int) -> Any:
    product = own(mine(), product_id)
    told = request.args.get("before", "")
    rows = queries.revisions(product, int(told) if is_number(told, 9) else None, PAGE + 1)
    pairs = zip(rows, [*rows[1:], None], strict=True)
    steps = [Step(new.version, new.at, new.by, _changes(old, new), old is None) for new, old in list(pairs)[:PAGE]]
    return respond(
        "studio/editor/history.html", block="steps", product=product, steps=steps, address=showing.address(product),
        after=str(steps[-1].version) if len(rows) > PAGE else "", seo=seo(_("改過什麼"), "", index=False),
    )  # fmt: skip


def _changes(old: queries.Revision | None, new: queries.Revision) -> list[Difference]:
    return differences(form_values(old.data), form_values(new.data)) if old else []


@bp.post("/products/<int:product_id>/history/<int:version>/restoration")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.PRODUCT_EDIT)
def restore_version(product_id: int, version: int) -> Any:
    """The older version becomes the newest; what it replaces stays in the history."""
    shop = mine()
    product = own(shop, product_id)
    try:
        saved = saving.restored(shop, product, version) if version < 2**31 else None
    except NotReady as error:
        flash(" ".join(str(p.text) for p in error.problems), "error")
        return redirect_to(f"{viewer().root}/studio/products/{product_id}/history")
    except Outdated:
        flash(_("這件商品剛在別的地方改過了，再看一次"), "error")
        return redirect_to(f"{viewer().root}/studio/products/{product_id}/history")
    if saved is None:
        abort(404)
    flash(_("回到第%(version)s版了", version=version), "success")
    return redirect_to(f"{viewer().root}/studio/products/{product_id}")
