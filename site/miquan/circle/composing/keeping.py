"""Keeping what stands in a composer before it is saved. Nobody's words are overwritten by a page that has not seen them."""

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from miquan import text
from miquan.circle.composing.tickets import Ticket
from miquan.circle.models import TITLE_LIMIT, PostDraft
from miquan.db import held, now, transaction
from miquan.once import was_sent
from miquan.outbox.timers import every
from miquan.studio.editor.sent import Sent

_KEPT = timedelta(days=180)
MOST = 50


class Unfinished(NamedTuple):
    """Words that wait to be gone on with."""

    key: str
    title: str
    changed: datetime
    post: int | None


def new_key(member_id: int, post_id: int) -> str:
    """All tabs that change one post write to one draft; a new post's draft is its own."""
    return f"c{post_id}m{member_id}" if post_id else secrets.token_urlsafe(16)


def keep_words(ticket: Ticket, sent: Sent, *, seq: int, nonce: str, version: int | None) -> PostDraft | None:
    """Store what a page holds; where another page has written since, under a new key.

    None when there are too many, or it has been sent.
    """
    with transaction():
        if was_sent(nonce, ticket.member):
            return None
        query = PostDraft.select().where(PostDraft.key == ticket.key, PostDraft.member == ticket.member)
        row: PostDraft | None = held(query).first()
        if row is not None and row.seq != seq and row.form.get("nonce") != [nonce]:
            row, ticket = None, ticket._replace(key=secrets.token_urlsafe(16))
        if row is None:
            if PostDraft.select().where(PostDraft.member == ticket.member).count() >= MOST:
                return None
            row = PostDraft(key=ticket.key, member=ticket.member, post=ticket.post or None)
        words = "".join(sent.get("title", [])) or "".join(sent.get("body", []))
        row.form, row.title = {**sent, "nonce": [nonce]}, text.clean_line(words[:400], TITLE_LIMIT)
        row.seq, row.base_version, row.updated_at = row.seq + 1, version, now()
        row.save()
    return row


def forget_words(member_id: int, key: str) -> bool:
    with transaction():
        return bool(PostDraft.delete().where(PostDraft.key == key[:32], PostDraft.member == member_id).execute())


def own_draft(member_id: int, key: str, post_id: int = 0) -> PostDraft | None:
    of = PostDraft.post == post_id if post_id else PostDraft.post.is_null()
    found: PostDraft | None = PostDraft.get_or_none(PostDraft.key == key[:32], PostDraft.member == member_id, of)
    return found


def unfinished(member_id: int, post_id: int | None, size: int = 5) -> list[Unfinished]:
    """What this member wrote and did not save: of this post, of new ones (0), or of all (None)."""
    rows = PostDraft.select(PostDraft.key, PostDraft.title, PostDraft.updated_at, PostDraft.post)
    rows = rows.where(PostDraft.member == member_id)
    if post_id is not None:
        rows = rows.where(PostDraft.post == post_id if post_id else PostDraft.post.is_null())
    return [Unfinished(*row) for row in rows.order_by(PostDraft.updated_at.desc()).limit(size).tuples()]


@every(86_400.0, name="circle.drafts", lane="sweep")
def prune() -> int:
    """Forget what nobody has gone on with for half a year."""
    return int(PostDraft.delete().where(PostDraft.updated_at < now() - _KEPT).execute())
