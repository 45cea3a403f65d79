"""Small product exports, written for these tests, in the old and the new header."""

import csv
import io
from pathlib import Path
from typing import Any

from miquan.catalogue.grouping import Group, group
from miquan.catalogue.headers import read_header
from miquan.catalogue.heading import choose_header
from miquan.catalogue.rows import Table, read_table
from miquan.catalogue.rules import Finding

OLD = {
    "handle": "Handle", "title": "Title", "story": "Body (HTML)", "vendor": "Vendor", "category": "Product Category",
    "type": "Type", "tags": "Tags", "published": "Published",
    "option1_name": "Option1 Name", "option1_value": "Option1 Value",
    "option2_name": "Option2 Name", "option2_value": "Option2 Value",
    "option3_name": "Option3 Name", "option3_value": "Option3 Value",
    "sku": "Variant SKU", "grams": "Variant Grams", "tracker": "Variant Inventory Tracker",
    "quantity": "Variant Inventory Qty", "policy": "Variant Inventory Policy", "price": "Variant Price",
    "compare_at": "Variant Compare At Price", "barcode": "Variant Barcode", "image": "Image Src",
    "image_position": "Image Position", "image_alt": "Image Alt Text", "gift_card": "Gift Card",
    "glaze": "Glaze (product.metafields.custom.glaze)", "rating": "Stars (product.metafields.reviews.rating)",
    "variant_image": "Variant Image", "status": "Status",
}  # fmt: skip
NEW = {
    "title": "Title", "handle": "URL handle", "story": "Description", "vendor": "Vendor", "category": "Product category",
    "type": "Type", "tags": "Tags", "published": "Published on online store", "status": "Status", "sku": "SKU",
    "barcode": "Barcode", "option1_name": "Option1 name", "option1_value": "Option1 value",
    "option2_name": "Option2 name", "option2_value": "Option2 value", "price": "Price",
    "compare_at": "Compare-at price", "tracker": "Inventory tracker", "quantity": "Inventory quantity",
    "policy": "Continue selling when out of stock", "grams": "Weight value (grams)", "image": "Product image URL",
    "image_position": "Image position", "image_alt": "Image alt text", "variant_image": "Variant image URL",
    "gift_card": "Gift card", "glaze": "Glaze (product.metafields.custom.glaze)",
}  # fmt: skip
PICTURE = "https://pictures.example/{}.jpg"


def row(handle: str = "moon-cup", **cells: Any) -> dict[str, str]:
    """One row. The first of a product has a title; what is not said is what an export would say."""
    usual = {"handle": handle}
    if "title" in cells:
        usual |= {
            "published": "true",
            "status": "active",
            "option1_name": "Title",
            "option1_value": "Default Title",
            "price": "12.50",
        }
    return usual | {name: str(cell) for name, cell in cells.items()}


def export(*rows: dict[str, str], names: dict[str, str] = OLD, delimiter: str = ",") -> str:
    """The text of an export with these rows."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(names.values())
    for one in rows:
        assert set(one) <= set(names), set(one) - set(names)
        writer.writerow([one.get(name, "") for name in names])
    return out.getvalue()


def table(content: str) -> Table:
    """The rows of a text file."""
    return read_table(io.StringIO(content, newline=None), choose_header)


def grouped(content: str) -> tuple[list[Group], list[Finding]]:
    """The products of Shopify's export in this text."""
    found = table(content)
    return group(found.rows, read_header(found.names))


def saved(folder: Path, content: str | bytes, name: str = "goods.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# Two sizes of one cup, a tracked one-variant jar, a draft and an archived one: what most tests need.
CUP = (
    row(
        title="Moon cup", story="<p>Thrown in winter.</p>", vendor="Kiln Nine", tags="tea, winter", option1_name="Size",
        option1_value="Small", sku="CUP-S", grams="310", tracker="shopify", quantity="3", price="12.50", compare_at="15.00",
        image=PICTURE.format("front"), image_position="1", image_alt="The front", glaze="ash; celadon", rating="4.9",
    ),
    row(option1_value="Large", sku="CUP-L", grams="450", tracker="shopify", quantity="1", price="18.00",
        image=PICTURE.format("back"), image_position="2", variant_image=PICTURE.format("large")),
    row(image=PICTURE.format("box"), image_position="3"),
)  # fmt: skip
JAR = row("jar", title="Salt jar", sku="JAR", tracker="shopify", quantity="0", price="30")
LATER = row("later", title="Not yet", status="draft", published="false")
PAST = row("past", title="Long gone", status="archived")
GOODS = (*CUP, JAR, LATER, PAST)
