"""Everything that members are told of: one line a type, and one small function that says whom to tell."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from miquan.i18n import _, lazy, ngettext
from miquan.notifications import rules
from miquan.notifications.rules import MANY, Channel
from miquan.notifications.telling import Happened, Many, Telling, circle, desk, goods, groups, talk
from miquan.outbox import Event

# What types stand under, in the filters and the settings.
FAMILIES = {
    "talk": lazy("留言和回覆"),
    "likes": lazy("喜歡和轉發"),
    "people": lazy("關注"),
    "groups": lazy("群"),
    "goods": lazy("商品"),
    "site": lazy("站方"),
}


@dataclass(frozen=True)
class NoticeType:
    """`still` names what must still be so of a cause (`queries/visible.py`). `words` is the sentence: %(who)s, %(what)s.

    `channel` is how members hear of it who have not chosen: one of those that `rules` names. `again`: it is told at most once a day; then it gives the
    members of a subject anew. `several`: its causes are counted by their things, not by who did them, and this is the
    sentence for more than one. `fixed`: it concerns what is the member's own, and cannot be turned off. `nameless`: the
    site or a group speaks, whoever acted for it; a name that may be out of sight by then is kept with the cause.
    """

    name: str
    events: tuple[Event, ...]
    tell: Callable[[Happened], Telling | None]
    still: str
    family: str
    channel: Channel
    title: Any
    words: Any
    again: Callable[[int], Many] | None = None
    several: Callable[[int, str], str] | None = None
    fixed: bool = False
    nameless: bool = False


def _new_goods(num: int, who: str) -> str:
    if num >= MANY:
        return _("%(who)s的小店帶回了上千件新東西", who=who)
    return ngettext("%(who)s的小店帶回了%(num)s件新東西", "%(who)s的小店帶回了%(num)s件新東西", num, who=who)


_LINES = (
    NoticeType("comment", (Event.COMMENT_WRITTEN,), circle.commented, "comment", "talk", rules.TALK,
               lazy("有人在你的帖留言"), lazy("%(who)s在你的帖「%(what)s」留言")),
    NoticeType("answer", (Event.COMMENT_WRITTEN,), circle.answered, "comment", "talk", rules.TALK,
               lazy("有人回你的留言"), lazy("%(who)s回了你在「%(what)s」的留言")),
    NoticeType("mention", (Event.MEMBER_MENTIONED,), circle.mentioned, "mention", "talk", rules.TALK,
               lazy("有人提到你"), lazy("%(who)s在「%(what)s」提到你")),
    NoticeType("like", (Event.POST_LIKED,), circle.liked, "like", "likes", rules.CHEER,
               lazy("有人喜歡你的帖"), lazy("%(who)s喜歡你的帖「%(what)s」")),
    NoticeType("repost", (Event.POST_REPOSTED,), circle.reposted, "post", "likes", rules.CHEER,
               lazy("有人轉發你的帖"), lazy("%(who)s轉發了你的帖「%(what)s」")),
    NoticeType("follow", (Event.MEMBER_FOLLOWED,), circle.followed, "follow", "people", rules.CHEER,
               lazy("有人關注你"), lazy("%(who)s開始關注你")),
    NoticeType("follow_up", (Event.POST_PUBLISHED,), circle.followed_up, "post", "people", rules.CHEER,
               lazy("你收藏或留言過的帖有了後續"), lazy("%(who)s接著說了「%(what)s」的後續")),
    NoticeType("goods", (Event.PRODUCT_PUBLISHED,), goods.published, "product", "goods", rules.NEWS,
               lazy("關注的小店有新商品"), lazy("%(who)s的小店帶回了新東西"), again=goods.followers, several=_new_goods),
    NoticeType("reply_answer", (Event.REPLY_WRITTEN,), talk.answered, "reply", "talk", rules.TALK,
               lazy("有人回你在群裡的話"), lazy("%(who)s在「%(what)s」回了你")),
    NoticeType("own_thread", (Event.REPLY_WRITTEN,), talk.in_own, "reply", "talk", rules.TALK,
               lazy("你開的話題有新回覆"), lazy("%(who)s在你的話題「%(what)s」回覆")),
    NoticeType("watched", (Event.REPLY_WRITTEN,), talk.in_watched, "reply", "groups", rules.CHEER,
               lazy("你關注的話題有新回覆"), lazy("%(who)s在「%(what)s」說了話")),
    NoticeType("accepted", (Event.REPLY_ACCEPTED,), talk.accepted, "accepted", "groups", rules.TALK,
               lazy("你的回答被選中"), lazy("%(who)s選了你在「%(what)s」的回答")),
    NoticeType("reply_like", (Event.REPLY_LIKED,), talk.liked, "reply_like", "likes", rules.CHEER,
               lazy("有人喜歡你在群裡的話"), lazy("%(who)s喜歡你在「%(what)s」說的話")),
    NoticeType("asked_in", (Event.MEMBERSHIP_ASKED,), groups.asked, "applicant", "groups", rules.WAITING,
               lazy("有人想加入你照看的群"), lazy("%(who)s想加入「%(what)s」")),
    NoticeType("made_owner", (Event.GROUP_CHANGED,), groups.made_owner, "tending", "groups", rules.DUTY,
               lazy("一個群交給了你"), lazy("你現在是「%(what)s」的群主"), nameless=True),
    NoticeType("made_moderator", (Event.GROUP_CHANGED,), groups.made_moderator, "tending", "groups", rules.DUTY,
               lazy("一個群請你當版主"), lazy("你現在是「%(what)s」的版主"), nameless=True),
    NoticeType("admitted", (Event.MEMBERSHIP_GIVEN,), groups.admitted, "inside", "groups", rules.DECISION,
               lazy("你加入了一個群"), lazy("你加入了「%(what)s」"), nameless=True),
    NoticeType("refused", (Event.MEMBERSHIP_REFUSED,), groups.shut_out, "said", "groups", rules.DECISION,
               lazy("群沒有讓你加入"), lazy("「%(what)s」這次沒有讓你加入"), fixed=True, nameless=True),
    NoticeType("put_out", (Event.MEMBERSHIP_ENDED,), groups.shut_out, "said", "groups", rules.DECISION,
               lazy("群請你離開"), lazy("你不再是「%(what)s」的成員"), fixed=True, nameless=True),
    NoticeType("decided", (Event.DECISION_MADE,), desk.decided, "told", "site", rules.DECISION,
               lazy("站方對你的東西做了決定"), lazy("站方對「%(what)s」做了決定"), fixed=True, nameless=True),
    NoticeType("taken_back", (Event.DECISION_TAKEN_BACK,), desk.taken_back, "told", "site", rules.DECISION,
               lazy("站方收回了決定"), lazy("站方收回了對「%(what)s」的決定"), fixed=True, nameless=True),
    NoticeType("heard", (Event.APPEAL_DECIDED,), desk.heard, "told", "site", rules.DECISION,
               lazy("你的申訴有了結果"), lazy("你對「%(what)s」的申訴有了結果"), fixed=True, nameless=True),
)  # fmt: skip
NAMELESS = [line.name for line in _LINES if line.nameless]
BY_THING = [line.name for line in _LINES if line.several]
TYPES: dict[str, NoticeType] = {line.name: line for line in _LINES}
