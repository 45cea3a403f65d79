"""Six groups that differ in who may know of them, full of secret words, and everybody who could ask.

A word names what it is and where it belongs (`qtitlexprivate`: the title of a thread of the private group), so that
whatever an answer tells is found by one search over all of it.
"""

import re
from datetime import timedelta
from typing import Any

from miquan.accounts.models import Member
from miquan.boards.models import Board, Save
from miquan.db import now
from miquan.groups import actions as groups
from miquan.groups import tokens
from miquan.groups.models import Group, GroupAddress, GroupProduct, Membership
from miquan.groups.rules import GroupWords
from miquan.media.models import File
from miquan.moderation.actions import file_report
from miquan.moderation.deciding import Wish, decide
from miquan.notifications.models import Notice, NoticeCause
from miquan.products.models import Tag
from miquan.threads import actions as threads
from miquan.threads.models import (
    Reply,
    ReplyMention,
    ReplyMove,
    ReplyPicture,
    ReplyRevision,
    Thread,
    ThreadDraft,
    ThreadTag,
)
from tests.cast import Cast
from tests.circle.filled import published
from tests.threads.filled import joined, liked, polled, replied, threaded

# closed: open while all of it happened, private now. resting: open and put away.
WAYS = ("public", "unlisted", "members", "private", "closed", "resting")
INSIDERS = ("member", "moderator", "owner")
READERS = ("visitor", "stranger", "applicant", "invited", *INSIDERS, "banned", "former", "staff")
FRONT = ["name", "purpose", "rules", "slug", "topic", "question", "face", "exists"]
INSIDE = [
    "title",
    "tslug",
    "body",
    "once",
    "option",
    "reply",
    "alt",
    "file",
    "tagged",
    "flair",
    "guest",
    "shelf",
    "went",
    "there",
]
# `exists` and `there` are no words: the group, or what is said in it, is answered with a page at all.
# Who else knows of it, besides those who look after the group: whoever said it.
THEIRS = {"answer": ("applicant",), "note": ("banned", "former"), "gone": ("member",)}
_WORD = re.compile(r"q([a-wyz]+)x([a-z]+)")
_NOTICES = (
    ("mention", "reply", "first", 0), ("watched", "thread", "thread", "first"), ("accepted", "reply", "first", 0),
    ("reply_like", "reply", "first", 0), ("asked_in", "group", "group", "asks"), ("admitted", "group", "group", "asks"),
)  # fmt: skip


def word(kind: str, way: str) -> str:
    return f"q{kind}x{way}"


def words_in(text: str) -> set[tuple[str, str]]:
    """(kind, way) of every secret word in it."""
    return {(kind, way) for kind, way in _WORD.findall(text.lower()) if way in WAYS}


def known(way: str, reader: str, kind: str, *, listed: bool = False) -> bool:
    """Whether this reader may be told of it at all; `listed`: where nobody asked for that group by its address."""
    if reader in INSIDERS:
        tending = reader != "member" or reader in THEIRS.get(kind, ())
        return {"draft": reader == "owner"}.get(kind, kind not in THEIRS or tending)
    if reader in THEIRS.get(kind, ()):
        return True
    by_address = way == "unlisted" and not listed
    if kind in FRONT:
        return way in ("public", "members", "resting") or by_address
    return kind in INSIDE and (way in ("public", "resting") or by_address)


# Of a private group and of one for members everybody asks; of the others those whom it makes a difference for.
_SOME = {
    "public": ("visitor", "stranger", "member", "owner"),
    "unlisted": ("visitor", "stranger", "member"),
    "closed": ("visitor", "stranger", "member", "former"),
    "resting": ("visitor", "stranger"),
}


def asking(way: str) -> tuple[str, ...]:
    """Who asks for it."""
    return _SOME.get(way, READERS)


