"""The pictures that a product's rows name. Pure."""

import re
from urllib.parse import urlsplit

from miquan.catalogue import wording
from miquan.catalogue.grouping import Record
from miquan.catalogue.notes import Notes
from miquan.products.draft import PictureDraft
from miquan.products.models import SOURCE_URL_LIMIT
from miquan.products.rules import MAX_PICTURES

_ALT_LIMIT = 500
# One cell may hold several addresses, parted by whatever cannot stand in one, or by a mark before the next.
_PARTS = re.compile(r"[\s|;；、\"'<>\[\]]+|,(?=\s*(?:https?:)?//)|,$")

# What nearly all are like, told faster than by taking them apart.
_USUAL = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[!-~]*")


def pictures(notes: Notes) -> list[PictureDraft]:
    """The addresses in the order the file gives, each once; those only a variant names come last."""
    shopify = notes.group.records[0].header.format == "shopify"
    ordered = sorted((r for r in notes.group.records if r["image"]), key=_position) if shopify else notes.group.records
    named = [(address, r["image_alt"], "image", r) for r in ordered for address in _addresses(r, shopify)]
    named += [(r["variant_image"], "", "variant_image", r) for r in notes.group.records if r["variant_image"]]
    found: dict[str, PictureDraft] = {}
    for address, alt, column, record in named:
        if not is_address(address) or len(found) >= MAX_PICTURES:
            notes.note(column, "picture_address", record)
        else:
            found.setdefault(address, PictureDraft(source_url=address, alt=wording.line(alt, _ALT_LIMIT)))
    return list(found.values())


def _addresses(record: Record, shopify: bool) -> list[str]:
    if shopify:
        return [record["image"]]
    told = [one.strip(",") for cell in record.all("image") for one in _PARTS.split(cell) if one.strip(",")]
    return [f"https:{one}" if one.startswith("//") else one for one in told]


def _position(record: Record) -> int:
    position = record["image_position"]
    return int(position) if position.isascii() and position.isdigit() and len(position) < 9 else 10**9


def is_address(address: str) -> bool:
    """An absolute http address that a database can hold and a page could show."""
    if _USUAL.fullmatch(address):
        return len(address) <= SOURCE_URL_LIMIT
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and len(address) <= SOURCE_URL_LIMIT
        and address.isprintable()
    )
