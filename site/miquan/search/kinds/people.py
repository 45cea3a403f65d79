"""People: whoever keeps a storefront or has posted. Members who only look around are found by nobody.

Whether somebody is there for the reader (suspended, leaving, parted by a block) is decided when results are read.
"""

from collections.abc import Callable, Sequence
from typing import Any

from peewee import JOIN

from miquan import places
from miquan.accounts.models import Member
from miquan.accounts.rules import GONE
from miquan.categories.tree import tree
from miquan.i18n import LANGS
from miquan.search.engine import Document
from miquan.search.kinds.kind import Kind, joined
from miquan.storefronts.models import PUBLIC, Expertise, Storefront
from miquan.text import html_to_text


def documents(ids: Sequence[int]) -> list[Document]:
    """The documents of these members. A place is searched as far as it is shown."""
    rows = list(
        _known(
            Storefront.id, Storefront.state, Storefront.headline, Storefront.story, Member.id, Member.handle,
            Member.display_name, Member.short_name, Member.bio, Member.country, Member.city, Member.place_shown,
        )
        .where(Member.id.in_(list(ids)))
        .tuples()
    )  # fmt: skip
    known = _expertise([row[0] for row in rows if row[1] in PUBLIC])
    return [_document(row, known.get(row[0], "")) for row in rows]


def _expertise(storefronts: list[int]) -> dict[int, str]:
    query = Expertise.select(Expertise.storefront, Expertise.category).where(
        Expertise.storefront.in_(storefronts or [0])
    )
    nodes = ((shop, tree().get(category)) for shop, category in query.tuples())
    return joined((shop, " ".join(node.names.values())) for shop, node in nodes if node)


def _document(row: tuple[Any, ...], known: str) -> Document:
    _shop, state, headline, story, id_, handle, name, short, bio, *place = row
    if state not in PUBLIC:
        headline = story = ""
    return Document(
        id=PEOPLE.id_of(id_),
        kind=PEOPLE.name,
        title=" ".join(filter(None, (name, short, handle))),
        tags=known,
        attributes=" ".join([headline, *_names(*place)]),
        description=f"{bio} {html_to_text(story)}".strip(),
    )


def _names(country: str, city: str, shown: str) -> list[str]:
    found = [places.country_name(country, lang) for lang in LANGS] if country and shown != "nobody" else []
    return found + ([places.city_name(country, city, lang) for lang in LANGS] if city and shown == "city" else [])


def _known(*columns: Any) -> Any:
    here = Storefront.id.is_null(False) | Member.posted_at.is_null(False)
    query = Member.select(*columns).join(Storefront, JOIN.LEFT_OUTER, on=(Storefront.owner == Member.id))
    return query.where(here, ~Member.handle.startswith(GONE))


def _things() -> Any:
    return _known(Member.id).order_by(Member.id)


def _titled(holds: Callable[[Any], Any]) -> Any:
    found = _known(Member.id).where(holds(Member.display_name) | holds(Member.handle))
    return found.order_by(Member.followers.desc(), Member.id)


PEOPLE = Kind("person", _things, documents, _titled)
