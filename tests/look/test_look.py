"""What the look promises everywhere: readable colours, a small stylesheet, no inline style, icons that exist."""

import re
from pathlib import Path

import pytest

from miquan import paths
from miquan.asgi.encoding import compress
from miquan.assets import Assets
from tests.look.colour import contrast, tokens

CSS = sorted((paths.STATIC / "css").rglob("*.css"))
TEMPLATES = sorted(paths.TEMPLATES.rglob("*.html"))
BEHAVIOURS = sorted((paths.STATIC / "js/behaviours").rglob("*.js"))
GROUNDS = ("bg", "surface", "raised", "sunken")
TEXT_ON = [
    (ink, ground)
    for ink in ("ink", "ink-2", "ink-3", "accent-ink", "trust", "danger", "warn", "info", "plum")
    for ground in GROUNDS
]
TINTED = [(name, f"{name}-soft") for name in ("trust", "danger", "warn", "info", "plum")] + [
    ("accent-ink", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("ink-3", "accent-soft"),
]
EDGES = [("line-3", ground) for ground in ("bg", "surface")] + [("focus", ground) for ground in GROUNDS]


@pytest.mark.parametrize(
    ("front", "ground", "least"), [*((*pair, 4.5) for pair in TEXT_ON + TINTED), *((*pair, 3.0) for pair in EDGES)]
)
def test_colours_are_readable_in_light_and_dark(front: str, ground: str, least: float) -> None:
    known = tokens()
    for fore, back in zip(known[front], known[ground], strict=True):
        assert contrast(fore, back) >= least


def test_the_stylesheet_is_small() -> None:
    assets = Assets(paths.STATIC, production=True)
    found = assets.find(assets.url("css/app.css"))
    assert found is not None
    assert len(compress(found[0].body, "br")) <= 14 * 1024


def test_every_stylesheet_is_part_of_the_one_that_is_sent() -> None:
    roots = [path for path in CSS if path.parent == paths.STATIC / "css" and "@import" in path.read_text()]
    wanted = {name for root in roots for name in re.findall(r'url\("([^"]+)"\)', root.read_text())}
    assert wanted == {path.relative_to(paths.STATIC / "css").as_posix() for path in CSS if path not in roots}


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_stylesheets_keep_to_the_rules(path: Path) -> None:
    text = path.read_text()
    assert "!important" not in text or path.name == "utilities.css"
    assert not re.search(r"(?:margin|padding|border)-(?:left|right|top|bottom)\b", text)
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_every_variable_in_use_is_defined(path: Path) -> None:
    everything = "".join(other.read_text() for other in CSS)
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", everything))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", path.read_text())) <= defined


# Letters are read where no stylesheet of ours reaches.
PAGES = [path for path in TEMPLATES if path.parent.name != "mail"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(paths.TEMPLATES).as_posix())
def test_templates_hold_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\bsrc=)(?![^>]*ld\+json)", text)


def test_every_icon_in_use_is_in_the_sprite() -> None:
    known = set(re.findall(r'<symbol id="([a-z0-9-]+)"', (paths.STATIC / "icons.svg").read_text()))
    used = {
        name
        for path in TEMPLATES
        for name in re.findall(r"""\b(?:icon|draw)(?:\(|=)["']([a-z0-9-]+)["']""", path.read_text())
    }
    assert used
    assert used <= known


@pytest.mark.parametrize("path", BEHAVIOURS, ids=lambda path: path.name)
def test_behaviours_are_small_and_loaded(path: Path) -> None:
    text = path.read_text()
    assert text.startswith("//")
    assert text.count("\n") < 40
    loaders = [paths.STATIC / "js/app.js", *BEHAVIOURS]
    assert any(f"/{path.name}" in other.read_text() for other in loaders if other != path)
    assert not re.search(r"\beval\(|new Function", text)
