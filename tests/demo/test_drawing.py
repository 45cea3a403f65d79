"""The demo's pictures: every word has a drawing, every drawing is a picture, the same words give the same bytes."""

from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, ImageStat

from miquan.demo.drawing import draw_banner, draw_portrait, draw_product, to_webp
from miquan.demo.drawing.bands import bands
from miquan.demo.drawing.objects import OBJECTS
from miquan.demo.drawing.portraits import HAIR
from tests.demo import test_content as content

VIEWS = ("window", "street", "harbour", "market", "mountains", "tram")
NASTY = '"/><script>alert(1)</script>&<![CDATA['
PORTRAIT = {"hair": "bob", "hair_colour": "#241d1b", "skin": "#eec7a4", "clothes": "#2f5a52", "ground": "#e6d2a8"}


def product(**more: Any) -> dict[str, Any]:
    """An order for a drawing."""
    return {
        "object": "kettle",
        "colours": ["#38332f", "#5a524a"],
        "pattern": "dots",
        "scene": "table",
        "light": "left",
    } | more


def seen(svg: str, width: int = 160) -> Image.Image:
    """The drawing as a picture; fails if it is no valid SVG or shows one colour only."""
    root = ET.fromstring(svg)
    assert not [
        node for node in root.iter() if node.tag.rsplit("}", 1)[-1] in {"script", "image", "text", "foreignObject"}
    ]
    picture = Image.open(BytesIO(to_webp(svg, width)))
    assert picture.format == "WEBP"
    assert picture.width == width
    assert sum(ImageStat.Stat(picture).stddev) > 10
    return picture


def thumb(svg: str) -> bytes:
    """The picture in 64 pixels, to compare."""
    return seen(svg, 64).convert("RGB").tobytes()


def test_every_word_of_the_vocabulary_has_a_drawing_of_its_own() -> None:
    assert set(OBJECTS) == content.OBJECTS
    assert len(set(OBJECTS.values())) == len(OBJECTS)


@pytest.mark.parametrize("word", sorted(content.OBJECTS))
def test_every_object_draws_a_picture(word: str) -> None:
    at = sorted(content.OBJECTS).index(word)
    pattern, scene = sorted(content.PATTERNS)[at % 10], sorted(content.SCENES)[at % 6]
    spec = product(object=word, pattern=pattern, scene=scene, light="right", place="JP")
    assert seen(draw_product(spec, at)).size == (160, 160)
    for seed in range(6):  # every branch of chance gives well-formed SVG
        ET.fromstring(draw_product(spec | {"pattern": sorted(content.PATTERNS)[seed]}, seed))


def test_objects_are_told_apart() -> None:
    shown = {
        word: thumb(draw_product(product(object=word, pattern="plain"), 3))
        for word in ("bowl", "record", "hat", "book", "lamp")
    }
    assert len(set(shown.values())) == len(shown)


@pytest.mark.parametrize("pattern", sorted(content.PATTERNS))
def test_every_pattern_shows(pattern: str) -> None:
    worn, plain = (draw_product(product(object="cushion", pattern=word), 5) for word in (pattern, "plain"))
    assert (thumb(worn) == thumb(plain)) == (pattern == "plain")


@pytest.mark.parametrize("scene", sorted(content.SCENES))
@pytest.mark.parametrize("word", ["cup", "plate", "poster"])  # one stands, one lies, one hangs
def test_every_scene_draws(word: str, scene: str) -> None:
    seen(draw_product(product(object=word, scene=scene), 2))


@pytest.mark.parametrize("word", ["teapot", "chocolate", "quilt", "figurine"])
def test_the_same_words_and_seed_give_the_same_bytes(word: str) -> None:
    spec = product(object=word, place="FR")
    assert draw_product(spec, 9) == draw_product(dict(spec), 9)
    assert to_webp(draw_product(spec, 9), 160) == to_webp(draw_product(spec, 9), 160)


@pytest.mark.parametrize("word", sorted(content.OBJECTS))
def test_another_seed_gives_another_picture(word: str) -> None:
    assert len({draw_product(product(object=word), seed) for seed in range(5)}) == 5


def test_light_colours_and_place_change_the_picture() -> None:
    spec = product(object="mug", place="JP")
    others: list[dict[str, Any]] = [{"light": "right"}, {"colours": ["#c8553d"]}, {"place": "IS"}]
    assert len({thumb(draw_product(spec | other, 4)) for other in [{}, *others]}) == 4


