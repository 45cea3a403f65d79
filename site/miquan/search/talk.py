"""Groups and threads that a search came upon: narrowed by what the reader ticks, with the words where they were said."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import request
from markupsafe import Markup

from miquan import urls
from miquan.groups import words as group_words
from miquan.groups.queries.cards import group_cards
from miquan.i18n import _, language_name
from miquan.products.facets import FacetGroup, FacetValue
from miquan.search.analysis import query_terms
from miquan.search.highlight import highlight
from miquan.search.seen import FoundGroup
from miquan.text import excerpt, to_script
from miquan.threads import words as thread_words
from miquan.threads.queries.found import FoundThread, Passage, passages
from miquan.threads.queries.lists import ThreadRow, rows_by_id

# What narrows these lists, as parameters of the address.
QUERY = ("about", "answered", "language")
_BEFORE, _PASSAGE = 40, 180


@dataclass(frozen=True)
class ThreadFound:
    """A thread as a list of results shows it: its row, and the words where they stand."""

    row: ThreadRow
    title: Markup
    words: Markup
    passage: Passage | None

    @property
    def group_url(self) -> str:
        return urls.group(self.row.group)

    @property
    def url(self) -> str:
        """The reply that holds the words, or the thread."""
        number = self.passage.number if self.passage else 0
        return urls.thread(self.row.group, self.row.id, self.row.slug, number) if number else self.row.url


def threads(ids: Sequence[int], query: str, *, listed: bool) -> list[ThreadFound]:
    """These in their order: two queries. `listed`: without what is only read at its own address."""
    asked = [_spellings(form) for term in query_terms(query) for form in term.forms]
    rows, said = rows_by_id(list(ids), listed=listed), passages(ids, asked)
    return [_found(rows[id_], said.get(id_), query, asked) for id_ in ids if id_ in rows]


def _found(row: ThreadRow, passage: Passage | None, query: str, asked: list[list[str]]) -> ThreadFound:
    words = _around(passage.words, [form for forms in asked for form in forms]) if passage else ""
    return ThreadFound(row, highlight(row.title, query), highlight(words, query), passage)


def _spellings(form: str) -> list[str]:
    return sorted({form, to_script(form, "zh-hant"), to_script(form, "zh-hans")})


def _around(words: str, forms: Iterable[str]) -> str:
    """The piece of a text in which the first of the forms stands; else its beginning."""
    line = " ".join(words.split())
    folded = line.lower()
    at = min((place for form in forms if (place := folded.find(form)) >= 0), default=0)
    start = at - _BEFORE if at > _BEFORE * 2 else 0
    return ("…" if start else "") + excerpt(line[start:], _PASSAGE)


def groups(ids: Sequence[int], query: str) -> dict[str, Any]:
    return {"cards": group_cards(ids), "mark": partial(highlight, query=query), "words": group_words}


_Of = Callable[[Any], Iterable[str]]


def _kind(one: FoundThread) -> list[str]:
    return [one.kind]


def _answered(one: FoundThread) -> list[str]:
    return ["yes" if one.is_answered else "no"] if one.kind == "question" else []


def _languages(one: FoundThread | FoundGroup) -> Sequence[str]:
    return one.languages


def narrowed(found: Sequence[Any], tab: str) -> tuple[list[Any], list[FacetGroup]]:
    """Those that fit what is ticked, and what there is to tick: of one kind any of the values will do."""
    sorts: tuple[tuple[str, Any, _Of, Callable[[str], Any]], ...] = (
        ("language", _("群的語言"), _languages, language_name),
    )
    if tab == "threads":
        told = {"yes": _("有解答"), "no": _("還沒有解答")}
        sorts = (
            ("about", _("話題種類"), _kind, lambda value: thread_words.KINDS[value]),
            ("answered", _("發問"), _answered, lambda value: told[value]),
            *sorts,
        )
    kept, facets = list(found), []
    for name, title, of, called in sorts:
        many = Counter(value for one in found for value in of(one))
        chosen = [value for value in request.args.getlist(name) if value in many]
        values = [FacetValue(v, str(called(v)), n, v in chosen) for v, n in many.most_common()]
        # Where all are the same there is nothing to choose.
        facets += [FacetGroup(name, title, values)] if chosen or any(n < len(found) for n in many.values()) else []
        kept = [one for one in kept if not chosen or set(chosen) & set(of(one))]
    return kept, facets


def chosen(facets: Iterable[FacetGroup]) -> list[tuple[str, str, str]]:
    """(parameter, value, words) of all that is ticked."""
    return [(group.name, value.value, value.label) for group in facets for value in group.values if value.checked]
