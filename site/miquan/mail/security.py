"""Flask-Security's letters: its words are ours, in the member's language, through the outbox."""

from typing import Any

from flask import current_app
from flask_security import MailUtil

from miquan.accounts.models import Member
from miquan.mail.letters import send_letter

# How long what a letter holds is good for: its own words for that are in the request's language.
_WITHIN = {
    "reset_instructions": "RESET_PASSWORD_WITHIN",
    "welcome": "CONFIRM_EMAIL_WITHIN",
    "welcome_existing": "CONFIRM_EMAIL_WITHIN",
    "confirmation_instructions": "CONFIRM_EMAIL_WITHIN",
    "change_email_instructions": "CHANGE_EMAIL_WITHIN",
}
# A password was changed, by a reset or by its owner: the same to tell.
SAME = {"change_notice": "reset_notice"}
# What its contexts hold besides what a letter may say.
_NOT_FOR_LETTERS = ("user", "security")


class OutboxMail(MailUtil):  # type: ignore[misc]
    """Flask-Security's way out: no request waits for a mail server."""

    def send_mail(  # noqa: PLR0917 (Flask-Security calls it so)
        self,
        template: str,
        subject: str,
        recipient: Any,
        sender: Any,
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        name = template.rpartition("/")[2]
        name = SAME.get(name, name)
        address = str(recipient[1] if isinstance(recipient, tuple) else recipient)
        # It passes the user on as a proxy or as the row.
        user = kwargs.get("user")
        member = getattr(user, "_get_current_object", lambda: user)()
        told = {key: value for key, value in kwargs.items() if key not in _NOT_FOR_LETTERS}
        if name in _WITHIN:
            told["within"] = current_app.config[f"SECURITY_{_WITHIN[name]}"]
        # A welcome that asks for nothing is news; one that asks to confirm the address always comes.
        kind = "news" if name == "welcome" and not kwargs.get("confirmation_link") else "account"
        send_letter(member if isinstance(member, Member) else address, name, kind=kind, address=address, **told)
