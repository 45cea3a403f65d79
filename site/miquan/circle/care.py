"""What keeps the circle a good place: limits for accounts that are new, and what moderators are pointed at."""

from collections.abc import Iterable
from datetime import timedelta

from peewee import fn

from miquan.accounts.models import Member
from miquan.choices import choice
from miquan.circle.models import Post, PostNotice, PostPicture
from miquan.circle.rules import NotReady, Problem
from miquan.circle.wording import links_in, mentions_in
from miquan.db import now, transaction
from miquan.i18n import lazy
from miquan.media.models import File
from miquan.moderation.actions import audit
from miquan.moderation.judging import Judgement, judge, refusals
from miquan.moderation.rules import BLOCKED
from miquan.outbox import Event, EventRow

# An account is new for its first days (`choices.py`), unless its posts have found some liking.
LIKED = 5
MANY_LINKS = 8
# So many are told within an hour that the same member has named them, which may mean a letter each.
MENTIONS_AN_HOUR = 60


def is_new(member_id: int) -> bool:
    """Whether an account is young, and has not been liked much yet."""
    member = Member.get_by_id(member_id)
    if member.demo or member.created_at < now() - timedelta(days=choice("new_days")):
        return False
    likes = Post.select(fn.COALESCE(fn.SUM(Post.likes), 0)).where(Post.author == member_id, Post.state == "published")
    return int(likes.scalar()) < LIKED


def problems_with(post: Post) -> list[Problem]:
    """What keeps this author from publishing this now."""
    is_young = is_new(post.author_id)
    lately = Post.select(fn.COUNT(Post.id)).where(
        Post.author == post.author_id, Post.state == "published", Post.published_at > now() - timedelta(days=1)
    )
    found = []
    if not post.demo and int(lately.scalar()) >= choice("new_posts" if is_young else "posts_a_day"):
        found.append(Problem("body", "often", lazy("今天發得夠多了，明天再發")))
    return [*found, *(too_much_in(f"{post.title}\n{post.body}") if is_young else [])]


def judged(author_id: int, words: str, pictures: Iterable[int] = (), *, again: bool = False) -> Judgement:
    """Whether somebody has to look first. Raises NotReady for what may not be said here at all."""
    found = judge(author_id, words, young=is_new(author_id), pictures=pictures, again=again)
    if found.refused:
        raise NotReady([Problem("body", "blocked", BLOCKED)])
    return found


def judged_at_once(author_id: int, words: str, field: str = "body") -> None:
    """As `refusals`. Raises NotReady for what may not be said so."""
    if words and (problems := refusals(author_id, words, field)):
        raise NotReady(problems)


def problems_with_words(author_id: int, words: str) -> list[Problem]:
    """What of these words somebody who is new may not say yet, wherever they say it."""
    return found if (found := too_much_in(words)) and is_new(author_id) else []


def too_much_in(words: str) -> list[Problem]:
    """What somebody who is new may not say yet."""
    found = []
    links, mentions = choice("new_links"), choice("new_mentions")
    if links_in(words) > links:
        found.append(Problem("body", "links", lazy("剛加入的人一篇最多放%(most)s個網址", most=links)))
    if len(mentions_in(words)) > mentions:
        found.append(Problem("body", "mentions", lazy("剛加入的人一篇最多提到%(most)s個人", most=mentions)))
    return found


def those_told(author_id: int, members: list[int]) -> list[int]:
    """Of those whom somebody names now these hear of it: whoever names many, or changes the names again and again, is read all the same."""
    lately = EventRow.select(EventRow.id).where(
        EventRow.at > now() - timedelta(hours=1),
        EventRow.actor_id == author_id,
        EventRow.name == Event.MEMBER_MENTIONED,
    )
    return members[: max(MENTIONS_AN_HOUR - lately.limit(MENTIONS_AN_HOUR).count(), 0)] if members else []


def notice(post_id: int) -> None:
    """Note what a moderator should look at. Again is no error."""
    post = Post.get_or_none(Post.id == post_id, Post.state == "published")
    if post is None:
        return
    found = {"repeated_words": _same_words(post), "repeated_picture": _same_picture(post)}
    rows = [{"post": post.id, "kind": kind, "other": other} for kind, other in found.items() if other]
    if links_in(post.body) >= MANY_LINKS:
        rows.append({"post": post.id, "kind": "many_links", "other": None})
    if rows:
        with transaction():
            PostNotice.insert_many(rows).on_conflict_ignore().execute()


def _same_words(post: Post) -> int | None:
    if not post.words_key:
        return None
    same = Post.select(Post.id).where(
        Post.words_key == post.words_key, Post.state == "published", Post.published_at < post.published_at
    )
    found = same.order_by(Post.id).tuples().first()
    return int(found[0]) if found else None


def _same_picture(post: Post) -> int | None:
    """Another member's post with the very same picture."""
    mine = (
        File.select(File.sha256).join(PostPicture, on=(PostPicture.file == File.id)).where(PostPicture.post == post.id)
    )
    hashes = [row[0] for row in mine.tuples() if row[0]]
    other = (
        Post.select(Post.id)
        .join(PostPicture)
        .join(File)
        .where(
            File.sha256.in_(hashes or [""]),
            File.owner != post.author_id,
            Post.state == "published",
            Post.published_at < post.published_at,
        )
    )
    found = other.order_by(Post.id).tuples().first()
    return int(found[0]) if found else None


def settle(notice_id: int, *, by: int) -> bool:
    """A moderator has looked, and nothing needs to be done. False when it was settled already."""
    with transaction():
        mine = (PostNotice.id == notice_id) & PostNotice.settled_at.is_null()
        done = PostNotice.update(settled_at=now(), settled_by=by).where(mine).execute()
        if done:
            audit("post.notice_settled", ("post_notice", notice_id), by=by)
    return bool(done)
