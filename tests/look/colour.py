"""OKLCH colours of the tokens, and how well one is read on another (WCAG 2 contrast)."""

import math
import re

from miquan import paths

Colour = tuple[float, float, float]
_TOKEN = re.compile(r"--([a-z0-9-]+): light-dark\(oklch\(([^)]*)\), oklch\(([^)]*)\)\);")


def tokens() -> dict[str, tuple[Colour, Colour]]:
    """name -> (light, dark), each as lightness, chroma, hue."""
    text = (paths.STATIC / "css/tokens.css").read_text()
    return {name: (_parsed(light), _parsed(dark)) for name, light, dark in _TOKEN.findall(text)}


def contrast(one: Colour, other: Colour) -> float:
    """From 1 (the same) to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _parsed(text: str) -> Colour:
    lightness, chroma, hue = (float(part) for part in text.partition("/")[0].split())
    return lightness, chroma, hue


def _luminance(colour: Colour) -> float:
    """Relative luminance; matrices from https://bottosson.github.io/posts/oklab/."""
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    shares = ((red, 0.2126), (green, 0.7152), (blue, 0.0722))
    return sum(min(1.0, max(0.0, part)) * weight for part, weight in shares)
