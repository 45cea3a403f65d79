"""Tags by what they are called."""

from collections.abc import Iterable

from miquan.products.models import Tag, TagAddress


def called(slugs: Iterable[str]) -> dict[str, int]:
    """The ids of tags that are called so, or once were, by folded name."""
    asked = list(slugs)
    mine = Tag.select(Tag.slug, Tag.id).where(Tag.slug.in_(asked))
    known = TagAddress.select(TagAddress.slug, TagAddress.tag).where(TagAddress.slug.in_(asked))
    return {**dict(mine.tuples()), **dict(known.tuples())}
