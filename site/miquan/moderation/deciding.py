"""Deciding about things and people, and taking that back: one transaction each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from miquan import text
from miquan.accounts.models import Member
from miquan.accounts.queries import roles_of
from miquan.circle.rules import NotHere
from miquan.db import db_now, now, take_turns, transaction
from miquan.groups import actions as groups
from miquan.groups.rules import NotAllowed as NotTheirs
from miquan.groups.rules import NotHere as NoGroup
from miquan.moderation import rules
from miquan.moderation.actions import CannotSuspend, reinstate_member, suspend_member
from miquan.moderation.acts import ACTS, Act
from miquan.moderation.appealing import told
from miquan.moderation.audit import audit
from miquan.moderation.judging import refusals
from miquan.moderation.models import NOTE_LIMIT, THING_LIMIT, Appeal, CannedReply, Decision, Hold, Report, Suspension
from miquan.moderation.overturned import was_overturned
from miquan.moderation.registry import KINDS, REASONS, Thing, concerns, thing
from miquan.outbox import Event, record
from miquan.outbox.timers import every
from miquan.states import NotAllowed
from miquan.threads.rules import NotTheirs as NotTheirThread
from miquan.versions import bump

# Visitors' pages of the public log.
LOG = "moderation"
# What a decision has made of it; what its author has taken away since stays away.
_AWAY = {"product": ("removed",), "storefront": ("suspended",)}
_REFUSALS = (NotAllowed, NotHere, NotTheirs, NoGroup, NotTheirThread)


@dataclass(frozen=True)
class Wish:
    """What a moderator wants: `reply` is the id of a canned reply, `days` how long, `seen` the newest decision they saw."""

    verb: str
    reason: str
    words: str = ""
    reply: int | None = None
    days: int | None = None
    seen: int | None = None


def decide(kind: str, subject_id: int, wish: Wish, *, by: int, group: int | None = None) -> Decision:
    """Do it, close the reports, tell the member, and write it down. `group`: as one who tends this group.

    Raises LookupError for no such thing, rules.CannotDecide with the reason.
    """
    with transaction():
        take_turns(f"decide {kind} {subject_id}")
        found = thing(kind, subject_id)
        if found is None or (group is not None and not _is_said_in(found, group)):
            raise LookupError(kind)
        _judge(found, wish, by, group)
        _judge_anew(found, wish, by, group)
        decision = _written(found, wish, by, group)
        _close(found, decision, wish)
        _act(found, decision, _why(decision))
        audit(
            "decision.made", ("decision", decision.id), by=by, reason=wish.reason, verb=wish.verb, about=found.key,
            words=decision.words, member=found.author, group=group,
        )  # fmt: skip
        record(Event.DECISION_MADE, subject=("decision", decision.id), data=told(decision), by=by)
        bump(LOG)
    return decision


def undo(decision_id: int, *, by: int, reopen: bool = True, reason: str = "") -> Decision:
    """Take a decision back: what it did is undone and, unless it was an appeal, its reports wait again.

    Raises LookupError, rules.CannotDecide.
    """
    with transaction():
        mine = (Decision.id == decision_id) & Decision.undone_at.is_null() & Decision.gone_at.is_null()
        if not Decision.update(undone_at=now(), undone_by=by).where(mine).execute():
            raise rules.AlreadyDecided if Decision.get_or_none(Decision.id == decision_id) else LookupError
        decision: Decision = Decision.get_by_id(decision_id)
        found = thing(decision.subject_kind, decision.subject_id)
        if decision.member_id == by or (found is not None and concerns(found, by)):
            raise rules.NotYours
        # Whoever hears an appeal may let in whom they could not have shut out.
        if reopen and decision.verb in rules.GRAVE and decision.group_id is None and "operator" not in roles_of(by):
            raise rules.NotEnough
        _undo(decision, found, by, reason)
        if decision.verb == "refuse" and not reopen and found:
            _let_out(found, by)
        if reopen:
            Report.update(state="new", decision=None).where(Report.decision == decision.id).execute()
            Hold.update(settled_at=None).where(
                Hold.subject_kind == decision.subject_kind, Hold.subject_id == decision.subject_id,
                decision.verb in ("release", "refuse"),
            ).execute()  # fmt: skip
        audit("decision.taken_back", ("decision", decision.id), by=by, reason=reason, verb=decision.verb)
        record(Event.DECISION_TAKEN_BACK, subject=("decision", decision.id), data=told(decision), by=by)
        bump(LOG)
    return decision


def newest(kind: str, subject_id: int) -> int:
    """The newest decision about a thing; 0 for none."""
    about = (Decision.subject_kind == kind) & (Decision.subject_id == subject_id)
    return int(Decision.select(fn.COALESCE(fn.MAX(Decision.id), 0)).where(about).scalar())


def _is_said_in(found: Thing, group: int) -> bool:
    """What is reported about a group itself is the site's matter, not that of those who tend it."""
    return found.group == group and found.kind != "group"


