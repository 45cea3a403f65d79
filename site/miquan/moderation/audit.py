"""The record of what people with special rights did: append-only, and a chain in which each row holds the one before.

A row's hash covers what it is about and a digest of its words: who, why, and the figures with it, salted. When a member is
erased their names are blotted out of the words, and that is itself a row of the chain, which holds the digest of what the
words are now. So every row can be checked for ever, and nothing in the chain can be used to guess a name.
"""

import json
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from peewee import chunked

from miquan.accounts.tokens import keyed
from miquan.db import before_commit, now, transaction
from miquan.moderation.models import NOTE_LIMIT, AuditEntry
from miquan.triggers import history_may_be_erased
from miquan.versions import bump, current

BEGINNING = "0" * 64
BLOTTED = "audit.blotted"
# The counter that every new row moves on: who moves it holds the end of the chain until the transaction ends.
LENGTH = "audit"
_BATCH = 500


@dataclass(frozen=True)
class Verdict:
    """What was found. `bad` is the number of the first row that is not as it was written, and `why` what is wrong with it."""

    entries: int
    blotted: int
    tip: str
    bad: int | None = None
    why: str = ""


def audit(action: str, subject: tuple[str, int], *, by: int | None, reason: str = "", **data: Any) -> None:
    """Write down, inside the caller's transaction, what somebody with special rights did. `by` None: on the command line.

    The row is written last, so that the end of the chain is held for a moment only and never while waiting for others.
    """
    at, words = now(), (by, reason[:NOTE_LIMIT], json.loads(json.dumps(data, default=str)))
    with transaction():
        before_commit(lambda: _append(action, subject, at, words))


def words_digest(salt: str, actor: int | None, reason: str, data: Any) -> str:
    return _hashed([salt, actor, reason, data])


def row_hash(before: str, action: str, subject: tuple[str, int], at: datetime, digest: str) -> str:
    return _hashed([before, action, *subject, at.strftime("%Y-%m-%dT%H:%M:%S.%f"), digest])


def verify(noted: str = "") -> Verdict:
    """Walk the whole chain. `noted` is an end of it that somebody wrote down earlier: it must still be a part of it."""
    blots, tip, count, blotted = _blots(), BEGINNING, 0, 0
    found = noted in ("", BEGINNING)
    for row in _rows():
        words = words_digest(row.salt, row.actor_id, row.reason, row.data)
        if why := _wrong(row, tip, words, blots):
            return Verdict(count, blotted, tip, row.id, why)
        tip, count = row.hash, count + 1
        blotted += words != row.digest
        found = found or tip == noted
    # Counted by a row of another table: whoever cuts off the end has to know of it, and of every end that was noted.
    if count != current(LENGTH):
        return Verdict(count, blotted, tip, count + 1, f"{current(LENGTH)} rows were written")
    return (
        Verdict(count, blotted, tip) if found else Verdict(count, blotted, tip, count + 1, "the noted end is not in it")
    )


def blot(where: Any, blotted: Callable[[AuditEntry], tuple[int | None, str, Any]]) -> None:
    """Give rows other words (who, why, figures), for good, and write down in the chain that it was done."""
    with history_may_be_erased():
        for some in chunked(list(AuditEntry.select().where(where).order_by(AuditEntry.id)), _BATCH // 10):
            digests = dict(filter(None, (_blot(row, blotted(row)) for row in some)))
            if digests:
                audit(BLOTTED, ("audit_entry", some[0].id), by=None, digests=digests, seal=_seal(digests))


def _blot(row: AuditEntry, words: tuple[int | None, str, Any]) -> tuple[str, str] | None:
    if words == (row.actor_id, row.reason, row.data):
        return None
    # A salt of its own: with the old one the old digest would tell whether a guessed name is right.
    salt = secrets.token_hex(16)
    actor, reason, data = words
    AuditEntry.update(salt=salt, actor=actor, reason=reason, data=data).where(AuditEntry.id == row.id).execute()
    return str(row.id), words_digest(salt, actor, reason, data)


def _append(action: str, subject: tuple[str, int], at: datetime, words: tuple[int | None, str, Any]) -> None:
    bump(LENGTH)
    newest = AuditEntry.select(AuditEntry.hash).order_by(AuditEntry.id.desc()).tuples().first()
    before, salt = newest[0] if newest else BEGINNING, secrets.token_hex(16)
    digest, (actor, reason, data) = words_digest(salt, *words), words
    AuditEntry.create(
        actor=actor, action=action, subject_kind=subject[0], subject_id=subject[1], reason=reason, data=data, at=at,
        salt=salt, digest=digest, before=before, hash=row_hash(before, action, subject, at, digest),
    )  # fmt: skip


def _wrong(row: AuditEntry, tip: str, words: str, blots: dict[str, str]) -> str:
    if row.before != tip:
        return "what stood before it was changed or is gone"
    if row.hash != row_hash(tip, row.action, (row.subject_kind, row.subject_id), row.at, row.digest):
        return "what it is about was changed"
    if words not in (row.digest, blots.get(str(row.id))):
        return "its words were changed"
    return ""


def _blots() -> dict[str, str]:
    """What the words of rows were made, by the number of the row; the last counts. What has no seal of ours says nothing."""
    found: dict[str, str] = {}
    for (data,) in _told(AuditEntry.select(AuditEntry.data).where(AuditEntry.action == BLOTTED)):
        digests = data.get("digests", {})
        if data.get("seal") == _seal(digests):
            found.update(digests)
    return found


def _seal(digests: dict[str, str]) -> str:
    """By the site's key: else whoever writes into the database could give any row other words, and append that they were blotted out."""
    return keyed("audit:" + _hashed([digests]))


def _told(query: Any) -> Iterable[tuple[Any, ...]]:
    found: Iterable[tuple[Any, ...]] = query.order_by(AuditEntry.id).tuples()
    return found


def _rows() -> Iterator[AuditEntry]:
    """All of them, whatever numbers they were given."""
    every = AuditEntry.select().order_by(AuditEntry.id).limit(_BATCH)
    rows = list(every)
    while rows:
        yield from rows
        rows = list(every.where(AuditEntry.id > rows[-1].id))


def _hashed(parts: list[Any]) -> str:
    told = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
