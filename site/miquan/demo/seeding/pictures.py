"""Demo pictures: the row at once, the drawing by the worker, so that a first start does not wait for 800 drawings."""

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from miquan.config import settings
from miquan.demo.drawing import draw_banner, draw_portrait, draw_product, to_webp
from miquan.demo.seeding import content
from miquan.media.actions import write_renditions
from miquan.media.models import File
from miquan.media.rules import WIDTHS
from miquan.media.storage import Folder
from miquan.outbox import Event, EventRow, record, subscribes

_SIZES = {"product": (1200, 1200), "avatar": (512, 512), "banner": (1600, 900)}
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


def draw(order: dict[str, Any], media: Path) -> None:
    """Draw one picture and write its public files; again is no harm."""
    svg = _DRAW[order["purpose"]](order["spec"], order["seed"])
    write_renditions(Folder(media / "public", 0o644), order["name"], {width: to_webp(svg, width) for width in WIDTHS})


def draw_now(orders: Iterable[dict[str, Any]], media: Path, workers: int = 2) -> int:
    """Draw these at once, on two cores. Returns how many."""
    listed = list(orders)
    with ProcessPoolExecutor(workers) as pool:
        list(pool.map(draw, listed, [media] * len(listed), chunksize=4))
    return len(listed)


@subscribes(Event.DEMO_PICTURE_WANTED, lane="media", name="demo.draw_picture")
def draw_picture(event: EventRow) -> None:
    """Draws one of the pictures that can wait, unless the demo has been taken away meanwhile."""
    media = settings().media
    if not File.select().where(File.name == event.data["name"]).exists():
        return
    if not (media / "public" / event.data["name"][:2] / f"{event.data['name']}-{WIDTHS[-1]}.webp").exists():
        draw(event.data, media)
