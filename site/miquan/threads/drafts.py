"""Keeping what stands in a reply box or in a new thread's form before it is sent: one draft of a member and place.

Autosaving is the circle's behaviour. A page that has not seen what another one wrote since leaves that alone, and says so.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import JOIN

from miquan import urls
from miquan.circle.wording import line_in_script
from miquan.db import held, now, transaction
from miquan.groups.models import Group
from miquan.groups.queries.visible import readable_by
from miquan.i18n import _
from miquan.once import was_sent
from miquan.outbox.timers import every
from miquan.prepared import Prepared
from miquan.studio.editor.sent import Sent
from miquan.text import clean_line
from miquan.threads.models import Thread, ThreadDraft
from miquan.threads.queries.visible import visible_to
from miquan.viewer import viewer

_KEPT = timedelta(days=180)
MOST = 100


def keep_words(
    member_id: int, group_id: int, thread_id: int | None, sent: Sent, *, seq: int, nonce: str
) -> ThreadDraft | None:
    """Store what a page holds; None where another page has written since, there are too many, or it has been sent."""
    with transaction():
        if was_sent(nonce, member_id):
            return None
        row: ThreadDraft | None = held(ThreadDraft.select().where(_place(member_id, group_id, thread_id))).first()
        if row is None:
            if ThreadDraft.select().where(ThreadDraft.member == member_id).count() >= MOST:
                return None
            return _begun(member_id, group_id, thread_id, sent, nonce)
        elif row.seq != seq and row.form.get("nonce") != [nonce]:
            return None
        row.form, row.seq, row.updated_at = {**sent, "nonce": [nonce]}, row.seq + 1, now()
        row.save()
    return row


def _begun(member_id: int, group_id: int, thread_id: int | None, sent: Sent, nonce: str) -> ThreadDraft | None:
    """The first words at a place, of two pages that come at once the one's."""
    words = {"form": {**sent, "nonce": [nonce]}, "seq": 1}
    row = ThreadDraft.insert(member=member_id, group=group_id, thread=thread_id, **words).on_conflict_ignore()
    found: ThreadDraft | None = None
    if row.as_rowcount().execute():
        found = ThreadDraft.get(_place(member_id, group_id, thread_id))
    return found


def own_draft(member_id: int, group_id: int, thread_id: int | None) -> ThreadDraft | None:
    found: ThreadDraft | None
    if thread_id is None:
        found = ThreadDraft.get_or_none(_place(member_id, group_id, None))
    else:
        found = _OWN.first(member_id, group_id, thread_id)
    return found


_OWN = Prepared(
    lambda member_id, group_id, thread_id: (
        ThreadDraft.select()
        .where(ThreadDraft.member == member_id, ThreadDraft.group == group_id, ThreadDraft.thread == thread_id)
        .limit(1)
    )
)


def forget_words(member_id: int, group_id: int, thread_id: int | None) -> None:
    with transaction():
        ThreadDraft.delete().where(_place(member_id, group_id, thread_id)).execute()


def forget_sent(member_id: int, group_id: int, thread_id: int | None, *, seq: int, nonce: str) -> None:
    """Only what the page that was sent has seen or written: other words of this place wait on."""
    with transaction():
        row = held(ThreadDraft.select().where(_place(member_id, group_id, thread_id))).first()
        if row is not None and (row.seq == seq or row.form.get("nonce") == [nonce]):
            row.delete_instance()


def _place(member_id: int, group_id: int, thread_id: int | None) -> Any:
    of = ThreadDraft.thread == thread_id if thread_id else ThreadDraft.thread.is_null()
    return (ThreadDraft.member == member_id) & (ThreadDraft.group == group_id) & of


@dataclass(frozen=True)
class Unsent:
    """Words that wait at a place: `title` is the thread's, "" for a thread that is to begin; `base` is where that place lies."""

    words: str
    at: datetime
    group: str
    title: str
    base: str

    @property
    def url(self) -> str:
        return f"{self.base}/{'replies' if self.title else 'new'}?draft=1"


def unsent(member_id: int) -> list[Unsent]:
    """What a member has begun in groups and threads that they still read, the newest first."""
    rows = ThreadDraft.select(
        ThreadDraft.form,
        ThreadDraft.updated_at,
        Group.name,
        Group.slug,
        Group.lang,
        Thread.id,
        Thread.title,
        Thread.lang,
    )
    rows = rows.join(Group).join_from(ThreadDraft, Thread, JOIN.LEFT_OUTER)
    seen = readable_by(member_id, listed=False) & (ThreadDraft.thread.is_null() | visible_to(member_id, listed=False))
    found = rows.where(ThreadDraft.member == member_id, seen).order_by(ThreadDraft.updated_at.desc()).limit(MOST)
    return [_unsent(row) for row in found.tuples()]


def _unsent(row: tuple[Any, ...]) -> Unsent:
    form, at, group, slug, lang, thread, title, said_in = row
    said = "".join(form.get("title", [])) or "".join(form.get("body", []))
    wanted, base = viewer().lang, f"{urls.group(slug)}/t" + (f"/{thread}" if thread else "")
    called = line_in_script(title or "", said_in or "", wanted) or _("沒有標題") if thread else ""
    return Unsent(clean_line(said[:400], 40), at, line_in_script(group, lang, wanted), called, base)


@every(86_400.0, name="threads.drafts", lane="sweep")
def prune() -> int:
    """Forget what nobody has gone on with for half a year."""
    with transaction():
        return int(ThreadDraft.delete().where(ThreadDraft.updated_at < now() - _KEPT).execute())
