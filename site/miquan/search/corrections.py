"""「你要找的是不是」: the nearest words that titles really hold."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches

from miquan.search.analysis import Term

_LONGEST = 24
_MOST_CANDIDATES = 4_000


def correction(terms: Sequence[Term], is_known: Callable[[Term], bool], lexicon: Callable[[], list[str]]) -> str:
    """The query with every word that stands nowhere replaced by the nearest title word; "" when there is none."""
    words = []
    for term in terms:
        word = term.forms[0] if is_known(term) else _nearest(term.forms[0], lexicon())
        if not word:
            return ""
        words.append(word)
    return "" if words == [term.forms[0] for term in terms] else " ".join(words)


def _nearest(word: str, terms: list[str]) -> str:
    """The closest term of about the same length. Bounded: only terms that share the first or last character are compared."""
    if not 2 <= len(word) <= _LONGEST:
        return ""
    near = [
        t for t in terms
        if abs(len(t) - len(word)) <= 2 and len(t) >= 2 and (t[0] == word[0] or t[-1] == word[-1]) and t.isascii() == word.isascii()
    ]  # fmt: skip
    found = get_close_matches(word, near[:_MOST_CANDIDATES], n=1, cutoff=0.6 if not word.isascii() else 0.75)
    return found[0] if found else ""
