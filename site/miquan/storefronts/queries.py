"""Everything that is read of storefronts and the people who keep them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from peewee import JOIN

from miquan import text, urls
from miquan.accounts.models import HandleChange, Member, MemberText
from miquan.categories.tree import Node, tree
from miquan.follows.parting import apart
from miquan.follows.queries import lets_write
from miquan.i18n import _, language_name, ngettext
from miquan.media.models import File
from miquan.media.shown import Picture, shown
from miquan.people.shown import Person, columns, person, person_of
from miquan.prepared import Prepared, padded
from miquan.storefronts import rows, rules
from miquan.storefronts.models import PUBLIC, Storefront, StorefrontReview, StorefrontText
from miquan.viewer import viewer

_Avatar = File.alias("avatar_file")
_Banner = File.alias("banner_file")
_FIELDS = ("headline", "story", "shipping_policy", "returns_policy", "fee_policy", "holiday_note")


@dataclass
class Profile:
    """A member's public page; `storefront` is None for someone who keeps none. Texts are in the reader's script."""

    member: Member
    person: Person
    bio: str
    storefront: Storefront | None = None
    texts: dict[str, str] = field(default_factory=dict)
    lang: str = ""
    is_converted: bool = False
    banner: Picture | None = None
    expertise: list[Node] = field(default_factory=list)
    brands: list[tuple[str, str]] = field(default_factory=list)
    # Whether the reader may ask them about their goods now.
    takes_questions: bool = False

    @property
    def is_public(self) -> bool:
        """Whether everyone may see the storefront."""
        return self.storefront is not None and self.storefront.state in PUBLIC

    @property
    def storefront_id(self) -> int:
        return int(self.storefront.id) if self.storefront else 0

    @property
    def story(self) -> Markup:
        return Markup(_rendered(self.texts.get("story", "")))  # noqa: S704  sanitised by render_markdown

    @property
    def chips(self) -> list[tuple[str, str]]:
        """What they know, as (name, address)."""
        return [*((node.name(viewer().lang), urls.category(node.slug)) for node in self.expertise), *self.brands]

    @property
    def since(self) -> str:
        """How long they have lived there; empty when they do not say."""
        years = self.storefront.years_there if self.storefront and self.person.country else None
        place = self.person.city_name or self.person.country_name
        return ngettext("住在%(place)s第%(num)s年", "住在%(place)s第%(num)s年", years, place=place) if years else ""

    @property
    def languages(self) -> str:
        return "・".join(language_name(code) for code in self.member.languages)

    @property
    def policies(self) -> list[tuple[str, str]]:
        """(title, text) of what they say about shipping, returns and fees."""
        titles = (("shipping_policy", _("怎麼寄")), ("returns_policy", _("退換")), ("fee_policy", _("服務費")))
        return [(title, self.texts[name]) for name, title in titles if self.texts.get(name)]

    @property
    def ask_url(self) -> str:
        return f"{self.person.url}/question"

    @property
    def stats(self) -> list[tuple[str, str]]:
        """Only what is counted already: goods, and since when."""
        s = self.storefront
        return [(f"{s.product_count:,}", _("件東西")), (s.opened_at.strftime("%Y-%m"), _("開店"))] if s else []

    def on_holiday(self, today: date) -> bool:
        """Whether the buyer is away on this day of theirs."""
        return self.storefront is not None and rules.is_away(self.storefront, today)


@lru_cache(maxsize=2_000)
def _rendered(story: str) -> str:
    """Members read the same few stories again and again, and each costs a millisecond."""
    return text.render_markdown(story)


def profile(handle: str, *, original: bool = False, any_state: bool = False) -> Profile | None:
    """A member by handle, with their storefront when it is public. `any_state`: as it would be, for its owner and the desk."""
    member = _member(handle) if any_state else member_at(handle)
    if member is None:
        return None
    found = Profile(member=member, person=person_of(member), bio=_bio(member, original), lang=member.lang)
    storefront = _storefront(member, any_state)
    if storefront is not None:
        _fill(found, storefront, original)
    return found


def member_at(handle: str) -> Member | None:
    """A member by handle, joined with their picture as `avatar_file`; nobody whom a block parts from the reader."""
    found = _member(handle)
    return None if found is None or found.id in viewer().parted else found


def moved_handle(handle: str) -> str | None:
    """The present handle of whoever once had this one."""
    query = Member.select(Member.handle).join(HandleChange, on=(HandleChange.member == Member.id))
    query = query.where(HandleChange.handle == handle.lower(), Member.active, *apart(Member.id))
    row = query.tuples().first()
    return row[0] if row else None


def own_storefront(member_id: int) -> Storefront | None:
    """The storefront this member keeps, in any state."""
    found: Storefront | None = _OWN.first(member_id)
    return found


_OWN = Prepared(lambda owner: Storefront.select().where(Storefront.owner == owner).limit(1))


@dataclass(frozen=True)
class BuyerCard:
    """A buyer in a list: who, their words, what they know, how many goods."""

    person: Person
    headline: str
    headline_lang: str
    expertise: list[Node]
    products: int
    picture: Picture | None = None

    @property
    def facts(self) -> list[tuple[str, str]]:
        """(term, words): what they know, how many goods."""
        known = _("、").join(node.name(viewer().lang) for node in self.expertise[:3])
        rows = [(_("擅長"), known), (_("東西"), ngettext("%(num)s件", "%(num)s件", self.products))]
        return [(term, words) for term, words in rows if words]


def buyers(ids: Sequence[int] | None = None, limit: int = 12) -> list[BuyerCard]:
    """Buyers with a public storefront: these storefronts in this order, or those with the most goods."""
    if ids is None:
        query = _shown().where(Storefront.product_count > 0)
        return _cards(query.order_by(Storefront.product_count.desc(), Storefront.id).limit(limit).tuples())
    by_id = {row[0]: row for row in _shown().where(Storefront.id.in_(list(ids) or [0])).tuples()}
    return _cards(by_id[i] for i in ids if i in by_id)


def _shown() -> Any:
    """The rows of which cards are made, of storefronts that this reader may see."""
    return (
        Storefront.select(
            Storefront.id, Storefront.headline, Storefront.lang, Storefront.product_count, StorefrontText.fields, StorefrontText.lang, _Banner.name, _Banner.width, _Banner.height,
            *columns(_Avatar),
        )
        .join(Member)
        .join(_Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")))
        .join(_Banner, JOIN.LEFT_OUTER, on=((_Banner.id == Storefront.banner) & (_Banner.state == "ready")))
        .join(
            StorefrontText, JOIN.LEFT_OUTER,
            on=((StorefrontText.storefront == Storefront.id) & (StorefrontText.lang == viewer().lang)),
        )
        .where(Storefront.state.in_(PUBLIC), Member.active, *apart(Member.id))
    )  # fmt: skip


def _cards(found: Iterable[tuple[Any, ...]]) -> list[BuyerCard]:
    those = list(found)
    known = _expertise([row[0] for row in those])
    return [_card(row, known) for row in those]


def newest_storefronts(limit: int) -> list[BuyerCard]:
    """Buyers whose storefront opened last and holds something."""
    query = _shown().where(Storefront.product_count > 0)
    return _cards(query.order_by(Storefront.opened_at.desc(), Storefront.id.desc()).limit(limit).tuples())


def _card(row: tuple[Any, ...], known: dict[int, list[Node]]) -> BuyerCard:
    id_, headline, lang, products, fields, other_lang, banner, width, height, *who = row
    words = (fields or {}).get("headline") or headline
    picture = shown(banner, width, height, at=1280)
    return BuyerCard(person(*who), words, other_lang or lang, known.get(id_, []), products, picture)


def _expertise(storefront_ids: list[int]) -> dict[int, list[Node]]:
    found: dict[int, list[Node]] = {}
    for storefront, category in rows.EXPERTISE.rows(*padded(storefront_ids or [0])):
        node = tree().get(category)
        if node:
            found.setdefault(storefront, []).append(node)
    return found


def _member(handle: str) -> Member | None:
    found: Member | None = rows.MEMBER.first(handle)
    return found


def _bio(member: Member, original: bool) -> str:
    if not member.bio or original or member.lang == viewer().lang:
        return str(member.bio)
    row = MemberText.select(MemberText.fields).where(MemberText.member == member.id, MemberText.lang == viewer().lang)
    found = row.tuples().first()
    return str(found[0].get("bio", member.bio)) if found else str(member.bio)


def _storefront(member: Member, any_state: bool) -> Storefront | None:
    found: Storefront | None = (rows.ANY if any_state else rows.PUBLIC_ONE).first(member.id, viewer().lang)
    return found


def _fill(found: Profile, storefront: Storefront, original: bool) -> None:
    found.storefront, found.lang = storefront, storefront.lang
    found.takes_questions = lets_write(found.member)
    found.texts = {name: getattr(storefront, name) for name in _FIELDS}
    if not original and storefront.lang != viewer().lang:
        other: StorefrontText | None = getattr(storefront, "rendition", None)
        if other:
            found.texts = {**found.texts, **other.fields}
            found.lang, found.is_converted = other.lang, other.origin == "converted"
    banner = getattr(storefront, "banner_file", None)
    found.banner = shown(banner.name, banner.width, banner.height, at=1280) if banner else None
    found.expertise, brands = _known(storefront.id)
    found.brands = [(name, urls.brand(slug) if held else urls.search(name)) for name, slug, held in brands]


def _known(storefront_id: int) -> tuple[list[Node], list[tuple[str, str, bool]]]:
    """The fields that this buyer knows, and (name, slug, whether it has a page) of the brands, both in their order."""
    those = sorted(rows.KNOWN.rows(storefront_id), key=lambda row: row[0])
    fields = [tree().get(category) for _place, category, *_brand in those if category]
    brands = [(name, slug, bool(held)) for _place, category, name, slug, held in those if not category]
    return [node for node in fields if node], brands


@dataclass(frozen=True)
class Known:
    """What a buyer says they know: slugs of categories, names of brands."""

    slugs: list[str]
    brands: list[str]


def expertise_of(storefront_id: int) -> Known:
    """For the form that changes it."""
    nodes, brands = _known(storefront_id)
    return Known([node.slug for node in nodes], [name for name, _slug, _held in brands])


def newest_review(storefront: Storefront) -> StorefrontReview | None:
    """What was last decided, or is waited for; None where nobody ever had to look."""
    rows = StorefrontReview.select().where(StorefrontReview.storefront == storefront.id)
    found: StorefrontReview | None = rows.order_by(StorefrontReview.id.desc()).first()
    return found
