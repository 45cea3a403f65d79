"""What somebody is about to say: whether it may be said, and whether a moderator looks first.

One place for posts, comments and replies. What is held lies hidden with a `Hold` beside it: its author sees that it waits.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from peewee import SQL, fn

from miquan.db import db_now, now, transaction
from miquan.media.models import File
from miquan.moderation.likeness import NEAR_PICTURE, forms_of, holds_host, holds_in_any, hosts_in, is_near, likeness
from miquan.moderation.models import BlockEntry, Decision, Hold, Said
from miquan.moderation.rules import BLOCKED, LIMITED
from miquan.outbox.timers import every
from miquan.problems import Problem
from miquan.text import bare

# Of the same author within an hour, and of all young accounts together.
REPEATED, REPEATED_BY_ALL, LATELY = 3, 5, timedelta(hours=1)
_COMPARED = 200
_KEPT = timedelta(days=2)


@dataclass
class Judgement:
    """`refused`: it may not be said. `reasons` (keys of `casework.WHY`): somebody looks first."""

    refused: bool = False
    reasons: list[str] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        return bool(self.reasons) and not self.refused


def judge(author: int, words: str, *, young: bool, pictures: Iterable[int] = (), again: bool = False) -> Judgement:
    """Joins the caller's transaction. `young`: an account that is new here; `pictures` are ids of files.

    `again`: they change what they have said, which is alike by its nature.
    """
    found = Judgement()
    if _is_limited(author):
        found.reasons.append("limited")
    with transaction():
        _look_up(found, words, list(pictures))
        if not again and not found.refused and _is_flood(author, words, young):
            found.reasons.append("flood")
    return found


def refusals(author: int, words: str, field: str, pictures: Iterable[int] = ()) -> list[Problem]:
    """For what cannot wait unseen until somebody has looked: what would be held elsewhere is refused."""
    found = judge(author, words, young=False, pictures=pictures, again=True)
    if not found.refused and "limited" in found.reasons:
        return [Problem(field, "limited", LIMITED)]
    return [Problem(field, "blocked", BLOCKED)] if found.refused or found.reasons else []


def hold(kind: str, subject_id: int, member: int, judgement: Judgement) -> None:
    """Have it wait; the caller has hidden it. Held again after an edit, it waits again."""
    values = {"reasons": judgement.reasons, "at": now(), "settled_at": None}
    with transaction():
        Hold.insert(subject_kind=kind, subject_id=subject_id, member=member, **values).on_conflict(
            conflict_target=[Hold.subject_kind, Hold.subject_id], update=values
        ).execute()


def let_go(kind: str, subject_id: int) -> None:
    """It is gone: nobody needs to look any more."""
    mine = (Hold.subject_kind == kind) & (Hold.subject_id == subject_id) & Hold.settled_at.is_null()
    Hold.update(settled_at=now()).where(mine).execute()


def waiting(kind: str, subject_id: Any) -> Any:
    """SQL: somebody has to look at it first; `subject_id` is a column."""
    open_ = (Hold.subject_kind == kind) & (Hold.subject_id == subject_id) & Hold.settled_at.is_null()
    return fn.EXISTS(Hold.select(SQL("1")).where(open_))


def is_decided(kind: str, subject_id: int, verb: str) -> bool:
    """Whether moderators of the site did this to it, and it stands: no group takes that back."""
    about = (Decision.subject_kind == kind) & (Decision.subject_id == subject_id) & (Decision.verb == verb)
    return bool(Decision.select().where(about, Decision.group.is_null(), Decision.undone_at.is_null()).exists())


def _is_limited(author: int) -> bool:
    return bool(limits().where(Decision.member == author).exists())


def limits() -> Any:
    """Query for the decisions by which all that somebody says is looked at first, as long as they hold."""
    return Decision.select().where(Decision.verb == "limit", Decision.undone_at.is_null(), Decision.until > db_now())


def _look_up(found: Judgement, words: str, pictures: list[int]) -> None:
    """What of the blocklists is in it. Hits are counted, so that an operator sees which entries do anything."""
    entries = list(BlockEntry.select())
    if not entries:
        return
    forms, hosts = forms_of(words), hosts_in(bare(words))
    files = list(File.select(File.sha256, File.phash).where(File.id.in_(pictures)).tuples()) if pictures else []
    hits = [entry for entry in entries if _holds(entry, forms, hosts, files)]
    if hits:
        BlockEntry.update(hits=BlockEntry.hits + 1).where(BlockEntry.id.in_([entry.id for entry in hits])).execute()
    found.refused = any(entry.action == "refuse" for entry in hits)
    found.reasons += sorted({entry.kind for entry in hits if entry.action == "hold"})


def _holds(entry: BlockEntry, forms: tuple[str, str], hosts: set[str], files: list[tuple[str, str]]) -> bool:
    if entry.kind == "word":
        return holds_in_any(forms, entry.value)
    if entry.kind == "host":
        return holds_host(hosts, entry.value)
    return any(entry.value == sha or _same_picture(entry.value, phash) for sha, phash in files)


def _same_picture(value: str, phash: str) -> bool:
    """A file's own digest is compared as a whole, 64 bits of a perceptual hash nearly."""
    if not phash or len(value) != 16:
        return False
    return is_near(int(value, 16), int(phash, 16), NEAR_PICTURE)


def _is_flood(author: int, words: str, young: bool) -> bool:
    """The same again and again, by one, or by many who have just come. What is said is remembered for two days."""
    mine = likeness(words)
    if mine is None:
        return False
    lately = Said.at > now() - LATELY
    own = _near(mine, Said.select(Said.likeness).where(Said.author == author, lately))
    theirs = _near(mine, Said.select(Said.likeness).where(Said.young, lately)) if young else 0
    Said.create(author=author, likeness=mine, young=young)
    return own >= REPEATED or theirs >= REPEATED_BY_ALL


def _near(mine: int, rows: "object") -> int:
    newest = rows.order_by(Said.id.desc()).limit(_COMPARED)  # type: ignore[attr-defined]
    return sum(is_near(mine, other) for (other,) in newest.tuples())


@every(3_600.0, name="moderation.forget", lane="sweep")
def forget() -> int:
    """What was said days ago is compared with nothing."""
    return int(Said.delete().where(Said.at < now() - _KEPT).execute())
