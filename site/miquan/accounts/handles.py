"""Changing a handle: the old one leads to the new one, and is nobody else's for a year."""

from datetime import timedelta
from typing import Any

from peewee import IntegrityError

from miquan.accounts import queries, rules
from miquan.accounts.models import HandleChange, Member, SecurityEvent
from miquan.accounts.security import noted
from miquan.db import now, transaction
from miquan.i18n import lazy
from miquan.outbox import Event, record
from miquan.versions import bump

MOST, WITHIN = 2, timedelta(days=30)


class Refused(ValueError):
    """The handle cannot be had; `message` says why."""

    def __init__(self, message: Any) -> None:
        super().__init__()
        self.message = message


def changes_left(member_id: int) -> int:
    """How often the member may still change it for now."""
    lately = (SecurityEvent.kind == "handle_changed") & (SecurityEvent.at > now() - WITHIN)
    done = SecurityEvent.select().where(SecurityEvent.member == member_id, lately).count()
    return max(0, MOST - int(done))


def change_handle(member_id: int, handle: str) -> str:
    """Give the member another handle and return it; the one they have already is no change. Raises Refused."""
    handle = rules.clean_handle(handle)
    try:
        with transaction():
            old = Member.get_by_id(member_id).handle
            if handle != old:
                _check(member_id, handle)
                _swap(member_id, old, handle)
    except IntegrityError:
        raise Refused(lazy("這個帳號已經有人用了，換一個試試")) from None
    return handle


def _check(member_id: int, handle: str) -> None:
    problem = rules.handle_problem(handle)
    if problem == "shape":
        raise Refused(lazy("帳號用3到30個英文字母、數字或底線"))
    if problem or not queries.handle_is_free(handle, member_id):
        raise Refused(lazy("這個帳號已經有人用了，換一個試試"))
    if not changes_left(member_id):
        raise Refused(lazy("30天內最多換兩次帳號，過一陣子再換"))


def _swap(member_id: int, old: str, new: str) -> None:
    HandleChange.delete().where(HandleChange.handle.in_([old, new])).execute()
    HandleChange.create(handle=old, member=member_id)
    Member.update(handle=new).where(Member.id == member_id).execute()
    noted(member_id, "handle_changed", old=old, new=new)
    record(Event.MEMBER_CHANGED, subject=("member", member_id), by=member_id)
    bump("people", "pages")
