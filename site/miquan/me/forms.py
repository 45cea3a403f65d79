"""Forms of the member's settings."""

from typing import Any

from flask_security import current_user
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import DataRequired, EqualTo, Length, ValidationError

from miquan.accounts.forms import NEW_PASSWORD, Address, check_new_password, email_field, handle_field
from miquan.i18n import lazy


class EmailForm(Address, FlaskForm):  # type: ignore[misc]
    """A new address."""

    email = email_field(lazy("新的信箱"))

    def validate_email(self, field: Any) -> None:
        # Not their `email`: what it is must not tell whether the address has another account.
        if field.data and field.data.lower() == current_user.mailbox:
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

    handle = handle_field()
