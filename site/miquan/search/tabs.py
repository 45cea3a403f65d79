"""The lists of results: goods, posts, people, threads, groups, tags. Each is counted on every page, one is read.

Who may see what is part of the queries, so that the numbers are what the reader will find.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from miquan import urls
from miquan.circle import words as post_words
from miquan.circle.queries.cards import post_cards
from miquan.follows.queries import followed
from miquan.groups.queries.finding import GroupPage
from miquan.groups.queries.found import closed_groups_of
from miquan.i18n import _, lazy
from miquan.search import people, tags, talk
from miquan.search.advice import advised
from miquan.search.engine import Hits
from miquan.search.kinds import GROUPS, PEOPLE, POSTS, PRODUCTS, THREADS, Kind
from miquan.search.seen import FoundGroup, groups_in, seen, threads_in
from miquan.search.service import Found, find
from miquan.text import is_number
from miquan.threads import words as thread_words
from miquan.threads.queries.found import FoundThread, readable
from miquan.threads.queries.inside import threads_of
from miquan.viewer import viewer

NAMES = ("goods", "posts", "people", "threads", "groups", "tags")
PAGE = 20
# Nobody reads further, and each is looked at for whether the reader may see it.
_MOST = 1_000


@dataclass(frozen=True)
class Results:
    """What a query finds of each kind; best first, as far as they are for this reader."""

    query: str
    goods: Found = field(default_factory=lambda: Found(Hits()))
    posts: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    threads: list[FoundThread] = field(default_factory=list)
    groups: list[FoundGroup] = field(default_factory=list)
    tags: list[Any] = field(default_factory=list)
    slow_path: bool = False
    # "Did you mean" from the other kinds, where goods have nothing to say.
    did_you_mean: str = ""
    # Lists of which there is more than was looked at.
    cut: frozenset[str] = frozenset()
    # The only group that was searched.
    within: GroupPage | None = None

    @property
    def counts(self) -> dict[str, int]:
        return {name: len(self.goods.hits if name == "goods" else getattr(self, name)) for name in NAMES}

    @property
    def is_empty(self) -> bool:
        return not any(self.counts.values())


def results(query: str) -> Results:
    """Two queries besides what the index answers, and for members one more."""
    me = viewer().id
    inside = closed_groups_of(me)

    def looked_for(kind: Kind, words: str) -> Found:
        return find(words, kind, within=inside if kind in (THREADS, GROUPS) else ())

    def sees(name: str, word: str) -> bool:
        return name == "goods" or bool(seen({name: _ids(looked_for(_KINDS[name], word))}, me)[name])

    found = {name: looked_for(kind, query) for name, kind in _KINDS.items()}
    ids = {name: _ids(one) for name, one in found.items()}
    told = seen(ids, me)
    posts, persons = ([id_ for id_ in ids[name] if id_ in told[name]] for name in ("posts", "people"))
    return Results(
        query, found["goods"], posts, persons, threads_in(ids["threads"], told["threads"]),
        groups_in(ids["groups"], told["groups"]), tags.matching(query), any(one.slow_path for one in found.values()),
        advised(query, found, sees),
        frozenset(name for name, one in found.items() if name != "goods" and len(one.hits) > _MOST),
    )  # fmt: skip


_KINDS = {"goods": PRODUCTS, "posts": POSTS, "people": PEOPLE, "threads": THREADS, "groups": GROUPS}


def results_in(group: GroupPage, query: str) -> Results:
    """Threads of a group that the reader has opened, and nothing else."""
    there = threads_of(group.id)

    def looked_for(words: str) -> Found:
        return find(words, THREADS, within=[group.id], among=there)

    def told(ids: list[int]) -> dict[int, str]:
        return dict(readable(ids, viewer().id, group=group.id).tuples()) if ids else {}

    found = looked_for(query)
    ids = _ids(found)
    return Results(
        query, threads=threads_in(ids, told(ids)), slow_path=found.slow_path,
        did_you_mean=advised(query, {"threads": found}, lambda _name, word: bool(told(_ids(looked_for(word))))),
        cut=frozenset(["threads"] if len(found.hits) > _MOST else []), within=group,
    )  # fmt: skip


def _ids(found: Found) -> list[int]:
    return [int(id_) for id_ in found.hits.ids[:_MOST]]


def links(found: Results, current: str) -> list[tuple[str, str, bool, str]]:
    """(words, address, whether it is this one, how many) of each list."""
    titles = {
        "goods": _("商品"), "posts": _("帖"), "people": _("人"), "threads": _("話題"), "groups": _("群"), "tags": _("標籤"),
    }  # fmt: skip
    return [
        (titles[n], address(found.query, n), n == current, counted(found.counts[n], cut=n in found.cut)) for n in NAMES
    ]


def counted(number: int, *, cut: bool = False) -> str:
    """With a plus where there may be more: also where some of what was looked at is not for this reader."""
    return f"{min(number, _MOST):,}+" if cut or number >= _MOST else f"{number:,}"


def first(found: Results) -> str:
    """The list that is shown where none is asked for: goods, or the first of which there is something."""
    return next((name for name in NAMES if found.counts[name]), "goods")


def address(query: str, tab: str, after: str = "", more: Sequence[tuple[str, str]] = ()) -> str:
    told = [("q", query), ("in", tab), *more, ("after", after)]
    return f"{viewer().root}/search?{urlencode([pair for pair in told if pair[1]])}"


def posts_page(found: Results, after: str) -> dict[str, Any]:
    some, more = _page(found.posts, after)
    return {
        "cards": post_cards(some),
        "words": post_words,
        "next": more and address(found.query, "posts", more),
        "beyond": "" if more else beyond(found, "posts"),
    }


def people_page(found: Results, after: str) -> dict[str, Any]:
    some, more = _page(found.people, after)
    return {
        "people": people.cards(some), "follows": followed("member", some), "back": address(found.query, "people"),
        "next": more and address(found.query, "people", more), "beyond": "" if more else beyond(found, "people"),
    }  # fmt: skip


def tags_page(found: Results, _after: str) -> dict[str, Any]:
    return {"tags": [(tag, urls.tag(tag.slug)) for tag in found.tags]}


def threads_page(found: Results, after: str) -> dict[str, Any]:
    kept, told = _ticked(found, "threads")
    some, more = _page([one.id for one in kept], after)
    return {
        **told, "rows": talk.threads(some, found.query, listed=found.within is None), "words": thread_words,
        **_onward(found, "threads", more, told["ticked"]),
    }  # fmt: skip


def groups_page(found: Results, after: str) -> dict[str, Any]:
    kept, told = _ticked(found, "groups")
    some, more = _page([one.id for one in kept], after)
    return {**told, **talk.groups(some, found.query), **_onward(found, "groups", more, told["ticked"])}


def _ticked(found: Results, tab: str) -> tuple[list[Any], dict[str, Any]]:
    """What of a list fits what is ticked; and what its page says of that."""
    kept, facets = talk.narrowed(getattr(found, tab), tab)
    group = [("group", found.within.row.slug)] if found.within else []
    ticked = talk.chosen(facets)
    pairs = [(name, value) for name, value, _label in ticked]
    chips = [
        (label, address(found.query, tab, more=[*group, *(pair for pair in pairs if pair != (name, value))]))
        for name, value, label in ticked
    ]
    return kept, {
        "facets": facets, "chips": chips, "ticked": [*group, *pairs], "all_url": address(found.query, tab, more=group),
        "action": f"{viewer().root}/search", "hidden": [("q", found.query), ("in", tab), *group], "total": len(kept),
    }  # fmt: skip


def _onward(found: Results, tab: str, more: str, pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    return {
        "next": more and address(found.query, tab, more, pairs),
        "beyond": "" if more else beyond(found, tab),
    }


READ = {
    "posts": posts_page, "people": people_page, "threads": threads_page, "groups": groups_page, "tags": tags_page,
}  # fmt: skip


def beyond(found: Results, tab: str) -> str:
    """What is said below the last of a list of which there is more than was looked at; empty where that is all."""
    told = {
        "posts": lazy("只列出最相關的%(num)s篇，換個說法或多寫一個字試試"),
        "people": lazy("只列出最相關的%(num)s個人，換個說法或多寫一個字試試"),
        "threads": lazy("只列出最相關的%(num)s個話題，換個說法或多寫一個字試試"),
        "groups": lazy("只列出最相關的%(num)s個群，換個說法或多寫一個字試試"),
    }
    return str(told[tab]) % {"num": f"{_MOST:,}"} if tab in found.cut else ""


def _page(ids: Sequence[int], after: str) -> tuple[Sequence[int], str]:
    """The page behind the thing with this id (the first, where it is gone), and the id that leads on."""
    last = int(after) if is_number(after, 10) else 0
    start = ids.index(last) + 1 if last in ids else 0
    some = ids[start : start + PAGE]
    return some, str(some[-1]) if len(ids) > start + PAGE else ""
