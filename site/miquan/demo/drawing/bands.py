"""Large soft grounds as strips of plain colour, one for each step that eight bits can show.

A wall painted so looks the same as one with a gradient and takes a third of the time to rasterise."""

from miquan.demo.drawing.palette import mix, steps_between
from miquan.demo.drawing.svg import Box, Point, group, path, polygon

_UNIT: list[Point] = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]


def bands(box: Box, first: str, last: str, towards: Point = (0.0, 1.0)) -> str:
    """The box from the first colour to the last. `towards` is where the last is reached, in parts of the box; a
    negative x runs from the right upper corner instead of the left one."""
    count = min(max(steps_between(first, last), 1), 72)
    way = (abs(towards[0]), towards[1])
    length = way[0] ** 2 + way[1] ** 2
    body = path(_placed(_UNIT, box, towards[0] < 0), first)
    for i in range(1, count):
        strip = _beyond(_UNIT, way, (i - 0.5) * length / (count - 1))
        if i < count - 1:  # a little under the next one, so that no seam shows
            strip = _beyond(strip, (-way[0], -way[1]), -(i + 0.6) * length / (count - 1))
        if len(strip) > 2:
            body += path(_placed(strip, box, towards[0] < 0), mix(first, last, i / (count - 1)))
    # Neighbours differ by one step of eight bits: smoothing their edges would show nothing, and is slow.
    return group(body, shape_rendering="crispEdges")


def _beyond(points: list[Point], way: Point, least: float) -> list[Point]:
    """The part of a polygon that lies at least so far along a direction."""
    kept: list[Point] = []
    for i, here in enumerate(points):
        before = points[i - 1]
        a, b = (before[0] * way[0] + before[1] * way[1] - least, here[0] * way[0] + here[1] * way[1] - least)
        if (a < 0) != (b < 0):
            share = a / (a - b)
            kept.append((before[0] + (here[0] - before[0]) * share, before[1] + (here[1] - before[1]) * share))
        if b >= 0:
            kept.append(here)
    return kept


def _placed(points: list[Point], box: Box, turned: bool) -> str:
    x, y, w, h = box
    return polygon([(x + w * (1 - u if turned else u), y + h * v) for u, v in points])
