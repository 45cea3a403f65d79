"""Keeping what stands in an editor before it is saved: nobody's words are overwritten by somebody who has not seen them."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from peewee import fn

from miquan import text
from miquan.accounts.models import Member
from miquan.db import held, now, transaction
from miquan.outbox.timers import every
from miquan.products.models import TITLE_LIMIT, Product
from miquan.storefronts.models import Storefront
from miquan.studio.editor.sent import Sent
from miquan.studio.editor.tickets import Ticket
from miquan.studio.models import EditorDraft

_KEPT = timedelta(days=180)
MOST = 200


@dataclass(frozen=True)
class Writing:
    """What a page sends: its fields, the draft's `seq` it was opened on, and the page itself (`nonce`, counting `turn`s)."""

    sent: Sent
    seq: int
    nonce: str
    turn: int
    version: int | None


@dataclass(frozen=True)
class Kept:
    """The draft that holds the words now, and another's that stood where they should have gone."""

    draft: EditorDraft
    other: EditorDraft | None = None


def address_of(member_id: int, product_id: int) -> str:
    """The key of a member's draft of a product: all tabs write to one, and so notice each other. A new product's is its own."""
    return f"p{product_id}m{member_id}" if product_id else secrets.token_urlsafe(16)


def keep_words(ticket: Ticket, storefront: Storefront, writing: Writing) -> Kept:
    """Store what a page holds under its ticket's key; where another page has written since, under a new key.

    Of more than MOST drafts the one longest untouched goes.
    """
    with transaction():
        EditorDraft.insert(
            key=ticket.key, seq=0, **_columns(ticket, storefront, writing)
        ).on_conflict_ignore().execute()
        row = _locked(ticket)
        if row is None or (row.seq and row.seq != writing.seq and row.form.get("nonce") != [writing.nonce]):
            return _apart(ticket, storefront, writing, row)
        if row.seq and row.form.get("nonce") == [writing.nonce] and _turn(row) > writing.turn:
            return Kept(row)
        is_new = not row.seq
        _write(row, writing)
        if is_new:
            _make_room(ticket.member)
        return Kept(row)


def _locked(ticket: Ticket) -> EditorDraft | None:
    query = EditorDraft.select().where(EditorDraft.key == ticket.key, EditorDraft.member == ticket.member)
    found: EditorDraft | None = held(query).first()
    return found


def _columns(ticket: Ticket, storefront: Storefront, writing: Writing) -> dict[str, Any]:
    return {
        "storefront": storefront.id, "member": ticket.member, "product": ticket.product or None,
        "base_version": writing.version, "form": _form(writing), "title": _title(writing),
    }  # fmt: skip


def _form(writing: Writing) -> Sent:
    return {**writing.sent, "nonce": [writing.nonce], "turn": [str(writing.turn)]}


def _title(writing: Writing) -> str:
    return text.clean_line("".join(writing.sent.get("title", [])), TITLE_LIMIT)


def _turn(row: EditorDraft) -> int:
    told = "".join(row.form.get("turn", []))
    return int(told) if text.is_number(told, 9) else 0


def _write(row: EditorDraft, writing: Writing) -> None:
    row.form, row.title, row.base_version = _form(writing), _title(writing), writing.version
    row.seq += 1
    row.updated_at = now()
    row.save()


def _apart(ticket: Ticket, storefront: Storefront, writing: Writing, other: EditorDraft | None) -> Kept:
    """Under a key of its own, beside what another page has written."""
    columns = _columns(ticket, storefront, writing)
    if other is not None and _same(other, writing):
        return Kept(other)
    mine = EditorDraft.create(key=secrets.token_urlsafe(16), seq=1, **columns)
    _make_room(ticket.member)
    return Kept(mine, other)


def _make_room(member_id: int) -> None:
    mine = EditorDraft.member == member_id
    newest = (
        EditorDraft.select(EditorDraft.id).where(mine).order_by(EditorDraft.updated_at.desc(), EditorDraft.id.desc())
    )
    EditorDraft.delete().where(mine, EditorDraft.id.not_in(newest.limit(MOST))).execute()


def _same(row: EditorDraft, writing: Writing) -> bool:
    return {k: v for k, v in row.form.items() if k not in ("nonce", "turn")} == writing.sent


def keep_without_session(ticket: Ticket, writing: Writing) -> Kept | None:
    """The same for a member whose session has ended while they wrote; None where there is nothing to keep it in."""
    storefront = (
        Storefront.select()
        .join(Member)
        .where(Storefront.owner == ticket.member, Member.active, Member.leaving_at.is_null())
        .first()
    )
    if storefront is None:
        return None
    if ticket.product and not _is_there(storefront, ticket.product):
        return None
    many = EditorDraft.select(fn.COUNT(EditorDraft.id)).where(EditorDraft.member == ticket.member).scalar()
    return keep_words(ticket, storefront, writing) if many < MOST else None


def _is_there(storefront: Storefront, product_id: int) -> bool:
    query = Product.select().where(Product.id == product_id, Product.storefront == storefront.id)
    return bool(query.where(Product.state != "removed").exists())


def forget_words(member_id: int, key: str, *, seq: int | None = None, nonce: str = "") -> bool:
    """Drop a draft. With `seq` or `nonce` only if nobody else has written to it since. Whether it was there."""
    with transaction():
        row = EditorDraft.get_or_none(EditorDraft.key == key[:32].replace("\x00", ""), EditorDraft.member == member_id)
        if row is None or (seq is not None and row.seq != seq and row.form.get("nonce") != [nonce]):
            return False
        return bool(EditorDraft.delete().where(EditorDraft.id == row.id, EditorDraft.seq == row.seq).execute())


@every(86_400.0, name="studio.drafts", lane="sweep")
def prune() -> int:
    """Forget what nobody has gone on with for half a year."""
    return int(EditorDraft.delete().where(EditorDraft.updated_at < now() - _KEPT).execute())
