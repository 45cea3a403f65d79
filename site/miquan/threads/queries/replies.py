"""What is said in a thread, a page at a time by number. Numbers are for good: what the reader may not see is an empty place.

Every page begins with one step into the index over (thread, number), so that the last of a thousand pages takes no longer
than the first.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from markupsafe import Markup
from peewee import JOIN, SQL, Case, fn

from miquan.accounts.models import Member
from miquan.circle.queries.visible import is_muted
from miquan.circle.wording import in_language, in_script
from miquan.db import beside
from miquan.media.models import File
from miquan.media.shown import Picture, shown
from miquan.moderation.judging import waiting
from miquan.money import Price, price_shown
from miquan.people.shown import WIDTH, Person, columns, person
from miquan.prepared import Prepared, padded
from miquan.products.queries import ProductCard, product_cards
from miquan.threads.models import Reply, ReplyLike, ReplyPicture, ReplyProduct
from miquan.threads.queries.lists import shown_lang
from miquan.threads.queries.visible import replies_for
from miquan.threads.rules import PAGE
from miquan.viewer import viewer

_Avatar = File.alias("avatar_file")
_Answered = Reply.alias("answered")
_AnsweredBy = Member.alias("answered_by")
# What `is_seen` says of words that only their writer sees.
_WAITS = 2


@dataclass(frozen=True)
class Thing:
    """A product in a reply: its card as it is now (None: not to be had any more), and what it cost then."""

    id: int
    card: ProductCard | None
    then: Price

    @property
    def has_changed(self) -> bool:
        return self.card is None or (self.card.price.code, self.card.price.number) != (self.then.code, self.then.number)


@dataclass
class ReplyShown:
    """A reply, or the empty place (`person` None) of one that the reader cannot see. `answers`: number and name.

    `reason`: why it was taken out of sight, for who wrote it. `is_folded`: its writer is one whom the reader has muted. `waits`: nobody but its writer sees it yet.
    """

    number: int
    id: int
    person: Person | None
    words: Markup
    lang: str
    is_converted: bool
    at: datetime
    edited_at: datetime | None
    version: int
    likes: int
    is_liked: bool
    answers: tuple[int, str] | None
    reason: str = ""
    is_folded: bool = False
    waits: bool = False
    pictures: list[Picture] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)


@dataclass(frozen=True)
class Replies:
    """Some replies in their order. `before` and `after` are numbers that lead on, 0 where nothing more is."""

    opening: ReplyShown
    rows: list[ReplyShown]
    before: int = 0
    after: int = 0

    @property
    def first(self) -> int:
        return self.rows[0].number if self.rows else 0

    @property
    def last(self) -> int:
        return self.rows[-1].number if self.rows else 0

    @property
    def all(self) -> list[ReplyShown]:
        return [self.opening, *self.rows]


def replies(thread_id: int, *, after: int = 0, before: int = 0, original: bool = False) -> Replies:
    """The page behind a number, or before one; and the opening, which every page has to tell of."""
    me = viewer().id or 0
    found = _BEFORE.rows(me, thread_id, before) if before else _AFTER.rows(me, thread_id, after)
    rows, more = found[:PAGE], len(found) > PAGE
    if before:
        rows.reverse()
    ones = [_shown(row, original) for row in [_ONE.first(me, thread_id, 0), *rows]]
    _hang(ones)
    # Where a page was asked for by what it ends or begins with, there is something beyond that.
    earlier, later = (more, True) if before else (after > 0, more)
    return Replies(
        ones[0], ones[1:], ones[1].number if rows and earlier else 0, ones[-1].number if rows and later else 0
    )


def one(thread_id: int, number: int, *, original: bool = False) -> ReplyShown | None:
    """A reply by itself, in its words only."""
    row = _ONE.first(viewer().id or 0, thread_id, number)
    return _shown(row, original) if row is not None else None


def newer(thread_id: int, since: int) -> tuple[int, int]:
    """How many others have said something after this number, and the highest number; at most a page is counted."""
    rows = _SINCE.rows(viewer().id or 0, thread_id, since)
    return len(rows), max((row[0] for row in rows), default=since)


def _rows(me: Any, thread_id: Any, *where: Any) -> Any:
    """`me` is 0 for a visitor, whom no block parts from anybody."""
    r = Reply
    waits = (r.state == "hidden") & waiting("reply", r.id)
    is_seen = Case(None, [(replies_for(me, author=Member), 1), ((r.author == me) & waits, _WAITS)], 0)
    liked = ReplyLike.select(SQL("1")).where(ReplyLike.reply == r.id, ReplyLike.member == me)
    answered = Case(None, [(replies_for(me, _Answered, _AnsweredBy), _AnsweredBy.display_name)], None)
    return (
        r.select(
            r.number, r.id, is_seen, r.body_html, r.lang, r.created_at, r.edited_at, r.version, r.likes, fn.EXISTS(liked), r.answers,
            answered, Case(None, [(r.author == me, r.state_reason)], ""), is_muted(me, r.author), *columns(_Avatar),
        )
        .join(Member)
        .join(_Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")))
        .join_from(r, _Answered, JOIN.LEFT_OUTER, on=((_Answered.thread == r.thread) & (_Answered.number == r.answers)))
        .join(_AnsweredBy, JOIN.LEFT_OUTER, on=(_AnsweredBy.id == _Answered.author))
        .where(r.thread == thread_id, (r.author == me) | ~waits, *where)
        .tuples()
    )  # fmt: skip


_AFTER = Prepared(
    lambda me, thread_id, after: (
        _rows(me, thread_id, Reply.number > after, Reply.number > 0).order_by(Reply.number).limit(PAGE + 1)
    )
)
_BEFORE = Prepared(
    lambda me, thread_id, before: (
        _rows(me, thread_id, Reply.number < before, Reply.number > 0).order_by(Reply.number.desc()).limit(PAGE + 1)
    )
)
# There is one at most. With a limit PostgreSQL may go through all replies until it meets it.
_ONE = Prepared(lambda me, thread_id, number: _rows(me, thread_id, Reply.number == number))
_SINCE = Prepared(
    lambda me, thread_id, since: (
        Reply.select(Reply.number)
        .where(Reply.thread == thread_id, Reply.number > since, Reply.author != me, replies_for(me))
        .order_by(Reply.number)
        .limit(PAGE)
        .tuples()
    )
)


def _shown(row: tuple[Any, ...], original: bool) -> ReplyShown:
    number, id_, is_seen, html, lang, at, edited, version, likes, liked, answers, answered, reason, muted = row[:-WIDTH]
    who = viewer()
    wanted = lang if original else who.lang
    words = in_language(in_script(html, lang, wanted), who.root) if is_seen else ""
    return ReplyShown(
        number=number, id=id_, person=person(*row[-WIDTH:]) if is_seen else None,
        words=Markup(words),  # noqa: S704  cleaned by wording.rendered when it was stored
        lang=shown_lang(lang, wanted), is_converted=bool(is_seen) and shown_lang(lang, wanted) != lang, at=at,
        edited_at=edited if is_seen else None, version=version, likes=likes, is_liked=bool(liked),
        answers=(answers, answered or "") if answers is not None and is_seen else None,
        reason=reason or "", is_folded=bool(muted and is_seen and number), waits=is_seen == _WAITS,
    )  # fmt: skip


def _hang(rows: list[ReplyShown]) -> None:
    """Pictures and products, a query each and one for the cards."""
    by_id = {row.id: row for row in rows if row.person}
    if not by_id:
        return
    ids = padded(list(by_id))
    for reply, alt, name, width, height in _PICTURES.rows(*ids):
        said = by_id[reply]
        assert said.person is not None
        picture = shown(name, width, height, alt or said.person.name)
        if picture is not None:
            said.pictures.append(picture)
    found = _PRODUCTS.rows(*ids)
    cards = {card.id: card for card in product_cards(list(dict.fromkeys(row[1] for row in found)))}
    for reply, product, price, currency in found:
        then = price_shown(price, currency, viewer().currency)
        by_id[reply].things.append(Thing(product, cards.get(product), then))


_PICTURES = Prepared(
    lambda *ids: (
        ReplyPicture.select(ReplyPicture.reply, ReplyPicture.alt, File.name, File.width, File.height)
        .join(File)
        # Nearly every file is ready: an index over that is a long way round.
        .where(ReplyPicture.reply.in_(ids), beside(File.state) == "ready")
        .order_by(ReplyPicture.reply, ReplyPicture.position)
        .tuples()
    )
)
_PRODUCTS = Prepared(
    lambda *ids: (
        ReplyProduct.select(ReplyProduct.reply, ReplyProduct.product, ReplyProduct.price, ReplyProduct.currency)
        .where(ReplyProduct.reply.in_(ids))
        .order_by(ReplyProduct.reply, ReplyProduct.position)
        .tuples()
    )
)
