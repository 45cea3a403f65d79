"""Posts as Atom: what everyone may see, but for whom a block parts from the reader. The server gives it its ETag, as all that visitors share."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from flask import Response, g
from peewee import JOIN, fn

from miquan import urls
from miquan.accounts.models import Member
from miquan.circle.models import Post, PostText
from miquan.circle.queries.visible import visible_to
from miquan.circle.wording import in_language
from miquan.follows.parting import apart
from miquan.i18n import HTML_LANGS, iso_datetime
from miquan.seo.page import absolute
from miquan.text import xml_text
from miquan.viewer import viewer

ENTRIES = 30


def answer(title: str, page: str, own: str, ids: Sequence[int], since: datetime) -> Response:
    """The feed of these posts. `page` and `own` are root-relative; `since` is its time while it is empty."""
    rows = _rows(ids)
    entries = [_entry(row) for row in rows]
    changed = max((row[-1] or row[-2] for row in rows), default=since)
    body = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{HTML_LANGS[viewer().lang]}" '
        f"xml:base={quoteattr(absolute('/'))}>\n<id>{escape(absolute(own))}</id>\n<title>{xml_text(title)}</title>\n"
        f'<updated>{iso_datetime(changed)}</updated>\n<link rel="alternate" type="text/html" href={quoteattr(absolute(page))}/>\n'
        f'<link rel="self" type="application/atom+xml" href={quoteattr(absolute(own))}/>\n{"".join(entries)}</feed>\n'
    )
    # What a member gets lacks whom a block parts from them.
    g.cacheable = not viewer().signed_in
    return Response(body, mimetype="application/atom+xml")


def _rows(ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """In the reader's script; reposts are somebody else's words."""
    rows = (
        Post.select(
            Post.id, Post.slug, Member.handle, Member.display_name, fn.COALESCE(PostText.lang, Post.lang), fn.COALESCE(PostText.title, Post.title),
            fn.COALESCE(PostText.excerpt, Post.excerpt), fn.COALESCE(PostText.body_html, Post.body_html), Post.published_at, Post.edited_at,
        )
        .join(Member)
        .join_from(Post, PostText, JOIN.LEFT_OUTER, on=((PostText.post == Post.id) & (PostText.lang == viewer().lang)))
        .where(Post.id.in_(list(ids) or [0]), Post.kind != "repost", visible_to(None), *apart(Post.author))
    )  # fmt: skip
    found = {row[0]: row for row in rows.tuples()}
    return [found[id_] for id_ in ids if id_ in found]


def _entry(row: tuple[Any, ...]) -> str:
    id_, slug, handle, name, lang, title, excerpt, html, published, edited = row
    address = absolute(urls.post(id_, slug))
    # The slug changes with the title, the id of an entry never does.
    lasting = absolute(f"{viewer().root}/c/{id_}")
    return (
        f"<entry xml:lang={quoteattr(HTML_LANGS.get(lang, lang))}><id>{escape(lasting)}</id><title>{xml_text(title or excerpt[:60] or name)}</title>"
        f'<link rel="alternate" type="text/html" href={quoteattr(address)}/><published>{iso_datetime(published)}</published>'
        f"<updated>{iso_datetime(edited or published)}</updated><author><name>{xml_text(name)}</name><uri>{escape(absolute(urls.person(handle)))}</uri></author>"
        f'<summary>{xml_text(excerpt)}</summary><content type="html">{xml_text(in_language(html, viewer().root))}</content></entry>\n'
    )
