"""The account's forms: Flask-Security's, in our words and with our limits."""

from typing import Any

from flask import current_app, request
from flask_security.forms import (
    EmailField,
    EmailValidation,
    LoginForm,
    RegisterFormV2,
    ResetPasswordForm,
    email_required,
)
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from miquan.accounts import names, passwords, pretenders, queries, rules
from miquan.accounts.models import Member
from miquan.i18n import lazy

EMAIL = {"autocomplete": "email", "maxlength": 254, "autocapitalize": "none", "spellcheck": "false"}
NEW_PASSWORD = {"autocomplete": "new-password"}


class Address:
    """Spaces around an address are never meant; what is far too long is cut before it is normalised."""

    def filter_email(self, typed: str | None) -> str | None:
        return typed.strip()[:300] if typed else typed


def email_field(label: Any) -> EmailField:
    """An address that is asked for without looking whether anybody has it."""
    fits = Length(max=254, message=lazy("這不像一個電子郵件地址"))
    return EmailField(label, validators=[email_required, fits, EmailValidation(verify=True)], render_kw=EMAIL)


def handle_field() -> StringField:
    return StringField(
        lazy("帳號"),
        filters=[rules.clean_handle],
        validators=[
            DataRequired(lazy("取一個帳號，別人用它找到你")),
            Length(max=rules.HANDLE_LIMIT, message=lazy("帳號最多30個字")),
        ],
        render_kw={
            "autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "maxlength": rules.HANDLE_LIMIT,
        },
    )  # fmt: skip


class SignInForm(Address, LoginForm):  # type: ignore[misc]
    """E-mail and password. One sentence for every failure; how long a session lasts is the server's choice."""

    remember = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email.label.text, self.password.label.text = lazy("電子郵件"), lazy("密碼")
        self.password.description = ""
        self.standing: Any = None

    def validate(self, **kwargs: Any) -> bool:
        """Somebody who is shut out is told so, and why, but only after the right password."""
        self._find()
        if super().validate(**kwargs):
            return True
        if self.user_authenticated and self.user.suspended_at:
            from miquan.moderation.queries import standing

            self.standing = standing(self.user)
            self.email.errors, self.password.errors = [], []
            self.form_errors.append(lazy("這個帳號被停用了"))
        return False

    def _find(self) -> None:
        """Who it is depends on the password too: see `accounts.pretenders`."""
        password = str(self.password.data or "")
        normal = current_app.extensions["security"].password_util.normalize(password)
        *others, owner = pretenders.candidates(str(self.email.data or ""), password) or [None]
        theirs = (member for member in others if member.password and member.verify_and_update_password(normal))
        self.ifield, self.user = self.email, next(theirs, owner)


class JoinForm(Address, RegisterFormV2):  # type: ignore[misc]
    """Sign-up: an address, a password, a handle and a name in any script. Whether the address is known changes nothing."""

    email = EmailField(validators=[email_required, EmailValidation(verify=True)], render_kw=EMAIL)
    handle = handle_field()
    display_name = StringField(
        lazy("名字"),
        validators=[DataRequired(lazy("告訴大家怎麼叫你")), Length(max=40, message=lazy("名字最多40個字"))],
        render_kw={"autocomplete": "nickname", "maxlength": 40},
    )
    ref = HiddenField(validators=[Length(max=30)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email.label.text, self.password.label.text = lazy("電子郵件"), lazy("密碼")
        self.ref.data = (self.ref.data or request.args.get("ref", ""))[: rules.HANDLE_LIMIT]
        # What is wrong is told in the order of the page.
        for name in ("handle", "email", "password"):
            self._fields[name] = self._fields.pop(name)

    def validate_handle(self, field: Any) -> None:
        problem = rules.handle_problem(field.data)
        if problem == "shape":
            raise ValidationError(lazy("帳號用3到30個英文字母、數字或底線"))
        if problem or not queries.handle_is_free(field.data):
            raise ValidationError(lazy("這個帳號已經有人用了，換一個試試"))

    def validate_display_name(self, field: Any) -> None:
        field.data = rules.clean_name(field.data or "")
        if problem := name_problem(field.data):
            raise ValidationError(problem)

    def validate_password(self, field: Any) -> None:
        refuse_bad_password(field.data, self.email.data, self.handle.data, self.display_name.data)

    def to_dict(self, only_user: bool) -> dict[str, Any]:
        """Exactly these fields: nothing else in the request can become a column."""
        names = ("email", "password", "handle", "display_name", "ref")
        told = {name: getattr(self, name).data for name in names}
        return {**told, "mark": pretenders.tag(told["email"], told["password"])}


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


_WORDS = {
    "long": lazy("密碼最多128個字"),
    "common": lazy("這是最常見的密碼之一，換一個"),
    "name": lazy("密碼裡不要有你的名字、帳號或信箱"),
    "guessable": lazy("這個密碼太容易猜到，換長一點、少見一點的"),
}


def refuse_bad_password(password: str | None, *about: str | None) -> None:
    """Raises ValidationError with what to change. `about`: handle, name and address of whose password it is."""
    problem = passwords.problem(password, *(word or "" for word in about)) if password else ""
    if problem:
        raise ValidationError(_WORDS[problem])


def check_new_password(password: str, member: Member) -> str:
    """A password as it is hashed. Raises ValidationError where it cannot be this member's."""
    refuse_bad_password(password, member.mailbox, member.handle, member.display_name)
    problems, normal = current_app.extensions["security"].password_util.validate(password, False, user=member)
    if problems:
        raise ValidationError(problems[0])
    return str(normal)


class ForgotForm(Address, FlaskForm):  # type: ignore[misc]
    """Asks for a link to choose a new password. Whether the address is known is not looked at."""

    email = email_field(lazy("電子郵件"))


class ResetForm(ResetPasswordForm):  # type: ignore[misc]
    """Chooses a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.label.text = lazy("新密碼")
        self.password_confirm.label.text = lazy("再輸入一次")

    def validate_password(self, field: Any) -> None:
        if self.user is not None:
            refuse_bad_password(field.data, self.user.mailbox, self.user.handle, self.user.display_name)
