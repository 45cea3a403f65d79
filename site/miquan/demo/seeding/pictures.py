"""Demo pictures: the row at once, the drawing by the worker, so that a first start does not wait for 800 drawings."""

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from miquan.db import transaction
from miquan.demo.drawing import draw_banner, draw_portrait, draw_product, to_webp
from miquan.demo.seeding import content
from miquan.media import storage
from miquan.media.actions import write_renditions
from miquan.media.models import File
from miquan.media.rules import WIDTHS
from miquan.outbox import Event, EventRow, record, subscribes
from miquan.versions import bump

_SIZES = {"product": (1200, 1200), "avatar": (512, 512), "banner": (1600, 900)}
_TOGETHER = 50
_DRAW = {"product": draw_product, "avatar": draw_portrait, "banner": draw_banner}


def wanted(
    purpose: str, spec: dict[str, Any], key: tuple[Any, ...], owner: int, *, later: bool = True
) -> tuple[int, dict[str, Any]]:
    """The row of a picture that will be drawn. Returns its id and the order to draw it."""
    name, (width, height) = content.name(*key), _SIZES[purpose]
    row = File.create(
        owner=owner,
        name=name,
        purpose=purpose,
        mime="image/webp",
        bytes=0,
        width=width,
        height=height,
        sha256="",
        original="",
    )
    order = {"purpose": purpose, "spec": spec, "seed": content.number(*key), "name": name}
    if later:
        record(Event.DEMO_PICTURE_WANTED, subject=("file", row.id), data=order)
    return row.id, order


def wait_for_drawings() -> int:
    """Pictures that the worker will draw are not shown before; called once all is seeded. Returns how many wait."""
    later = EventRow.select(EventRow.subject_id).where(EventRow.name == Event.DEMO_PICTURE_WANTED)
    return int(File.update(state="waiting").where(File.id.in_(later)).execute())


def draw(order: dict[str, Any]) -> None:
    """Draw one picture and write its public files; again is no harm."""
    write_renditions(storage.public(), order["name"], _renditions(order))


def _renditions(order: dict[str, Any]) -> dict[int, bytes]:
    svg = _DRAW[order["purpose"]](order["spec"], order["seed"])
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
