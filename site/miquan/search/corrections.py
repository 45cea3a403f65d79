"""「你要找的是不是」: the nearest words that titles really hold."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches

from miquan.search.analysis import Term

_LONGEST = 24
_MOST_CANDIDATES = 4_000
_TRIED = 5
# For each the whole lexicon is gone through.
_MOST_WRONG = 3


def correction(terms: Sequence[Term], is_known: Callable[[Term], bool], lexicon: Callable[[], list[str]]) -> str:
    """The query with every word that stands nowhere replaced by the nearest title word that does; "" when there is none.

    The lexicon also holds words of other kinds of things and of what has gone meanwhile: those would lead to nothing.
    """
    wrong = {term for term in terms if not is_known(term)}
    if len(wrong) > _MOST_WRONG:
        return ""
    words = []
    for term in terms:
        word = term.forms[0]
        if term in wrong:
            word = next((near for near in _nearest(word, lexicon()) if is_known(Term((near,)))), "")
        if not word:
            return ""
        words.append(word)
    return "" if words == [term.forms[0] for term in terms] else " ".join(words)


def _nearest(word: str, terms: list[str]) -> list[str]:
    """The closest terms of about the same length. Bounded: only terms that share the first or last character are compared."""
    if not 2 <= len(word) <= _LONGEST:
        return []
    near = [
        t for t in terms
        if abs(len(t) - len(word)) <= 2 and len(t) >= 2 and (t[0] == word[0] or t[-1] == word[-1]) and t.isascii() == word.isascii()
    ]  # fmt: skip
    return get_close_matches(word, near[:_MOST_CANDIDATES], n=_TRIED, cutoff=0.6 if not word.isascii() else 0.75)
