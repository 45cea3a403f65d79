"""Who may see a post: one condition, used by every way that leads out of the table.

Blocking hides both ways, everywhere. What is for followers is seen by them and by its author. What is unlisted is
opened by whoever has its address and stands in no list. A repost is seen where what it passes on is seen.
"""

from typing import Any

from peewee import SQL, fn

from miquan.accounts.models import Member
from miquan.accounts.rules import GONE
from miquan.circle.models import Comment, Post, PostTag, PostText
from miquan.db import beside, db_now, is_postgres
from miquan.follows.models import Block, Follow, Mute

_Original = Post.alias("passed_on")
_Author = Member.alias("writer")
_ONE = SQL("1")


def visible_to(viewer_id: int | None, *, listed: bool = True, post: Any = Post) -> Any:
    """SQL: rows of `post` (the table, or an alias of it) that this member, or a visitor, may see.

    `listed` asks for what may stand in lists; without it also for what is unlisted, for one post at its own address.
    """
    passed = _Original.select(_ONE).where(_Original.id == post.repost_of, shown_itself(viewer_id, listed, _Original))
    # A word without what it was about says nothing.
    return shown_itself(viewer_id, listed, post) & ((post.kind != "repost") | fn.EXISTS(passed))


def shown_itself(viewer_id: int | None, listed: bool, post: Any) -> Any:
    """As `visible_to`, where what a repost passes on is asked for elsewhere."""
    there = (_Author.id == post.author) & (_Author.active | _Author.handle.startswith(GONE))
    shown = (beside(post.state) == "published") & fn.EXISTS(_Author.select(_ONE).where(there))
    if viewer_id is None:
        return shown & _open(post, listed)
    follows = Follow.select(_ONE).where(
        Follow.follower == viewer_id, Follow.kind == "member", Follow.target == post.author
    )
    for_followers = (beside(post.visibility) == "followers") & fn.EXISTS(follows)
    return (
        shown & (_open(post, listed) | for_followers | (post.author == viewer_id)) & unblocked(viewer_id, post.author)
    )


def _open(post: Any, listed: bool) -> Any:
    seen = beside(post.visibility)
    return seen == "public" if listed else seen.in_(("public", "unlisted"))


def unblocked(viewer_id: int | None, member: Any) -> Any:
    """SQL: neither of the two has blocked the other. `member` is a column that holds the other's id."""
    if viewer_id is None:
        return SQL("1 = 1")
    mine = Block.select(_ONE).where(Block.member == viewer_id, Block.blocked == member)
    theirs = Block.select(_ONE).where(Block.blocked == viewer_id, Block.member == member)
    return ~fn.EXISTS(mine) & ~fn.EXISTS(theirs)


def unmuted(viewer_id: int | None, post: Any = Post, *, but: int = 0) -> Any:
    """SQL for lists that the reader did not ask for by name: nobody and nothing that they have muted, passed on or not.

    `but` is the tag whose page has been opened: muted or not, it was asked for. Words count in the script that they were written in and in the one that the reader reads.
    """
    if viewer_id is None:
        return SQL("1 = 1")
    passed = _Original.select(_ONE).where(_Original.id == post.repost_of, _unmuted(viewer_id, _Original, but))
    return _unmuted(viewer_id, post, but) & ((post.kind != "repost") | fn.EXISTS(passed))


def _unmuted(viewer_id: int, post: Any, but: int) -> Any:
    mine = (Mute.member == viewer_id) & lasting()
    people = Mute.select(_ONE).where(mine, Mute.kind == "member", Mute.target == post.author)
    tags = (
        Mute.select(_ONE)
        .join(PostTag, on=((PostTag.tag == Mute.target) & (PostTag.post == post.id)))
        .where(mine, Mute.kind == "tag", *([Mute.target != but] if but else []))
    )
    other = PostText.select(_ONE).where(PostText.post == post.id, _says(PostText, Mute.word))
    words = Mute.select(_ONE).where(mine, Mute.kind == "word", _says(post, Mute.word) | fn.EXISTS(other))
    return ~fn.EXISTS(people) & ~fn.EXISTS(tags) & ~fn.EXISTS(words)


def is_muted(viewer_id: int | None, member: Any) -> Any:
    """SQL: whether the reader has muted the member whose id this column holds."""
    if viewer_id is None:
        return SQL("0")
    mine = (Mute.member == viewer_id) & lasting()
    return fn.EXISTS(Mute.select(_ONE).where(mine, Mute.kind == "member", Mute.target == member))


def lasting() -> Any:
    """SQL: mutes whose time is not over."""
    return Mute.until.is_null() | (Mute.until > db_now())


def _says(text: Any, word: Any) -> Any:
    """SQL: title or beginning holds the word."""
    return holds_word(text.title, word) | holds_word(text.excerpt, word)


def holds_word(column: Any, word: Any) -> Any:
    """SQL: the column holds the word, in whatever case; `%` and `_` are no signs, as they would be for LIKE."""
    place = fn.STRPOS if is_postgres() else fn.INSTR
    return place(fn.LOWER(column), fn.LOWER(word)) > 0


def comments_for(viewer_id: int | None) -> Any:
    """SQL: comments whose words the reader may see; those of people whom a block parts from them are empty places."""
    there = (_Author.id == Comment.author) & (_Author.active | _Author.handle.startswith(GONE))
    shown = (Comment.state == "published") & fn.EXISTS(_Author.select(_ONE).where(there))
    return shown & unblocked(viewer_id, Comment.author)
