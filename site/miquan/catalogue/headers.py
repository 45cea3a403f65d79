"""Column names of all header versions of Shopify's product CSV, old and new, as one set of names of our own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

# Our name -> the names it has had, folded to letters and digits.
_ALIASES = {
    "handle": "handle urlhandle",
    "title": "title",
    "story": "bodyhtml body description descriptionhtml",
    "vendor": "vendor",
    "category": "productcategory standardizedproducttype standardproducttype",
    "type": "type producttype customproducttype",
    "tags": "tags",
    "published": "published publishedononlinestore",
    "status": "status",
    "sku": "variantsku sku",
    "grams": "variantgrams weightvaluegrams weightgrams",
    "tracker": "variantinventorytracker inventorytracker",
    "quantity": "variantinventoryqty variantinventoryquantity inventoryquantity inventoryqty",
    "policy": "variantinventorypolicy inventorypolicy continuesellingwhenoutofstock",
    "price": "variantprice price",
    "compare_at": "variantcompareatprice compareatprice",
    "barcode": "variantbarcode variantbarcodes barcode",
    "image": "imagesrc productimageurl imageurl",
    "image_position": "imageposition",
    "image_alt": "imagealttext imagealt",
    "variant_image": "variantimage variantimageurl",
    "gift_card": "giftcard",
    **{f"option{n}_name": f"option{n}name" for n in (1, 2, 3)},
    **{f"option{n}_value": f"option{n}value" for n in (1, 2, 3)},
}
_NAMES = {alias: name for name, aliases in _ALIASES.items() for alias in aliases.split()}
_METAFIELD = re.compile(r"^(?P<label>.+?)\s*\(product\.metafields\.(?P<space>[^.]+)\.(?P<key>[^)]+)\)\s*$")
# Metafields that programs keep for themselves: they say nothing about the thing.
_MACHINE = re.compile(
    r"--|google|review|rating|ecomposer|countdown|seo|global|judgeme|loox|yotpo|miquan", re.IGNORECASE
)

_OF_VARIANTS = ("price", "sku", "option1_value", "option2_value", "option3_value", "option1", "option2", "option3")


@dataclass
class Header:
    """Where each column stands. `places` gives a name's first column, `many` all of them where there are several.

    `facts` are free columns, as (place, label).
    """

    width: int
    places: dict[str, int] = field(default_factory=dict)
    facts: list[tuple[int, str]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    many: dict[str, list[int]] = field(default_factory=dict)
    format: str = "own"

    @cached_property
    def of_variants(self) -> tuple[int, ...]:
        """The columns that make a row one of a variant."""
        return tuple(self.places[name] for name in _OF_VARIANTS if name in self.places)

    @property
    def is_known(self) -> bool:
        """A file without these two columns is no product export of Shopify's kind."""
        return "handle" in self.places and "title" in self.places

    def column(self, name: str) -> str:
        """What the file itself calls a column; our own name when it has none."""
        return self.names[self.places[name]] if name in self.places else name

    def add(self, name: str, place: int) -> None:
        """Another column of this name."""
        self.places.setdefault(name, place)
        self.many.setdefault(name, []).append(place)


def read_header(names: list[str]) -> Header:
    """Shopify's columns among the names of a file. A name that comes twice counts once."""
    found = Header(width=len(names), names=names, format="shopify")
    for place, name in enumerate(names):
        if (metafield := _METAFIELD.match(name)) is not None:
            if (metafield["space"], metafield["key"]) == ("miquan", "currency"):
                found.add("currency", place)
            elif not _MACHINE.search(f"{metafield['space']} {metafield['key']}"):
                found.facts.append((place, metafield["label"]))
        elif (own := _NAMES.get(folded(name))) is not None and own not in found.places:
            found.add(own, place)
    return found


def mapped_header(names: list[str], columns: Mapping[int, str], form: str) -> Header:
    """The header of a file whose columns somebody, or a guess, gave their meaning: place -> target."""
    found = Header(width=len(names), names=names, format=form)
    for place, target in sorted(columns.items()):
        if place >= len(names) or not target:
            continue
        if target == "fact":
            found.facts.append((place, fact_label(names[place], place)))
        else:
            found.add(target, place)
    return found


def fact_label(name: str, place: int) -> str:
    """What a free fact is called: the column's name, without the frame of a metafield and not in capitals."""
    metafield = _METAFIELD.match(name)
    label = metafield["label"] if metafield else name
    return (label.capitalize() if label.isupper() else label) or str(place + 1)


def folded(name: str) -> str:
    """A column's name in small letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())
