"""Flask-Security writes to nobody: each letter is asked for where its news arises, and goes through the outbox."""

from typing import Any, NoReturn

from flask_security import MailUtil


class NoMail(MailUtil):  # type: ignore[misc]
    """A letter that a release of Flask-Security would send by itself is an error, not a surprise."""

    def send_mail(self, template: str, *_args: Any, **_more: Any) -> NoReturn:
        raise NotImplementedError(f"Flask-Security would send {template}")
