"""Brands come into being when a product names them."""

from collections.abc import Iterable, Sequence

from miquan import text
from miquan.brands.models import Brand, BrandAlias
from miquan.products.models import Product
from miquan.storefronts.models import ExpertBrand


def brand_named(name: str) -> Brand | None:
    """The brand that is written like this, in any case, width or accents; made when it is new. None for no name."""
    clean = text.clean_line(name, 80)
    key = text.fold(clean)[:80]
    if not key:
        return None
    found = Brand.get_or_none(Brand.key == key)
    if found is None:
        alias = BrandAlias.select(BrandAlias, Brand).join(Brand).where(BrandAlias.key == key).first()
        found = alias.brand if alias else _made(clean, key)
    return found


def brands_named(names: Iterable[str]) -> dict[str, int]:
    """As `brand_named` for many names at once: the id of each that is a name at all."""
    keys = {name: text.fold(text.clean_line(name, 80))[:80] for name in names}
    wanted = sorted({key for key in keys.values() if key})
    found = dict(BrandAlias.select(BrandAlias.key, BrandAlias.brand).where(BrandAlias.key.in_(wanted)).tuples())
    found |= dict(Brand.select(Brand.key, Brand.id).where(Brand.key.in_(wanted)).tuples())
    for name, key in keys.items():
        if key and key not in found:
            found[key] = _made(text.clean_line(name, 80), key).id
    return {name: found[key] for name, key in keys.items() if key}


def _made(name: str, key: str) -> Brand:
    base = text.slugify(name)[:70]
    taken = {row[0] for row in Brand.select(Brand.slug).where(Brand.slug.startswith(base)).tuples()}
    slug = base if base not in taken else next(s for n in range(2, len(taken) + 3) if (s := f"{base}-{n}") not in taken)
    Brand.insert(name=name, key=key, slug=slug).on_conflict_ignore().execute()
    found: Brand = Brand.get(Brand.key == key)
    return found


def forget_unused(ids: Sequence[int]) -> None:
    """Those of the brands that no product bears and no buyer knows go, inside the caller's transaction."""
    used = Product.select(Product.brand).where(Product.brand.in_(list(ids)))
    known = ExpertBrand.select(ExpertBrand.brand).where(ExpertBrand.brand.in_(list(ids)))
    Brand.delete().where(Brand.id.in_(list(ids)), Brand.id.not_in(used), Brand.id.not_in(known)).execute()
