"""A few posts as notes on other pages, by one query: cover, title or words, who. The pages of all posts show more."""

from typing import Any

from peewee import JOIN, fn

from miquan import urls
from miquan.accounts.models import Member
from miquan.circle.models import Post, PostText
from miquan.circle.queries.cards import PostCard, where
from miquan.circle.queries.reader import ForReader
from miquan.circle.queries.visible import unmuted, visible_to
from miquan.media.models import File
from miquan.media.shown import shown
from miquan.people.shown import columns, person
from miquan.viewer import viewer

_Avatar = File.alias("avatar_file")
_Cover = File.alias("cover_file")


def notes_of_author(author_id: int, size: int) -> list[PostCard]:
    """Somebody's newest posts."""
    return [_note(row) for row in _OF_AUTHOR.rows(viewer().lang, author_id, size)]


def notes_of_place(country: str, city: str, size: int) -> list[PostCard]:
    """What was written of a country or a city last."""
    rows = _OF_CITY.rows(viewer().lang, country, city, size) if city else _OF_COUNTRY.rows(viewer().lang, country, size)
    return [_note(row) for row in rows]


def _notes(me: Any, lang: Any, size: Any, *conditions: Any) -> Any:
    """Reposts stand with their words on the pages of all posts only."""
    return (
        Post.select(
            Post.id, Post.slug, Post.kind, fn.COALESCE(PostText.title, Post.title), fn.COALESCE(PostText.excerpt, Post.excerpt),
            fn.COALESCE(PostText.lang, Post.lang), Post.lang, Post.published_at, Post.edited_at, Post.visibility, Post.disclosure,
            Post.country, Post.city, Post.place, Post.likes, Post.comments, Post.saves, Post.reposts, Post.pictures,
            _Cover.name, _Cover.width, _Cover.height, *columns(_Avatar),
        )
        .join(Member)
        .join(_Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")))
        .join_from(Post, _Cover, JOIN.LEFT_OUTER, on=((_Cover.id == Post.cover) & (_Cover.state == "ready")))
        .join_from(Post, PostText, JOIN.LEFT_OUTER, on=((PostText.post == Post.id) & (PostText.lang == lang)))
        .where(Post.state == "published", *conditions, Post.kind != "repost", visible_to(me))
        .order_by(Post.published_at.desc(), Post.id.desc())
        .limit(size)
        .tuples()
    )  # fmt: skip


_OF_AUTHOR = ForReader(lambda me, lang, author, size: _notes(me, lang, size, Post.author == author))
_OF_COUNTRY = ForReader(lambda me, lang, country, size: _notes(me, lang, size, Post.country == country, unmuted(me)))
_OF_CITY = ForReader(
    lambda me, lang, country, city, size: _notes(
        me, lang, size, Post.country == country, Post.city == city, unmuted(me)
    )
)


def _note(row: tuple[Any, ...]) -> PostCard:
    (id_, slug, kind, title, excerpt, lang, written, published, edited, visibility, disclosure, country, city, place,
     likes, comments, saves, reposts, pictures, cover, width, height, *who) = row  # fmt: skip
    picture = shown(cover, width, height)
    return PostCard(
        id=id_, url=urls.post(id_, slug), kind=kind, title=title, excerpt=excerpt, lang=lang, is_converted=lang != written,
        person=person(*who), published_at=published, edited_at=edited, visibility=visibility, disclosure=disclosure,
        where=where(country, city, place), likes=likes, comments=comments, saves=saves, reposts=reposts,
        picture_count=pictures, repost_of=None, pictures=[picture] if picture else [],
    )  # fmt: skip
