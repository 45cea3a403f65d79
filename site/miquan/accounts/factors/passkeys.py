"""Passkeys (WebAuthn): which are asked for, where they belong, and what else must hold beside the library's checks."""

from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from flask import Flask, request, session
from flask_security import current_user
from flask_security.webauthn import (
    WebAuthnDeleteForm,
    WebAuthnRegisterForm,
    WebAuthnRegisterResponseForm,
    WebAuthnSigninForm,
    WebAuthnSigninResponseForm,
)
from flask_security.webauthn_util import WebauthnUtil
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from miquan.accounts.factors.rules import MOST_PASSKEYS, passkey_site
from miquan.config import settings
from miquan.fields import options
from miquan.i18n import lazy
from miquan.once import first_time
from miquan.text import clean_line

NAME_LIMIT = 64
# An answer with an attestation certificate takes 2 to 5 KB.
ANSWER_LIMIT = 20_000
# What the parsers of a browser's answer raise for one that is broken or forged.
_BROKEN = (
    WebAuthnException,
    UnsupportedAlgorithm,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    OverflowError,
)
_UNREADABLE = lazy("這把通行密鑰驗不出來，再試一次")
_REQUIRED, _PREFERRED = UserVerificationRequirement.REQUIRED, UserVerificationRequirement.PREFERRED


class Site(WebauthnUtil):  # type: ignore[misc]
    """What is asked of a passkey. One that signs in by itself must know its member by finger, face or PIN."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)

    def origin(self) -> str:
        return origin()

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:
        if usage == "first":
            return AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, require_resident_key=True, user_verification=_REQUIRED
            )
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=_PREFERRED
        )

    def user_verification(self, user: Any, usage: list[str]) -> UserVerificationRequirement:
        return _REQUIRED if usage == ["first"] else _PREFERRED

    def name_svn(self, value: str) -> tuple[str | None, str | None]:
        """Any script; without what cannot be seen."""
        name = clean_line(value, NAME_LIMIT)
        return (None, name) if name else (str(lazy("給這把通行密鑰一個名字")), None)


class PasskeyForm(WebAuthnRegisterForm):  # type: ignore[misc]
    """A new passkey's name and what it is for."""

    name = StringField(
        lazy("名字"),
        validators=[
            InputRequired(lazy("給這把通行密鑰一個名字")),
            Length(max=NAME_LIMIT, message=lazy("名字最多64個字")),
        ],
        render_kw={"maxlength": NAME_LIMIT, "autocomplete": "off"},
    )
    usage = RadioField(
        lazy("用來"),
        choices=options([("first", lazy("直接登入，不用密碼")), ("secondary", lazy("輸入密碼之後的第二道驗證"))]),
        default="first",
    )

    def validate(self, **kwargs: Any) -> bool:
        if not super().validate(**kwargs):
            return False
        if len(list(current_user.webauthn)) >= MOST_PASSKEYS:
            self.name.errors = [lazy("最多20把通行密鑰，先拿掉用不到的")]
            return False
        return True


class PasskeyMadeForm(WebAuthnRegisterResponseForm):  # type: ignore[misc]
    """What the browser made. Its challenge is good for one answer."""

    credential = HiddenField(validators=[Length(max=ANSWER_LIMIT)])

    def validate(self, **kwargs: Any) -> bool:
        try:
            if super().validate(**kwargs) and first_time(self.challenge):
                return True
        except _BROKEN:
            pass
        self.credential.errors = list(self.credential.errors) or [_UNREADABLE]
        return False


class PasskeyAskForm(WebAuthnSigninForm):  # type: ignore[misc]
    """Asks to sign in by a passkey; who it is, the passkey tells."""

    identity = HiddenField(validators=[Length(max=254)])
    remember = HiddenField(filters=[lambda _told: ""], validators=[Length(max=10)])


class PasskeyAnswerForm(WebAuthnSigninResponseForm):  # type: ignore[misc]
    """What a passkey answers: to sign in, as a second factor, or to show once more that it is still the member."""

    credential = HiddenField(validators=[Length(max=ANSWER_LIMIT)])
    # How long a session lasts is the server's choice.
    remember = HiddenField(filters=[lambda _told: ""], validators=[Length(max=10)])

    def validate(self, **kwargs: Any) -> bool:
        try:
            if super().validate(**kwargs) and self._may() and first_time(self.challenge):
                return True
        except _BROKEN:
            pass
        self.credential.errors = list(self.credential.errors) or [_UNREADABLE]
        return False

    def _may(self) -> bool:
        """What the library does not look at: a switched-off account, and another member's second factor."""
        assert self.user is not None
        if not self.user.is_active:
            return False
        return not self.is_secondary or self.user.fs_uniquifier == session.get("tf_user_id")


class PasskeyRemovalForm(WebAuthnDeleteForm):  # type: ignore[misc]
    """The name of the passkey that goes."""

    name = HiddenField(validators=[InputRequired(lazy("從列出來的裡面選一個")), Length(max=NAME_LIMIT)])


def origin() -> str:
    """The address at which this installation's passkeys work."""
    return passkey_site(settings().url)[1]


def at_home() -> None:
    """Let the library take this installation's own name for the passkeys' site; it reads it off the request."""
    if (request.endpoint or "").startswith("security.wan_"):
        request.host = passkey_site(settings().url)[0]
