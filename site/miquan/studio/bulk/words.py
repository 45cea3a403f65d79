"""Bulk changes in words: what one does, what one product's values were and become, why one was left out."""

from typing import Any

from miquan.categories.tree import tree
from miquan.i18n import _, lazy
from miquan.money import Money, decimal_text, format_number
from miquan.studio.bulk.forms import ROUNDINGS
from miquan.studio.bulk.queries import Item
from miquan.studio.listing.forms import STATES as PRODUCT_STATES
from miquan.studio.models import BulkChange
from miquan.viewer import viewer

VERBS = {
    "publish": lazy("上架"),
    "archive": lazy("下架"),
    "price": lazy("改價"),
    "tags": lazy("改標籤"),
    "category": lazy("改種類"),
    "ships": lazy("改寄出天數"),
}
STATES = {
    "preview": lazy("還沒套用"),
    "running": lazy("進行中"),
    "done": lazy("做完了"),
    "undoing": lazy("正在還原"),
    "undone": lazy("還原了"),
    "cancelled": lazy("停下來了"),
}
REASONS = {
    "zero": lazy("還沒有價格，不能上架"),
    "below_zero": lazy("會變成0或更低"),
    "currency": lazy("標價用的是別的貨幣，金額和取整對不上"),
    "wrong_way": lazy("取整以後反而往另一邊變"),
    "too_much": lazy("價格會大得離譜"),
    "many_tags": lazy("標籤會超過50個"),
    "edited": lazy("在這之後有人改過，沒有動它"),
    "outdated": lazy("剛在別的地方改過，沒有動它"),
    "gone": lazy("已經刪掉了"),
    "not_allowed": lazy("現在不能這樣做"),
    "reserved": lazy("有訂單還在等"),
    "failed": lazy("這件的紀錄不完整，打開它存一次再試"),
}


def in_words(change: BulkChange, currency: str) -> str:
    """What the change does, as one line."""
    spec = change.spec
    if "looked" not in spec or change.verb in ("publish", "archive"):
        return str(VERBS[change.verb])
    if change.verb == "price":
        return _price_words(spec, currency)
    if change.verb == "tags":
        parts = [_("加上%(tags)s", tags=_joined(spec["add"]))] if spec["add"] else []
        parts += [_("拿掉%(tags)s", tags=_joined(spec["remove"]))] if spec["remove"] else []
        return "・".join(parts)
    if change.verb == "category":
        return _("種類改成%(name)s", name=category_name(spec["category"]))
    return _("%(days)s天內寄出", days=spec["days"]) if spec["days"] is not None else _("不寫幾天內寄出")


def _joined(tags: list[str]) -> str:
    return " ".join(f"#{tag}" for tag in tags)


def _price_words(spec: dict[str, Any], currency: str) -> str:
    by = f"{spec['by'] / 100:g}%" if spec["mode"] == "percent" else amount(spec["by"], currency)
    words = _("漲價%(by)s", by=by) if spec["way"] == "up" else _("降價%(by)s", by=by)
    return f"{words}・{ROUNDINGS[spec['round']]}" if spec["round"] else words


def amount(minor: int, currency: str) -> str:
    return f"{currency} {format_number(Money(minor, currency))}"


def category_name(slug: str) -> str:
    node = tree().by_slug.get(slug)
    return node.name(viewer().lang) if node else _("沒有種類")


def shown(values: dict[str, Any], item: Item) -> str:
    """A product's values on one side of the change."""
    if "prices" in values:
        return _prices([price for price, _compare in values["prices"].values()], item.currency)
    if "tags" in values:
        return _joined(values["tags"]) or _("沒有標籤")
    if "category" in values:
        return category_name(values["category"])
    if "ships" in values:
        return _("%(days)s天", days=values["ships"]) if values["ships"] is not None else _("沒有寫")
    return str(PRODUCT_STATES[values["state"]]) if "state" in values else ""


def _prices(prices: list[int], currency: str) -> str:
    low, high = min(prices), max(prices)
    found = amount(low, currency)
    return found if low == high else f"{found}–{format_number(Money(high, currency))}"


def reason(code: str) -> str:
    return str(REASONS.get(code, REASONS["failed"]))


def plain_amount(minor: int, currency: str) -> str:
    """As it is typed into a field."""
    return decimal_text(Money(minor, currency))
