"""What somebody means by a word: something that is called so, in whatever script or language they write it."""

from miquan import places, text
from miquan.brands.models import Brand
from miquan.categories.tree import tree
from miquan.i18n import LANGS
from miquan.portraits.aspects import Thing
from miquan.portraits.rules import Aspect
from miquan.products.models import Tag

# What one search may say.
_MOST_KEYS, _MOST_FOUND = 24, 5


def things_called(words: str) -> list[Thing]:
    """The tags, brands and categories that are called like what was typed, or like a word of it."""
    pieces = (text.fold(piece)[:60] for said in text.in_either_script(words) for piece in (said, *said.split()))
    keys = list(dict.fromkeys(pieces))[:_MOST_KEYS]
    tags = [("tag", id_) for (id_,) in Tag.select(Tag.id).where(Tag.slug.in_(keys)).tuples()]
    brands = [("brand", id_) for (id_,) in Brand.select(Brand.id).where(Brand.key.in_(keys)).tuples()]
    nodes = [("category", n.id) for n in tree().order if any(text.fold(name) in keys for name in n.names.values())]
    return [*tags, *brands, *nodes][:_MOST_FOUND]


def meant(words: str) -> Aspect:
    """The kind of goods, country or brand that is called exactly so, else a tag of this name."""
    keys = {text.fold(said).lstrip("#").strip()[:60] for said in text.in_either_script(words)}
    for node in tree().order:
        if not words.startswith("#") and any(text.fold(name) in keys for name in node.names.values()):
            return "category", node.slug
    for code in places.COUNTRIES:
        if any(text.fold(places.country_name(code, lang)) in keys for lang in LANGS):
            return "country", code
    brand = Brand.select(Brand.slug).where(Brand.key.in_(sorted(keys))).tuples().first()
    if brand is not None:
        return "brand", brand[0]
    tag = Tag.select(Tag.slug).where(Tag.slug.in_(sorted(keys))).order_by(Tag.posts.desc(), Tag.id).tuples().first()
    return "tag", tag[0] if tag else text.fold(words).lstrip("#")[:60].strip()
