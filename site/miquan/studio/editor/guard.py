"""The door of the editor's POSTs: a page's ticket stands for its token, and words outlive the session they were typed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort, flash, g, request
from werkzeug.datastructures import MultiDict

from miquan.accounts.setup import csrf
from miquan.hypermedia import is_partial, redirect_to, respond
from miquan.i18n import _
from miquan.permissions import sign_in_address
from miquan.studio.editor import actions, tickets
from miquan.studio.editor.actions import Writing
from miquan.studio.editor.forms import KEPT_APART, ProductForm
from miquan.studio.editor.sent import Sent, storable
from miquan.studio.editor.tickets import Ticket
from miquan.text import is_number
from miquan.viewer import viewer

# Characters: stories in three languages, a hundred combinations and all their pictures come to less.
MOST_CHARS = 800_000
_NAMES = frozenset(name for name in vars(ProductForm) if hasattr(getattr(ProductForm, name), "field_class"))


def kept_or_checked(view: Callable[..., Any]) -> Callable[..., Any]:
    """A POST of the page's own member goes on; one that comes after the session has ended, or as somebody else, is kept.

    Without a ticket the token is asked for as everywhere.
    """

    @wraps(view)
    def run(*args: Any, **kwargs: Any) -> Any:
        if request.method == "POST":
            ticket = tickets.read(request.form.get("ticket", ""))
            if ticket is None:
                csrf.protect()
            elif ticket.member != viewer().id:
                return _kept_for(ticket)
            else:
                g.csrf_valid = True
        return view(*args, **kwargs)

    csrf.exempt(run)
    return run


def sent_now() -> Sent:
    """The product's fields of this request, as they came."""
    form: MultiDict[str, str] = request.form
    return {
        name: [storable(value) for value in values]
        for name, values in form.lists()
        if (top := name.partition("-")[0]) in _NAMES and top not in KEPT_APART
    }


def writing_now(sent: Sent | None = None) -> Writing:
    """What this request's page holds; 413 for more than a product can be."""
    form = request.form
    sent = sent_now() if sent is None else sent
    if sum(len(name) + sum(map(len, values)) for name, values in sent.items()) > MOST_CHARS:
        abort(413)
    return Writing(
        sent=sent,
        seq=_number(form.get("seq")) or 0,
        nonce=form.get("nonce", "")[:43].replace("\x00", ""),
        turn=_number(form.get("turn")) or 0,
        version=_number(form.get("version")),
    )


def _number(told: str | None) -> int | None:
    return int(told) if told and is_number(told, 9) else None


def _kept_for(ticket: Ticket) -> Any:
    """Keep the words of whom the page belongs to. Their reader is sent to sign in, and finds them there."""
    kept = actions.keep_without_session(ticket, writing_now())
    if is_partial():
        return respond("studio/editor/_status.html", status=401, state="away" if kept else "lost", **_after(kept))
    if kept is None:
        flash(_("這一頁太舊了，沒有地方留你寫的。按上一頁可以找回來"), "error")
        return redirect_to(f"{viewer().root}/")
    if viewer().signed_in:
        flash(_("這一頁是另一個帳號打開的，寫的留在那個帳號的草稿裡"), "error")
        return redirect_to(f"{viewer().root}/")
    flash(
        _("你離開的時候寫的都留著。看一遍再存，照片要再選一次")
        if request.files
        else _("你離開的時候寫的都留著。看一遍再存"),
        "info",
    )
    return redirect_to(sign_in_address(viewer(), draft_address(kept.draft)))


def draft_address(draft: Any) -> str:
    """Where somebody goes on with a draft."""
    where = f"/studio/products/{draft.product_id or 'new'}"
    return f"{viewer().root}{where}?draft={draft.key}"


def _after(kept: actions.Kept | None) -> dict[str, Any]:
    """What the page is told so that it goes on with the same draft."""
    draft = kept.draft if kept else None
    here = draft_address(draft) if draft else f"{viewer().root}/studio"
    ticket = tickets.sign(Ticket(draft.member_id, draft.key, draft.product_id or 0)) if draft else ""
    return {"draft": draft, "ticket": ticket, "sign_in": sign_in_address(viewer(), here), "address": ""}
