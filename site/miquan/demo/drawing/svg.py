"""Writing SVG: numbers, paths, shapes and paints."""

from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # x, y, width, height
Stop = tuple[float, str, float]  # place 0-1, colour, opacity 0-1


def num(value: float) -> str:
    """A number as short as one decimal allows."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def trace(*parts: str | float) -> str:
    """Path data from commands and numbers."""
    return " ".join(part if isinstance(part, str) else num(part) for part in parts)


def polygon(points: Iterable[Point]) -> str:
    """Path data of straight lines through the points, closed."""
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + "Z"


def smooth(points: Sequence[Point], *, closed: bool = False) -> str:
    """Path data of a soft curve through the points (Catmull-Rom)."""
    count = len(points)
    parts = ["M" + trace(*points[0])]
    for i in range(count if closed else count - 1):
        here, there = points[i], points[(i + 1) % count]
        before = points[i - 1] if closed or i else here
        after = points[(i + 2) % count] if closed or i + 2 < count else there
        c1 = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        c2 = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        parts.append("C" + trace(*c1, *c2, *there))
    return "".join(parts) + ("Z" if closed else "")


def rounded(x: float, y: float, w: float, h: float, r: float) -> str:
    """Path data of a box with round corners."""
    r = min(r, w / 2, h / 2)
    arc = ("a", r, r, 0, 0, 1)
    return trace(
        "M", x + r, y, "h", w - 2 * r, *arc, r, r, "v", h - 2 * r, *arc, -r, r,
        "h", 2 * r - w, *arc, -r, -r, "v", 2 * r - h, *arc, r, -r, "Z",
    )  # fmt: skip


def oval(cx: float, cy: float, rx: float, ry: float) -> str:
    """Path data of an ellipse."""
    return trace("M", cx - rx, cy, "a", rx, ry, 0, 1, 0, 2 * rx, 0, "a", rx, ry, 0, 1, 0, -2 * rx, 0, "Z")


def revolve(profile: Sequence[Point], tilt: float = 0.16) -> str:
    """Path data of a turned body. `profile` holds (radius, y) from the rim down to the foot."""
    (top_r, top_y), (foot_r, foot_y) = profile[0], profile[-1]
    right = smooth(profile)
    left = smooth([(-r, y) for r, y in reversed(profile)]).replace("M", "L", 1)
    foot = trace("A", foot_r, foot_r * tilt, 0, 0, 1, -foot_r, foot_y)
    rim = trace("A", top_r, top_r * tilt, 0, 0, 1, top_r, top_y) if top_r else ""
    return right + foot + left + rim + "Z"


def path(d: str, fill: str, **more: str | float) -> str:
    """A filled shape."""
    return f'<path d="{d}" fill="{fill}"{_attributes(_faint(more, fill))}/>'


def line(d: str, stroke: str, width: float, **more: str | float) -> str:
    """A stroke with round ends."""
    ends = {"stroke_linecap": "round", "stroke_linejoin": "round"} | _faint(more, "none")
    return f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{num(width)}"{_attributes(ends)}/>'


def rect(  # noqa: PLR0917 (a box, its paint and its corners, in the order of SVG)
    x: float, y: float, w: float, h: float, fill: str, r: float = 0.0, **more: str | float
) -> str:
    """A box."""
    corner: dict[str, str | float] = {"rx": r} if r else {}
    where: dict[str, str | float] = {"x": x, "y": y, "width": w, "height": h, "fill": fill}
    return f"<rect{_attributes(where | corner | _faint(more, fill))}/>"


def ellipse(cx: float, cy: float, rx: float, ry: float, fill: str, **more: str | float) -> str:
    """A filled ellipse."""
    where: dict[str, str | float] = {"cx": cx, "cy": cy, "rx": rx, "ry": ry, "fill": fill}
    return f"<ellipse{_attributes(where | _faint(more, fill))}/>"


def circle(cx: float, cy: float, r: float, fill: str, **more: str | float) -> str:
    """A disc."""
    return ellipse(cx, cy, r, r, fill, **more)


def dots(points: Iterable[Point], size: float, colour: str, **more: str | float) -> str:
    """Many discs of one size in one element."""
    return line("".join(f"M{num(x)} {num(y)}h0" for x, y in points), colour, size, **more)


def group(body: str, **more: str | float) -> str:
    """Things that share a clip, a transform or an opacity."""
    return f"<g{_attributes(more)}>{body}</g>" if body else ""


def moved(body: str, x: float = 0.0, y: float = 0.0, scale: float = 1.0, turn: float = 0.0) -> str:
    """The same things elsewhere: first scaled, then turned (degrees), then moved."""
    steps = [f"translate({num(x)} {num(y)})"]
    steps += [f"rotate({num(turn)})"] if turn else []
    steps += [f"scale({scale:.3f})"] if scale != 1 else []
    return group(body, transform=" ".join(steps))


def mirrored(body: str) -> str:
    """The same things, left and right exchanged."""
    return group(body, transform="scale(-1 1)")


def _faint(more: dict[str, str | float], fill: str) -> dict[str, str | float]:
    """Opacity of the one paint instead of the whole element: the same look, and no layer to composite."""
    if "opacity" not in more or ("stroke" in more and fill != "none"):
        return more
    rest = {key: value for key, value in more.items() if key != "opacity"}
    return rest | {"stroke_opacity" if fill == "none" else "fill_opacity": more["opacity"]}


def _attributes(values: dict[str, str | float]) -> str:
    shown = ((key.replace("_", "-"), v if isinstance(v, str) else f"{v:.4g}") for key, v in values.items())
    return "".join(f' {key}="{value}"' for key, value in shown)


class Pen:
    """Keeps the gradients and clips of one picture and names each only once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def linear(self, *stops: Stop, start: Point = (0.0, 0.0), end: Point = (1.0, 0.0)) -> str:
        """A straight gradient across a shape's own box. Returns a paint."""
        where = f'x1="{start[0]:.3g}" y1="{start[1]:.3g}" x2="{end[0]:.3g}" y2="{end[1]:.3g}"'
        return self._paint("linearGradient", where, stops)

    def radial(self, *stops: Stop, centre: Point = (0.5, 0.5), radius: float = 0.5) -> str:
        """A round gradient within a shape's own box. Returns a paint."""
        return self._paint("radialGradient", f'cx="{centre[0]:.3g}" cy="{centre[1]:.3g}" r="{radius:.3g}"', stops)

    def clip(self, d: str) -> str:
        """A clip of this shape. Returns the value of `clip-path`."""
        return self._named("clipPath", "", f'<path d="{d}"/>')

    def definitions(self) -> str:
        """All that was named, as one `defs` element."""
        return "<defs>" + "".join(text.replace("@", name, 1) for text, name in self._known.items()) + "</defs>"

    def _paint(self, kind: str, where: str, stops: Sequence[Stop]) -> str:
        body = "".join(
            f'<stop offset="{at:.3g}" stop-color="{c}" stop-opacity="{alpha:.3g}"/>' for at, c, alpha in stops
        )
        return self._named(kind, where, body)

    def _named(self, kind: str, where: str, body: str) -> str:
        text = f'<{kind} id="@" {where}>{body}</{kind}>'
        return f"url(#{self._known.setdefault(text, f'd{len(self._known)}')})"


def document(width: int, height: int, pen: Pen, body: str) -> str:
    """The whole picture."""
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{pen.definitions()}{body}</svg>'
