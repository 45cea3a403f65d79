"""Coming into a group by oneself or by asking, and leaving it."""

from miquan import text
from miquan.db import transaction
from miquan.groups.actions.rows import drop, ended, enter, group_for, is_open, known_group, other_owners
from miquan.groups.models import ANSWER_LIMIT, NOTE_LIMIT, Group, Membership
from miquan.groups.queries.roles import role_of
from miquan.groups.rules import INSIDE, NotAllowed, NotReady, Problem, Verb
from miquan.i18n import lazy
from miquan.moderation.judging import refusals
from miquan.outbox import Event, record


def join(group_id: int, *, by: int) -> bool:
    """Into an open group. Whether they are new there. Raises NotHere, NotAllowed."""
    with transaction():
        group = known_group(group_id, by)
        if not _comes_from_outside(group, by):
            return False
        if group.joining != "open":
            raise NotAllowed
        enter(group, by, "member", by=by)
    return True


def apply(group_id: int, answers: list[str], *, by: int) -> bool:
    """Ask to be let in, with an answer to each question; asked again, the newest answers count. Raises NotReady too."""
    with transaction():
        group = known_group(group_id, by)
        if not _comes_from_outside(group, by):
            return False
        if group.joining != "apply":
            raise NotAllowed
        said = [text.clean_text(answer, ANSWER_LIMIT) for answer in answers[: len(group.questions)]]
        if len(list(filter(None, said))) < len(group.questions):
            raise NotReady(Problem("answers", "missing", lazy("每一題都寫幾句")))
        if problems := refusals(by, "\n".join(said), "answers"):
            raise NotReady(*problems)
        if role_of(by, group.id) == "applicant":
            # Who tends the group has heard of it.
            mine = (Membership.group == group.id) & (Membership.member == by)
            Membership.update(answers=said).where(mine).execute()
            return True
        enter(group, by, "applicant", by=by, answers=said)
        record(Event.MEMBERSHIP_ASKED, subject=("group", group.id), data={"member": by}, by=by)
    return True


def _comes_from_outside(group: Group, member_id: int) -> bool:
    """Raises NotAllowed where nobody comes in, or not they."""
    role = role_of(member_id, group.id)
    if role in INSIDE:
        return False
    is_open(group)
    if role == "banned":
        raise NotAllowed(lazy("管理的人請你先不要進來"))
    return True


def withdraw(group_id: int, *, by: int) -> bool:
    """Take one's application back; also from a group that they no longer know of."""
    with transaction():
        group = Group.get_or_none(Group.id == group_id)
        return group is not None and drop(group, by, "applicant")


def accept(group_id: int, member_id: int, *, by: int) -> bool:
    """Let an applicant in. False when they no longer ask."""
    with transaction():
        group, _role = group_for(Verb.TEND, group_id, by)
        is_open(group)
        if not drop(group, member_id, "applicant"):
            return False
        enter(group, member_id, "member", by=by)
    return True


def refuse(group_id: int, member_id: int, note: str, *, by: int) -> bool:
    """Not this time, and why, as they are told. Raises NotReady for a note that may not be said here."""
    with transaction():
        group, _role = group_for(Verb.TEND, group_id, by)
        if problems := refusals(by, note, "note"):
            raise NotReady(*problems)
        if not drop(group, member_id, "applicant"):
            return False
        data = {"member": member_id, "note": text.clean_line(note, NOTE_LIMIT)}
        record(Event.MEMBERSHIP_REFUSED, subject=("group", group.id), data=data, by=by)
    return True


def leave(group_id: int, *, by: int) -> bool:
    """Whether they were in it. The last owner first hands it over: raises NotReady."""
    with transaction():
        group = known_group(group_id, by)
        role = role_of(by, group_id)
        if role not in INSIDE:
            return False
        if role == "owner" and not other_owners(group, by):
            raise NotReady(Problem("", "last_owner", lazy("你是最後一個群主：先把群交給別人，或封存它")))
        drop(group, by, role)
        ended(group, by, "left", by=by)
    return True
