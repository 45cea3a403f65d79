"""What notices are about, by id: where it is, and how it is called, in the reader's own script as on its page.

One query a kind, however many there are.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from miquan import text, urls
from miquan.accounts.models import Member
from miquan.circle.models import Comment, Post, PostText
from miquan.circle.wording import line_in_script
from miquan.groups.models import Group
from miquan.i18n import _
from miquan.moderation.models import Decision
from miquan.moderation.registry import REASONS
from miquan.moderation.rules import DONE
from miquan.prepared import Prepared, padded
from miquan.products.models import Product, ProductText
from miquan.storefronts.models import Storefront
from miquan.threads.models import Reply, Thread
from miquan.threads.queries.lists import shown_lang
from miquan.viewer import viewer

TITLE, WORDS = 60, 160
# What has no title is called by how it begins.
_BEGINNING = 24
# A name stands between the quotation marks of a sentence.
_INNER = str.maketrans("「」“”", "『』‘’")
_QUOTED = re.compile(r"<blockquote>(?:(?!<blockquote>).)*?</blockquote>", re.DOTALL)


@dataclass(frozen=True)
class Thing:
    """`name` is what sentences call it; `words` what was said, in `lang`. `thread` is where it could be muted."""

    url: str
    name: str = ""
    words: str = ""
    lang: str = ""
    thread: int = 0


NOTHING = Thing("")


def _short(words: str, most: int) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _called(title: str) -> str:
    return _short(title, TITLE).translate(_INNER)


def _read(line: str, lang: str) -> str:
    return line_in_script(line, lang, viewer().lang)


def _titled(title: str, words: str) -> str:
    return _called(title or _short(words, _BEGINNING)) or _("沒有文字的帖")


def _said(html: str, lang: str) -> str:
    """What was said, without what it quotes."""
    while (rest := _QUOTED.sub("", html)) != html:
        html = rest
    return _read(_short(text.html_to_text(html), WORDS), lang)


def posts(ids: Iterable[int]) -> dict[int, Thing]:
    return {
        id_: Thing(urls.post(id_, slug), _titled(title, words), _short(words, WORDS), lang)
        for id_, slug, title, words, lang in _POSTS.rows(viewer().lang, *padded(list(ids)))
    }


_POSTS = Prepared(
    lambda lang, *ids: (
        Post.select(
            Post.id, Post.slug, fn.COALESCE(PostText.title, Post.title), fn.COALESCE(PostText.excerpt, Post.excerpt),
            fn.COALESCE(PostText.lang, Post.lang),
        )
        .join(PostText, JOIN.LEFT_OUTER, on=((PostText.post == Post.id) & (PostText.lang == lang)))
        .where(Post.id.in_(ids))
        .tuples()
    )
)  # fmt: skip


def comments(ids: Iterable[int]) -> dict[int, Thing]:
    """A comment leads to itself; it is called by its post."""
    return {
        id_: Thing(
            f"{urls.post(post, slug)}#comment-{id_}",
            _titled(title, words),
            _said(body, lang),
            shown_lang(lang, viewer().lang),
        )
        for id_, body, lang, post, slug, title, words in _COMMENTS.rows(viewer().lang, *padded(list(ids)))
    }


_COMMENTS = Prepared(
    lambda lang, *ids: (
        Comment.select(
            Comment.id, Comment.body_html, Comment.lang, Post.id, Post.slug, fn.COALESCE(PostText.title, Post.title),
            fn.COALESCE(PostText.excerpt, Post.excerpt),
        )
        .join(Post, on=(Post.id == Comment.post))
        .join(PostText, JOIN.LEFT_OUTER, on=((PostText.post == Post.id) & (PostText.lang == lang)))
        .where(Comment.id.in_(ids))
        .tuples()
    )
)  # fmt: skip


def _talked(title: str, lang: str) -> str:
    """A thread has no title while its opening is hidden, and none any more where its words went."""
    return _called(_read(title, lang)) or _("沒有標題")


def threads(ids: Iterable[int]) -> dict[int, Thing]:
    return {
        id_: Thing(
            urls.thread(group, id_, slug),
            _talked(title, lang),
            _read(_short(words, WORDS), lang),
            shown_lang(lang, viewer().lang),
            id_,
        )
        for id_, slug, title, words, lang, group in _THREADS.rows(*padded(list(ids)))
    }


_THREADS = Prepared(
    lambda *ids: (
        Thread.select(Thread.id, Thread.slug, Thread.title, Thread.excerpt, Thread.lang, Group.slug)
        .join(Group)
        .where(Thread.id.in_(ids))
        .tuples()
    )
)


def replies(ids: Iterable[int]) -> dict[int, Thing]:
    return {
        id_: Thing(
            urls.thread(group, thread, slug, number),
            _talked(title, titled_in),
            _said(body, lang),
            shown_lang(lang, viewer().lang),
            thread,
        )
        for id_, number, body, lang, thread, slug, title, titled_in, group in _REPLIES.rows(*padded(list(ids)))
    }


_REPLIES = Prepared(
    lambda *ids: (
        Reply.select(
            Reply.id, Reply.number, Reply.body_html, Reply.lang, Thread.id, Thread.slug, Thread.title, Thread.lang,
            Group.slug,
        )
        .join(Thread, on=(Thread.id == Reply.thread))
        .join(Group, on=(Group.id == Thread.group))
        .where(Reply.id.in_(ids))
        .tuples()
    )
)  # fmt: skip


def storefronts(ids: Iterable[int]) -> dict[int, Thing]:
    rows = Storefront.select(Storefront.id, Member.handle, Member.display_name).join(Member)
    return {
        id_: Thing(urls.person(handle), name) for id_, handle, name in rows.where(Storefront.id.in_(list(ids))).tuples()
    }


def groups(ids: Iterable[int]) -> dict[int, Thing]:
    rows = Group.select(Group.id, Group.slug, Group.name, Group.lang).where(Group.id.in_(list(ids)))
    return {id_: Thing(urls.group(slug), _called(_read(name, lang))) for id_, slug, name, lang in rows.tuples()}


def said_of_a_group(data: dict[str, Any]) -> Thing:
    """As it was called then."""
    return Thing("", _read(data.get("name", ""), data.get("lang", "")), data.get("note", ""))


def decisions(ids: Iterable[int]) -> dict[int, Thing]:
    rows = Decision.select(Decision.id, Decision.thing, Decision.verb, Decision.reason, Decision.undone_at)
    return {
        id_: Thing(f"{viewer().root}/me/decisions#d{id_}", _called(name), _became(*more))
        for id_, name, *more in rows.where(Decision.id.in_(list(ids))).tuples()
    }


def _became(verb: str, why: str, undone: datetime | None) -> str:
    """What was decided, or that it does not hold any more."""
    if undone is None:
        return f"{DONE.get(verb, '')}・{REASONS.get(why, '')}"
    if verb in ("hide", "remove", "refuse"):
        return _("收回了，大家又看得到它")
    return _("收回了")


def members(ids: Iterable[int]) -> dict[int, Thing]:
    """Only the reader is a member that a notice is about; it leads to whoever did it."""
    return {id_: Thing("") for id_ in ids}


def products(ids: Iterable[int]) -> dict[int, Thing]:
    told = (ProductText.product == Product.id) & (ProductText.lang == viewer().lang)
    rows = Product.select(
        Product.id, Product.slug, fn.COALESCE(ProductText.title, Product.title), fn.COALESCE(ProductText.lang, Product.lang),
        Member.handle,
    )  # fmt: skip
    rows = rows.join(Storefront).join(Member).join_from(Product, ProductText, JOIN.LEFT_OUTER, on=told)
    rows = rows.where(Product.id.in_(list(ids)))
    return {
        id_: Thing(urls.product(handle, id_, slug), _called(title), _short(title, WORDS), lang)
        for id_, slug, title, lang, handle in rows.tuples()
    }


# Kind of what notices are about, and `still` of what was done with it -> how they are read.
SUBJECTS: dict[str, Callable[[Iterable[int]], dict[int, Thing]]] = {
    "post": posts,
    "comment": comments,
    "thread": threads,
    "reply": replies,
    "storefront": storefronts,
    "member": members,
    "group": groups,
    "decision": decisions,
}
THINGS: dict[str, str] = {"comment": "comment", "post": "post", "product": "product", "reply": "reply"}
READ: dict[str, Callable[[Iterable[int]], dict[int, Thing]]] = {**SUBJECTS, "product": products}


def read(wanted: dict[str, set[int]]) -> dict[str, dict[int, Thing]]:
    """All of them, a query a kind that is wanted."""
    return {kind: READ[kind](ids) for kind, ids in wanted.items() if ids}
