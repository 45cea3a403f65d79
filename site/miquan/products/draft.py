"""What a person or an import wants a product to be, before anything is stored."""

from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any


@dataclass(frozen=True)
class VariantDraft:
    """One combination. `price` and `compare_at` in minor units; `stock` None is not counted; grams."""

    price: int
    options: tuple[str, ...] = ()
    compare_at: int | None = None
    stock: int | None = None
    sku: str = ""
    weight_g: int | None = None
    barcode: str = ""
    picture: int | None = None


@dataclass(frozen=True)
class PictureDraft:
    """A stored file, or the address at which an export says the picture lies."""

    file_id: int | None = None
    source_url: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Words:
    """Title and story by the author in one more language."""

    title: str
    story: str = ""


@dataclass(frozen=True)
class ProductDraft:
    """All that an author decides. Sizes in millimetres, weight in grams, money in minor units of `currency`."""

    title: str
    currency: str
    variants: tuple[VariantDraft, ...]
    story: str = ""
    story_format: str = "markdown"
    lang: str = "zh-hant"
    kind: str = "stock"
    options: tuple[str, ...] = ()
    pictures: tuple[PictureDraft, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    category: str = ""
    brand: str = ""
    origin_country: str = ""
    shop: str = ""
    shop_city: str = ""
    shop_country: str = ""
    condition: str = ""
    weight_g: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    hs_code: str = ""
    ships_within_days: int | None = None
    lead_days: int | None = None
    ships_by: date | None = None
    preorder_cap: int | None = None
    words: dict[str, Words] = field(default_factory=dict)

    def snapshot(self) -> dict[str, Any]:
        """The draft as plain JSON values: what a revision keeps, and what tells whether a save changes anything."""
        # By hand: `asdict` copies deeply, which took a fifth of the time of an import.
        return {
            **vars(self),
            "variants": [{**vars(variant), "options": list(variant.options)} for variant in self.variants],
            "pictures": [dict(vars(picture)) for picture in self.pictures],
            "options": list(self.options),
            "attributes": [list(pair) for pair in self.attributes],
            "tags": list(self.tags),
            "ships_by": self.ships_by.isoformat() if self.ships_by else None,
            "words": {lang: dict(vars(words)) for lang, words in self.words.items()},
        }

    @classmethod
    def of_snapshot(cls, snapshot: dict[str, Any]) -> "ProductDraft":
        """The draft that a revision keeps. What it does not name, because it is older than the field, is as by default."""
        told = {name: value for name, value in snapshot.items() if name in _FIELDS}
        variants = [VariantDraft(**row) for row in told.get("variants", ())]
        told["variants"] = tuple(replace(variant, options=tuple(variant.options)) for variant in variants)
        told["pictures"] = tuple(PictureDraft(**row) for row in told.get("pictures", ()))
        told["attributes"] = tuple((name, value) for name, value in told.get("attributes", ()))
        told |= {name: tuple(told.get(name, ())) for name in ("options", "tags")}
        told["words"] = {lang: Words(**words) for lang, words in (told.get("words") or {}).items()}
        ships_by = told.get("ships_by")
        return cls(**{**told, "ships_by": date.fromisoformat(ships_by) if ships_by else None})


# What a product's row takes over as it stands here.
COPIED = (
    "title", "lang", "kind", "currency", "story", "story_format", "origin_country", "shop", "shop_city", "shop_country",
    "condition", "weight_g", "length_mm", "width_mm", "height_mm", "hs_code", "ships_within_days", "lead_days", "ships_by",
    "preorder_cap",
)  # fmt: skip
_FIELDS = frozenset(one.name for one in fields(ProductDraft))
