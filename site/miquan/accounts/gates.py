"""How often one may knock: by address, by the account that a form names whether or not it exists, and all together."""

from flask import Flask, Response, session

from miquan.limits import everybody, limiter, mailbox_of, typed_address

_BY_MAIL = "came_by_mail"

# Endpoint of Flask-Security -> (one address, one account, everybody).
_GATES = {
    "login": ("20 per 5 minutes", "10 per 5 minutes;100 per day", "1500 per 5 minutes"),
    "register": ("20 per hour", "5 per hour;10 per day", "1000 per hour"),
    "forgot_password": ("10 per hour", "3 per hour;10 per day", "500 per hour"),
    "reset_password": ("20 per hour", "", "500 per hour"),
}


def _failed(answer: Response) -> bool:
    """Who got in has not guessed."""
    return answer.status_code not in (302, 303)


def came_by_mail(email: str) -> None:
    """This browser has just used a link that was mailed to this address."""
    session[_BY_MAIL] = mailbox_of(email)


def knocker() -> str:
    """The account that a form names. What others have tried holds nobody up who comes from its own mailbox."""
    typed = typed_address()
    return f"{typed}:mailed" if session.get(_BY_MAIL) == typed else typed


def init_app(app: Flask) -> None:
    for name, (address, account, everyone) in _GATES.items():
        view = app.view_functions[f"security.{name}"]
        when = _failed if name == "login" else None
        for limit, key in ((everyone, everybody), (account, knocker), (address, None)):
            if limit:
                view = limiter.limit(limit, key_func=key, methods=["POST"], deduct_when=when)(view)
        app.view_functions[f"security.{name}"] = view
