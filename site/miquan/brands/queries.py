"""Everything that is read of brands."""

from miquan.brands.models import Brand

PAGE = 120


def brand(slug: str) -> Brand | None:
    found: Brand | None = Brand.get_or_none(Brand.slug == slug)
    return found


def brands_after(key: str) -> tuple[list[Brand], str]:
    """A page of brands by folded name, and the key of the next page ("" at the end)."""
    rows = list(Brand.select().where(Brand.key > key).order_by(Brand.key).limit(PAGE + 1))
    return rows[:PAGE], rows[PAGE - 1].key if len(rows) > PAGE else ""
