"""What the demo's moderators have to do, and have done: some reports, decisions and objections among demo members.

Written as rows: the record of special acts is for what people really did.
"""

from datetime import timedelta
from typing import Any

from miquan.accounts.models import Member
from miquan.bulk import insert_rows
from miquan.circle.models import Comment, Post
from miquan.db import now
from miquan.moderation.models import Appeal, Decision, Report

_MODERATORS = ("lotte_desk", "heqing_desk")
_REPORTS = (
    ("misleading", "實物和照片的顏色差很多"), ("spam", "連續三篇都在說同一件東西"), ("stolen", "這張照片在別的地方看過"),
    ("counterfeit", "底款看起來不對"), ("offensive", ""), ("other", "地點好像寫錯了"),
)  # fmt: skip
_DECISIONS = (
    ("warn", "spam", "同樣的話說一次就好", None), ("limit", "spam", "", 7), ("warn", "offensive", "不同意可以說，請不要罵人", None),
    ("warn", "misleading", "尺寸請寫清楚", None), ("limit", "offensive", "", 3),
)  # fmt: skip


def seed_moderation() -> None:
    """Nothing of the demo is hidden by it, so that every page is as its people wrote it."""
    staff = dict(Member.select(Member.handle, Member.id).where(Member.handle.in_(_MODERATORS)).tuples())
    people = [id_ for (id_,) in Member.select(Member.id).where(Member.demo).order_by(Member.id).tuples()]
    members = [id_ for id_ in people if id_ not in staff.values()]
    if len(staff) < len(_MODERATORS) or len(members) < 20:
        return
    _reports(members)
    _decisions(members, [staff[name] for name in _MODERATORS])


def _reports(members: list[int]) -> None:
    moment = now()
    out = Post.demo & (Post.state == "published") & (Post.kind != "repost")
    posts = list(Post.select(Post.id, Post.author).where(out).order_by(Post.id.desc()).limit(4).tuples())
    said = Comment.select(Comment.id, Comment.author).join(Post).where(Post.demo, Comment.state == "published")
    comments = list(said.order_by(Comment.id.desc()).limit(2).tuples())
    things = [("post", *row) for row in posts] + [("comment", *row) for row in comments]
    rows: list[dict[str, Any]] = []
    for place, ((kind, id_, author), (reason, note)) in enumerate(zip(things, _REPORTS, strict=False)):
        # Some things are reported by several.
        for reporter in [one for one in members if one != author][place : place + 1 + place % 3]:
            rows.append(
                {
                    "reporter": reporter, "subject_kind": kind, "subject_id": id_, "reason": reason, "note": note,
                    "state": "escalated" if place == 3 else "new", "created_at": moment - timedelta(hours=5 * place + 1),
                }
            )  # fmt: skip
    # As they came in: queues go by number.
    insert_rows(Report, sorted(rows, key=lambda row: row["created_at"]))


def _decisions(members: list[int], staff: list[int]) -> None:
    moment = now()
    rows: list[dict[str, Any]] = [
        {
            "subject_kind": "member", "subject_id": member, "member": member, "verb": verb, "reason": reason, "words": words,
            "said": {}, "prior": {}, "thing": "", "by": staff[place % 2], "at": moment - timedelta(days=40 - place * 5),
            "until": moment - timedelta(days=40 - place * 5 - days) if days else None,
        }
        for place, (member, (verb, reason, words, days)) in enumerate(zip(members[10:], _DECISIONS, strict=False))
    ]  # fmt: skip
    ids = [Decision.create(**row).id for row in rows]
    insert_rows(
        Appeal,
        [
            {"decision": ids[0], "words": "我以為要每天說一次", "at": moment - timedelta(days=39), "outcome": "upheld", "answer": "看過了，真的太多次",
             "decided_at": moment - timedelta(days=38), "decided_by": staff[1]},
            {"decision": ids[3], "words": "尺寸寫在最後一行", "at": moment - timedelta(days=1), "outcome": "", "answer": "",
             "decided_at": None, "decided_by": None},
        ],
    )  # fmt: skip
