"""Two versions of one product side by side, and putting together what its author chooses of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request

from miquan.i18n import _
from miquan.products.models import Product
from miquan.studio.editor import actions, queries
from miquan.studio.editor.differences import Difference, differences, fields_of
from miquan.studio.editor.drafting import form_values
from miquan.studio.editor.forms import ProductForm
from miquan.studio.editor.sent import Sent, belongs_to, formdata, typed
from miquan.studio.models import EditorDraft
from miquan.text import is_number
from miquan.viewer import viewer


@dataclass(frozen=True)
class Conflict:
    """`against` names the other version in the form: `draft:<key>:<seq>` or `version:<number>`."""

    against: str
    words: str
    changed: datetime | None
    differences: list[Difference]


def with_draft(form: ProductForm, other: EditorDraft) -> Conflict:
    """Between the form and what another page has written."""
    theirs = ProductForm(formdata=formdata(other.form), currency=form.money).data
    words = _("另一個分頁也在寫這一件，這裡寫的另外留著。挑一挑要用哪邊的")
    return Conflict(f"draft:{other.key}:{other.seq}", words, other.updated_at, differences(theirs, form.data))


def with_saved(form: ProductForm, product: Product, version: int) -> Conflict:
    """Between the form and what was saved since it was opened."""
    snapshot = queries.snapshot_of(product, version)
    theirs = form_values(snapshot) if snapshot else {}
    words = _("這件商品剛在別的地方改過了。你寫的還在這裡，挑一挑要用哪邊的")
    return Conflict(f"version:{version}", words, product.updated_at, differences(theirs, form.data))


def open_one(form: ProductForm, product: Product | None) -> Conflict | None:
    """What the page shows and its author has not chosen from yet."""
    kind, rest = _against()
    if kind == "draft":
        other = queries.own_draft(viewer().id or 0, rest.partition(":")[0], product)
        return with_draft(form, other) if other else None
    if kind == "version" and product is not None and is_number(rest, 9):
        return with_saved(form, product, int(rest))
    return None


def _against() -> tuple[str, str]:
    """The other version that this request's form names: its kind, and which."""
    kind, _colon, rest = request.form.get("against", "").partition(":")
    return kind, rest


def settle() -> None:
    """The two versions have become one: the other draft goes, unless somebody has written to it since."""
    kind, rest = _against()
    if kind == "draft":
        key, _colon, seq = rest.partition(":")
        actions.forget_words(viewer().id or 0, key, seq=int(seq) if is_number(seq, 9) else -1)


def merged(form: ProductForm, product: Product | None) -> ProductForm:
    """The form with those parts taken from the other version that its author has ticked; the form itself without any."""
    kind, rest = _against()
    theirs = _theirs(kind, rest, form, product)
    if theirs is None:
        return form
    sent = typed(form)
    for part in [name.removeprefix("take-") for name, told in request.form.items() if told == "theirs"]:
        names = fields_of(part)
        sent = {n: v for n, v in sent.items() if not _is_one_of(n, names)}
        sent |= {n: v for n, v in theirs.items() if _is_one_of(n, names)}
    found = ProductForm(formdata=formdata(sent), currency=form.money)
    for name in ("nonce", "ticket", "seq", "turn", "version"):
        found[name].data = form[name].data
    if kind == "version":
        found.version.data = rest
    return found


def _is_one_of(name: str, parts: tuple[str, ...]) -> bool:
    return any(belongs_to(name, part) for part in parts)


def _theirs(kind: str, rest: str, form: ProductForm, product: Product | None) -> Sent | None:
    if kind == "draft":
        draft = queries.own_draft(viewer().id or 0, rest.partition(":")[0], product)
        return {**draft.form} if draft else None
    if kind == "version" and product is not None and is_number(rest, 9):
        snapshot = queries.snapshot_of(product, int(rest))
        return typed(_filled(snapshot, form.money)) if snapshot else None
    return None


def _filled(snapshot: dict[str, Any], currency: str) -> ProductForm:
    return ProductForm(formdata=None, data=form_values(snapshot), currency=currency)
