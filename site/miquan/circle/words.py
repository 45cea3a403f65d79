"""What kinds, ties and readers of a post are called."""

from typing import Any

from miquan.i18n import lazy

KINDS: dict[str, Any] = {
    "recommend": lazy("我推薦"),
    "life": lazy("日常"),
    "haul": lazy("收穫"),
    "trip": lazy("旅途"),
    "question": lazy("發問"),
    "followup": lazy("後來"),
    "repost": lazy("轉發"),
}
MEANINGS: dict[str, Any] = {
    "recommend": lazy("我用過、也會再買"),
    "life": lazy("今天遇到的事"),
    "haul": lazy("剛帶回來的東西"),
    "trip": lazy("在路上"),
    "question": lazy("想問問大家"),
    "followup": lazy("接著以前的一篇說"),
}
VISIBILITIES: dict[str, Any] = {
    "public": lazy("大家"),
    "followers": lazy("關注我的人"),
    "unlisted": lazy("有網址的人"),
}
DISCLOSURES: dict[str, Any] = {
    "none": lazy("沒有合作關係"),
    "own": lazy("是我自己賣的"),
    "affiliate": lazy("有人買我會有分潤"),
    "gift": lazy("店家送的"),
    "paid": lazy("收了錢寫的"),
}
# As readers see it, beside the words.
TOLD: dict[str, Any] = {
    "own": lazy("裡面有作者自己賣的東西"),
    "affiliate": lazy("有人買，作者會有分潤"),
    "gift": lazy("東西是店家送的"),
    "paid": lazy("作者收了錢寫的"),
}
STATES: dict[str, Any] = {
    "draft": lazy("草稿"),
    "scheduled": lazy("排好時間了"),
    "published": lazy("發出去了"),
    "hidden": lazy("被收起來了"),
    "removed": lazy("刪掉了"),
}
