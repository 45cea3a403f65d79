"""A post as schema.org sees it: SocialMediaPosting with its author's name as text, dates, and comments inside comments."""

from typing import Any

from miquan.circle.queries.comments import CommentShown, Thread
from miquan.circle.queries.page import PostPage
from miquan.i18n import HTML_LANGS, iso_datetime
from miquan.people.shown import Person
from miquan.seo.page import absolute
from miquan.text import html_to_text

_MOST = 10


def post_data(page: PostPage, comments: Thread) -> dict[str, Any]:
    """JSON-LD of a post's page; only what the page itself shows."""
    row = page.row
    data: dict[str, Any] = {
        "@type": "SocialMediaPosting",
        "@id": absolute(page.url),
        "url": absolute(page.url),
        "headline": page.name[:110],
        "author": person_data(page.person),
        "datePublished": iso_datetime(row.published_at or row.created_at),
        "dateModified": iso_datetime(row.edited_at or row.published_at or row.created_at),
        "inLanguage": HTML_LANGS.get(page.lang, page.lang),
        "interactionStatistic": [
            counted("LikeAction", row.likes),
            counted("CommentAction", row.comments),
            counted("ShareAction", row.reposts),
        ],
        "commentCount": row.comments,
    }
    words = html_to_text(str(page.words))
    if words:
        data["text"] = words[:5_000]
    if page.pictures:
        data["image"] = [absolute(p.src.replace("-640.", "-1280.")) for p in page.pictures[:6]]
    if page.tags:
        data["keywords"] = [name for name, _url in page.tags]
    if page.where:
        data["contentLocation"] = {"@type": "Place", "name": page.where}
    if said := [_comment(c) for c in comments.comments[:_MOST] if c.person]:
        data["comment"] = said
    return data


def person_data(person: Person) -> dict[str, Any]:
    return {"@type": "Person", "name": person.name, "url": absolute(person.url)}


def counted(kind: str, number: int) -> dict[str, Any]:
    return {
        "@type": "InteractionCounter",
        "interactionType": f"https://schema.org/{kind}",
        "userInteractionCount": number,
    }


def _comment(comment: CommentShown) -> dict[str, Any]:
    assert comment.person is not None
    data: dict[str, Any] = {
        "@type": "Comment",
        "author": person_data(comment.person),
        "datePublished": iso_datetime(comment.at),
        "text": html_to_text(str(comment.words)),
    }
    if answers := [_comment(a) for a in comment.answers if a.person]:
        data["comment"] = answers
    return data
