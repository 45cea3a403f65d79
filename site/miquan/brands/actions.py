"""Brands come into being when a product names them."""

from collections.abc import Iterable, Sequence

from miquan import text
from miquan.brands.models import Brand, BrandAddress, BrandAlias
from miquan.bulk import repoint
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
    Brand.insert(name=name, key=key, slug=_free_slug(name)).on_conflict_ignore().execute()
    found: Brand = Brand.get(Brand.key == key)
    return found


def _free_slug(name: str, mine: int = 0) -> str:
    """An address that no other brand has or had."""
    base = text.slugify(name)[:70]
    theirs = Brand.select(Brand.slug).where(Brand.slug.startswith(base), Brand.id != mine)
    before = BrandAddress.select(BrandAddress.slug).where(
        BrandAddress.slug.startswith(base), BrandAddress.brand != mine
    )
    taken = {row[0] for query in (theirs, before) for row in query.tuples()}
    return base if base not in taken else next(s for n in range(2, len(taken) + 3) if (s := f"{base}-{n}") not in taken)


def forget_unused(ids: Sequence[int]) -> None:
    """Those of the brands that no product bears and no buyer knows go, inside the caller's transaction."""
    used = Product.select(Product.brand).where(Product.brand.in_(list(ids)))
    known = ExpertBrand.select(ExpertBrand.brand).where(ExpertBrand.brand.in_(list(ids)))
    Brand.delete().where(Brand.id.in_(list(ids)), Brand.id.not_in(used), Brand.id.not_in(known)).execute()


def rename_brand(brand: Brand, name: str) -> str:
    """Write it otherwise, inside the caller's transaction; how it was written still leads to it. Returns its address of before.

    Raises ValueError for no name at all, or that of another brand.
    """
    name, before = text.clean_line(name, 80), str(brand.slug)
    key = text.fold(name)[:80]
    other = Brand.select().where(Brand.key == key, Brand.id != brand.id).exists()
    if not key or other or BrandAlias.select().where(BrandAlias.key == key, BrandAlias.brand != brand.id).exists():
        raise ValueError(name)
    BrandAlias.delete().where(BrandAlias.key == key).execute()
    slug = before
    if key != brand.key:
        _lead_on(brand.name, brand.key, brand.id)
        slug = _free_slug(name, brand.id)
    if slug != before:
        BrandAddress.delete().where(BrandAddress.slug == slug).execute()
        BrandAddress.create(slug=before, brand=brand.id)
    Brand.update(name=name, key=key, slug=slug).where(Brand.id == brand.id).execute()
    return before


def merge_brand(old: Brand, new: Brand) -> None:
    """Buyers who know the one know the other, both names lead to one, and the one goes. Its products have moved already."""
    repoint(ExpertBrand, ExpertBrand.brand, old.id, new.id, [ExpertBrand.storefront])
    BrandAlias.update(brand=new.id).where(BrandAlias.brand == old.id).execute()
    BrandAddress.update(brand=new.id).where(BrandAddress.brand == old.id).execute()
    Brand.delete().where(Brand.id == old.id).execute()
    _lead_on(old.name, old.key, new.id)
    BrandAddress.create(slug=old.slug, brand=new.id)


def _lead_on(name: str, key: str, brand_id: int) -> None:
    BrandAlias.insert(name=name, key=key, brand=brand_id).on_conflict_ignore().execute()
