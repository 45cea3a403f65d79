"""Forms of the member's settings."""

from typing import Any

from flask_security import current_user
from flask_security.forms import EmailField, EmailValidation, email_required
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length, ValidationError

from miquan.accounts.forms import EMAIL, NEW_PASSWORD, check_new_password
from miquan.i18n import lazy


class EmailForm(FlaskForm):  # type: ignore[misc]
    """A new address."""

    email = EmailField(
        lazy("新的信箱"),
        validators=[
            email_required,
            Length(max=254, message=lazy("這不像一個電子郵件地址")),
            EmailValidation(verify=True),
        ],
        render_kw=EMAIL,
    )

    def filter_email(self, typed: str | None) -> str | None:
        return typed.strip()[:300] if typed else typed

    def validate_email(self, field: Any) -> None:
        if field.data and field.data.lower() == current_user.email:
            raise ValidationError(lazy("這就是你現在的信箱"))


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """A new password, twice."""

    password = PasswordField(
        lazy("新密碼"), validators=[DataRequired(lazy("填上密碼")), Length(max=400)], render_kw=NEW_PASSWORD
    )
    password_confirm = PasswordField(
        lazy("再輸入一次"),
        validators=[EqualTo("password", lazy("兩次輸入的密碼不一樣")), Length(max=400)],
        render_kw=NEW_PASSWORD,
    )

    def validate_password(self, field: Any) -> None:
        field.data = check_new_password(field.data, current_user)


class HandleForm(FlaskForm):  # type: ignore[misc]
    """Another handle."""

    handle = StringField(
        lazy("帳號"),
        validators=[DataRequired(lazy("取一個帳號，別人用它找到你")), Length(max=30, message=lazy("帳號最多30個字"))],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "maxlength": 30},
    )
