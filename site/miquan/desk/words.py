"""What happened, in words for the desk."""

from typing import Any

from miquan.accounts.notices import KINDS
from miquan.i18n import lazy
from miquan.moderation.casework import WHY
from miquan.moderation.registry import REASONS

__all__ = ["AGES", "LANES", "NOTICES", "QUEUES", "REPORT_STATES", "ROLES", "STATES", "WHY", "happened", "why"]

ROLES = {
    "member": lazy("會員"),
    "buyer": lazy("買手"),
    "moderator": lazy("版務"),
    "operator": lazy("站務"),
}
_MORE = {
    "signed_in": lazy("登入"),
    "email_change_asked": lazy("要求換信箱"),
    "email_change_stopped": lazy("擋下了換信箱"),
    "email_confirmed": lazy("確認了信箱"),
    "code_wrong": lazy("驗證碼不對"),
    "suspended": lazy("停用了"),
    "reinstated": lazy("恢復了"),
    "signed_out": lazy("被登出"),
    "member.suspended": lazy("停用了"),
    "member.reinstated": lazy("恢復了"),
    "member.signed_out": lazy("被登出"),
    "storefront.approved": lazy("小店開了"),
    "storefront.refused": lazy("小店沒有開"),
    "role.granted": lazy("給了身分"),
    "role.revoked": lazy("收回身分"),
}
NOTICES = {
    "repeated_words": lazy("同樣的話出現過"),
    "repeated_picture": lazy("別人用過這張照片"),
    "many_links": lazy("網址特別多"),
}
QUEUES = {
    "reports": lazy("收到的檢舉"),
    "holds": lazy("等人看過的"),
    "first-posts": lazy("新人的頭幾篇"),
    "media": lazy("用過的照片"),
    "appeals": lazy("申訴"),
}
AGES = {"day": lazy("等了一天以上"), "week": lazy("等了一星期以上")}
REPORT_STATES = {
    "new": lazy("還沒看"),
    "escalated": lazy("交給站務了"),
    "resolved": lazy("處理了"),
    "discarded": lazy("不成立"),
    "appealed": lazy("等人重看"),
}

# How a thing stands, of whatever kind.
STATES = {
    "active": lazy("在這裡"),
    "archived": lazy("封存了"),
    "closed": lazy("關了"),
    "draft": lazy("草稿"),
    "hidden": lazy("收起來了"),
    "merged": lazy("併到別處了"),
    "open": lazy("開著"),
    "paused": lazy("休息中"),
    "pending": lazy("等著開店"),
    "published": lazy("大家看得到"),
    "removed": lazy("移除了"),
    "scheduled": lazy("排好時間了"),
    "sold_out": lazy("賣完了"),
    "suspended": lazy("停用中"),
}
# The queues of work in the background.
LANES = {
    "alike": lazy("找相似的"),
    "bulk": lazy("一次很多的"),
    "default": lazy("一般的"),
    "drawing": lazy("畫圖"),
    "imports": lazy("匯入"),
    "index": lazy("搜尋索引"),
    "leaving": lazy("離開的會員"),
    "mail": lazy("寄信"),
    "media": lazy("檔案"),
    "notices": lazy("通知"),
    "pictures": lazy("照片"),
    "portraits": lazy("畫像"),
    "recommend": lazy("推薦"),
    "recommend-daily": lazy("每天的推薦"),
    "sweep": lazy("打掃"),
}


def happened(kind: str) -> Any:
    """A security event's kind or an act's name in words; the name itself where there are none."""
    notice = KINDS.get(kind)
    return _MORE.get(kind) or (notice.subject if notice else kind)


def why(reason: str) -> Any:
    return REASONS.get(reason, reason)
