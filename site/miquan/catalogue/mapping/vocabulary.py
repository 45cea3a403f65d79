"""What columns are called, in Chinese, English and the commonest other languages: `data/columns.txt`, looked up folded."""

import re
from functools import cache, lru_cache
from pathlib import Path

from miquan import text

_FILE = Path(__file__).resolve().parent.parent / "data" / "columns.txt"
_BRACKETS = re.compile(r"[（(\[【{<].*?(?:[)）\]】}>]|$)")
_NUMBER = re.compile(r"[\s_#\-]*\d+$")
_PARTS = re.compile(r"[\s_\-/|:：・·]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


@cache
def known_words() -> dict[str, str]:
    """Folded name of a column -> its target; `option` for what may be an option or a fact."""
    found: dict[str, str] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        target, mark, words = line.partition(":")
        if mark and not line.startswith("#"):
            for word in words.split(","):
                found.setdefault(plain(word), target)
    return found


@lru_cache(maxsize=4_096)
def plain(name: str) -> str:
    """A name as it is looked up: folded, without what stands in brackets, without a number at its end."""
    bare = _BRACKETS.sub(" ", name.replace("*", " ")) if _BRACKETS.sub("", name).strip() else name
    words = " ".join(_PARTS.sub(" ", text.fold(bare)).split())
    return (_NUMBER.sub("", words) or words).strip(" .?!:")


def is_known_word(name: str) -> bool:
    """Whether columns are called like this."""
    return plain(name) in known_words()


@lru_cache(maxsize=4_096)
def meanings(name: str) -> dict[str, float]:
    """Targets that a column's name may mean, each with how sure that is (0 to 1)."""
    whole, words = plain(name), known_words()
    if whole in words:
        return {words[whole]: 1.0}
    found: dict[str, float] = {}
    for word, target in words.items():
        share = _share(word, whole)
        if share > found.get(target, 0.0):
            found[target] = share
    return found


def _share(word: str, whole: str) -> float:
    """How much of a name a known word makes up, if it stands in it as a word; its last word weighs most."""
    if word not in whole or len(word) < 2:
        return 0.0
    if not _WIDE.search(word):
        if not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", whole):
            return 0.0
    elif len(word) * 2 < len(whole):
        return 0.0
    ends = whole.endswith(word)
    return 0.4 + 0.4 * len(word) / len(whole) + (0.1 if ends else 0.0)
