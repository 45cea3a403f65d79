"""What keeps groups good places: limits for accounts that are new, and for everybody."""

from datetime import timedelta

from miquan.circle import care as circle
from miquan.circle.rules import Problem
from miquan.db import now
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


def _said(author_id: int, within: timedelta, most: int) -> bool:
    """Whether they have said so much within this time."""
    lately = Reply.select(Reply.id).where(Reply.author == author_id, Reply.created_at > now() - within)
    return bool(lately.limit(most).count() >= most)
