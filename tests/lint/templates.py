"""Templates: no inline script or style, every word in the catalogue, every picture with its size."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.lint.finding import HAN, ROOT, TEMPLATES, Finding, files, finding, line_of, words_in

# Stands for what Jinja prints or does; it is no word and ends no tag.
_HOLE = "\x00"
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.S)
_STRING = r"""(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_IN_CATALOGUE = re.compile(rf"\b(?:_|ngettext)\(\s*{_STRING}(?:\s*,\s*{_STRING})?")
_TAG = re.compile(r"""<(/?)([A-Za-z\x00][A-Za-z0-9\x00-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>|<!--.*?-->|<![^>]*>""", re.S)
_ATTRIBUTE = re.compile(r"""([^\s=>"'/\x00]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?""")
# A block that holds attributes stands outside of its tag.
_LOOSE_ATTRIBUTE = re.compile(r"""[a-z-]+="[^"]*\"""")
_READ_OUT = frozenset({"title", "alt", "placeholder", "aria-label", "aria-description", "label", "content"})
INLINE_STYLE = "inline style is refused by the content security policy"
STYLE_ELEMENT = "a style element is refused by the content security policy"
# A letter is shown by mail readers, which take no stylesheet from us.
_FOR_PAGES = frozenset({INLINE_STYLE, STYLE_ELEMENT})
_DJLINT_LINE = re.compile(r"^([A-Z]\d{3})\s+(\d+):\d+\s+(.*)$")


@dataclass(frozen=True)
class Tag:
    """A start tag: its name and attributes as written, Jinja replaced by holes."""

    name: str
    attributes: dict[str, str]
    place: int


def check() -> Iterator[Finding]:
    for path in files(TEMPLATES, "*.html", "*.txt"):
        yield from check_source(path, path.read_text(encoding="utf-8"))
    yield from djlint()


def check_source(path: Path, source: str) -> Iterator[Finding]:
    """All of our own rules for one template."""
    yield from (
        finding(path, line_of(source, place), message)
        for place, message in problems(source, path.suffix == ".html")
        if not (message in _FOR_PAGES and path == TEMPLATES / "mail" / "_layout.html")
    )


def problems(source: str, is_html: bool = True) -> Iterator[tuple[int, str]]:
    """(place in the source, what is wrong)."""
    yield from _in_jinja(source)
    bare = without_jinja(source)
    if not is_html:
        yield from _words(bare, 0)
        return
    end, inside = 0, ""
    for match in _TAG.finditer(bare):
        if inside not in ("script", "style"):
            yield from _words(bare[end : match.start()], end)
        end = match.end()
        if match[2]:
            inside = "" if match[1] else match[2].lower()
            if not match[1]:
                yield from _tag(Tag(match[2].lower(), _attributes(match[3]), match.start()))
    yield from _words(bare[end:], end)


def without_jinja(source: str) -> str:
    """The source with every piece of Jinja replaced by holes, as long and with the same lines."""
    return _JINJA.sub(lambda found: re.sub(r"[^\n]", _HOLE, found[0]), source)


def _in_jinja(source: str) -> Iterator[tuple[int, str]]:
    for match in _JINJA.finditer(source):
        if match[0].startswith("{#"):
            continue
        if re.search(r"\|\s*safe\b", match[0]):
            yield match.start(), "`|safe` turns escaping off"
        if re.search(r"autoescape\s+false", match[0]):
            yield match.start(), "escaping may not be turned off"
        rest = _IN_CATALOGUE.sub("", match[0])
        if HAN.search(rest):
            yield match.start(), f"漢字 outside _(): {rest.strip()[:60]}"


def _attributes(written: str) -> dict[str, str]:
    return {name.lower(): value.strip("\"'") for name, value in _ATTRIBUTE.findall(written)}


def _words(text: str, place: int) -> Iterator[tuple[int, str]]:
    for line_start, line in _lines(text):
        clean = _LOOSE_ATTRIBUTE.sub("", re.sub(r"&#?\w+;", "", line)).replace(_HOLE, " ")
        if found := words_in(clean):
            yield place + line_start, f"words outside the catalogue: {found}"


def _lines(text: str) -> Iterator[tuple[int, str]]:
    place = 0
    for line in text.splitlines(keepends=True):
        yield place, line
        place += len(line)


def _tag(tag: Tag) -> Iterator[tuple[int, str]]:
    for name, value in tag.attributes.items():
        if problem := _attribute_problem(tag, name, value):
            yield tag.place, problem
    if tag.name == "script" and "src" not in tag.attributes:
        yield tag.place, "inline script is refused by the content security policy"
    if tag.name == "style":
        yield tag.place, STYLE_ELEMENT
    if tag.name == "img" and (missing := [name for name in ("width", "height", "alt") if name not in tag.attributes]):
        yield tag.place, f"img without {', '.join(missing)}"


def _attribute_problem(tag: Tag, name: str, value: str) -> str:
    if name == "style":
        return INLINE_STYLE
    if name.startswith(("hx-on", "on")):
        return f"inline handler {name}"
    if value.startswith(("javascript:", "js:")):
        return f"script in {name}"
    if name in _READ_OUT and _is_read_out(tag, name) and (found := words_in(value.replace(_HOLE, " "))):
        return f"{name} outside the catalogue: {found}"
    return ""


def _is_read_out(tag: Tag, name: str) -> bool:
    """`content` is words only in a description; elsewhere it is a value for machines."""
    return name != "content" or tag.attributes.get("name") == "description"


def djlint() -> Iterator[Finding]:
    """What djlint says with the settings in pyproject.toml."""
    command = [sys.executable, "-m", "djlint", str(TEMPLATES), "--lint", "--quiet"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    path = TEMPLATES
    for line in run.stdout.splitlines():
        if line.strip().endswith((".html", ".txt")) and (ROOT / line.strip()).is_file():
            path = ROOT / line.strip()
        elif found := _DJLINT_LINE.match(line.strip()):
            yield finding(path, int(found[2]), f"djlint {found[1]}: {found[3]}")
    if run.returncode and not run.stdout.strip():
        yield finding(TEMPLATES, 0, f"djlint did not run: {run.stderr.strip()[-200:]}")
