"""What stands under a post: two levels at a time, deeper ones at addresses of their own."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from markupsafe import Markup
from peewee import JOIN, Case, fn

from miquan.accounts.models import Member
from miquan.circle.models import Comment, Post
from miquan.circle.queries.reader import ForReader
from miquan.circle.queries.visible import comments_for, is_muted
from miquan.circle.wording import in_language, in_script
from miquan.i18n import is_chinese
from miquan.media.models import File
from miquan.people.shown import Person, columns, person
from miquan.viewer import viewer

PAGE, ANSWERS = 50, 3
_Avatar = File.alias("avatar_file")


@dataclass
class CommentShown:
    """A comment, or the empty place (`person` None) of one that the reader cannot see. `more`: answers not shown here.

    `is_folded`: its writer is one whom the reader has muted.
    """

    id: int
    parent: int | None
    depth: int
    person: Person | None
    words: Markup
    lang: str
    at: datetime
    edited_at: datetime | None
    replies: int
    is_folded: bool = False
    answers: list["CommentShown"] = field(default_factory=list)

    @property
    def more(self) -> int:
        return max(self.replies - len(self.answers), 0)


@dataclass(frozen=True)
class Thread:
    """Some comments in their order, and the `after` that leads to the next; 0 when there are none."""

    comments: list[CommentShown]
    next: int = 0


def thread(post_id: int, parent_id: int | None = None, after: int = 0) -> Thread:
    """Comments of a post, or the answers to one, each with its first answers: two queries."""
    rows = _TOPS.rows(post_id, after) if parent_id is None else _ANSWERS.rows(parent_id, after)
    found = {row[0]: _shown(row) for row in rows[:PAGE]}
    for row in _FIRST.rows(*found, *[0] * (PAGE - len(found))) if found else ():
        answer = _shown(row)
        found[answer.parent or 0].answers.append(answer)
    shown = [c for c in found.values() if c.person or c.replies]
    return Thread(shown, rows[PAGE - 1][0] if len(rows) > PAGE else 0)


def one_comment(post_id: int, comment_id: int) -> CommentShown | None:
    """Asked for by its address, so that it is not folded."""
    row = _ONE.first(post_id, comment_id)
    return replace(_shown(row), is_folded=False) if row else None


def own_comment(comment_id: int, member_id: int) -> Comment | None:
    """A comment that its writer may change."""
    mine = (Comment.id == comment_id) & (Comment.author == member_id) & (Comment.state == "published")
    found: Comment | None = Comment.get_or_none(mine)
    return found


def removable_comment(comment_id: int, member_id: int, *, moderator: bool) -> Comment | None:
    """A comment that they see and may take away: its writer, the post's author, a moderator."""
    theirs = (Comment.author == member_id) | (Post.author == member_id)
    query = Comment.select(Comment, Post).join(Post, on=(Post.id == Comment.post))
    query = query.where(Comment.id == comment_id, Comment.state == "published", comments_for(member_id))
    found: Comment | None = (query if moderator else query.where(theirs)).first()
    return found


def _rows(me: Any, limit: int, *where: Any) -> Any:
    is_seen = Case(None, [(comments_for(me), 1)], 0)
    return (
        Comment.select(
            Comment.id, Comment.parent, Comment.depth, is_seen, Comment.body_html, Comment.lang, Comment.created_at,
            Comment.edited_at, Comment.replies, is_muted(me, Comment.author), *columns(_Avatar),
        )
        .join(Member)
        .join(_Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")))
        .where(*where)
        .order_by(Comment.id)
        .limit(limit)
        .tuples()
    )  # fmt: skip


def _first(me: Any, *parents: Any) -> Any:
    """The first answers to each of these."""
    place = fn.ROW_NUMBER().over(partition_by=[Comment.parent], order_by=[Comment.id])
    numbered = Comment.select(Comment.id, place.alias("place")).where(Comment.parent.in_(parents))
    first = numbered.alias("numbered")
    ids = Comment.select(first.c.id).from_(first).where(first.c.place <= ANSWERS)
    return _rows(me, PAGE * ANSWERS, Comment.id.in_(ids))


_TOPS = ForReader(
    lambda me, post, after: _rows(me, PAGE + 1, Comment.post == post, Comment.depth == 0, Comment.id > after)
)
_ANSWERS = ForReader(lambda me, parent, after: _rows(me, PAGE + 1, Comment.parent == parent, Comment.id > after))
_ONE = ForReader(lambda me, post, id_: _rows(me, 1, Comment.post == post, Comment.id == id_))
_FIRST = ForReader(_first)


def _shown(row: tuple[Any, ...]) -> CommentShown:
    id_, parent, depth, is_seen, html, lang, at, edited, replies, muted, *one = row
    who = viewer()
    words = in_language(in_script(html, lang, who.lang), who.root) if is_seen else ""
    shown_lang = who.lang if is_chinese(lang) and is_chinese(who.lang) else lang
    return CommentShown(
        id=id_, parent=parent, depth=depth, person=person(*one) if is_seen else None,
        words=Markup(words),  # noqa: S704  cleaned by wording.rendered when it was stored
        lang=shown_lang, at=at, edited_at=edited if is_seen else None, replies=replies, is_folded=bool(muted and is_seen),
    )  # fmt: skip
