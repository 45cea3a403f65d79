"""The tree changes: inside the caller's transaction, one change at a time, and the data file leaves alone what was decided."""

from collections.abc import Mapping

from miquan.categories import rules
from miquan.categories.models import Category, CategoryAddress
from miquan.categories.placing import paths_of, repath
from miquan.categories.tree import KEPT, VERSION
from miquan.db import after_commit, held, take_turns
from miquan.versions import bump


class CannotPlace(ValueError):
    """`problem` is why: `slug` is taken or none, `itself` it would lie below itself, `deep`, `gone`."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def add_category(names: Mapping[str, str], slug: str, parent: int | None) -> Category:
    """The last among its siblings. Raises CannotPlace."""
    _alone()
    _check_slug(slug, None)
    made = Category.create(
        slug=slug, parent=parent, path=slug, position=_next(parent), names=dict(names), decided=["names", "place"]
    )
    _settle()
    return made


def name_category(category_id: int, names: Mapping[str, str], slug: str) -> Category:
    """Called and addressed otherwise; its address up to now leads on. Returns what it was. Raises CannotPlace."""
    _alone()
    was = _one(category_id)
    if slug != was.slug:
        _check_slug(slug, category_id)
        CategoryAddress.delete().where(CategoryAddress.slug == slug).execute()
        CategoryAddress.create(slug=was.slug, category=category_id)
    decided = _with(was, "names")
    Category.update(names=dict(names), slug=slug, decided=decided).where(Category.id == category_id).execute()
    _settle()
    return was


def move_category(category_id: int, parent: int | None) -> Category:
    """Under another one, or none, as its last; what is beneath it comes along. Returns what it was. Raises CannotPlace."""
    _alone()
    was = _one(category_id)
    if parent is not None and parent in rules.below(category_id, _parents()):
        raise CannotPlace("itself")
    if parent != was.parent_id:
        values = {"parent": parent, "position": _next(parent), "decided": _with(was, "place")}
        Category.update(**values).where(Category.id == category_id).execute()
        _settle()
    return was


def shift_category(category_id: int, by: int) -> bool:
    """One place up (-1) or down (1) among its siblings; all of them stand from now on where operators put them."""
    _alone()
    parent = _one(category_id).parent_id
    siblings = list(Category.select().where(_under(parent)).order_by(Category.position, Category.id))
    order = [row.id for row in siblings]
    at = order.index(category_id)
    if not 0 <= at + by < len(order):
        return False
    order[at], order[at + by] = order[at + by], order[at]
    rows = {row.id: row for row in siblings}
    for position, id_ in enumerate(order):
        values = {"position": position, "decided": _with(rows[id_], "place")}
        Category.update(**values).where(Category.id == id_).execute()
    _settle()
    return True


def both(old: int, new: int) -> tuple[Category, Category]:
    """The two of a merger, held until it is done, so that nobody puts goods into the one meanwhile. Raises CannotPlace."""
    _alone()
    rows = {r.id: r for r in held(Category.select().where(Category.id.in_((old, new))).order_by(Category.id))}
    if old == new or len(rows) < 2:
        raise CannotPlace("gone")
    if new in rules.below(old, _parents()):
        raise CannotPlace("itself")
    return rows[old], rows[new]


def absorb(old: Category, new: Category) -> None:
    """The last step of a merger, when nothing but the tree points at the one: what is beneath it goes under the other."""
    last = _next(new.id)
    for step, row in enumerate(Category.select().where(Category.parent == old.id).order_by(Category.position)):
        values = {"parent": new.id, "position": last + step, "decided": _with(row, "place")}
        Category.update(**values).where(Category.id == row.id).execute()
    CategoryAddress.update(category=new.id, merged=True).where(CategoryAddress.category == old.id).execute()
    Category.delete().where(Category.id == old.id).execute()
    CategoryAddress.create(slug=old.slug, category=new.id, merged=True)
    _settle()


def _alone() -> None:
    """Two changes of the tree at once could each be right and together make a ring."""
    take_turns("categories")


def _settle() -> None:
    """Raises CannotPlace where the tree has become too deep."""
    rows = Category.select(Category.id, Category.slug, Category.parent).tuples()
    if not rules.fits(paths_of({id_: (slug, parent) for id_, slug, parent in rows})):
        raise CannotPlace("deep")
    repath()
    bump(VERSION, "catalogue", "pages")
    after_commit(KEPT.stale)


def _one(category_id: int) -> Category:
    found: Category | None = Category.get_or_none(Category.id == category_id)
    if found is None:
        raise CannotPlace("gone")
    return found


def _parents() -> dict[int, int | None]:
    return dict(Category.select(Category.id, Category.parent).tuples())


def _under(parent: int | None) -> object:
    return Category.parent.is_null() if parent is None else Category.parent == parent


def _next(parent: int | None) -> int:
    newest = Category.select(Category.position).where(_under(parent)).order_by(Category.position.desc())
    row = newest.tuples().first()
    return int(row[0]) + 1 if row else 0


def _with(row: Category, part: str) -> list[str]:
    return sorted({*row.decided, part})


def _check_slug(slug: str, mine: int | None) -> None:
    taken = Category.select().where(Category.slug == slug, Category.id != (mine or 0)).exists()
    theirs = (CategoryAddress.category != (mine or 0)) | CategoryAddress.merged
    led_on = CategoryAddress.select().where(CategoryAddress.slug == slug, theirs)
    if not rules.is_slug(slug) or taken or led_on.exists():
        raise CannotPlace("slug")
