"""From words to tokens: one analysis for every engine, for what is indexed and for what is asked.

Width, case, accents and the Chinese script make no difference: NFKC, lower case, Traditional folded to Simplified,
accents dropped from Latin letters. Chinese is cut into words, and titles into pairs of characters too, so that a
query finds a title even where the two were cut differently. Latin words lose an English plural.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import rjieba
from opencc import OpenCC

# A change of what this module makes of a text, or kinds of their things, needs a new number: indexes of another version are rebuilt.
ANALYSIS_VERSION = "3"

MAX_TEXT = 20_000
MAX_QUERY = 200
MAX_TERMS = 12

_simplify = OpenCC("tw2sp")
_WORD = re.compile(r"[^\W_]+(?:[-'’.&·][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_CJK = re.compile(r"[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+")


def fold(text: str) -> str:
    """The form in which words are compared. May be longer or shorter than the text."""
    clean = text.encode("utf-8", "ignore").decode("utf-8")[:MAX_TEXT]
    folded = unicodedata.normalize("NFKC", clean).casefold()
    return _without_accents(str(_simplify.convert(folded)))


def _without_accents(text: str) -> str:
    """Latin letters lose their marks; kana and other scripts keep theirs, which change the letter."""
    if text.isascii():
        return text
    kept: list[str] = []
    for char in unicodedata.normalize("NFD", text):
        if unicodedata.combining(char) and kept and "a" <= kept[-1] <= "z":
            continue
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def stem(word: str) -> str:
    """An English plural's singular; other words as they are."""
    if len(word) > 3 and word.isascii() and word.isalpha():
        if word.endswith("ies"):
            return word[:-3] + "y"
        if word.endswith(("ches", "shes", "xes", "sses", "zes")):
            return word[:-2]
        if word.endswith("s") and not word.endswith(("ss", "us", "is")):
            return word[:-1]
    return word


def tokens(text: str) -> list[str]:
    """The words of a text, in order, repeats included."""
    return [token for token, _is_cjk in _cut(fold(text))]


def title_tokens(text: str) -> list[str]:
    """As `tokens`, and every character and pair of neighbouring Chinese characters."""
    folded = fold(text)
    found = [token for token, _is_cjk in _cut(folded)]
    for run in _CJK.findall(folded):
        found.extend(run)
        found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return found


def _cut(folded: str) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    end = 0
    for run in _CJK.finditer(folded):
        found.extend((token, False) for token in _latin(folded[end : run.start()]))
        found.extend((word, True) for word in rjieba.cut_for_search(run.group()))
        end = run.end()
    found.extend((token, False) for token in _latin(folded[end:]))
    return found


def _latin(text: str) -> list[str]:
    """Words between Chinese: `sk-ii` is found as sk-ii, skii, sk and ii."""
    found: list[str] = []
    for word in _WORD.findall(text):
        parts = _PART.findall(word)
        found.extend(stem(part) for part in parts)
        if len(parts) > 1:
            found.append(stem("".join(parts)))
    return [token[:60] for token in found]


@dataclass(frozen=True)
class Term:
    """One word that was asked for. Any of `forms` will do; else all of `pairs` in a title."""

    forms: tuple[str, ...]
    pairs: tuple[str, ...] = ()


@lru_cache(maxsize=2_000)
def query_terms(query: str) -> tuple[Term, ...]:
    """What a query asks for, at most MAX_TERMS terms; empty for a query without a word. Never raises."""
    folded = fold(query[:MAX_QUERY])
    found: dict[Term, None] = {}
    end = 0
    for run in _CJK.finditer(folded):
        _add_latin(folded[end : run.start()], found)
        for word in rjieba.cut(run.group()):
            pairs = tuple(word[i : i + 2] for i in range(len(word) - 1))
            found[Term((word,), pairs if len(word) > 2 else ())] = None
        end = run.end()
    _add_latin(folded[end:], found)
    return tuple(found)[:MAX_TERMS]


def _add_latin(text: str, into: dict[Term, None]) -> None:
    for word in _WORD.findall(text):
        parts = [stem(part)[:60] for part in _PART.findall(word)]
        if len(parts) > 1:
            # One word with a hyphen: written together or as its parts.
            into[Term((stem("".join(_PART.findall(word)))[:60],), tuple(parts))] = None
        else:
            into[Term((parts[0],))] = None
