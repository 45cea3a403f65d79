"""What stands with a thing: its pictures, and the talk that it answers. For moderators, in whatever state it is."""

from dataclasses import dataclass
from typing import Any

from miquan.accounts.models import Member
from miquan.circle.models import Comment, Post, PostPicture
from miquan.media.models import File
from miquan.media.shown import Picture, shown
from miquan.moderation.registry import EXCERPT, Thing
from miquan.threads.models import Reply, ReplyPicture

# So many stand before an answer.
BEFORE = 2


@dataclass(frozen=True)
class Words:
    """What somebody else said there before; `is_opening`: it is what all the others answer."""

    handle: str
    lang: str
    text: str
    is_opening: bool = False


def pictures(thing: Thing) -> list[Picture]:
    """Those in a post, in a reply, or in a thread's opening, in their order."""
    if thing.kind == "post":
        rows = PostPicture.select().where(PostPicture.post == thing.id)
        return _shown(rows, PostPicture)
    if thing.kind in ("thread", "reply"):
        of = Reply.id == thing.id if thing.kind == "reply" else (Reply.thread == thing.id) & (Reply.number == 0)
        return _shown(ReplyPicture.select().join(Reply).where(of).switch(ReplyPicture), ReplyPicture)
    return []


def _shown(rows: Any, model: Any) -> list[Picture]:
    rows = rows.select(File.name, File.width, File.height, model.alt).join(File, on=(File.id == model.file))
    found = rows.where(File.state == "ready").order_by(model.position).tuples()
    return [one for name, width, height, alt in found if (one := shown(name, width, height, alt, at=320))]


def talk(thing: Thing) -> list[Words]:
    """The opening and the last words before a reply; the post and the last comments before a comment."""
    if thing.kind == "reply":
        here = Reply.select(Member.handle, Reply.lang, Reply.body).join(Member).where(Reply.thread == thing.home)
        opening = here.where(Reply.number == 0, Reply.number < thing.number)
        lately = here.where(Reply.number > 0, Reply.number < thing.number).order_by(Reply.number.desc())
    elif thing.kind == "comment":
        opening = Post.select(Member.handle, Post.lang, Post.excerpt).join(Member, on=(Member.id == Post.author))
        opening = opening.where(Post.id == thing.home)
        lately = Comment.select(Member.handle, Comment.lang, Comment.body).join(
            Member, on=(Member.id == Comment.author)
        )
        lately = lately.where(Comment.post == thing.home, Comment.id < thing.id).order_by(Comment.id.desc())
    else:
        return []
    said = [_words(row, True) for row in opening.tuples()]
    return [*said, *(_words(row) for row in reversed(list(lately.limit(BEFORE).tuples())))]


def _words(row: tuple[str, str, str], is_opening: bool = False) -> Words:
    return Words(row[0], row[1], row[2][:EXCERPT], is_opening)
