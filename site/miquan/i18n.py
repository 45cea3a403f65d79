"""Three languages: zh-Hant is the source, zh-Hans and English are catalogues.

A language is `zh-hant`, `zh-hans` or `en` in addresses, rows and code. The catalogues are read from their
.po files at start, so that there is no compiled file to forget.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from gettext import GNUTranslations
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask_babel import Babel
from flask_babel.speaklater import LazyString

from miquan import paths

LANGS = ("zh-hant", "zh-hans", "en")
SOURCE = "zh-hant"
LOCALES = {"zh-hant": "zh_Hant_TW", "zh-hans": "zh_Hans_CN", "en": "en"}
HTML_LANGS = {"zh-hant": "zh-Hant", "zh-hans": "zh-Hans", "en": "en"}
OWN_NAMES = {"zh-hant": "繁體", "zh-hans": "简体", "en": "English"}
# What goods and storefronts are written in, as forms offer it.
WRITTEN_IN = (("zh-hant", "繁體中文"), ("zh-hans", "简体中文"), ("en", "English"))
# Chinese words are kept in the other script too.
OTHER_SCRIPT = {"zh-hant": "zh-hans", "zh-hans": "zh-hant"}
CURRENCIES = {"zh-hant": "TWD", "zh-hans": "CNY", "en": "USD"}

_lang: ContextVar[str] = ContextVar("lang", default=SOURCE)
_bound: ContextVar[GNUTranslations] = ContextVar("translations")

babel = Babel()


@cache
def catalogue(lang: str) -> GNUTranslations:
    """The translations of one language."""
    source = paths.TRANSLATIONS / f"{lang}.po"
    out = io.BytesIO()
    with source.open("rb") as file:
        write_mo(out, read_po(file, locale=LOCALES[lang]))
    return GNUTranslations(io.BytesIO(out.getvalue()))


def speak(lang: str) -> None:
    """Bind this context to a language. Unknown languages raise KeyError."""
    LOCALES[lang]
    _lang.set(lang)
    _bound.set(catalogue(lang))


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Bound to another language while inside: for letters, which speak their reader's."""
    before = _lang.get()
    speak(lang if lang in LOCALES else SOURCE)
    try:
        yield
    finally:
        speak(before)


def current_lang() -> str:
    return _lang.get()


def locale() -> Locale:
    return Locale.parse(LOCALES[_lang.get()])


def _translations() -> GNUTranslations:
    try:
        return _bound.get()
    except LookupError:
        return catalogue(SOURCE)


def _(message: str, **values: Any) -> str:
    """The message in the reader's language, with `%(name)s` filled in."""
    text = _translations().gettext(message)
    return text % values if values else text


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    """As `_`, choosing the plural; `%(num)s` is the number."""
    return _translations().ngettext(one, many, num) % {"num": num, **values}


def lazy(message: str, **values: Any) -> Any:
    """A message that is translated when it is shown: for forms and tables made at import."""
    return LazyString(_, message, **values)


def negotiate(accept: str) -> str:
    """The best of our languages for an Accept-Language header.

    TW, HK, MO and Cantonese read Traditional; every other Chinese reads Simplified, unless a script says otherwise.
    """
    for tag in _preferred(accept):
        if tag.startswith(("zh", "yue")):
            return "zh-hant" if _is_traditional(tag) else "zh-hans"
        if tag.startswith("en"):
            return "en"
    return SOURCE if not accept.strip() else "en" if accept.strip() != "*" else SOURCE


def _is_traditional(tag: str) -> bool:
    if "hans" in tag:
        return False
    return tag.startswith("yue") or "hant" in tag or tag.rsplit("-", 1)[-1] in {"tw", "hk", "mo"}


def _preferred(accept: str) -> list[str]:
    """Language tags, lower case, best first; broken qualities count as 0."""
    ranked = []
    for position, part in enumerate(accept[:500].lower().split(",")):
        tag, _sep, quality = part.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            weight = 0.0
        if tag and weight > 0:
            ranked.append((-weight, position, tag.replace("_", "-")))
    return [tag for _w, _p, tag in sorted(ranked)]


def language_name(code: str) -> str:
    """A language's name in the reader's language, such as 日文; the code itself when it has none."""
    names = locale().languages
    named = names.get(code) or names.get(LOCALES.get(code, "").rpartition("_")[0])
    if named:
        return str(named)
    try:
        return Locale.parse(code, sep="-").get_display_name(locale()) or code
    except (ValueError, UnknownLocaleError):
        return code


def is_chinese(lang: str) -> bool:
    return lang.startswith("zh")


def iso_datetime(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def init_app(_app: object) -> None:
    """Read the catalogues at start, so that the first reader of a language does not wait for them."""
    for lang in LANGS:
        catalogue(lang)
