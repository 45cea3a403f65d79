"""Marking the words that were asked for, in the text as its author wrote it."""

from functools import lru_cache

from markupsafe import Markup, escape

from miquan.search.analysis import fold, query_terms

Span = tuple[int, int]


def highlight(text: str, query: str) -> Markup:
    """The text, escaped, with `<mark>` around every word of the query, whatever its script, width, case or accents."""
    spans = _spans(text, query)
    parts, end = [], 0
    for start, stop in spans:
        parts += [escape(text[end:start]), Markup("<mark>"), escape(text[start:stop]), Markup("</mark>")]
        end = stop
    return Markup("").join([*parts, escape(text[end:])])


def _spans(text: str, query: str) -> list[Span]:
    folded, origin = _folded(text)
    found: list[Span] = []
    for form in {form for term in query_terms(query) for form in (*term.forms, *term.pairs)}:
        at = folded.find(form)
        while at >= 0:
            if _is_word_start(folded, at, form):
                found.append((origin[at], origin[at + len(form) - 1] + 1))
            at = folded.find(form, at + 1)
    return _merged(sorted(found))


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place in the original it came from."""
    parts, origin = [], []
    for i, char in enumerate(text):
        piece = _fold_char(char)
        parts.append(piece)
        origin.extend([i] * len(piece))
    return "".join(parts), origin


@lru_cache(maxsize=20_000)
def _fold_char(char: str) -> str:
    return fold(char)


def _is_word_start(folded: str, at: int, form: str) -> bool:
    """Latin words are marked from their beginning only: `art` is not marked inside `heart`."""
    return not form.isascii() or at == 0 or not (folded[at - 1].isascii() and folded[at - 1].isalnum())


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, stop in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged
