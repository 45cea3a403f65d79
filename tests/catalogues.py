"""`make catalogues`: takes the messages of Python and templates into the three catalogues.

zh-Hant is the source and stays empty; zh-Hans is drafted by conversion and the glossary, for a human to read;
English is left empty for a human. What is translated already is kept, what nothing asks for any more goes.
"""

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import normalize, read_po
from opencc import OpenCC

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "site" / "miquan" / "translations"
GLOSSARY = FOLDER / "glossary.json"
LOCALES = {"zh-hant": "zh_Hant_TW", "zh-hans": "zh_Hans_CN", "en": "en"}
FILES = {lang: FOLDER / f"{lang}.po" for lang in LOCALES}
KEYWORDS: dict[str, Any] = {"_": None, "lazy": None, "ngettext": (1, 2)}
_PLURALS = {
    "zh-hant": "nplurals=1; plural=0;",
    "zh-hans": "nplurals=1; plural=0;",
    "en": "nplurals=2; plural=(n != 1);",
}


@dataclass(frozen=True, order=True)
class Key:
    """A message as the sources write it; `many` is empty when it has no plural."""

    one: str
    many: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.one, self.many) if self.many else (self.one,)

    @classmethod
    def of(cls, message: Message) -> "Key":
        return cls(message.id) if isinstance(message.id, str) else cls(*message.id)


def extract() -> set[Key]:
    """Every message that Python and templates ask for. Raises when a template cannot be parsed."""
    found: set[Key] = set()
    jinja = {"silent": "false", "trimmed": "true"}
    for folder, methods in (
        (ROOT / "site" / "miquan", [("**.py", "python")]),
        (ROOT / "templates", [("**.html", "jinja2"), ("**.txt", "jinja2")]),
    ):
        rows = extract_from_dir(
            str(folder), methods, {pattern: jinja for pattern, kind in methods if kind == "jinja2"}, KEYWORDS
        )
        found.update(_key(message) for _file, _line, message, _comments, _context in rows)
    return {key for key in found if key.one}


def _key(message: Any) -> Key:
    return Key(message) if isinstance(message, str) else Key(*message[:2])


def read(lang: str) -> Catalog:
    with FILES[lang].open("rb") as file:
        return read_po(file, locale=LOCALES[lang])


def merged(lang: str, wanted: Iterable[Key], old: Catalog) -> str:
    """The text of a catalogue with exactly these messages, in a stable order, without places that churn."""
    held = {Key.of(message): message.string for message in old if message.id}
    head = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: {LOCALES[lang]}\\n"\n"Plural-Forms: {_PLURALS[lang]}\\n"\n'
    return head + "".join(_entry(lang, key, held.get(key)) for key in sorted(wanted))


def _entry(lang: str, key: Key, held: Any) -> str:
    count = (2 if lang == "en" else 1) if key.many else 0
    texts = [held] if isinstance(held, str) else list(held or ())
    if lang == "zh-hant":
        texts = []
    elif lang == "zh-hans" and not any(texts):
        texts = [draft(key.one)]
    lines = ["", f"msgid {_quoted(key.one)}"]
    if not count:
        return "\n".join([*lines, f"msgstr {_quoted(texts[0] if texts else '')}", ""])
    texts = [*texts, "", ""][:count]
    return "\n".join(
        [*lines, f"msgid_plural {_quoted(key.many)}", *(f"msgstr[{i}] {_quoted(t)}" for i, t in enumerate(texts)), ""]
    )


def _quoted(text: str) -> str:
    return str(normalize(text, width=0))


def draft(text: str) -> str:
    """A message in zh-Hans: the glossary's words first, the rest converted, quotes as the mainland sets them."""
    words = glossary()
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)")
    pieces, end = [], 0
    for found in pattern.finditer(text):
        pieces += [_converter().convert(text[end : found.start()]), words[found[0]]]
        end = found.end()
    pieces.append(_converter().convert(text[end:]))
    return "".join(pieces).translate(str.maketrans("「」『』", "“”‘’"))


@cache
def glossary() -> dict[str, str]:
    """Traditional (Taiwan) word -> what the mainland says."""
    found: dict[str, str] = json.loads(GLOSSARY.read_text(encoding="utf-8"))
    return found


@cache
def _converter() -> OpenCC:
    return OpenCC("tw2sp")


def main() -> int:
    wanted = extract()
    for lang, path in FILES.items():
        path.write_text(merged(lang, wanted, read(lang)), encoding="utf-8")
    empty = sum(
        1
        for message in read("en")
        if message.id and not any([message.string] if isinstance(message.string, str) else message.string)
    )
    sys.stdout.write(f"messages {len(wanted)}\nuntranslated_en {empty}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
