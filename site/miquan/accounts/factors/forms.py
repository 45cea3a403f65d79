"""The forms of second factors: Flask-Security's, in our words, with our limits."""

from typing import Any

from flask_security.forms import TwoFactorVerifyCodeForm, VerifyForm
from flask_security.recovery_codes import MfRecoveryForm
from flask_security.tf_plugin import TwoFactorSelectForm
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from miquan.accounts.factors import actions
from miquan.accounts.factors.rules import recovery_code, totp_code
from miquan.accounts.factors.using import authenticator, recovery_codes
from miquan.i18n import lazy

_WRONG = {
    "wrong": lazy("驗證碼不對，或已經用過了。等App換下一組再試"),
    "wait": lazy("試錯太多次了，15分鐘後再試"),
}
_WRONG_RECOVERY = {**_WRONG, "wrong": lazy("備用碼不對，或已經用過了")}
_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 12, "spellcheck": "false"}
_RECOVERY = {"autocomplete": "off", "autocapitalize": "none", "maxlength": 24, "spellcheck": "false"}


def code_field() -> StringField:
    return StringField(
        lazy("驗證碼"),
        validators=[InputRequired(lazy("填上App裡的6位數字")), Length(max=12, message=lazy("驗證碼是6位數字"))],
        render_kw=_CODE,
    )


class CodeForm(TwoFactorVerifyCodeForm):  # type: ignore[misc]
    """A code of the authenticator app, while signing in."""

    code = code_field()

    def validate(self, **kwargs: Any) -> bool:
        # Not the library's own check, which knows no limit and no code that was used.
        if not super(TwoFactorVerifyCodeForm, self).validate(**kwargs):
            return False
        assert self.user is not None
        user, secret, typed = self.user, self.tf_totp_secret, str(self.code.data)
        known = bool(secret) and self.primary_method == "authenticator"
        result = actions.tried(user.id, lambda: known and authenticator().verify_totp(typed, secret, user))
        if result != "right":
            self.code.errors = [_WRONG[result]]
        return result == "right"


class RecoveryForm(MfRecoveryForm):  # type: ignore[misc]
    """A recovery code, for who has no phone at hand."""

    code = StringField(
        lazy("你的備用碼"),
        validators=[
            InputRequired(lazy("填上一個備用碼")),
            Length(max=24, message=lazy("備用碼是12個字，像1a2b-3c4d-5e6f")),
        ],
        render_kw=_RECOVERY,
    )

    def validate(self, **kwargs: Any) -> bool:
        if not super(MfRecoveryForm, self).validate(**kwargs):
            return False
        assert self.user is not None
        member, code = self.user.id, recovery_code(self.code.data)
        result = actions.tried(member, lambda: recovery_codes().spend(member, code))
        if result != "right":
            self.code.errors = [_WRONG_RECOVERY[result]]
        return result == "right"


class SelectForm(TwoFactorSelectForm):  # type: ignore[misc]
    """Which second factor to sign in with; its choices are the view's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.which.label.text = lazy("用哪一種")


class FreshForm(VerifyForm):  # type: ignore[misc]
    """The password once more, before something that touches the account's safety."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.label.text = lazy("密碼")


class ProofForm(FlaskForm):  # type: ignore[misc]
    """The first code of a new authenticator app: it proves that the app holds the secret."""

    code = code_field()
    counter: int

    def __init__(self, secret: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.secret = secret

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        counter = authenticator().counter_of(totp_code(self.code.data), self.secret)
        if counter is None:
            self.code.errors = [lazy("驗證碼不對，看看App裡現在是哪一組")]
            return False
        self.counter = counter
        return True
