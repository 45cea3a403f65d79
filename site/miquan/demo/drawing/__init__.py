"""Draws the demo's pictures as SVG: products, portraits, banners. The same words and seed give the same bytes."""

from miquan.demo.drawing.banners import draw_banner
from miquan.demo.drawing.portraits import draw_portrait
from miquan.demo.drawing.product import draw_product
from miquan.demo.drawing.render import to_webp

__all__ = ["draw_banner", "draw_portrait", "draw_product", "to_webp"]
