"""What a product still lacks before it is shown to others: what must be there, and what helps."""

from collections.abc import Iterator
from dataclasses import dataclass

from miquan.i18n import _
from miquan.money import parse_price
from miquan.studio.editor.forms import ProductForm

ENOUGH_PICTURES = 3


@dataclass(frozen=True)
class Check:
    """One line: whether it is there, what it says when it is and when it is not, the field it leads to."""

    done: bool
    words: str
    missing: str
    field: str
    needed: bool = False

    @property
    def says(self) -> str:
        return self.words if self.done else self.missing


def is_price(typed: str | None, currency: str) -> bool:
    """Whether this can be read as a price."""
    try:
        return parse_price(typed or "", currency) >= 0
    except ValueError:
        return False


def prices(form: ProductForm) -> list[int]:
    """The prices that can be read, in minor units; what cannot is left out."""
    typed = [entry.form.price.data for entry in form.variants]
    return [parse_price(price, form.money) for price in typed if is_price(price, form.money)]


def checks(form: ProductForm) -> list[Check]:
    """Every line of the list, in the order of the page."""
    return [*_seen(form), *needs(form), *_helps(form)]


def _seen(form: ProductForm) -> Iterator[Check]:
    rows = [row.form for row in form.kept if row.form.key and not row.form.remove.data]
    yield Check(len(rows) >= ENOUGH_PICTURES, _("至少三張照片"), _("放三張以上的照片"), "pictures")
    described = bool(rows) and all((row.alt.data or "").strip() for row in rows)
    yield Check(described, _("照片都有描述"), _("替每張照片寫描述"), "pictures")
    yield Check(bool((form.title.data or "").strip()), _("有名字"), _("先給它一個名字"), "title", needed=True)
    yield Check(bool((form.story.data or "").strip()), _("寫了來歷"), _("寫它的來歷"), "story")
    yield _priced(form)


def _priced(form: ProductForm) -> Check:
    """Whether every price can be read and one is above nothing; it leads to the first that cannot."""
    fields = [entry.form.price for entry in form.variants]
    unread = next((f for f in fields if (f.data or "").strip() and not is_price(f.data, form.money)), None)
    words = _("有價格讀不懂，要是數字，例如1,200") if unread else _("填好價格才能上架")
    return Check(unread is None and any(prices(form)), _("有價格"), words, (unread or fields[0]).id, needed=True)


def needs(form: ProductForm) -> Iterator[Check]:
    """What the kind asks for before anybody may buy that way."""
    kind = form.kind.data
    if kind == "preorder":
        yield Check(
            bool(form.ships_by.data), _("寫了最晚哪天寄出"), _("預購要寫最晚哪一天寄出"), "ships_by", needed=True
        )
    elif kind == "made_to_order":
        yield Check(form.lead_days.data is not None, _("寫了要做幾天"), _("訂製要寫做幾天"), "lead_days", needed=True)
    elif kind == "on_demand":
        place = bool((form.shop.data or "").strip() or (form.shop_city.data or "").strip())
        yield Check(place, _("寫了在哪裡買"), _("現地代購要寫在哪家店或哪個城市"), "shop", needed=True)
    elif kind == "one_off":
        yield Check(bool((form.condition.data or "").strip()), _("標出狀態"), _("寫它的狀態和瑕疵"), "condition")


def _helps(form: ProductForm) -> Iterator[Check]:
    yield Check(bool(form.category.data), _("選了種類"), _("選一個種類，才找得到"), "category")
    rows = [row.form for row in form.variants if not row.form.is_blank]
    weighed = form.weight_g.data is not None or (bool(rows) and all(row.weight_g.data is not None for row in rows))
    yield Check(weighed, _("填了重量"), _("填重量才能估運費"), "weight_g")


def say_needs(form: ProductForm) -> bool:
    """Say beside each field what its kind needs before publishing; whether anything is missing."""
    missing = [check for check in needs(form) if check.needed and not check.done]
    for check in missing:
        field = form[check.field]
        if not field.errors:
            field.errors = [check.missing]
    return bool(missing)
