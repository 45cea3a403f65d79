"""A member's e-mail address: showing that it is theirs, changing it, and coming back by it."""

from datetime import timedelta
from typing import Any

from flask_security.recoverable import generate_reset_password_token
from peewee import IntegrityError

from miquan.accounts import tokens
from miquan.accounts.ending import renew
from miquan.accounts.models import Member, SecurityEvent
from miquan.accounts.security import noted
from miquan.db import now, transaction
from miquan.mail.letters import send_letter
from miquan.outbox import Event, EventRow, record, subscribes

CONFIRM_WITHIN = timedelta(days=3)
CHANGE_WITHIN = timedelta(days=1)
_STEPS = ("email_change_asked", "email_change_stopped", "email_changed")


def ask_to_confirm(member: Member, *, welcome: bool = False) -> None:
    """Send the link that confirms the address. Where it is another account's, its owner is told instead."""
    with transaction():
        if member.email != member.mailbox:
            _tell_owner(member.mailbox)
            return
        token = tokens.issue("confirm", member.id, tokens.stamp(member.email))
        letter = "welcome" if welcome else "confirmation_instructions"
        send_letter(member, letter, confirmation_link=f"/confirm/{token}", within=CONFIRM_WITHIN)


def who_confirms(token: str) -> Member | None:
    """Whose address this link confirms, as long as it still is theirs."""
    told = tokens.read("confirm", token, CONFIRM_WITHIN)
    member = Member.get_or_none(Member.id == told[0]) if told else None
    return member if member and told and told[1] == tokens.stamp(member.email) else None


def confirm(token: str) -> Member | None:
    """The address is shown to be theirs. None for a link that is no good."""
    with transaction():
        member = who_confirms(token)
        if member is not None and member.confirmed_at is None:
            Member.update(confirmed_at=now()).where(Member.id == member.id).execute()
            noted(member.id, "email_confirmed")
    return member


def ask_for_change(member: Member, new: str) -> None:
    """Send the link that changes the address to the new one, and to the old one a link that stops it.

    The answer is the same where another account has the new address: its owner is told.
    """
    new = new.strip().lower()
    with transaction():
        event = noted(member.id, "email_change_asked", new=new)
        if Member.select().where(Member.email == new).exists():
            _tell_owner(new)
        else:
            token = tokens.issue("email-change", event, tokens.stamp(member.fs_uniquifier, member.email, new))
            told: dict[str, Any] = {"link": f"/email-change/{token}", "handle": member.handle, "within": CHANGE_WITHIN}
            send_letter(member, "change_email_instructions", address=new, **told)
        if member.confirmed_at is not None:
            stop = tokens.issue("email-stop", event, tokens.stamp(member.fs_uniquifier, member.email, new))
            send_letter(member, "change_email_asked", link=f"/email-stop/{stop}", new=new)


def pending(member_id: int) -> SecurityEvent | None:
    """The change that waits for the new address to be confirmed."""
    query = SecurityEvent.select().where(SecurityEvent.member == member_id, SecurityEvent.kind.in_(_STEPS))
    newest: SecurityEvent | None = query.order_by(SecurityEvent.id.desc()).first()
    waits = newest and newest.kind == "email_change_asked" and newest.at > now() - CHANGE_WITHIN
    return newest if waits else None


def asked_by(purpose: str, token: str) -> tuple[Member, str] | None:
    """(member, new address) of a link to change or to stop; None unless it is about the newest wish and nothing changed."""
    told = tokens.read(purpose, token, CHANGE_WITHIN)
    event = SecurityEvent.get_or_none(SecurityEvent.id == told[0]) if told else None
    waiting = pending(event.member_id) if event else None
    if told is None or event is None or waiting is None or waiting.id != event.id:
        return None
    member, new = Member.get_by_id(event.member_id), str(event.data["new"])
    return (member, new) if told[1] == tokens.stamp(member.fs_uniquifier, member.email, new) else None


def change(member_id: int, token: str) -> bool:
    """Bring the member's address to the new one; other sessions end and every link mailed before is dead."""
    try:
        with transaction():
            found = asked_by("email-change", token)
            if found is None or found[0].id != member_id:
                return False
            member, new = found
            # An address that was never confirmed may be anybody's: no letter there tells the new one.
            old, told = member.mailbox, member.mailbox if member.confirmed_at else ""
            member.email = new
            Member.update(email=new, confirmed_at=now()).where(Member.id == member_id).execute()
            renew(member)
            noted(member_id, "email_changed", old=old, new=new, told=told)
            return True
    except IntegrityError:
        # Somebody else has taken the address meanwhile.
        return False


def stop(token: str) -> Member | None:
    """From the old address: no change, and whoever asked for it is signed out."""
    with transaction():
        found = asked_by("email-stop", token)
        if found is None:
            return None
        member, new = found
        noted(member.id, "email_change_stopped", new=new)
        renew(member)
        noted(member.id, "sessions_ended")
    return member


def ask_for_reset(email: str) -> None:
    """Somebody forgot their password. All that depends on whether the address is known happens in the worker."""
    with transaction():
        record(Event.RESET_ASKED, data={"email": email.strip().lower()[:254]})


@subscribes(Event.RESET_ASKED, name="accounts.send_reset")
def send_reset(event: EventRow) -> None:
    """The link to choose a new password, to a member who may sign in; to nobody else anything."""
    member = Member.get_or_none(Member.email == event.data.get("email", ""))
    with transaction():
        if member is not None and not member.demo and member.is_active:
            link = f"/reset/{generate_reset_password_token(member)}"
            send_letter(member, "reset_instructions", reset_link=link, within=timedelta(days=1))
        # Who asked is nobody's business any more.
        EventRow.update(data={}).where(EventRow.id == event.id).execute()


def _tell_owner(email: str) -> None:
    owner = Member.get_or_none(Member.email == email)
    if owner is not None and not owner.demo:
        send_letter(owner, "welcome_existing")
