"""The first questions, and what is added to a portrait."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Optional

from miquan.fields import at_most, options
from miquan.i18n import _, lazy
from miquan.portraits import offering, words

OWN_LIMIT = 200
ADD_LIMIT = 60


class RoleForm(FlaskForm):  # type: ignore[misc]
    """What brings them here."""

    role = RadioField(lazy("你來蜜圈做什麼？"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = options(words.ROLES.items())


class TopicsForm(FlaskForm):  # type: ignore[misc]
    """What they like, by kinds of goods and by tags; `own` holds their own words."""

    topics = SelectMultipleField(lazy("種類"))
    tags = SelectMultipleField(lazy("標籤"), validate_choice=False)
    own = StringField(lazy("還有別的嗎？"), validators=[at_most(OWN_LIMIT)])

    def __init__(self, *args: Any, named: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics.choices = options((tile.slug, tile.name) for tile in offering.tiles())
        self.tags.choices = options(dict([*offering.tags(), *named]).items())


class PlacesForm(FlaskForm):  # type: ignore[misc]
    """Where things should come from, in which languages they read, and about what they spend."""

    countries = SelectMultipleField(lazy("想看哪裡的東西？"))
    languages = SelectMultipleField(lazy("讀得懂哪些語言？"))
    band = RadioField(lazy("一件東西大概花多少？"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.countries.choices = options(offering.countries())
        self.languages.choices = options(offering.languages())
        self.band.choices = options([("", _("不一定")), *offering.bands()])


class AddForm(FlaskForm):  # type: ignore[misc]
    """One more thing that they like."""

    words = StringField(lazy("加一個興趣"), validators=[DataRequired(lazy("寫下你喜歡什麼")), at_most(ADD_LIMIT)])