def _judge(found: Thing, wish: Wish, by: int, group: int | None) -> None:
    """Who may, and whether somebody was first."""
    if concerns(found, by) or _reported_by(found, by):
        raise rules.NotYours
    if group is not None and Report.select().where(_on(found), Report.state == "escalated").exists():
        raise rules.NotEnough
    if wish.seen is not None and newest(found.kind, found.id) != wish.seen:
        raise rules.AlreadyDecided
    grave = "operator" in roles_of(by)
    allowed = rules.verbs_for(KINDS[found.kind].verbs, waits=waits(found), in_group=group is not None, grave=grave)
    if wish.verb in rules.GRAVE and not grave and group is None:
        raise rules.NotEnough
    if wish.verb not in allowed or wish.reason not in REASONS:
        raise rules.CannotDecide
    if wish.verb in ("limit", "suspend") and wish.days not in rules.DAYS:
        raise rules.CannotDecide


def _judge_anew(found: Thing, wish: Wish, by: int, group: int | None) -> None:
    """The same facts are not decided twice by whom an objection put right; and what a group's own say passes the blocklists."""
    if wish.verb in rules.TOLD and was_overturned(found.kind, found.id, by):
        raise rules.WasOverturned
    if group is not None and refusals(by, wish.words, "words"):
        raise rules.Blocked


def waits(found: Thing) -> bool:
    mine = (Hold.subject_kind == found.kind) & (Hold.subject_id == found.id)
    return bool(Hold.select().where(mine, Hold.settled_at.is_null()).exists())


def _reported_by(found: Thing, by: int) -> bool:
    return bool(Report.select().where(_on(found), Report.reporter == by).exists())


def _on(found: Thing) -> Any:
    mine = (Report.subject_kind == found.kind) & (Report.subject_id == found.id)
    return mine & Report.state.in_(rules.OPEN_STATES)


def _written(found: Thing, wish: Wish, by: int, group: int | None) -> Decision:
    canned = CannedReply.get_or_none(CannedReply.id == wish.reply, CannedReply.active) if wish.reply else None
    until = now() + timedelta(days=wish.days) if wish.days and wish.verb in ("limit", "suspend", "ban") else None
    made: Decision = Decision.create(
        subject_kind=found.kind, subject_id=found.id, member=found.author, verb=wish.verb, reason=wish.reason, by=by, group=group,
        said=canned.words if canned else {}, words=text.clean_text(wish.words, NOTE_LIMIT), until=until,
        thing=text.clean_line(found.told, THING_LIMIT), prior={"state": found.state},
    )  # fmt: skip
    return made


def _close(found: Thing, decision: Decision, wish: Wish) -> None:
    """The reports on it are answered, and it waits no more."""
    state = "discarded" if decision.verb in ("discard", "release") else "resolved"
    Report.update(state=state, decision=decision.id).where(_on(found)).execute()
    held = (Hold.subject_kind == found.kind) & (Hold.subject_id == found.id) & Hold.settled_at.is_null()
    if decision.verb in ("release", "refuse") and not Hold.update(settled_at=now()).where(held).execute():
        raise rules.AlreadyDecided


def _why(decision: Decision) -> str:
    """What the author reads beside the thing."""
    return decision.words or str(REASONS[decision.reason])


def _act(found: Thing, decision: Decision, why: str) -> None:
    verb, acts, by = decision.verb, ACTS[found.kind], decision.by_id
    try:
        if verb in ("hide", "remove") and acts.hide:
            acts.hide(found, by, why)
        elif verb == "lock" and acts.lock:
            _lock(acts.lock, found, decision)
        elif verb == "release" and acts.release:
            acts.release(found, by, "")
        elif verb in rules.GRAVE:
            _shut_out(decision, why)
    except (*_REFUSALS, CannotSuspend) as error:
        raise rules.CannotDecide from error


