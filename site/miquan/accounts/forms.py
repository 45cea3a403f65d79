"""The account's forms: Flask-Security's, in our words and with our limits."""

from typing import Any

from flask_security.forms import ForgotPasswordForm, LoginForm, RegisterFormV2, ResetPasswordForm
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from miquan.accounts import names, queries, rules
from miquan.i18n import lazy

EMAIL = {"autocomplete": "email", "maxlength": 254, "autocapitalize": "none", "spellcheck": "false"}


class _Address:
    """Spaces around an address are never meant."""

    def filter_email(self, typed: str | None) -> str | None:
        return typed.strip() if typed else typed


class SignInForm(_Address, LoginForm):  # type: ignore[misc]
    """E-mail and password. One sentence for every failure; how long a session lasts is the server's choice."""

    remember = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email.label.text, self.password.label.text = lazy("電子郵件"), lazy("密碼")
        self.password.description = ""
        self.standing: Any = None

    def validate(self, **kwargs: Any) -> bool:
        """Somebody who is shut out is told so, and why, but only after the right password."""
        if super().validate(**kwargs):
            return True
        if self.user_authenticated and self.user.suspended_at:
            from miquan.moderation.queries import standing

            self.standing = standing(self.user)
            self.email.errors, self.password.errors = [], []
            self.form_errors.append(lazy("這個帳號被停用了"))
        return False


class JoinForm(_Address, RegisterFormV2):  # type: ignore[misc]
    """Sign-up: an address, a password, a handle and a name in any script."""

    handle = StringField(
        lazy("帳號"),
        validators=[DataRequired(lazy("取一個帳號，別人用它找到你")), Length(max=30, message=lazy("帳號最多30個字"))],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "maxlength": 30},
    )
    display_name = StringField(
        lazy("名字"),
        validators=[DataRequired(lazy("告訴大家怎麼叫你")), Length(max=40, message=lazy("名字最多40個字"))],
        render_kw={"autocomplete": "nickname", "maxlength": 40},
    )
    ref = HiddenField(validators=[Length(max=30)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email.label.text, self.password.label.text = lazy("電子郵件"), lazy("密碼")
        self.email.render_kw = EMAIL

    def validate_handle(self, field: Any) -> None:
        field.data = (field.data or "").strip().lower()
        problem = rules.handle_problem(field.data)
        if problem == "shape":
            raise ValidationError(lazy("帳號用3到30個小寫英文字母、數字或底線"))
        if problem or not queries.handle_is_free(field.data):
            raise ValidationError(lazy("這個帳號已經有人用了，換一個試試"))

    def validate_display_name(self, field: Any) -> None:
        field.data = rules.clean_name(field.data or "")
        if problem := name_problem(field.data):
            raise ValidationError(problem)

    def validate_password(self, field: Any) -> None:
        _refuse_guessable(field.data, self.email.data, self.handle.data, self.display_name.data)

    def to_dict(self, only_user: bool) -> dict[str, Any]:
        """Exactly these fields: nothing else in the request can become a column."""
        names = ("email", "password", "handle", "display_name", "ref")
        return {name: getattr(self, name).data for name in names}


def name_problem(name: str, *, is_staff: bool = False) -> Any:
    """What is wrong with a cleaned display name, as a sentence; None when it may be used."""
    if not rules.is_visible(name):
        return lazy("名字裡要有看得見的字")
    problem = names.name_problem(name)
    if problem == "mixed":
        return lazy("名字裡混了看起來一樣、其實不同文字的字母，換一種寫法")
    if problem == "ours" and not is_staff:
        return lazy("這個名字會讓人以為是蜜圈的人，換一個")
    return None


def _refuse_guessable(password: str | None, *about: str | None) -> None:
    if password and len(password) > rules.LONGEST_PASSWORD:
        raise ValidationError(lazy("密碼最多200個字"))
    if password and rules.is_guessable(password, *(word or "" for word in about)):
        raise ValidationError(lazy("這個密碼太容易猜到，換長一點、少見一點的"))


class ForgotForm(_Address, ForgotPasswordForm):  # type: ignore[misc]
    """Asks for a link to choose a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email.label.text = lazy("電子郵件")


class ResetForm(ResetPasswordForm):  # type: ignore[misc]
    """Chooses a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.label.text = lazy("新密碼")
        self.password_confirm.label.text = lazy("再輸入一次")

    def validate_password(self, field: Any) -> None:
        _refuse_guessable(field.data)
