"""Every stored counter of the circle compared with the rows it counts, and mended: what `flask recount` does here."""

from peewee import fn

from miquan.accounts.models import Member
from miquan.boards.models import Board, Save
from miquan.circle.actions.counting import warm
from miquan.circle.models import Comment, Post, PostLike, PostTag
from miquan.counters import mended
from miquan.products.models import Tag

_Repost = Post.alias("passing")
_OUT = (Post.state == "published") & (Post.visibility == "public") & (Post.kind != "repost")


def recount() -> dict[str, int]:
    """How many rows had a wrong counter, by table."""
    return {
        "posts": _posts(),
        "comments": _comments(),
        "members": _members(),
        "post_tags": _tags(),
        "boards": _boards(),
    }


def _posts() -> int:
    counted = {
        "likes": (PostLike.select(fn.COUNT(PostLike.id)).where(PostLike.post == Post.id)),
        "comments": Comment.select(fn.COUNT(Comment.id)).where(Comment.post == Post.id, Comment.state == "published"),
        "saves": Save.select(fn.COUNT(Save.id)).where(Save.kind == "post", Save.item == Post.id),
        "reposts": _Repost.select(fn.COUNT(_Repost.id)).where(
            _Repost.repost_of == Post.id, _Repost.state == "published"
        ),
    }
    return len(mended(Post, counted, then=warm))


def _comments() -> int:
    child = Comment.alias("answer")
    return len(mended(Comment, {"replies": child.select(fn.COUNT(child.id)).where(child.parent == Comment.id)}))


def _members() -> int:
    counted = Post.select(fn.COUNT(Post.id)).where(Post.author == Member.id, _OUT)
    return len(mended(Member, {"posts": counted}))


def _tags() -> int:
    counted = PostTag.select(fn.COUNT(PostTag.id)).join(Post).where(PostTag.tag == Tag.id, _OUT)
    return len(mended(Tag, {"posts": counted}))


def recount_tag(tag_id: int) -> None:
    """The same of one tag."""
    counted = PostTag.select(fn.COUNT(PostTag.id)).join(Post).where(PostTag.tag == tag_id, _OUT)
    Tag.update(posts=counted).where(Tag.id == tag_id).execute()


def _boards() -> int:
    return len(mended(Board, {"items": Save.select(fn.COUNT(Save.id)).where(Save.board == Board.id)}))
