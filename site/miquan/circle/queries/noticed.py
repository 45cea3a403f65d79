"""Posts that a moderator should look at, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from miquan import urls
from miquan.accounts.models import Member
from miquan.circle.models import Post, PostNotice
from miquan.text import is_number

PAGE = 30


@dataclass(frozen=True)
class Noticed:
    """A notice of an unsettled thing: `kind` says what, `other_url` leads to the post that had it before."""

    id: int
    kind: str
    at: datetime
    title: str
    lang: str
    handle: str
    name: str
    url: str
    other_url: str


def noticed(before: str = "") -> tuple[list[Noticed], str]:
    """What nobody has settled of posts that are still out, the newest first, and the key of the next page."""
    query = (
        _open(
            PostNotice.id, PostNotice.kind, PostNotice.at, Post.id, Post.slug, Post.title, Post.excerpt, Post.lang,
            Member.handle, Member.display_name, PostNotice.other,
        )
        .join_from(Post, Member, on=(Member.id == Post.author))
        .order_by(PostNotice.id.desc())
    )  # fmt: skip
    if is_number(before, 9):
        query = query.where(PostNotice.id < int(before))
    rows = list(query.limit(PAGE + 1).tuples())
    return [_noticed(row) for row in rows[:PAGE]], str(rows[PAGE - 1][0]) if len(rows) > PAGE else ""


def count_noticed() -> int:
    return int(_open(PostNotice.id).count())


def _open(*columns: Any) -> Any:
    query = PostNotice.select(*columns).join(Post, on=(Post.id == PostNotice.post))
    return query.where(PostNotice.settled_at.is_null(), Post.state == "published")


def _noticed(row: tuple[Any, ...]) -> Noticed:
    id_, kind, at, post, slug, title, excerpt, lang, handle, name, other = row
    other_url = urls.post(other, "post") if other else ""
    return Noticed(id_, kind, at, title or excerpt[:80], lang, handle, name, urls.post(post, slug), other_url)
