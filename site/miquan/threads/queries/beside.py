"""What stands beside a thread: its tags, and others of its group."""

from typing import Any, NamedTuple

from miquan import urls
from miquan.circle.wording import line_in_script
from miquan.prepared import Prepared
from miquan.products.models import Tag
from miquan.threads.models import Thread, ThreadTag
from miquan.threads.queries.lists import shown_lang
from miquan.threads.queries.visible import visible_to
from miquan.viewer import viewer

_OTHERS = 5


class Other(NamedTuple):
    """Another thread of the group."""

    url: str
    title: str
    lang: str
    replies: int


def tags_of(thread_id: int) -> list[tuple[str, str]]:
    return [(name, urls.tag(slug)) for name, slug in _TAGS.rows(thread_id)]


_TAGS = Prepared(
    lambda thread_id: (
        ThreadTag.select(Tag.name, Tag.slug)
        .join(Tag)
        .where(ThreadTag.thread == thread_id)
        .order_by(ThreadTag.id)
        .tuples()
    )
)


def others_in(group_id: int, group_slug: str, but: int) -> list[Other]:
    """What was talked of last in the group."""
    rows = _LAST.rows(viewer().id or 0, group_id)
    wanted = viewer().lang
    found = [
        Other(urls.thread(group_slug, id_, slug), line_in_script(title, lang, wanted), shown_lang(lang, wanted), many)
        for id_, slug, title, lang, many in rows
        if id_ != but
    ]
    return found[:_OTHERS]


def _last(me: Any, group_id: Any) -> Any:
    t = Thread
    mine = (t.group == group_id, t.state == "published", visible_to(me, listed=False))
    query = t.select(t.id, t.slug, t.title, t.lang, t.replies).where(*mine)
    return query.order_by(t.active_at.desc(), t.id.desc()).limit(_OTHERS + 1).tuples()


_LAST = Prepared(_last)
