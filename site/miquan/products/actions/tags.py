"""Tags: how they come into being, what becomes of their names, and how many public products carry each."""

from collections.abc import Mapping
from typing import Any

from peewee import fn

from miquan import text
from miquan.bulk import repoint
from miquan.counters import mended
from miquan.outbox import Event, record_many
from miquan.products.models import Product, ProductTag, Tag, TagAddress
from miquan.products.queries.tags import called
from miquan.products.rules import PUBLIC_STATES


def ensure_tags(wanted: Mapping[str, str]) -> dict[str, int]:
    """The ids of tags by folded name, given how each was written; new ones come into being.

    What became another tag is that one, and what is there in the other script of Chinese is the same.
    """
    if not wanted:
        return {}
    have = called(wanted)
    have |= _spelled_otherwise([slug for slug in wanted if slug not in have])
    # In one order everywhere, so that no two that write new tags wait for each other.
    new = {_scriptless(slug): slug for slug in sorted(wanted, reverse=True) if slug not in have}
    if new:
        rows = [{"slug": slug, "name": wanted[slug]} for slug in sorted(new.values())]
        Tag.insert_many(rows).on_conflict_ignore().execute()
        have |= called(new.values())
        have |= _spelled_otherwise([slug for slug in wanted if slug not in have])
    return have


def _spelled_otherwise(slugs: list[str]) -> dict[str, int]:
    """The ids of tags that are these in the other script; from now on their addresses lead there."""
    spellings = {slug: [other[:60] for other in text.in_either_script(slug)[1:]] for slug in slugs}
    others = called(other for some in spellings.values() for other in some) if any(spellings.values()) else {}
    found = {slug: others[other] for slug, some in spellings.items() for other in some if other in others}
    if found:
        rows = [{"slug": slug, "tag": tag} for slug, tag in sorted(found.items())]
        TagAddress.insert_many(rows).on_conflict_ignore().execute()
    return found


def _scriptless(slug: str) -> str:
    return min(text.in_either_script(slug))


def rename_tag(tag: Tag, name: str) -> str:
    """Call it otherwise, inside the caller's transaction; its address up to now leads on. Returns the folded name of before.

    Raises ValueError for no name at all, or that of another tag.
    """
    name, before = text.clean_line(name, 60), str(tag.slug)
    slug = text.fold(name)[:60]
    if not slug or Tag.select().where(Tag.slug == slug, Tag.id != tag.id).exists():
        raise ValueError(name)
    TagAddress.delete().where(TagAddress.slug == slug).execute()
    if slug != before:
        TagAddress.create(slug=before, tag=tag.id)
    Tag.update(slug=slug, name=name).where(Tag.id == tag.id).execute()
    return before


def merge_tag(old: Tag, new: Tag) -> None:
    """What carried the one carries the other, and the one goes: the last step, when nothing else points at it."""
    repoint(ProductTag, ProductTag.tag, old.id, new.id, [ProductTag.product])
    TagAddress.update(tag=new.id).where(TagAddress.tag == old.id).execute()
    Tag.delete().where(Tag.id == old.id).execute()
    TagAddress.create(slug=old.slug, tag=new.id)
    recount_tags([new.id])
    record_many(Event.TAG_DROPPED, "tag", [old.id])


def recount_tags(tags: list[int] | None = None) -> int:
    """Set the counter of these tags (of all when None). Returns how many were wrong."""
    if tags is not None and not tags:
        return 0
    counted = (
        ProductTag.select(fn.COUNT(ProductTag.id))
        .join(Product)
        .where(ProductTag.tag == Tag.id, Product.state.in_(PUBLIC_STATES))
    )
    return len(mended(Tag, {"products": counted}, () if tags is None else (Tag.id.in_(tags),)))


def forget_unused_tags(tags: list[int]) -> None:
    """Count these anew; those that nothing carries and nobody follows go. Joins a transaction."""
    recount_tags(tags)
    rows = Tag.delete().where(Tag.id.in_(tags), Tag.followers == 0, *unused()).returning(Tag.id).execute()
    record_many(Event.TAG_DROPPED, "tag", sorted(row.id for row in rows))


def unused() -> list[Any]:
    """Conditions: no row of any table points at the tag, but for addresses that lead to it."""
    return [Tag.id.not_in(key.model.select(key)) for key in Tag._meta.backrefs if key.model is not TagAddress]
