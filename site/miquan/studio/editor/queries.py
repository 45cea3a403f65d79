"""What the editor reads, starting at the viewer's own storefront or at the viewer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from miquan.accounts.models import Member
from miquan.categories.tree import tree
from miquan.media.models import File
from miquan.media.shown import Picture, shown_to_owner
from miquan.products.models import Product, ProductAttribute, ProductPicture, ProductRevision
from miquan.studio.models import EditorDraft

UNFINISHED = 5
_COMMON = 8


def own_draft(member_id: int, key: str, product: Product | None = None) -> EditorDraft | None:
    """A draft of this member, of this product or of a new one."""
    of = EditorDraft.product == product.id if product else EditorDraft.product.is_null()
    found: EditorDraft | None = EditorDraft.get_or_none(
        EditorDraft.key == key[:32].replace("\x00", ""), EditorDraft.member == member_id, of
    )
    return found


@dataclass(frozen=True)
class Unfinished:
    """Words that wait to be gone on with."""

    key: str
    title: str
    changed: datetime


def unfinished(member_id: int, product: Product | None) -> list[Unfinished]:
    """What this member wrote and did not save: of this product, or of new ones."""
    of = EditorDraft.product == product.id if product else EditorDraft.product.is_null()
    rows = EditorDraft.select(EditorDraft.key, EditorDraft.title, EditorDraft.updated_at)
    rows = rows.where(EditorDraft.member == member_id, of).order_by(EditorDraft.updated_at.desc())
    return [Unfinished(*row) for row in rows.limit(UNFINISHED).tuples()]


def snapshot_of(product: Product, version: int | None = None) -> dict[str, Any] | None:
    """What the author wanted the product to be at a version, the last one unless told; None when there is none."""
    found = ProductRevision.get_or_none(
        ProductRevision.product == product.id, ProductRevision.version == (version or product.version)
    )
    return found.data if found else None


def present(snapshot: dict[str, Any]) -> dict[str, Any]:
    """The same without pictures whose files are gone since."""
    ids = [p["file_id"] for p in snapshot["pictures"] if p["file_id"]]
    there = {row[0] for row in File.select(File.id).where(File.id.in_(ids or [0])).tuples()}
    kept = [i for i, p in enumerate(snapshot["pictures"]) if not p["file_id"] or p["file_id"] in there]
    place = {old: new for new, old in enumerate(kept)}
    variants = [{**v, "picture": place.get(v["picture"])} for v in snapshot["variants"]]
    return {**snapshot, "pictures": [snapshot["pictures"][i] for i in kept], "variants": variants}


def pictures_by_file(product: Product) -> dict[int, Picture]:
    """File id -> picture in whatever state it is, for the editor's list."""
    rows = File.select(File.id, File.name, File.width, File.height, File.state, File.problem, File.purpose)
    mine = ProductPicture.select(ProductPicture.file).where(ProductPicture.product == product.id)
    return {file.id: shown_to_owner(file) for file in rows.where(File.id.in_(mine))}


def common_names(slug: str) -> list[str]:
    """Names of facts that products of a category often carry, the most used first, each as it is mostly written."""
    node = tree().by_slug.get(slug)
    if node is None:
        return []
    ids = [tree().at(place).id for place in range(node.place, node.last + 1)]
    rows = (
        ProductAttribute.select(fn.MIN(ProductAttribute.name))
        .join(Product)
        .where(Product.category.in_(ids), Product.state == "published")
        .group_by(ProductAttribute.name_key)
        .having(fn.COUNT(ProductAttribute.product.distinct()) > 1)
        .order_by(fn.COUNT(ProductAttribute.product.distinct()).desc(), ProductAttribute.name_key)
    )
    return [name for (name,) in rows.limit(_COMMON).tuples()]


@dataclass(frozen=True)
class Revision:
    """One saving of a product; `by` is empty for an import or the site itself."""

    version: int
    at: datetime
    by: str
    data: dict[str, Any]


def revisions(product: Product, before: int | None, size: int) -> list[Revision]:
    """Savings of a product, the newest first; `before` is a version."""
    query = ProductRevision.select(
        ProductRevision.version, ProductRevision.at, fn.COALESCE(Member.display_name, ""), ProductRevision.data
    ).join(Member, JOIN.LEFT_OUTER, on=(Member.id == ProductRevision.by))
    query = query.where(ProductRevision.product == product.id)
    if before is not None:
        query = query.where(ProductRevision.version < before)
    return [Revision(*row) for row in query.order_by(ProductRevision.version.desc()).limit(size).tuples()]