class Scene:
    """`ids[way]` names what stands in paths; `people[reader]` is who asks."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        others = {handle: cast.member(handle, name) for handle, name in (("lin", "林"), ("bo", "波"), ("kai", "凱"), ("yun", "芸"))}  # fmt: skip
        self.people: dict[str, Member | None] = {
            "visitor": None, "stranger": cast.ruo, "applicant": others["lin"], "invited": others["bo"], "member": cast.nina,
            "moderator": cast.tang, "owner": cast.mei, "banned": others["kai"], "former": others["yun"], "staff": cast.mo,
        }  # fmt: skip
        self.bowl = cast.product()
        self.tea = Tag.create(slug="tea", name="tea")
        self.post = published(cast.mei, "今天去了河邊")
        self.board = Board.create(owner=cast.nina.id, name="話題", slug="talk", visibility="public")
        self.ids: dict[str, dict[str, Any]] = {way: self._filled(way) for way in WAYS}
        # Begun in the open group, with another merged into it; `closed` takes it into the private one.
        title, began_in = word("went", "private"), Group.get_by_id(self.ids["public"]["group"])
        went = threaded(began_in, cast.mei, title, slug=title)
        led = threaded(began_in, cast.mei, title, slug=title, state="merged", merged_into=went.id)
        ReplyMove.create(thread=led.id, first=0, last=1, target=went.id, shift=0)
        self.ids["private"] |= {"went": went.id, "led": led.id}

    def _group(self, way: str) -> GroupWords:
        born = {"closed": "public", "resting": "public"}.get(way, way)
        front = {kind: word(kind, way) for kind in ("name", "purpose", "rules", "slug")}
        return GroupWords(
            **front, questions=(word("question", way),), flairs=(word("flair", way),), tags=(word("topic", way),), languages=("zh-hant",),
            country="JP", city="kyoto", visibility=born, joining="invite" if born == "private" else "apply", picture=self._file("face", way).id,
        )  # fmt: skip

    def _file(self, kind: str, way: str) -> File:
        name, mei = word(kind, way), self.cast.mei.id
        more = {"mime": "image/webp", "bytes": 1, "width": 640, "height": 480, "sha256": "0" * 64}
        found: File = File.get_or_none(File.name == name) or File.create(owner=mei, name=name, **more)
        return found

    def _filled(self, way: str) -> dict[str, Any]:
        mei = self.cast.mei
        group = groups.start_group(self._group(way), by=mei.id)
        # Nobody begins so many a day.
        Group.update(created_at=now() - timedelta(days=9)).execute()
        GroupAddress.create(slug=f"was-{way}", group=group.id)
        guest = self.cast.member(f"guest_{way}", word("guest", way))
        asks = self._peopled(group, guest, way)
        thread = self._said(group, guest, way)
        first = Reply.get(Reply.thread == thread.id, Reply.number == 1)
        ids = {
            "group": group.id, "thread": thread.id, "first": first.id, "asks": asks.id, "guest": guest.id, "way": way, "slug": group.slug, "tslug": word("tslug", way), "bowl": self.bowl.id,
            "invite": tokens.token_of(groups.invite(group.id, by=mei.id)), "board": self.board.id, "post": self.post.id, **self._away(group, thread, way),
        }  # fmt: skip
        ids |= {name: self._id(name) for name in ("applicant", "banned", "member", "stranger")}
        self._told(ids, guest)
        return ids

    def _id(self, reader: str) -> int:
        who = self.people[reader]
        assert who is not None
        return int(who.id)

    def _peopled(self, group: Group, guest: Member, way: str) -> Membership:
        joined(group, guest)
        joined(group, self.cast.tang, "moderator")
        joined(group, self.cast.nina)
        Membership.create(group=group.id, member=self._id("banned"), role="banned", note=word("note", way))
        return joined(group, self.people["applicant"], "applicant", answers=[word("answer", way)])  # type: ignore[arg-type]

    def _said(self, group: Group, guest: Member, way: str) -> Thread:
        """A question with everything that can hang on it, asked by the owner, answered by who has left and by a member."""
        mei, former = self.cast.mei, self.people["former"]
        assert former is not None
        title, body = word("title", way), f"{word('body', way)} @ruo"
        thread = threaded(
            group, mei, title, body=body, kind="question", slug=word("tslug", way), flair=word("flair", way)
        )
        opening = Reply.get(Reply.thread == thread.id)
        ReplyRevision.create(
            reply=opening.id, version=1, by=mei.id, data={"title": title, "body": word("once", way), "lang": "zh-hant"}
        )
        ReplyPicture.create(reply=opening.id, position=1, file=self._file("file", way), alt=word("alt", way))
        for slug in (word("tagged", way),):
            ThreadTag.create(thread=thread.id, tag=Tag.create(slug=slug, name=slug))
        polled(thread, word("option", way), "別的", hidden=False)
        for author in (former, self.cast.nina, guest):
            replied(thread, author, word("reply", way))
        Thread.update(accepted=1, accepted_at=now()).where(Thread.id == thread.id).execute()
        liked(Reply.get(Reply.thread == thread.id, Reply.number == 1), guest)
        GroupProduct.create(group=group.id, product=self.bowl.id, by=self.cast.nina.id, note=word("shelf", way))
        ThreadDraft.create(
            group=group.id, member=mei.id, form={"title": [word("draft", way)], "body": [word("draft", way)]}
        )
        return thread

    def _away(self, group: Group, thread: Thread, way: str) -> dict[str, Any]:
        """What was hidden by a decision, what was removed, what was merged into the question, what was reported."""
        cast = self.cast
        hidden = threaded(group, cast.nina, word("gone", way), slug=word("gone", way))
        decide("thread", hidden.id, Wish("hide", "spam", "看過了"), by=cast.mo.id)
        removed = replied(thread, cast.nina, word("gone", way), state="removed", state_reason="不好")
        merged = threaded(
            group, cast.mei, word("title", way), slug=word("tslug", way), state="merged", merged_into=thread.id
        )
        file_report(by=cast.nina.id, kind="thread", subject_id=thread.id, reason="other", note="不好")
        return {"hidden": hidden.id, "removed": removed.number, "merged": merged.id}

    def _told(self, ids: dict[str, Any], guest: Member) -> None:
        """Everybody has kept the thread, is named in it and was told of all that happened, as if they had been inside once."""
        people = [who for who in self.people.values() if who is not None]
        for who in people:
            if who.id == self._id("invited"):
                continue
            Save.create(
                member=who.id,
                kind="thread",
                item=ids["thread"],
                board=self.board.id if who.id == self.cast.nina.id else None,
            )
            ReplyMention.get_or_create(reply=ids["first"], member=who.id)
        applicant = self._id("applicant")
        causes = [
            NoticeCause.create(
                type=type_, kind=kind, subject=ids[subject], thing=ids.get(thing, 0), told_at=now(),
                actor=applicant if type_ == "asked_in" else guest.id, data={"name": word("name", ids["way"])} if type_ == "admitted" else {},
            )
            for type_, kind, subject, thing in _NOTICES
        ]  # fmt: skip
        # `watched` is about the newest reply, which its author still says.
        last = Reply.get(Reply.thread == ids["thread"], Reply.author == guest.id)
        NoticeCause.update(thing=last.id).where(
            NoticeCause.type == "watched", NoticeCause.subject == ids["thread"]
        ).execute()
        Notice.insert_many(
            {
                "member": who.id,
                "type": one.type,
                "kind": one.kind,
                "subject": one.subject,
                "first": one.id,
                "last": one.id,
            }
            for who in people
            for one in causes
        ).execute()

    def closed(self) -> None:
        """One group is shut to outsiders, another put away, and a thread goes from an open group to a private one."""
        mei = self.cast.mei.id
        shut = GroupWords(**{**vars(self._group("closed")), "visibility": "private", "joining": "invite"})
        groups.change_group(self.ids["closed"]["group"], shut, by=mei)
        groups.archive(self.ids["resting"]["group"], by=mei)
        threads.move_thread(self.ids["private"]["went"], self.ids["private"]["group"], by=mei)
