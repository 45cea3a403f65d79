"""「你要找的是不是」: the nearest words that titles really hold."""

from difflib import get_close_matches

from miquan.search.analysis import query_terms

_LONGEST = 24
_MOST_CANDIDATES = 4_000


def correction(query: str, title_terms: list[str]) -> str:
    """A query whose words all stand in titles, near to this one; empty when there is none."""
    known = set(title_terms)
    words, changed = [], False
    for term in query_terms(query):
        word = term.forms[0]
        if word in known:
            words.append(word)
            continue
        near = _nearest(word, title_terms)
        if not near:
            return ""
        words.append(near)
        changed = True
    return " ".join(words) if changed else ""


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
