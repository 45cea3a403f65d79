"""A thread as schema.org sees it: DiscussionForumPosting with comments inside comments, or a page of question and answers.

Every page of a thread tells of its opening: who began it, when, with what words.
"""

from typing import Any

from miquan import places, urls
from miquan.circle.structured import counted, person_data
from miquan.i18n import HTML_LANGS, iso_datetime
from miquan.money import Money, decimal_text
from miquan.seo.page import absolute
from miquan.text import excerpt, html_to_text
from miquan.threads.models import EXCERPT_LIMIT
from miquan.threads.queries.opening import Opened
from miquan.threads.queries.replies import Replies, ReplyShown
from miquan.viewer import viewer

_LONGEST = 5_000


def thread_data(thread: Opened, page: Replies, accepted: ReplyShown | None) -> dict[str, Any]:
    """JSON-LD of one page of a thread; only what the page itself shows."""
    return _question(thread, page, accepted) if thread.kind == "question" else _posting(thread, page)


def _posting(thread: Opened, page: Replies) -> dict[str, Any]:
    data = {
        "@type": "DiscussionForumPosting",
        "@id": absolute(thread.url),
        "headline": thread.title[:110],
        **_about(thread, page.opening, is_behind=page.first > 1),
        "dateModified": iso_datetime(thread.active_at),
        "commentCount": thread.replies,
        "interactionStatistic": [counted("LikeAction", thread.likes), counted("CommentAction", thread.replies)],
        **(_deal(thread) if thread.kind == "deal" else _trip(thread) if thread.kind == "trip" else {}),
    }
    if said := _nested(page.rows, thread, "Comment"):
        data["comment"] = said
    return data


def _deal(thread: Opened) -> dict[str, Any]:
    """What is to be had is an offer, which the posting is about."""
    facts = thread.facts
    offer: dict[str, Any] = {"@type": "Offer", "name": thread.title[:110]}
    if facts.price is not None:
        offer |= {"price": decimal_text(Money(facts.price, facts.currency)), "priceCurrency": facts.currency}
    if facts.until:
        offer["validThrough"] = facts.until.isoformat()
    if facts.where:
        offer["availableAtOrFrom"] = {"@type": "Place", "name": facts.where}
    if facts.link:
        offer["url"] = facts.link
    return {"about": offer} if len(offer) > 2 else {}


def _trip(thread: Opened) -> dict[str, Any]:
    """Which days and places the posting covers."""
    facts = thread.facts
    found: dict[str, Any] = {}
    if facts.since or facts.until:
        found["temporalCoverage"] = "/".join(day.isoformat() if day else ".." for day in (facts.since, facts.until))
    lang = viewer().lang
    where = [{"@type": "Country", "name": places.country_name(code, lang) or code} for code in facts.countries]
    where += [{"@type": "Place", "name": facts.cities}] if facts.cities else []
    return {**found, **({"spatialCoverage": where} if where else {})}


def _question(thread: Opened, page: Replies, accepted: ReplyShown | None) -> dict[str, Any]:
    question = {
        "@type": "Question",
        "@id": absolute(thread.url),
        "name": thread.title[:110],
        **_about(thread, page.opening, is_behind=page.first > 1),
        "answerCount": thread.replies,
        "upvoteCount": thread.likes,
    }
    if accepted is not None:
        question["acceptedAnswer"] = _said(accepted, thread, "Answer")
    others = [row for row in page.rows if row.number != thread.accepted]
    if suggested := _nested(others, thread, "Answer"):
        question["suggestedAnswer"] = suggested
    return {"@type": "QAPage", "@id": absolute(f"{thread.url}#page"), "mainEntity": question}


def beginning(opening: ReplyShown) -> str:
    """What later pages show of the opening."""
    return excerpt(html_to_text(str(opening.words)), EXCERPT_LIMIT)


def _about(thread: Opened, opening: ReplyShown, *, is_behind: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "url": absolute(thread.url),
        "datePublished": iso_datetime(thread.at),
        "inLanguage": HTML_LANGS.get(thread.lang, thread.lang),
        "text": (beginning(opening) if is_behind else html_to_text(str(opening.words))[:_LONGEST]) or thread.title,
    }
    if opening.person is not None:
        data["author"] = person_data(opening.person)
    if opening.pictures and not is_behind:
        data["image"] = [absolute(p.src.replace("-640.", "-1280.")) for p in opening.pictures[:6]]
    return data


def _nested(rows: list[ReplyShown], thread: Opened, kind: str) -> list[dict[str, Any]]:
    """Replies in their order; what answers another of the same page stands inside it."""
    found: dict[int, dict[str, Any]] = {}
    top = []
    for row in rows:
        if row.person is None:
            continue
        parent = found.get(row.answers[0]) if row.answers else None
        found[row.number] = data = _said(row, thread, "Comment" if parent is not None else kind)
        if parent is not None:
            parent.setdefault("comment", []).append(data)
        else:
            top.append(data)
    return top


def _said(row: ReplyShown, thread: Opened, kind: str) -> dict[str, Any]:
    assert row.person is not None
    address = absolute(urls.thread(thread.group_slug, thread.id, thread.slug, row.number))
    data: dict[str, Any] = {
        "@type": kind,
        "@id": address,
        "url": address,
        "author": person_data(row.person),
        "datePublished": iso_datetime(row.at),
        "text": html_to_text(str(row.words))[:_LONGEST] or f"#{row.number}",
    }
    if row.edited_at:
        data["dateModified"] = iso_datetime(row.edited_at)
    if kind == "Answer":
        data["upvoteCount"] = row.likes
    else:
        data["interactionStatistic"] = counted("LikeAction", row.likes)
    return data
