"""People that a search came upon, as cards."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from miquan.accounts.models import Member
from miquan.circle.queries.visible import unblocked
from miquan.follows.queries import Followed
from miquan.i18n import ngettext
from miquan.media.models import File
from miquan.people.shown import Person, columns, person
from miquan.storefronts.models import PUBLIC, Storefront, StorefrontText
from miquan.viewer import viewer

_Avatar = File.alias("avatar_file")


@dataclass(frozen=True)
class FoundPerson:
    """Somebody, their storefront's headline in `lang`, and what is counted of them."""

    person: Person
    headline: str
    lang: str
    posts: int
    products: int
    followers: int

    @property
    def followed(self) -> Followed:
        return Followed("member", self.person.id, self.person.name, self.person.url, self.followers)

    @property
    def told(self) -> str:
        """What there is of theirs, as far as there is any."""
        found = [ngettext("%(num)s篇帖", "%(num)s篇帖", self.posts)] if self.posts else []
        found += [ngettext("%(num)s件商品", "%(num)s件商品", self.products)] if self.products else []
        return "・".join(found)


def there(ids: Sequence[int], viewer_id: int | None, *more: Any) -> Any:
    """A query: the ids of those of these members who are there for this reader, and `more`."""
    return Member.select(Member.id, *more).where(
        Member.id.in_(list(ids)), Member.active, unblocked(viewer_id, Member.id)
    )


def cards(ids: Sequence[int]) -> list[FoundPerson]:
    """Cards of these members, in this order."""
    shop = (Storefront.owner == Member.id) & Storefront.state.in_(PUBLIC)
    other = (StorefrontText.storefront == Storefront.id) & (StorefrontText.lang == viewer().lang)
    query = (
        Member.select(
            *columns(_Avatar), Member.posts, Member.followers, Storefront.product_count, Storefront.headline,
            Storefront.lang, StorefrontText.fields, StorefrontText.lang,
        )
        .join(_Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")))
        .join_from(Member, Storefront, JOIN.LEFT_OUTER, on=shop)
        .join(StorefrontText, JOIN.LEFT_OUTER, on=other)
        .where(Member.id.in_(list(ids) or [0]), Member.active)
    )  # fmt: skip
    found = {}
    for *who, posts, followers, products, headline, lang, fields, other_lang in query.tuples():
        words = (fields or {}).get("headline")
        shown = (words, other_lang) if words else (headline or "", lang or "")
        found[who[0]] = FoundPerson(person(*who), *shown, posts, products or 0, followers)
    return [found[id_] for id_ in ids if id_ in found]
