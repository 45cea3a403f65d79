"""A form that is sent twice has one effect: its nonce is stored with the answer, in the write's own transaction."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from peewee import CharField, IntegerField

from miquan.db import BaseModel, UtcField, now, transaction
from miquan.outbox.timers import every
from miquan.text import clean_line

LIMIT = 43
_KEPT = timedelta(days=7)


class FormNonce(BaseModel):
    """A form that has been acted on, and where its sender was sent."""

    nonce = CharField(64, primary_key=True)
    member = IntegerField()
    answer = CharField(500, default="")
    at = UtcField(default=now, index=True)


def fresh() -> str:
    """A nonce for a form that is about to be shown."""
    return secrets.token_urlsafe(24)


def first_time(what: str, member_id: int = 0) -> bool:
    """Whether this is used for the first time: a challenge, say, that may be answered once. Joins a transaction."""
    with transaction():
        added = FormNonce.insert(nonce=_key(what, member_id), member=member_id).on_conflict_ignore()
        return bool(added.as_rowcount().execute())


def _key(nonce: str, member_id: int) -> str:
    """What is stored. A hostile nonce may hold what no database takes, such as NUL."""
    return f"{member_id}:{clean_line(nonce[:LIMIT], LIMIT)}"[:64]


def once(nonce: str, member_id: int, act: Callable[[], str]) -> str:
    """Run `act` unless this member's form has been acted on; returns the address that the first time returned.

    Two at once: the second waits for the first's commit, then gets its answer.
    """
    key = _key(nonce, member_id)
    with transaction():
        inserted = FormNonce.insert(nonce=key, member=member_id).on_conflict_ignore().as_rowcount().execute()
        if not inserted:
            return str(FormNonce.get_by_id(key).answer)
        answer = act()
        FormNonce.update(answer=answer[:500]).where(FormNonce.nonce == key).execute()
    return answer


def was_sent(nonce: str, member_id: int) -> bool:
    """Whether this member's form has been acted on: what its page still keeps of it is no draft any more."""
    return FormNonce.select().where(FormNonce.nonce == _key(nonce, member_id)).exists() if nonce else False


@every(3_600.0, name="once.nonces", lane="sweep")
def prune() -> int:
    """Forget forms that nobody sends again."""
    return int(FormNonce.delete().where(FormNonce.at < now() - _KEPT).execute())
