"""Demo pictures: the row at once, the drawing by the worker, so that a first start does not wait for 800 drawings."""

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from miquan.bulk import insert_rows
from miquan.db import transaction
from miquan.demo.drawing import draw_banner, draw_portrait, draw_product, to_webp
from miquan.demo.seeding import content
from miquan.media import storage
from miquan.media.actions import write_renditions
from miquan.media.erasing import renditions
from miquan.media.models import File
from miquan.media.rules import WIDTHS
from miquan.outbox import Event, EventRow, record, subscribes
from miquan.versions import bump

_SIZES = {"product": (1200, 1200), "avatar": (512, 512), "banner": (1600, 900)}
_VIEW = (1600, 900)
_DRAWN = {"mime": "image/webp", "bytes": 0, "sha256": "", "original": ""}
_TOGETHER = 50
_DRAW = {"product": draw_product, "avatar": draw_portrait, "banner": draw_banner}


def wanted(
    purpose: str, spec: dict[str, Any], key: tuple[Any, ...], owner: int, *, later: bool = True
) -> tuple[int, dict[str, Any]]:
    """The row of a picture that will be drawn. Returns its id and the order to draw it."""
    name, (width, height) = content.name(*key), _SIZES[purpose]
    row = File.create(owner=owner, name=name, purpose=purpose, width=width, height=height, **_DRAWN)
    order = {"purpose": purpose, "spec": spec, "seed": content.number(*key), "name": name}
    if later:
        record(Event.DEMO_PICTURE_WANTED, subject=("file", row.id), data=order)
    return row.id, order


def wanted_many(asked: list[dict[str, Any]]) -> tuple[list[int], list[dict[str, Any]]]:
    """As `wanted` for many at once, each with `purpose`, `spec`, `key`, `owner` and whether it can be drawn `later`.

    `like` is the key of a picture that shows the same: its files are copied where they are there already.
    Returns the ids in order, and the orders that should not wait.
    """
    orders = [_order(one) for one in asked]
    sizes = [_size(order) for order in orders]
    insert_rows(
        File,
        [
            {"owner": one["owner"], "name": order["name"], "purpose": one["purpose"], "width": w, "height": h, **_DRAWN}
            for one, order, (w, h) in zip(asked, orders, sizes, strict=True)
        ],
    )
    named = dict(File.select(File.name, File.id).where(File.name.in_([order["name"] for order in orders])).tuples())
    for one, order in zip(asked, orders, strict=True):
        if one["later"]:
            record(Event.DEMO_PICTURE_WANTED, subject=("file", named[order["name"]]), data=order)
    now_please = [order for one, order in zip(asked, orders, strict=True) if not one["later"]]
    return [named[order["name"]] for order in orders], now_please


def _order(one: dict[str, Any]) -> dict[str, Any]:
    like = one.get("like")
    order = {"purpose": one["purpose"], "spec": one["spec"], "name": content.name(*one["key"])}
    # With the seed of what it looks like the drawing is the same, whether it is copied or drawn.
    return {**order, "seed": content.number(*(like or one["key"])), **({"like": content.name(*like)} if like else {})}


def _size(order: dict[str, Any]) -> tuple[int, int]:
    return _VIEW if "view" in order["spec"] else _SIZES["product"]


def wait_for_drawings() -> int:
    """Pictures that the worker will draw are not shown before; called once all is seeded. Returns how many wait."""
    later = EventRow.select(EventRow.subject_id).where(EventRow.name == Event.DEMO_PICTURE_WANTED)
    return int(File.update(state="waiting").where(File.id.in_(later)).execute())


def draw(order: dict[str, Any]) -> None:
    """Draw one picture and write its public files; again is no harm."""
    write_renditions(storage.public(), order["name"], _copied(order) or _renditions(order))


def _copied(order: dict[str, Any]) -> dict[int, bytes]:
    """The files of the picture that this one looks like; empty when it has not been drawn yet."""
    if "like" not in order:
        return {}
    place, keys = storage.public(), renditions(order["like"])
    if any(place.stat(key) is None for key in keys):
        return {}
    return {width: place.get(key) for width, key in zip(WIDTHS, keys, strict=True)}


def _renditions(order: dict[str, Any]) -> dict[int, bytes]:
    purpose = order["purpose"]
    if purpose == "post":
        purpose = "banner" if "view" in order["spec"] else "product"
    svg = _DRAW[purpose](order["spec"], order["seed"])
    return {width: to_webp(svg, width) for width in WIDTHS}


def draw_now(orders: Iterable[dict[str, Any]], workers: int = 2) -> int:
    """Draw these at once, on two cores. Returns how many."""
    listed = list(orders)
    with ProcessPoolExecutor(workers) as pool:
        # Written here: the client of a bucket does not survive a fork.
        for order, drawn in zip(listed, pool.map(_renditions, listed, chunksize=4), strict=True):
            write_renditions(storage.public(), order["name"], drawn)
    return len(listed)


@subscribes(Event.DEMO_PICTURE_WANTED, lane="drawing", name="demo.draw_picture")
def draw_picture(event: EventRow) -> None:
    """Draws one of the pictures that can wait, unless the demo has been taken away meanwhile."""
    name = event.data["name"]
    if not File.select().where(File.name == name).exists():
        return
    if storage.public().stat(f"{name[:2]}/{name}-{WIDTHS[-1]}.webp") is None:
        draw(event.data)
    with transaction():
        File.update(state="ready").where(File.name == name).execute()
        # Not for each of 800: kept cards and pages are made anew now and then, and when the last is drawn.
        if File.select().where(File.state == "waiting", File.original == "").count() % _TOGETHER == 0:
            bump("people", "pages")
