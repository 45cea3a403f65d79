"""The record of an account's safety, and the letters about it."""

from flask import has_request_context, request

from miquan import text
from miquan.accounts.devices import device, known_zone, place
from miquan.accounts.models import Member, SecurityEvent
from miquan.accounts.notices import KINDS, Notice
from miquan.accounts.standing import objection_token
from miquan.db import now, transaction
from miquan.i18n import _, lazy, speaking
from miquan.mail.letters import send_letter
from miquan.places import is_zone, there

_ZONE_FIELD = "zone"
# Where each letter's button leads, when not to the list of sessions.
_LEADS = {
    "password_changed": ("/reset", lazy("再換一次密碼")),
    "suspended": ("/objection/", lazy("告訴我們為什麼不對")),
    "reinstated": ("/sign-in", lazy("登入")),
    "signed_out": ("/sign-in", lazy("登入")),
    "leaving": ("/sign-in", lazy("登入")),
    "export_ready": ("/me/data", lazy("看你的資料")),
}
_SESSIONS = ("/me/sessions", lazy("看登入中的瀏覽器"))
# Done by those who run the site: their browser and address are nobody else's business.
_BY_OTHERS = frozenset({"suspended", "reinstated", "signed_out"})


def noted(member_id: int, kind: str, **data: str | int) -> int:
    """Write down what happened to an account's safety, and ask for a letter about it where the kind deserves one.

    Joins the caller's transaction. `data` fills the letter's words (see `notices.KINDS`); secrets never go in.
    An address that was never confirmed may be anybody's, and gets no letters. Returns the id of the row.
    Raises KeyError for a kind, or words of a letter, that do not exist.
    """
    notice = KINDS[kind]
    with transaction():
        member = Member.get_by_id(member_id)
        address, agent = ("", "") if kind in _BY_OTHERS else whereabouts()
        event = SecurityEvent.create(member=member_id, kind=kind, address=address, agent=agent, data=data)
        if notice is not None and not member.demo and member.confirmed_at is not None:
            for recipient in _recipients(member, kind, data):
                _write(member, kind, notice, recipient, data)
    return int(event.id)


def browser_zone() -> str:
    """The time zone that the browser told in this request's form; empty when it told none."""
    return known_zone(request.form.get(_ZONE_FIELD, "")) if has_request_context() else ""


def whereabouts() -> tuple[str, str]:
    """(address, browser as it names itself) of this request, as they are stored; empty without one."""
    if not has_request_context():
        return "", ""
    agent = text.clean_line(request.headers.get("User-Agent", "")[:600], 300)
    return (request.remote_addr or "")[:45], agent


def _recipients(member: Member, kind: str, data: dict[str, str | int]) -> list[str]:
    """The member's address; after it has changed, both, or the new one alone where `told` is empty."""
    known = [data.get("told", data["old"]), data["new"]] if kind == "email_changed" else [member.mailbox]
    return list(dict.fromkeys(str(address) for address in known if address))


def _write(member: Member, kind: str, notice: Notice, recipient: str, data: dict[str, str | int]) -> None:
    path, button = _LEADS.get(kind, _SESSIONS)
    if kind == "suspended":
        path += objection_token(member)
    with speaking(member.lang):
        told = {"subject": str(notice.subject), "words": str(notice.words) % data, "then": str(notice.after)}
        facts = _circumstances(member, kind)
        send_letter(member, "notice", address=recipient, facts=facts, link=path, button=str(button), **told)


def _circumstances(member: Member, kind: str) -> list[str]:
    """When, by which browser and from where, as far as a request tells."""
    moment = there(member.zone, now())
    lines = [_("時間：%(time)s", time=f"{moment:%Y-%m-%d %H:%M}{'' if is_zone(member.zone) else ' UTC'}")]
    if has_request_context() and kind not in _BY_OTHERS:
        address, agent = whereabouts()
        lines.append(_("瀏覽器：%(device)s", device=device(agent)))
        where = " · ".join(filter(None, (place(browser_zone()), address)))
        lines.append(_("地點：%(place)s", place=where))
    return lines
