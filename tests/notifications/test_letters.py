"""Letters of notices: when they are due, and what they say in three languages."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.circle import actions as circle
from miquan.follows.actions import block, follow
from miquan.mail import unsubscribing
from miquan.mail.letters import local
from miquan.mail.sending import compose, deliver_mail
from miquan.notifications import rules
from miquan.notifications.actions.choosing import choose, keep_quiet
from miquan.notifications.actions.reading import read_all
from miquan.notifications.models import NoticeCause, NoticeLetter
from miquan.notifications.subscribers import due as write_due
from miquan.notifications.subscribers import tell_waiting
from miquan.outbox import Delivery, Event, EventRow
from miquan.products.actions import archive
from miquan.products.models import Product
from tests.cast import Cast
from tests.circle.test_posts import posted
from tests.mails import mails
from tests.notifications.telling import rows, told

TAIPEI = "Asia/Taipei"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("channel", "now", "hours", "wanted"),
    [
        ("mail", at(4, 3), None, at(4, 3, 3)),
        # 22:30 in Taipei; quiet until 7:00 there.
        ("mail", at(4, 14, 30), (22, 7), at(4, 23)),
        ("mail", at(4, 13, 58), (22, 7), at(4, 23)),
        ("mail", at(4, 23, 30), (22, 7), at(4, 23, 33)),
        ("mail", at(4, 4), (12, 14), at(4, 6)),
        ("daily", at(4, 3), None, at(5, 0)),
        ("daily", at(3, 23), None, at(4, 0)),
        ("daily", at(4, 3), (7, 9), at(5, 1)),
        # The 4th is a Wednesday, the 9th a Monday.
        ("weekly", at(4, 3), None, at(9, 0)),
        ("weekly", at(9, 3), None, at(16, 0)),
    ],
)  # fmt: skip
def test_when_a_letter_is_due(channel: str, now: datetime, hours: Any, wanted: datetime) -> None:
    assert rules.due(channel, now, TAIPEI, hours) == wanted


def test_a_zone_that_is_none_counts_as_utc() -> None:
    assert rules.due("daily", at(4, 3), "Nowhere/At all", None) == at(4, 8)


def reminders() -> list[tuple[str, datetime]]:
    rows = EventRow.select(EventRow.data, Delivery.due_at).join(Delivery, on=(Delivery.event == EventRow.id))
    return [(data["slot"], due) for data, due in rows.where(EventRow.name == Event.NOTICES_DUE).tuples()]


def write() -> list[dict[str, Any]]:
    """What is due is written, twice over, as after a worker was killed; the letters about notices."""
    told()
    for event in list(EventRow.select().where(EventRow.name == Event.NOTICES_DUE)):
        write_due(event)
        write_due(event)
    return [one for one in mails() if one["template"] == "notices"]


def commented(cast: Cast, *words: str) -> Any:
    """Of a member who wants to be written to at once."""
    choose(cast.mei.id, {"comment": "mail"})
    post = posted(cast.mei, "去了河邊")
    for said in words:
        circle.write_comment(post.id, said, by=cast.nina.id)
    return post


SAYS = {
    "zh-hant": "妮娜在你的帖「去了河邊」留言",
    "zh-hans": "妮娜在你的帖“去了河边”留言",
    "en": "妮娜 commented on your post “去了河邊”",
}


@pytest.mark.parametrize("lang", ["zh-hant", "zh-hans", "en"])
def test_a_letter_in_the_members_language(app: Any, cast: Cast, lang: str) -> None:
    Member.update(lang=lang).where(Member.id == cast.mei.id).execute()
    commented(cast, "哪一條河？")
    (letter,) = write()
    assert letter["lang"] == lang
    assert letter["subject"] == SAYS[lang]
    assert ("> 哪一条河？" if lang == "zh-hans" else "> 哪一條河？") in letter["text"]
    assert f"/{lang}/c/" in letter["text"]
    assert f"/{lang}/me/notifications/settings" in letter["text"]
    message = compose(letter, 7, app.extensions["miquan"])
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = message["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    assert unsubscribing.read(token) == (cast.mei.id, "notice:comment")


def test_many_within_minutes_are_one_letter_and_likes_none(app: Any, cast: Cast) -> None:
    post = commented(cast, "一", "二", "三")
    circle.like(post.id, by=cast.nina.id)
    assert len(write()) == 1
    assert len(reminders()) == 1
    assert NoticeLetter.select().count() == 0
    circle.write_comment(post.id, "四", by=cast.nina.id)
    assert len(write()) == 2, "what came after the letter is another"


def test_what_was_read_on_the_site_is_not_written(app: Any, cast: Cast) -> None:
    commented(cast, "一")
    told()
    read_all(cast.mei.id, datetime.now(UTC))
    assert write() == []


def test_what_may_not_be_seen_any_more_is_not_written_nor_sent(app: Any, cast: Cast) -> None:
    post = commented(cast, "一")
    told()
    circle.hide(post.id, by=cast.mo.id, reason="看看")
    assert write() == []
    circle.show(post.id, by=cast.mo.id)
    circle.write_comment(post.id, "二", by=cast.tang.id)
    (letter,) = write()
    assert letter["subject"].startswith("阿棠、妮娜")
    block(cast.tang.id, by=cast.mei.id)
    row = EventRow.select().where(EventRow.name == Event.MAIL_REQUESTED).order_by(EventRow.id.desc()).first()
    deliver_mail(row)
    assert "not_wanted" in EventRow.get_by_id(row.id).data
    (again,) = [one for one in write() if "text" in one]
    assert again["subject"] == "妮娜在你的帖「去了河邊」留言", "it is written anew about what is left"
    row = EventRow.select().where(EventRow.name == Event.MAIL_REQUESTED).order_by(EventRow.id.desc()).first()
    deliver_mail(row)
    assert "sent" in EventRow.get_by_id(row.id).data


def test_a_digest_gathers_what_was_chosen_for_it(app: Any, cast: Cast) -> None:
    post = commented(cast, "一")
    choose(cast.mei.id, {"like": "weekly", "comment": "weekly", "follow": "daily"})
    circle.like(post.id, by=cast.tang.id)
    (letter,) = write()
    assert [slot for slot, _at in reminders()] == ["weekly"]
    assert letter["subject"] == "2則新通知"
    assert "阿棠喜歡你的帖「去了河邊」" in letter["text"]
    assert SAYS["zh-hant"] in letter["text"]


def test_a_digest_says_how_many_new_things_a_storefront_has(app: Any, cast: Cast) -> None:
    follow("storefront", cast.kyoto.id, by=cast.nina.id)
    for n in range(9):
        cast.product(f"第{n}只碗")
    told()
    tell_waiting()
    (letter,) = write()
    assert letter["subject"] == "林美的小店帶回了9件新東西", "though only eight are looked at for their names"
    assert "第8只碗、第7只碗、第6只碗" in letter["text"]


def goods_came(cast: Cast, *titles: str) -> None:
    for title in titles:
        cast.product(title)
    told()
    NoticeCause.update(told_at=datetime.now(UTC) - timedelta(days=2)).where(
        NoticeCause.told_at.is_null(False)
    ).execute()
    tell_waiting()


@pytest.mark.parametrize("is_read", [True, False])
def test_a_letter_tells_nothing_twice(app: Any, cast: Cast, is_read: bool) -> None:
    follow("storefront", cast.kyoto.id, by=cast.nina.id)
    goods_came(cast, "志野茶碗", "手捏杯子")
    (first,) = write()
    assert first["subject"] == "林美的小店帶回了2件新東西"
    if is_read:
        read_all(cast.nina.id, datetime.now(UTC))
    goods_came(cast, "新的盤子", "新的碟子", "新的壺")
    second = write()[-1]
    assert second["subject"] == "林美的小店帶回了3件新東西"
    assert "新的壺、新的碟子、新的盤子" in second["text"]
    assert [row.sentence for row in rows(cast.nina)] == ["林美的小店帶回了5件新東西"], "on the site they are one row"
    row = EventRow.select().where(EventRow.name == Event.MAIL_REQUESTED).order_by(EventRow.id.desc()).first()
    archive(Product.get(Product.title == "新的壺").id, by=cast.mei.id)
    deliver_mail(row)
    assert "not_wanted" in EventRow.get_by_id(row.id).data
    again = write()[-1]
    assert again["subject"] == "林美的小店帶回了2件新東西", "nor what an earlier letter told, written anew"
    assert "新的碟子、新的盤子" in again["text"]
    row = EventRow.select().where(EventRow.name == Event.MAIL_REQUESTED).order_by(EventRow.id.desc()).first()
    deliver_mail(row)
    assert "sent" in EventRow.get_by_id(row.id).data


def test_quiet_hours_that_begin_meanwhile_put_a_letter_off(app: Any, cast: Cast) -> None:
    commented(cast, "一")
    told()
    hour = datetime.now(rules.zone(TAIPEI)).hour
    keep_quiet(cast.mei.id, (hour, (hour + 2) % 24))
    Member.update(zone=TAIPEI).where(Member.id == cast.mei.id).execute()
    write_due(EventRow.get(EventRow.name == Event.NOTICES_DUE))
    assert mails() == []
    assert NoticeLetter.select().count() == 1
    assert reminders()[-1][1] > datetime.now(UTC) + timedelta(minutes=30)


def test_nobody_is_written_to_whose_address_is_not_theirs_yet(app: Any, cast: Cast) -> None:
    Member.update(confirmed_at=None).where(Member.id == cast.mei.id).execute()
    commented(cast, "一")
    assert write() == []


def test_a_name_that_looks_like_an_address_is_no_link_in_a_letter(app: Any, cast: Cast) -> None:
    Member.update(display_name="evil.example").where(Member.id == cast.nina.id).execute()
    commented(cast, "一")
    (letter,) = write()
    assert letter["subject"].startswith("@nina")


def test_what_a_letter_was_told_of_is_a_fingerprint(app: Any, cast: Cast) -> None:
    commented(cast, "一")
    (letter,) = write()
    assert len(letter["told"]["said"]) == len(hashlib.sha256().hexdigest())
    assert local("/me", "en").endswith("/en/me")
