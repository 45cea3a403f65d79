"""What kinds of groups, roles and ways to join are called."""

from typing import Any

from miquan.i18n import lazy

VISIBILITIES: dict[str, Any] = {
    "public": lazy("公開"), "unlisted": lazy("不列出"), "members": lazy("內容給成員"), "private": lazy("私密"),
}  # fmt: skip
VISIBILITY_MEANINGS: dict[str, Any] = {
    "public": lazy("誰都找得到，也讀得到"),
    "unlisted": lazy("有網址的人讀得到，名單和搜尋裡沒有"),
    "members": lazy("誰都找得到，裡面說的只有成員讀得到"),
    "private": lazy("只有成員知道有這個群"),
}
JOININGS: dict[str, Any] = {"open": lazy("隨時加入"), "apply": lazy("先申請"), "invite": lazy("只用邀請連結")}
ROLES: dict[str, Any] = {
    "owner": lazy("群主"), "moderator": lazy("版主"), "member": lazy("群的成員"), "applicant": lazy("申請中"),
    "banned": lazy("請出去了"),
}  # fmt: skip
SLOW: dict[int, Any] = {
    0: lazy("不限"), 30: lazy("隔30秒"), 120: lazy("隔2分鐘"), 600: lazy("隔10分鐘"), 3_600: lazy("隔1小時"),
}  # fmt: skip
DAYS: dict[int, Any] = {1: lazy("1天"), 7: lazy("7天"), 30: lazy("30天"), 0: lazy("一直")}
USES: dict[int, Any] = {1: lazy("1個人"), 10: lazy("10個人"), 100: lazy("100個人"), 0: lazy("不限人數")}
