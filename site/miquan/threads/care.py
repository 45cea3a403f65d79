"""What keeps groups good places: limits for accounts that are new, and for everybody."""

from datetime import timedelta

from peewee import fn

from miquan.circle import care as circle
from miquan.circle.rules import Problem
from miquan.db import now
from miquan.groups.models import Group
from miquan.i18n import lazy
from miquan.threads.models import Reply, Thread

NEW_A_DAY, A_DAY = 5, 50
# Words of somebody who is new; an hour of somebody who is not.
OFTEN, OFTEN_IN = 10, timedelta(minutes=10)
MANY, MANY_IN = 120, timedelta(hours=1)


def problems_with_start(author_id: int, words: str, *, demo: bool) -> list[Problem]:
    """What keeps this member from starting a thread now."""
    if demo:
        return []
    lately = Thread.select().where(Thread.author == author_id, Thread.created_at > now() - timedelta(days=1)).count()
    found = circle.problems_with_words(author_id, words)
    if lately >= A_DAY or (lately >= NEW_A_DAY and circle.is_new(author_id)):
        found.append(Problem("title", "often", lazy("今天開了很多話題，明天再開")))
    return found


def problems_with_reply(author_id: int, words: str, *, demo: bool) -> list[Problem]:
    """What keeps this member from saying this now."""
    if demo:
        return []
    found = circle.problems_with_words(author_id, words)
    if _said(author_id, MANY_IN, MANY) or (_said(author_id, OFTEN_IN, OFTEN) and circle.is_new(author_id)):
        found.append(Problem("body", "often", lazy("說得很快，休息一下再說")))
    return found


def problems_with_pace(author_id: int, group: Group, *, tends: bool) -> list[Problem]:
    """How long this member has to wait in a group where one does not speak fast. Those who look after it do not."""
    left = 0 if tends else seconds_left(author_id, group.id, group.slow_seconds)
    if not left:
        return []
    minutes, seconds = divmod(left, 60)
    words = lazy("這個群說話要隔一會兒，再等%(minutes)s分%(seconds)s秒", minutes=minutes, seconds=seconds)
    return [Problem("body", "slow", words)]


def seconds_left(author_id: int, group_id: int, pause: int) -> int:
    """How long until they may speak again in a group with so many seconds between two words; 0 where they may."""
    if not pause:
        return 0
    at, lasting = now(), timedelta(seconds=pause)
    lately = (Reply.author == author_id) & (Reply.created_at > at - lasting) & (Thread.group == group_id)
    last = Reply.select(fn.MAX(Reply.created_at)).join(Thread).where(lately).scalar()
    return max(int((last + lasting - at).total_seconds()), 1) if last is not None else 0


def _said(author_id: int, within: timedelta, most: int) -> bool:
    """Whether they have said so much within this time."""
    lately = Reply.select(Reply.id).where(Reply.author == author_id, Reply.created_at > now() - within)
    return bool(lately.limit(most).count() >= most)
