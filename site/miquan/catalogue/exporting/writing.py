"""From what an author wanted a product to be to the rows of an export. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from miquan import text
from miquan.catalogue.exporting.columns import HEADER, KEYS, PLAIN, SHOPIFY
from miquan.catalogue.exporting.guarding import guard
from miquan.money import Money, decimal_text

_STATUS = {"published": "active", "sold_out": "active", "draft": "draft", "archived": "archived"}
Snapshot = dict[str, Any]


@dataclass(frozen=True)
class Outgoing:
    """A product on its way out. `snapshot` is its last revision; `stocks` what is left by option values; `type` a category's name."""

    handle: str
    state: str
    snapshot: Snapshot
    stocks: dict[tuple[str, ...], int | None]
    type: str
    address: Callable[[int], str]


def rows_of(product: Outgoing) -> Iterator[list[str]]:
    """A row a variant and a row a picture, side by side; what is said of the whole product stands in the first."""
    snapshot = product.snapshot
    pictures = [_address(p, product.address) for p in snapshot["pictures"]]
    for n in range(max(len(snapshot["variants"]), len(pictures))):
        row = {"Handle": guard(product.handle)}
        if n == 0:
            row |= _whole(product) | _own(snapshot)
        if n < len(snapshot["variants"]):
            row |= _variant(product, snapshot["variants"][n], pictures)
        if n < len(pictures):
            alt = guard(snapshot["pictures"][n]["alt"])
            row |= {"Image Src": pictures[n], "Image Position": str(n + 1), "Image Alt Text": alt}
        yield [row.get(name, "") for name in HEADER]


def _address(picture: dict[str, Any], address: Callable[[int], str]) -> str:
    """Where the picture can be had: where it once came from, else our public rendition of it."""
    return picture["source_url"] or address(picture["file_id"])


def _whole(product: Outgoing) -> dict[str, str]:
    snapshot = product.snapshot
    names = [*snapshot["options"], "", "", ""] if snapshot["options"] else ["Title", "", ""]
    return {
        "Title": guard(snapshot["title"]),
        "Body (HTML)": guard(text.story_html(snapshot["story"], snapshot["story_format"])),
        "Vendor": guard(snapshot["brand"]),
        "Type": guard(product.type),
        "Tags": guard(", ".join(snapshot["tags"])),
        "Published": "TRUE" if _STATUS[product.state] == "active" else "FALSE",
        **{f"Option{n} Name": guard(names[n - 1]) for n in (1, 2, 3)},
        "Gift Card": "FALSE",
        "Status": _STATUS[product.state],
    }


def _variant(product: Outgoing, variant: dict[str, Any], pictures: list[str]) -> dict[str, str]:
    currency = product.snapshot["currency"]
    values = [*variant["options"], "", "", ""] if variant["options"] else ["Default Title", "", ""]
    stock = product.stocks.get(tuple(variant["options"]), variant["stock"])
    former, picture = variant["compare_at"], variant["picture"]
    return {
        **{f"Option{n} Value": guard(values[n - 1]) for n in (1, 2, 3)},
        "Variant SKU": guard(variant["sku"]),
        "Variant Grams": _said(variant["weight_g"]),
        "Variant Inventory Tracker": "" if stock is None else "shopify",
        "Variant Inventory Qty": _said(stock),
        "Variant Inventory Policy": "deny",
        "Variant Fulfillment Service": "manual",
        "Variant Price": decimal_text(Money(variant["price"], currency)),
        "Variant Compare At Price": "" if former is None else decimal_text(Money(former, currency)),
        "Variant Requires Shipping": "TRUE",
        "Variant Taxable": "TRUE",
        "Variant Barcode": guard(variant["barcode"]),
        "Variant Image": "" if picture is None else pictures[picture],
        "Variant Weight Unit": "g",
        _NAMES["currency"]: currency,
    }


def _own(snapshot: Snapshot) -> dict[str, str]:
    """What only our columns can say."""
    written = snapshot["story_format"] == "markdown"
    told = {key: _said(snapshot[key]) for key in PLAIN}
    told |= {
        "currency": snapshot["currency"],
        "facts": "\n".join(f"{_escaped(name)}: {value}" for name, value in snapshot["attributes"]),
        # Shopify parts tags by commas, so that one which holds some needs a line.
        "tags": "\n".join(snapshot["tags"]) if any("," in tag for tag in snapshot["tags"]) else "",
        "story": snapshot["story"] if written else "",
        "story_format": snapshot["story_format"],
    }
    for lang, words in snapshot["words"].items():
        told |= {f"title_{lang}": words["title"], f"story_{lang}": words["story"]}
    return {_NAMES[key]: guard(value) for key, value in told.items() if key in _NAMES}


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace(":", "\\:")


def _said(value: object) -> str:
    return "" if value is None else str(value)


_NAMES = dict(zip(KEYS, HEADER[len(SHOPIFY) :], strict=True))