def _lock(lock: Act, found: Thing, decision: Decision) -> None:
    """Everybody in it reads why: the words for its author stay between them and the moderators."""
    if not lock(found, decision.by_id, str(REASONS[decision.reason])):
        raise rules.CannotDecide


def _shut_out(decision: Decision, why: str) -> None:
    if decision.group_id is not None:
        groups.ban(decision.group_id, decision.member_id, why, decision.until, by=decision.by_id, decided=True)
    elif decision.member_id is None or not suspend_member(
        decision.member_id, by=decision.by_id, reason=why, until=decision.until
    ):
        raise rules.CannotDecide


def _undo(decision: Decision, found: Thing | None, by: int, reason: str) -> None:
    verb, was = decision.verb, decision.prior.get("state", "")
    acts = ACTS[decision.subject_kind]
    try:
        if verb in rules.GRAVE and decision.member_id:
            _let_in(decision, by, reason)
        elif verb in ("hide", "remove") and acts.show and found and found.state in _AWAY.get(found.kind, ("hidden",)):
            acts.show(replace(found, state=was), by, "")
        elif verb == "lock" and acts.unlock and found:
            acts.unlock(found, by, "")
        elif verb == "release" and acts.hide and found:
            acts.hide(found, by, "")
    except _REFUSALS as error:
        raise rules.CannotDecide from error


def _let_out(found: Thing, by: int) -> None:
    """What was not let out comes out after all."""
    release = ACTS[found.kind].release
    try:
        if release:
            release(found, by, "")
    except _REFUSALS as error:
        raise rules.CannotDecide from error


def _let_in(decision: Decision, by: int, reason: str) -> None:
    if decision.group_id is not None:
        # Whoever of the site hears an appeal need not be of the group; who laid it may have gone.
        groups.lift_ban(decision.group_id, decision.member_id, by=by, moderator=True)
    else:
        reinstate_member(decision.member_id, by=by, reason=reason)


def let_in_again(member_id: int, *, by: int, reason: str) -> bool:
    """Take back whatever shut them out. False when they were not."""
    shut = (Decision.member == member_id) & Decision.verb.in_(rules.GRAVE) & Decision.group.is_null()
    newest_one = Decision.select().where(shut, Decision.undone_at.is_null()).order_by(Decision.id.desc()).first()
    if newest_one is None or Member.get_by_id(member_id).suspended_at is None:
        return reinstate_member(member_id, by=by, reason=reason)
    undo(newest_one.id, by=by, reopen=False, reason=reason)
    return True


@every(300.0, name="moderation.lift", lane="sweep")
def lift_what_is_over() -> int:
    """Members whose time out of sight is over are let in again."""
    over = Suspension.select(Suspension.member).where(Suspension.lifted_at.is_null(), Suspension.until <= db_now())
    return sum(reinstate_member(member, by=None, reason="") for (member,) in over.tuples())


@every(3_600.0, name="moderation.remove", lane="sweep")
def remove_for_good() -> int:
    """What was removed a month ago, and nobody objects to, goes."""
    return sum(map(_remove_for_good, _due(now() - rules.OBJECTING)))


def _due(before: datetime) -> Iterable[Decision]:
    waiting = Appeal.select(Appeal.decision).where(Appeal.outcome == "")
    found: Iterable[Decision] = Decision.select().where(
        Decision.verb == "remove", Decision.at < before, Decision.undone_at.is_null(), Decision.gone_at.is_null(),
        Decision.id.not_in(waiting),
    )  # fmt: skip
    return list(found)


def _remove_for_good(decision: Decision) -> int:
    with transaction():
        mine = (Decision.id == decision.id) & Decision.gone_at.is_null() & Decision.undone_at.is_null()
        if not Decision.update(gone_at=now()).where(mine).execute():
            return 0
        found, acts = thing(decision.subject_kind, decision.subject_id), ACTS[decision.subject_kind]
        if found is not None and found.state == "hidden" and acts.remove:
            # By nobody where whoever decided was erased meanwhile.
            acts.remove(found, decision.by_id, _why(decision))
    return 1
