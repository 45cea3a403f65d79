"""The threads of the small site: mei's group about bowls, a question in it with an answer, and talk that fills two pages."""

from typing import Any

from miquan.once import LIMIT as NONCE_LIMIT
from miquan.threads import actions, facts
from miquan.threads.forms import PRICE_LIMIT, NewThreadForm, ReasonForm, ReplyForm, TendForm
from miquan.threads.models import BODY_LIMIT, OPTION_LIMIT, Reply, ReplyPicture, Thread
from miquan.threads.rules import MAX_OPTIONS, PictureWords, Said, ThreadWords
from tests.site.rows import Row, everyone, members, posted
from tests.threads.filled import grouped, joined, replied

_AT = "/g/bowls/t/{asked}"
THREADS: dict[str, Row] = {
    "/me/groups/words": members("/me/groups/words"),
    "/me/groups/words/<int:reply_id>/removal": members("/me/groups/words/1/removal", 404),
    "/g/<slug>/t/new": Row("/g/bowls/t/new", (303, 403, 200, 403, 403)),
    "/g/<slug>/t/products": Row("/g/bowls/t/products?find=碗", (303, 404, 200, 404, 404)),
    "/g/<slug>/t/people": Row("/g/bowls/t/people?q=n", (303, 404, 200, 404, 404)),
    "/g/<slug>/t/similar": Row("/g/bowls/t/similar?title=抹茶", (303, 404, 200, 404, 404)),
    "/g/<slug>/t/preview": posted("/g/bowls/t/preview"),
    "/g/<slug>/t/<int:thread_id>": everyone(_AT, 301),
    "/g/<slug>/t/<int:thread_id>-<name>": everyone("{asked_path}"),
    "/g/<slug>/t/<int:thread_id>/edit": Row(f"{_AT}/edit", (303, 404, 200, 404, 404)),
    "/g/<slug>/t/<int:thread_id>/removal": Row(f"{_AT}/removal", (303, 403, 200, 200, 200)),
    "/g/<slug>/t/<int:thread_id>/fresh": everyone(f"{_AT}/fresh?since=1", 303),
    "/g/<slug>/t/<int:thread_id>/tending": Row(f"{_AT}/tending", (303, 403, 200, 403, 403)),
    "/g/<slug>/t/<int:thread_id>/tending/<what>": posted(f"{_AT}/tending/pin"),
    "/g/<slug>/t/<int:thread_id>/watching": posted(f"{_AT}/watching"),
    "/g/<slug>/t/draft": posted("/g/bowls/t/draft"),
    "/g/<slug>/t/draft/removal": posted("/g/bowls/t/draft/removal"),
    "/g/<slug>/t/<int:thread_id>/draft": posted(f"{_AT}/draft"),
    "/g/<slug>/t/<int:thread_id>/draft/removal": posted(f"{_AT}/draft/removal"),
    "/g/<slug>/t/<int:thread_id>/vote": posted(f"{_AT}/vote"),
    "/g/<slug>/t/<int:thread_id>/vote/removal": posted(f"{_AT}/vote/removal"),
    "/g/<slug>/t/<int:thread_id>/replies": Row(f"{_AT}/replies?answers=1&quote=1", (303, 403, 200, 403, 403)),
    "/g/<slug>/t/<int:thread_id>/replies/<int:number>": everyone(f"{_AT}/replies/1", 303),
    "/g/<slug>/t/<int:thread_id>/replies/<int:number>/edit": Row(f"{_AT}/replies/1/edit", (303, 404, 200, 404, 404)),
    "/g/<slug>/t/<int:thread_id>/replies/<int:number>/history": everyone(f"{_AT}/replies/1/history"),
    "/g/<slug>/t/<int:thread_id>/replies/<int:number>/removal": Row(
        f"{_AT}/replies/1/removal", (303, 403, 200, 200, 200)
    ),
    "/g/<slug>/t/<int:thread_id>/replies/<int:number>/likes": posted(f"{_AT}/replies/1/likes"),
    "/g/<slug>/t/<int:thread_id>/replies/<int:number>/likes/removal": posted(f"{_AT}/replies/1/likes/removal"),
    "/g/<slug>/t/<int:thread_id>/replies/<int:number>/acceptance": posted(f"{_AT}/replies/1/acceptance"),
    "/g/<slug>/t/<int:thread_id>/replies/<int:number>/acceptance/removal": posted(
        f"{_AT}/replies/1/acceptance/removal"
    ),
}

FORMS: dict[str, Any] = {
    "thread": NewThreadForm,
    "thread reply": ReplyForm,
    "thread reason": ReasonForm,
    "thread tending": TendForm,
}
COLUMNS: dict[tuple[str, str], Any] = {
    ("thread", "title"): Thread.title,
    ("thread", "alt"): ReplyPicture.alt,
    ("thread reply", "alt"): ReplyPicture.alt,
    ("thread reason", "reason"): Reply.state_reason,
    ("thread tending", "reason"): Thread.state_reason,
    ("thread tending", "title"): Thread.title,
}
CONSTANTS = (
    {(name, "body"): BODY_LIMIT for name in ("thread", "thread reply")}
    | {(name, "nonce"): NONCE_LIMIT for name in ("thread", "thread reply")}
    | {("thread", "options"): MAX_OPTIONS * (OPTION_LIMIT + 2), ("thread", "price"): PRICE_LIMIT}
    | {("thread", name): limit for name, limit in facts.LIMITS.items()}
)
PAGES = {
    "new thread": ("owner", "/g/bowls/t/new"),
    "thread": ("owner", "/g/bowls/t/{asked}/edit"),
    "thread tending": ("owner", "/g/bowls/t/{asked}/tending"),
    "thread reply": ("owner", "/g/bowls/t/{asked}/replies"),
}


def talk(cast: Any, bowl: int, picture: int) -> dict[str, Thread]:
    """mei asks and picks the second answer; nina's long thread has two pages."""
    group = grouped("bowls", cast.mei, name="日常的碗")
    joined(group, cast.nina)
    said = Said("這只碗可以泡抹茶嗎？@nina #抹茶", pictures=(PictureWords(picture, "一只碗"),), products=(bowl,))
    asked = actions.start_thread(group.id, ThreadWords("question", "用飯碗泡抹茶", said), by=cast.mei.id)
    actions.write_reply(asked.id, Said("補一句：口徑**十二公分**"), by=cast.mei.id)
    actions.write_reply(asked.id, Said("> 十二公分\n\n可以，先溫碗。"), by=cast.nina.id, answers=1)
    actions.accept(asked.id, 2, by=cast.mei.id)
    actions.like_reply(asked.id, 2, by=cast.ruo.id)
    long = actions.start_thread(group.id, ThreadWords("discussion", "今天用的碗", Said("一人一句")), by=cast.nina.id)
    for number in range(1, 26):
        replied(
            long,
            cast.mei if number % 2 else cast.nina,
            f"第{number}天",
            answers=number - 1 if number % 5 == 0 else None,
        )
    return {"asked": Thread.get_by_id(asked.id), "long": Thread.get_by_id(long.id)}


def thread_path(thread: Thread) -> str:
    """Below the language."""
    return f"/g/bowls/t/{thread.id}-{thread.slug}"
