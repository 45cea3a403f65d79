"""Posts: all that are published, whoever they are for. Who may see which is decided when results are read, by `visible_to`.

What is suggested to somebody who mistyped comes from all titles of the index: only what everyone may see has one there.
"""

from collections.abc import Callable, Sequence
from typing import Any

from miquan.circle.models import Post, PostTag, PostText
from miquan.products.models import Tag
from miquan.search.engine import Document
from miquan.search.kinds.kind import Kind, joined, place_names
from miquan.text import html_to_text

_BODY = 20_000


def documents(ids: Sequence[int]) -> list[Document]:
    """The documents of these posts. A converted script folds to the same words and is left out."""
    rows = list(
        _published(
            Post.id, Post.visibility, Post.title, Post.excerpt, Post.body_html, Post.country, Post.city, Post.place,
        )
        .where(Post.id.in_(list(ids)))
        .tuples()
    )  # fmt: skip
    found = [row[0] for row in rows] or [0]
    tags = joined(PostTag.select(PostTag.post, Tag.name).join(Tag).where(PostTag.post.in_(found)).tuples())
    return [_document(row, tags.get(row[0], "")) for row in rows]


def _document(row: tuple[Any, ...], tags: str) -> Document:
    id_, visibility, title, excerpt, body, country, city, place = row
    heading, quiet = (title, "") if visibility == "public" else ("", title)
    return Document(
        id=POSTS.id_of(id_),
        kind=POSTS.name,
        title=heading,
        tags=tags,
        # Most have no title. What they begin with is cut as finely as titles are, so that one character finds them too.
        attributes=" ".join(filter(None, (quiet, excerpt, place, *place_names(country, city)))),
        description=html_to_text(body)[:_BODY],
    )


def _published(*columns: Any) -> Any:
    """A repost has next to no words of its own: what it passes on is found."""
    return Post.select(*columns).where(Post.state == "published", Post.kind != "repost")


def _things() -> Any:
    return _published(Post.id).order_by(Post.id)


def _titled(holds: Callable[[Any], Any]) -> Any:
    other = PostText.select(PostText.post).where(holds(PostText.title))
    found = _published(Post.id).where(holds(Post.title) | holds(Post.excerpt) | Post.id.in_(other))
    return found.order_by(Post.published_at.desc(), Post.id.desc())


POSTS = Kind("post", _things, documents, _titled)
