"""What is true of groups, without I/O: roles, and what each may do."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from miquan.accounts.rules import RESERVED
from miquan.groups import models as m
from miquan.i18n import lazy
from miquan.problems import Problem
from miquan.products.rules import TAG_LIMIT

__all__ = ["Problem"]

VISIBILITIES = ("public", "unlisted", "members", "private")
JOININGS = ("open", "apply", "invite")
# Who is in a group, from the least to the most; applicants and banned people are outside.
INSIDE = ("member", "moderator", "owner")
TENDING = ("moderator", "owner")
# Whose existence anybody may know of; and whose words anybody may read. By its address an unlisted group counts as public.
KNOWN, READABLE = ("public", "members"), ("public",)
# Whose words visitors read where they have the address.
OPEN = ("public", "unlisted")


class Verb(StrEnum):
    """What can be done in a group by those who are in it."""

    # Speak: threads, replies, votes, goods on the shelf. Of an archived group nobody does (`GroupPage.writes`).
    WRITE = "write"
    # Look after what is said: pin, lock, move, hide; applicants, invitations, members who misbehave.
    TEND = "tend"
    # Say what the group is: name, address, rules, who sees and who joins; appoint, hand over, archive.
    CHANGE = "change"


_MAY = {"member": {Verb.WRITE}, "moderator": {Verb.WRITE, Verb.TEND}, "owner": set(Verb)}


def may(role: str, verb: str) -> bool:
    """Whether whoever has this role (`role_of`, "" outside) may do this in the group."""
    return verb in _MAY.get(role, ())


def outranks(role: str, other: str) -> bool:
    """Whether the first may put the second out: moderators members, owners all but owners."""
    ranks = ("", "applicant", "banned", *INSIDE)
    return may(role, Verb.TEND) and ranks.index(role) > ranks.index(other)


# From the narrowest to the widest; what is said in the first two is for members of that group.
OPENNESS = ("private", "members", "unlisted", "public")
CLOSED = OPENNESS[:2]


def opens_up(visibility: str, then: str) -> bool:
    """Whether what was said to members alone would be read by others."""
    return visibility in CLOSED and then not in CLOSED


SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]")
MAX_QUESTIONS, MAX_LANGUAGES, MAX_TAGS, MAX_FLAIRS = 5, 6, 8, 10
FLAIR_LIMIT = 20
# How long one has to wait between two words, as owners may choose.
SLOW = (0, 30, 120, 600, 3_600)
# New groups of one member within a day, and invitations of one group that are open at once.
A_DAY, MAX_INVITES = 3, 20
# Days that an invitation lasts and members that it lets in, days that somebody is shut out; 0: without an end.
INVITE_DAYS, INVITE_USES, BAN_DAYS = (1, 7, 30, 0), (1, 10, 100, 0), (1, 7, 30, 0)


@dataclass(frozen=True)
class GroupWords:
    """A group as its owner describes it. `slug` may be left empty for a new one. `tags` are words, `picture` a file's id."""

    name: str
    purpose: str
    slug: str = ""
    rules: str = ""
    questions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    flairs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    lang: str = "zh-hant"
    country: str = ""
    city: str = ""
    picture: int | None = None
    visibility: str = "public"
    joining: str = "open"
    slow_seconds: int = 0


class NotReady(ValueError):
    """It cannot be done with these words; `problems` says why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(f"{p.field}: {p.code}" for p in problems))
        self.problems = problems


class NotHere(LookupError):
    """There is no such thing for this member."""


class NotAllowed(PermissionError):
    """They know of it, but may not do this; `message` says why."""

    def __init__(self, message: Any = "") -> None:
        super().__init__(str(message))
        self.message = message


def no_more(things: tuple[str, ...], most: int, longest: int) -> bool:
    """Whether there are too many, or one is too long."""
    return len(things) > most or any(len(one) > longest for one in things)


_Check = tuple[str, str, Any, Callable[[GroupWords], bool]]
_CHECKS: tuple[_Check, ...] = (
    ("name", "missing", lazy("給群一個名字"), lambda w: not w.name),
    ("name", "long", lazy("名字最多60個字"), lambda w: len(w.name) > m.NAME_LIMIT),
    ("purpose", "missing", lazy("用一句話說這個群是做什麼的"), lambda w: not w.purpose),
    ("purpose", "long", lazy("最多200個字"), lambda w: len(w.purpose) > m.PURPOSE_LIMIT),
    ("slug", "form", lazy("3到40個小寫英文字母、數字或連字號"), lambda w: bool(w.slug) and not SLUG.fullmatch(w.slug)),
    ("slug", "reserved", lazy("這個地址留給網站自己"), lambda w: w.slug.replace("-", "_") in RESERVED),
    ("rules", "long", lazy("群規最多4,000個字"), lambda w: len(w.rules) > m.RULES_LIMIT),
    ("questions", "many", lazy("最多五題，一題200個字"), lambda w: no_more(w.questions, MAX_QUESTIONS, m.QUESTION_LIMIT)),
    ("flairs", "many", lazy("最多十個，一個20個字"), lambda w: no_more(w.flairs, MAX_FLAIRS, FLAIR_LIMIT)),
    ("languages", "many", lazy("最多選六種"), lambda w: len(w.languages) > MAX_LANGUAGES),
    ("tags", "many", lazy("最多八個標籤，一個60個字"), lambda w: no_more(w.tags, MAX_TAGS, TAG_LIMIT)),
    ("visibility", "unknown", lazy("選一種誰看得到"), lambda w: w.visibility not in VISIBILITIES),
    ("joining", "unknown", lazy("選一種怎麼加入"), lambda w: w.joining not in JOININGS),
    ("joining", "private", lazy("外人不知道這個群，只能用邀請連結加入"), lambda w: w.visibility == "private" and w.joining in ("open", "apply")),
    ("slow_seconds", "unknown", lazy("選一個間隔"), lambda w: w.slow_seconds not in SLOW),
)  # fmt: skip


def problems_with(words: GroupWords) -> list[Problem]:
    """What keeps a group from being as it is described."""
    return [Problem(field, code, text) for field, code, text, is_wrong in _CHECKS if is_wrong(words)]