HOSTILE: list[dict[str, Any]] = [
    {},
    {
        "object": NASTY,
        "colours": [NASTY, "#12345", "red"],
        "pattern": NASTY,
        "scene": NASTY,
        "light": NASTY,
        "place": NASTY,
    },
    {"object": None, "colours": None, "pattern": None, "scene": None, "light": None, "place": None},
    {"object": ["kettle"], "colours": "#ffffff", "pattern": {}, "scene": [], "light": 1, "place": {"JP"}},
    {"object": 7, "colours": {"#ffffff": 1}, "pattern": 3.5, "scene": b"table", "light": object(), "place": 1},
    {"object": "kettle", "colours": ["#FFFFFF", None, 5, "#000000\n", "#abcdef"] * 9, "pattern": "stripe\x00"},
    {"hair": NASTY, "hair_colour": NASTY, "skin": 1, "clothes": [], "ground": None, "glasses": NASTY, "beard": NASTY},
    {"hair": [], "view": [], "place": []},
    {"view": NASTY, "place": NASTY},
]


@pytest.mark.parametrize("draw", [draw_product, draw_portrait, draw_banner])
@pytest.mark.parametrize("spec", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("seed", [0, -1, 2**80])
def test_hostile_orders_still_give_a_clean_picture(draw: Any, spec: dict[str, Any], seed: int) -> None:
    svg = draw(spec, seed)
    assert NASTY not in svg
    assert "alert" not in svg
    seen(svg, 64)


def test_an_unknown_object_is_a_wrapped_parcel() -> None:
    assert draw_product(product(object="dragon"), 1) == draw_product(product(object="nothing"), 1)
    assert draw_product(product(object="dragon"), 1) != draw_product(product(), 1)


@pytest.mark.parametrize("colours", [["#000000"] * 3, ["#ffffff"] * 3, ["#808080"], []])
def test_a_thing_stands_out_from_its_room(colours: list[str]) -> None:
    picture = seen(draw_product(product(object="box", colours=colours, pattern="plain"), 6)).convert("L")
    assert max(picture.tobytes()) - min(picture.tobytes()) > 60


@pytest.mark.parametrize("hair", sorted(content.HAIR))
@pytest.mark.parametrize("more", [{}, {"glasses": True, "beard": True}])
def test_portraits_of_all_hair(hair: str, more: dict[str, bool]) -> None:
    spec = PORTRAIT | {"hair": hair} | more
    assert seen(draw_portrait(spec, 1)).size == (160, 160)
    assert draw_portrait(spec, 1) == draw_portrait(spec, 1)


def test_portraits_differ_by_what_is_asked() -> None:
    assert set(HAIR) == content.HAIR
    shown = [draw_portrait(PORTRAIT | {"hair": hair}, 1) for hair in sorted(HAIR)]
    shown += [draw_portrait(PORTRAIT | {key: True}, 1) for key in ("glasses", "beard")]
    assert len(set(shown)) == len(shown)
    assert draw_portrait(PORTRAIT | {"glasses": "no"}, 1) == draw_portrait(PORTRAIT, 1)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("place", ["JP", "DK", ""])
def test_banners_of_all_views(view: str, place: str) -> None:
    spec = {"view": view, "place": place}
    assert seen(draw_banner(spec, 1)).size == (160, 90)
    assert draw_banner(spec, 1) == draw_banner(spec, 1)
    assert draw_banner(spec, 1) != draw_banner(spec, 2)


def test_all_members_and_storefronts_are_drawn() -> None:
    for at, row in enumerate(content.MEMBERS):
        seen(draw_portrait(row["portrait"], at), 64)
    assert {row["banner"]["view"] for row in content.STOREFRONTS} == set(VIEWS)


@pytest.mark.parametrize("width", [320, 640, 1280, 500])
def test_renditions_have_the_width_that_was_asked(width: int) -> None:
    assert seen(draw_banner({"view": "tram"}, 1), width).size == (
        width,
        {320: 180, 640: 360, 1280: 720, 500: 282}[width],
    )


def test_what_is_no_svg_is_refused() -> None:
    with pytest.raises(ValueError):
        to_webp("<p>no</p>", 160)


@pytest.mark.parametrize("towards", [(0.0, 1.0), (1.0, 0.9), (-1.0, 1.0)])
def test_bands_run_from_the_first_colour_to_the_last_and_leave_no_gap(towards: tuple[float, float]) -> None:
    body = bands((0, 0, 100, 100), "#f0e0d0", "#605040", towards)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><rect width="100" height="100" fill="#0000ff"/>{body}</svg>'
    picture = seen(svg, 100).convert("RGB")
    start, end = ((99, 0), (0, 99)) if towards[0] < 0 else ((0, 0), (99, 99))
    flat = picture.tobytes()
    pixels = [flat[at : at + 3] for at in range(0, len(flat), 3)]
    assert sum(pixels[start[0] + 100 * start[1]]) > sum(pixels[end[0] + 100 * end[1]]) + 300
    assert all(red >= blue for red, _, blue in pixels)
