"""What a member says of themselves, and what they let others see."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from miquan.accounts import privacy, rules
from miquan.accounts.forms import name_problem
from miquan.accounts.models import BIO_LIMIT, NAME_LIMIT
from miquan.fields import at_most, options
from miquan.i18n import lazy
from miquan.profiles import choices

CITY_LIMIT = 80


class ProfileForm(FlaskForm):  # type: ignore[misc]
    """Who they are, where they live, and how the site speaks to them."""

    nonce = HiddenField(validators=[Length(max=43)])
    display_name = StringField(lazy("名字"), validators=[DataRequired(lazy("告訴大家怎麼叫你")), at_most(NAME_LIMIT)])
    short_name = StringField(lazy("短的稱呼"), validators=[at_most(NAME_LIMIT)])
    portrait = FileField(lazy("你的照片"))
    # The id of their picture's file; a script puts a new one's here. Left out, they have none.
    portrait_file = StringField(validators=[at_most(12)])
    no_portrait = BooleanField(lazy("拿掉現在的照片"))
    bio = TextAreaField(lazy("關於你"), validators=[at_most(BIO_LIMIT)])
    country = SelectField(lazy("住在哪個國家"))
    city = StringField(lazy("城市"), validators=[at_most(CITY_LIMIT)])
    zone = SelectField(lazy("你的時間"))
    languages = SelectMultipleField(lazy("會說的語言"))
    lang = SelectField(lazy("信件和介紹用的語言"), choices=options(choices.SITE_LANGUAGES))
    currency = SelectField(lazy("價格用什麼貨幣估算"))

    def __init__(self, *args: Any, is_staff: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        values = kwargs.get("data") or {}
        self.is_staff = is_staff
        self.country.choices = choices.countries()
        self.zone.choices = choices.zones(values.get("zone") or "")
        self.languages.choices = choices.languages(list(values.get("languages") or ()))
        self.currency.choices = choices.currencies(values.get("currency") or "")

    def validate_display_name(self, field: Any) -> None:
        field.data = rules.clean_name(field.data or "")
        if problem := name_problem(field.data, is_staff=self.is_staff):
            raise ValidationError(problem)

    def validate_short_name(self, field: Any) -> None:
        field.data = rules.clean_name(field.data or "")
        if field.data and (problem := name_problem(field.data, is_staff=self.is_staff)):
            raise ValidationError(problem)

    def validate_languages(self, field: Any) -> None:
        if len(field.data or ()) > choices.LANGUAGES_LIMIT:
            raise ValidationError(lazy("最多選12種"))


class PrivacyForm(FlaskForm):  # type: ignore[misc]
    """Who may write, who sees whom they follow, how much of their place is shown."""

    messages_from = RadioField(
        lazy("誰可以寫給你"),
        choices=options(
            zip(privacy.MESSAGES_FROM, (lazy("每個會員"), lazy("你關注的人"), lazy("先不要有人寫來")), strict=True)
        ),
    )
    place_shown = RadioField(
        lazy("別人看得到你在哪裡嗎"),
        choices=options(
            zip(privacy.PLACE_SHOWN, (lazy("看得到城市"), lazy("只看得到國家"), lazy("看不到")), strict=True)
        ),
    )
    follows_seen_by = RadioField(
        lazy("誰看得到你關注了誰"),
        choices=options(
            zip(privacy.FOLLOWS_SEEN_BY, (lazy("每個人"), lazy("登入的會員"), lazy("只有你")), strict=True)
        ),
    )
