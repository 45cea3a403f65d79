"""The record of an account's safety, and the letters about it."""

import re
from typing import Any

import pytest

from miquan.accounts.devices import device, known_zone, place
from miquan.accounts.models import Member, SecurityEvent
from miquan.accounts.notices import KINDS
from miquan.accounts.security import noted
from miquan.db import now, transaction
from miquan.i18n import LANGS, speak, speaking
from miquan.places import there
from tests.cast import Cast
from tests.mails import mails

MAC = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"
)
DATA = {
    "old": "a@example.org",
    "new": "b@example.org",
    "name": "手機",
    "left": 7,
    "reason": "理由",
    "due": "2026-12-08",
    "until": "2026-12-08",
}


def test_every_kind_can_be_told_in_every_language(app: Any, cast: Cast) -> None:
    for lang in LANGS:
        member = cast.member(f"told_{lang[-4:].replace('-', '_')}", "花子", lang=lang)
        for kind, notice in KINDS.items():
            before = len(mails())
            noted(member.id, kind, **DATA)
            letters = mails()[before:]
            assert len(letters) == (0 if notice is None else 2 if kind == "email_changed" else 1), kind
            assert all("%(" not in mail["text"] and "花子" in mail["text"] for mail in letters)
    assert SecurityEvent.select().count() == len(KINDS) * len(LANGS)


def test_it_is_kept_or_lost_with_what_it_tells_of(app: Any, cast: Cast) -> None:
    member = cast.nina
    with pytest.raises(RuntimeError), transaction():
        noted(member.id, "codes_made")
        raise RuntimeError
    assert (SecurityEvent.select().count(), mails()) == (0, [])


def test_it_speaks_the_members_language_and_says_where(app: Any, cast: Cast) -> None:
    member = cast.member("hana", "花子", lang="en")
    headers = {"User-Agent": MAC}
    with app.test_request_context("/", method="POST", headers=headers, data={"zone": "Asia/Tokyo"}):
        noted(member.id, "password_changed")
        speak("zh-hant")
    (mail,) = mails()
    assert mail["subject"] == "Your password was just changed"
    assert "Chrome on Mac" in mail["text"]
    assert "Tokyo time" in mail["text"]
    assert SecurityEvent.get().agent == MAC


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_day_and_hour_are_the_members(app: Any, cast: Cast, zone: str) -> None:
    """One of the two is always on another day than UTC."""
    member = cast.member("hana", "花子")
    Member.update(zone=zone).where(Member.id == member.id).execute()
    noted(member.id, "codes_made")
    assert f"時間：{there(zone, now()):%Y-%m-%d} " in mails()[-1]["text"]


def test_without_a_zone_the_letter_says_whose_time_it_is(app: Any, cast: Cast) -> None:
    member = cast.member("hana", "花子")
    Member.update(zone="").where(Member.id == member.id).execute()
    noted(member.id, "codes_made")
    assert re.search(r"時間：[-0-9]{10} [0-9:]{5} UTC\n", mails()[-1]["text"])


@pytest.mark.parametrize("kind", ["password changed", "", "x"])
def test_an_unknown_kind_is_an_error(app: Any, cast: Cast, kind: str) -> None:
    with pytest.raises(KeyError):
        noted(cast.nina.id, kind)


def test_browsers_and_places_in_words() -> None:
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Version/17.4 Mobile/15E148 Safari/604.1"
    with speaking("zh-hant"):
        assert [device(MAC), device(phone), device("F" * 400)] == [
            "Mac上的Chrome",
            "iPhone上的Safari",
            "認不出來的瀏覽器",
        ]
        assert [place(zone) for zone in ("Asia/Tokyo", "UTC", "Etc/GMT+3", "x" * 90)] == ["東京時區", "", "", ""]
    with speaking("en"):
        assert place("Europe/Paris") == "Paris time"
    assert [known_zone(told) for told in ("Asia/Taipei", "Asia/Nowhere", "../etc/passwd")] == ["Asia/Taipei", "", ""]
