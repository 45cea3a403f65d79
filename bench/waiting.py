"""What waits for somebody where much is said: notices in inboxes, reports and first posts at the desk. Only for measuring."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bench import filling
from bench.filling import in_batches
from bench.talking import Talk, ids_from, placed
from miquan.accounts.models import Member
from miquan.circle.models import Post
from miquan.db import database
from miquan.follows.models import Follow
from miquan.moderation.models import Report
from miquan.notifications.models import Notice, NoticeCause
from miquan.notifications.rules import LOOKED_AT

# Of a full inbox as many are unread as are looked at for the bar.
INBOX, UNREAD = 10_000, LOOKED_AT
# Whose inbox is the full one, who looks after the site, and how many follow the reader's way to other groups.
TOLD, MODERATOR, FOLLOWED = 4, 5, 500
# Posts of newcomers that nobody has looked at: less than a page, so that all others have to be passed over.
FIRST_POSTS = 20
_NUMBERS = 4


def fill(talk: Talk) -> None:
    """Notices, reports and posts, as many as go with the replies."""
    ids = {place: talk.reply + n for n, place in enumerate(placed(talk)) if place[1] < _NUMBERS}
    _notices(talk, ids)
    in_batches(Report, _reports(talk, ids))
    _posts(talk)
    reader, others = talk.people[0], talk.people[1 : FOLLOWED + 1]
    in_batches(Follow, ({"follower": reader, "kind": "member", "target": id_, "at": talk.at} for id_ in others))
    Member.update(following=len(others)).where(Member.id == reader).execute()
    Member.update(followers=1).where(Member.id.in_(others)).execute()


def _notices(talk: Talk, ids: dict[tuple[int, int], int]) -> None:
    """The full inbox, and one notice for whoever began a thread."""
    causes: list[dict[str, Any]] = []
    notices: list[dict[str, Any]] = []
    first, told = ids_from(NoticeCause), ids_from(Notice)

    def tell(member: int, name: str, kind: str, subject: int, done: list[tuple[int, int]], *, old: int) -> None:
        at = talk.at - timedelta(minutes=3 * old)
        begin = first + len(causes)
        causes.extend(
            {"type": name, "kind": kind, "subject": subject, "actor": actor, "thing": thing, "at": at, "told_at": at}
            for actor, thing in done
        )
        closed = told + len(notices) if old >= UNREAD else 0
        notices.append({
            "member": member, "type": name, "kind": kind, "subject": subject, "closed": closed, "first": begin, "last": first + len(causes) - 1,
            "at": at, "read_at": at if closed else None,
        })  # fmt: skip

    full = min(max(talk.replies // 20, UNREAD + 50), INBOX)
    for n in range(full):
        thread = 2 + n // 2
        if n % 2:
            done = [(talk.author(thread, number), ids[thread, number]) for number in range(1, _NUMBERS)]
            tell(talk.people[TOLD], "watched", "thread", talk.thread + thread, done, old=n)
        else:
            liked = [(member, 0) for member in talk.likers(thread, 0)]
            tell(talk.people[TOLD], "reply_like", "reply", ids[thread, 0], liked, old=n)
    for thread in range(1, len(talk.counts)):
        done = [(talk.author(thread, 1), ids[thread, 1])]
        tell(talk.author(thread, 0), "own_thread", "thread", talk.thread + thread, done, old=UNREAD + thread)
    in_batches(NoticeCause, iter(causes))
    in_batches(Notice, iter(notices))


def _reports(talk: Talk, ids: dict[tuple[int, int], int]) -> Iterator[dict[str, Any]]:
    """Two members report each thing; a fifth waits, the newest."""
    waiting = max(talk.replies // 800, 80)
    for n in range(5 * waiting):
        thread = 2 + n % (len(talk.counts) - 2)
        kind, id_ = (
            ("reply", ids[thread, 1 + n // (len(talk.counts) - 2)]) if n % 3 else ("thread", talk.thread + thread)
        )
        for k in (5, 6):
            yield {
                "reporter": talk.author(n, k), "subject_kind": kind, "subject_id": id_, "reason": ("spam", "other", "offensive")[n % 3],
                "state": "new" if n >= 4 * waiting else "discarded", "created_at": talk.at - timedelta(minutes=5 * waiting - n),
            }  # fmt: skip


def _posts(talk: Talk) -> None:
    """Newcomers' posts in the middle of everybody's."""
    newcomers = filling.members(FIRST_POSTS, "new", demo=False, created_at=talk.at - timedelta(days=2))
    dice, half = random.Random(7), max(talk.replies // 40, 50)
    young = talk.at - timedelta(days=1)
    for count, authors, more in (
        (half, talk.people[1:], {}),
        (FIRST_POSTS, newcomers, {"published_at": young}),
        (half, talk.people[1:], {}),
    ):
        in_batches(Post, ({**row, "likes": 0, **more} for row in filling.posts_by(count, authors, dice)))
    for column, of in (("posts", "COUNT(*)"), ("posted_at", "MAX(published_at)")):
        sql = f"UPDATE member SET {column} = (SELECT {of} FROM post WHERE author_id = member.id) WHERE id >= ?"
        database.execute_sql(sql, (talk.people[0],))
