"""The four lists of results: goods, posts, people, tags. Each is counted on every page, one is read.

Who may see what is part of the queries, so that the numbers are what the reader will find.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from miquan import urls
from miquan.circle import words as post_words
from miquan.circle.queries.cards import post_cards
from miquan.circle.queries.found import readable
from miquan.follows.queries import followed
from miquan.i18n import _, lazy
from miquan.search import people, tags
from miquan.search.kinds import PEOPLE, POSTS, PRODUCTS
from miquan.search.service import Found, find
from miquan.text import is_number
from miquan.viewer import viewer

NAMES = ("goods", "posts", "people", "tags")
PAGE = 20
# Nobody reads further, and each is looked at for whether the reader may see it.
_MOST = 1_000


@dataclass(frozen=True)
class Results:
    """What a query finds of each kind; ids best first, as far as they are for this reader."""

    query: str
    goods: Found
    posts: list[int]
    people: list[int]
    tags: list[Any]
    slow_path: bool
    # "Did you mean" from posts or people, where goods have nothing to say.
    did_you_mean: str
    # Lists of which there is more than was looked at.
    cut: frozenset[str] = frozenset()

    @property
    def counts(self) -> dict[str, int]:
        return {
            "goods": len(self.goods.hits),
            "posts": len(self.posts),
            "people": len(self.people),
            "tags": len(self.tags),
        }

    @property
    def is_empty(self) -> bool:
        return not any(self.counts.values())


def results(query: str) -> Results:
    """Three queries besides what the index answers."""
    goods, posts, persons = (find(query, kind) for kind in (PRODUCTS, POSTS, PEOPLE))
    me = viewer().id
    meant = next((f.hits.did_you_mean for f in (goods, posts, persons) if f.hits.did_you_mean), "")
    return Results(
        query, goods, readable(_ids(posts), me), people.there(_ids(persons), me), tags.matching(query),
        any(found.slow_path for found in (goods, posts, persons)), meant,
        frozenset(name for name, found in (("posts", posts), ("people", persons)) if len(found.hits) > _MOST),
    )  # fmt: skip


def _ids(found: Found) -> list[int]:
    return [int(id_) for id_ in found.hits.ids[:_MOST]]


def links(found: Results, current: str) -> list[tuple[str, str, bool, str]]:
    """(words, address, whether it is this one, how many) of each list."""
    titles = {"goods": _("商品"), "posts": _("帖"), "people": _("人"), "tags": _("標籤")}
    return [
        (titles[n], address(found.query, n), n == current, counted(found.counts[n], cut=n in found.cut)) for n in NAMES
    ]


def counted(number: int, *, cut: bool = False) -> str:
    """With a plus where there may be more: also where some of what was looked at is not for this reader."""
    return f"{min(number, _MOST):,}+" if cut or number >= _MOST else f"{number:,}"


def first(found: Results) -> str:
    """The list that is shown where none is asked for: goods, or the first of which there is something."""
    return next((name for name in NAMES if found.counts[name]), "goods")


def address(query: str, tab: str, after: str = "") -> str:
    told = {"q": query, "in": tab, **({"after": after} if after else {})}
    return f"{viewer().root}/search?{urlencode(told)}"


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


READ = {"posts": posts_page, "people": people_page, "tags": tags_page}


def beyond(found: Results, tab: str) -> str:
    """What is said below the last of a list of which there is more than was looked at; empty where that is all."""
    told = {
        "posts": lazy("只列出最相關的%(num)s篇，換個說法或多寫一個字試試"),
        "people": lazy("只列出最相關的%(num)s個人，換個說法或多寫一個字試試"),
    }
    return str(told[tab]) % {"num": f"{_MOST:,}"} if tab in found.cut else ""


def _page(ids: Sequence[int], after: str) -> tuple[Sequence[int], str]:
    """The page behind the thing with this id (the first, where it is gone), and the id that leads on."""
    last = int(after) if is_number(after, 10) else 0
    start = ids.index(last) + 1 if last in ids else 0
    some = ids[start : start + PAGE]
    return some, str(some[-1]) if len(ids) > start + PAGE else ""
