"""Where categories stand: what every move, merger and load of the data file leaves right."""

from collections.abc import Iterable

from miquan.categories.models import Category, CategoryAddress


def paths_of(rows: dict[int, tuple[str, int | None]]) -> dict[int, str]:
    """The path of each, given slug and parent by id."""
    found: dict[int, str] = {}

    def path(id_: int) -> str:
        if id_ not in found:
            slug, parent = rows[id_]
            found[id_] = slug if parent is None else f"{path(parent)}/{slug}"
        return found[id_]

    return {id_: path(id_) for id_ in rows}


def repath() -> int:
    """Bring every path to what slugs and parents say, inside the caller's transaction. Returns how many were otherwise."""
    rows = list(Category.select(Category.id, Category.slug, Category.parent, Category.path).tuples())
    wanted = paths_of({id_: (slug, parent) for id_, slug, parent, _path in rows})
    wrong = [id_ for id_, _slug, _parent, path in rows if wanted[id_] != path]
    for id_ in wrong:
        Category.update(path=wanted[id_]).where(Category.id == id_).execute()
    return len(wrong)


def category_ids(slugs: Iterable[str]) -> dict[str, int]:
    """Slug -> id of categories that exist; one by which a category was known before means that category."""
    named = sorted({slug for slug in slugs if slug})
    if not named:
        return {}
    before = CategoryAddress.select(CategoryAddress.slug, CategoryAddress.category)
    now = Category.select(Category.slug, Category.id)
    known = before.where(CategoryAddress.slug.in_(named)).tuples(), now.where(Category.slug.in_(named)).tuples()
    return {slug: id_ for rows in known for slug, id_ in rows}
