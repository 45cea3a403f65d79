"""Catalogues: every message is there and translated, nothing is left over, and Chinese is set as Chinese."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from opencc import OpenCC

from tests.catalogues import FILES, Key, extract, read
from tests.lint.finding import HAN, Finding, finding, line_of

_HAN = HAN.pattern
_PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%%")
_NARROW = re.compile(rf"{_HAN}[,:;?!()]|[,:;?!()]{_HAN}")
_GAP = re.compile(rf"{_HAN} [A-Za-z0-9]|[A-Za-z0-9] {_HAN}")
_QUOTES = re.compile(r"[「」『』]")


def check() -> Iterator[Finding]:
    wanted = extract()
    source = FILES["zh-hant"].read_text(encoding="utf-8")
    for text in {text for key in wanted for text in key.texts}:
        yield from (
            finding(FILES["zh-hant"], _line(source, text), f"{problem}: {text}") for problem in chinese_problems(text)
        )
    for lang in FILES:
        yield from check_catalogue(lang, FILES[lang], read(lang), wanted)


def check_catalogue(lang: str, path: Path, found: Catalog, wanted: set[Key]) -> Iterator[Finding]:
    """One catalogue against the messages that the sources hold."""
    source = path.read_text(encoding="utf-8")
    held = {Key.of(message): message for message in found if message.id}
    for key in sorted(wanted - set(held)):
        yield finding(path, 0, f"missing, run `make catalogues`: {key.one}")
    for key in sorted(set(held) - wanted) + [Key.of(m) for m in found.obsolete.values()]:
        yield finding(path, _line(source, key.one), f"nothing asks for it any more: {key.one}")
    for key in sorted(set(held) & wanted):
        for problem in message_problems(lang, held[key]):
            yield finding(path, _line(source, key.one), f"{problem}: {key.one}")


def message_problems(lang: str, message: Message) -> Iterator[str]:
    """What is wrong with one translation. The source language has none: its empty text means the message itself."""
    texts = [message.string] if isinstance(message.string, str) else list(message.string)
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    if message.fuzzy:
        yield "fuzzy"
    if lang == "zh-hant":
        if any(texts):
            yield "the source language needs no translation"
        return
    if not all(texts):
        yield "untranslated"
        return
    if any(placeholders(text) != placeholders(ids[0]) for text in texts):
        yield "its placeholders are not those of the message"
    for text in texts:
        yield from (simplified_problems(text) if lang == "zh-hans" else english_problems(text))


def placeholders(text: str) -> list[str]:
    return sorted(name for name in _PLACEHOLDER.findall(text) if name)


def chinese_problems(text: str) -> Iterator[str]:
    """Half-width punctuation or a hand-made gap beside 漢字: `text-autospace` makes the gaps."""
    if _NARROW.search(_PLACEHOLDER.sub("字", text)):
        yield "half-width punctuation beside 漢字"
    if _GAP.search(_PLACEHOLDER.sub("0", text)):
        yield "a space by hand between 漢字 and digits or Latin"


def simplified_problems(text: str) -> Iterator[str]:
    yield from chinese_problems(text)
    if _to_simplified().convert(text) != text:
        yield "a Traditional character"
    if _QUOTES.search(text):
        yield "zh-Hans quotes with “ ”"


def english_problems(text: str) -> Iterator[str]:
    if HAN.search(text):
        yield "漢字 in English"
    if re.search(r"[，。；：！？「」（）、]", text):
        yield "full-width punctuation in English"


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def _line(source: str, text: str) -> int:
    place = source.find(text.split("\n", maxsplit=1)[0].replace('"', '\\"'))
    return line_of(source, place) if place >= 0 else 0
