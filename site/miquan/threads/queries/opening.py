"""A thread by its id, through the reader: what it is, where it stands, and what the reader is there. One query."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from peewee import JOIN, SQL, Case, fn

from miquan import urls
from miquan.boards.models import Save
from miquan.circle.wording import line_in_script
from miquan.db import db_now
from miquan.groups import rules as groups
from miquan.groups.models import Group, Membership
from miquan.groups.queries.visible import readable_by
from miquan.prepared import Prepared
from miquan.threads.facts import Facts, facts_in
from miquan.threads.models import Thread, ThreadReader
from miquan.threads.queries.lists import shown_lang
from miquan.threads.queries.visible import visible_to
from miquan.viewer import viewer

_Target = Thread.alias("target")
_TargetGroup = Group.alias("target_group")


@dataclass(frozen=True)
class Opened:
    """A thread as the reader finds it. `is_seen`: they may read it now.

    `title` and `group_name` are in their script. `role` is theirs in the group, "" outside.
    """

    id: int
    author: int
    kind: str
    state: str
    reason: str
    slug: str
    title: str
    source_title: str
    lang: str
    source_lang: str
    flair: str
    facts: Facts
    excerpt: str
    accepted: int | None
    is_pinned: bool
    is_locked: bool
    replies: int
    last_number: int
    likes: int
    saves: int
    at: datetime
    active_at: datetime
    edited_at: datetime | None
    group: int
    group_slug: str
    group_name: str
    visibility: str
    slow_seconds: int
    is_archived: bool
    is_seen: bool
    is_saved: bool
    seen: int | None
    watching: str
    role: str
    leads_to: tuple[str, int, str] | None = field(default=None)

    @property
    def url(self) -> str:
        return urls.thread(self.group_slug, self.id, self.slug)

    @property
    def base(self) -> str:
        """Where what can be done with it lies, whatever it is called."""
        return f"{urls.group(self.group_slug)}/t/{self.id}"

    def at_reply(self, number: int) -> str:
        return urls.thread(self.group_slug, self.id, self.slug, number)

    @property
    def is_public(self) -> bool:
        """Whether everybody finds it."""
        return self.visibility == "public" and self.is_seen

    @property
    def is_converted(self) -> bool:
        return self.lang != self.source_lang

    @property
    def tends(self) -> bool:
        return groups.may(self.role, groups.Verb.TEND)

    @property
    def is_inside(self) -> bool:
        return groups.may(self.role, groups.Verb.WRITE)

    @property
    def is_closed(self) -> bool:
        """Whether the reader finds it closed for words, though they are inside."""
        return self.is_archived or (self.is_locked and not self.tends)

    @property
    def may_answer(self) -> bool:
        return self.is_seen and self.is_inside and not self.is_closed

    @property
    def may_accept(self) -> bool:
        asks = self.is_inside and viewer().id == self.author
        return self.kind == "question" and self.is_seen and not self.is_archived and (asks or self.tends)


def opened(thread_id: int, *, original: bool = False) -> Opened | None:
    """The thread in whatever state, unless there is none in which the reader might read."""
    row = _OPENED.first(viewer().id or 0, thread_id) if 0 < thread_id < 2**31 else None
    if row is None:
        return None
    (*columns, role, target_id, target_slug, target_group) = row
    found = dict(zip(_NAMES, columns, strict=True))
    source = (found.pop("title"), found["source_lang"])
    group_lang = found.pop("group_lang")
    wanted = source[1] if original else viewer().lang
    found["group_name"] = line_in_script(found["group_name"], group_lang, viewer().lang)
    for name in ("is_pinned", "is_locked", "is_archived"):
        found[name] = found[name] is not None
    for name in ("is_seen", "is_saved"):
        found[name] = bool(found[name])
    found["watching"], found["facts"] = found["watching"] or "none", facts_in(found["facts"])
    return Opened(
        title=line_in_script(*source, wanted), source_title=source[0], lang=shown_lang(source[1], wanted), role=role or "",
        leads_to=(target_group, target_id, target_slug) if target_id else None, **found,
    )  # fmt: skip


_NAMES = (
    "id", "author", "kind", "state", "reason", "slug", "title", "source_lang", "flair", "facts", "excerpt", "accepted", "is_pinned", "is_locked", "replies", "last_number",
    "likes", "saves", "at", "active_at", "edited_at", "group", "group_slug", "group_name", "group_lang", "visibility", "slow_seconds", "is_archived", "is_seen", "is_saved", "seen", "watching",
)  # fmt: skip


def _query(me: Any, thread_id: Any) -> Any:
    t, readable = Thread, readable_by(me, listed=False)
    saved = Save.select(SQL("1")).where(Save.member == me, Save.kind == "thread", Save.item == t.id)
    mine = (Membership.group == t.group) & (Membership.member == me)
    lasting = Membership.until.is_null() | (Membership.until > db_now())
    return (
        t.select(
            t.id, t.author, t.kind, t.state, t.state_reason, t.slug, t.title, t.lang, t.flair, t.facts, t.excerpt, t.accepted, t.pinned_at, t.locked_at,
            t.replies, t.last_number, t.likes, t.saves, t.created_at, t.active_at, t.edited_at, Group.id, Group.slug, Group.name, Group.lang,
            Group.visibility, Group.slow_seconds, Group.archived_at, Case(None, [(visible_to(me, listed=False), 1)], 0),
            fn.EXISTS(saved), ThreadReader.seen, ThreadReader.watching, Membership.role, _Target.id, _Target.slug, _TargetGroup.slug,
        )
        .join(Group)
        .join_from(t, ThreadReader, JOIN.LEFT_OUTER, on=((ThreadReader.thread == t.id) & (ThreadReader.member == me)))
        .join_from(t, Membership, JOIN.LEFT_OUTER, on=(mine & lasting))
        .join_from(t, _Target, JOIN.LEFT_OUTER, on=(_Target.id == t.merged_into))
        .join(_TargetGroup, JOIN.LEFT_OUTER, on=(_TargetGroup.id == _Target.group))
        .where(t.id == thread_id, readable)
        .limit(1)
        .tuples()
    )  # fmt: skip


_OPENED = Prepared(_query)
