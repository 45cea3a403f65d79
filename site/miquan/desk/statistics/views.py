"""`/desk/statistics`: how the place grows, drawn by the server."""

from typing import Any

from flask import Blueprint, request

from miquan.desk.statistics import queries, rules
from miquan.hypermedia import respond
from miquan.i18n import _, current_lang, lazy
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.templating import day_shown

bp = Blueprint("desk_statistics", __name__, url_prefix="/desk/statistics")

WORDS = {
    "signups": lazy("新會員"),
    "posts": lazy("帖"),
    "comments": lazy("留言"),
    "replies": lazy("群裡的回覆"),
    rules.SEARCHES: lazy("搜尋"),
    rules.MISSED: lazy("什麼都沒找到的"),
}


@bp.get("")
@requires(Permission.SITE_KEEP)
def index() -> Any:
    asked = request.args.get("days", "")
    days = int(asked) if asked in map(str, rules.RANGES) else rules.RANGES[0]
    lang = current_lang()
    return respond(
        "desk/statistics/index.html", found=queries.statistics(days), days=days, ranges=rules.RANGES, words=WORDS,
        size=(rules.WIDTH, rules.HEIGHT), day_shown=lambda day: day_shown(day, lang, with_year=days > 90),
        seo=seo(_("統計"), "", index=False),
    )  # fmt: skip
