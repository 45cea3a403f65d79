"""Sign-ins are remembered; a browser not seen before is told of; hashing takes turns."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.exceptions import ServiceUnavailable

from miquan import once
from miquan.accounts import sessions
from miquan.accounts.hashing import Hashing
from miquan.accounts.models import Member, MemberSession, SecurityEvent
from miquan.db import now
from miquan.outbox.timers import TIMERS
from tests.accounts.test_security import MAC
from tests.browsing import Browser
from tests.cast import PASSWORD, Cast
from tests.mails import mails


@pytest.fixture
def hana(app: Any, cast: Cast) -> Member:
    return cast.member("hana", "花子", password=True)


def sign_in(app: Any, agent: str, zone: str, address: str) -> None:
    browser = Browser(app)
    fields = browser.get("/zh-hant/sign-in").fields()
    told = {**fields, "email": "hana@example.org", "password": PASSWORD, "zone": zone}
    more: dict[str, Any] = {"headers": {"User-Agent": agent}, "environ_base": {"REMOTE_ADDR": address}}
    assert browser.post("/zh-hant/sign-in", told, **more).status == 302


def test_only_a_browser_not_seen_before_is_told_of(app: Any, hana: Member) -> None:
    told = []
    for agent, zone, address in (
        (MAC, "Asia/Tokyo", "10.0.0.1"),
        (MAC, "", "10.0.0.1"),
        (MAC, "Asia/Tokyo", "10.0.0.2"),
        (MAC, "Europe/Paris", "10.0.0.3"),
        ("curl/8", "Asia/Tokyo", "10.0.0.1"),
    ):
        before = len(mails())
        sign_in(app, agent, zone, address)
        told.append(len(mails()) - before)
    assert told == [1, 0, 0, 1, 1]
    row = MemberSession.select().order_by(MemberSession.id).first()
    assert (row.via, row.zone, row.address) == ("password", "Asia/Tokyo", "10.0.0.1")
    assert SecurityEvent.select().where(SecurityEvent.member == hana.id).count() == 5


def test_what_a_browser_tells_of_its_zone_is_not_believed_blindly(app: Any, hana: Member) -> None:
    sign_in(app, MAC, "<b>Asia/Tokyo\x00", "10.0.0.1")
    assert MemberSession.get().zone == ""


class Slow:
    """A context whose hashes take as long as a test wants."""

    def __init__(self) -> None:
        self.go = threading.Event()

    def verify(self, secret: str, known: str) -> bool:
        return self.go.wait(10) and secret == known


def test_who_finds_no_place_in_the_queue_is_told_at_once() -> None:
    slow = Slow()
    hashing = Hashing(slow, at_once=1, waiting=1)
    answers: list[bool] = []
    threads = [threading.Thread(target=lambda: answers.append(hashing.verify("a", "a"))) for _ in range(2)]
    for thread in threads:
        thread.start()
    while hashing._places._value:  # type: ignore[attr-defined]
        pass
    with pytest.raises(ServiceUnavailable):
        hashing.verify("a", "a")
    slow.go.set()
    for thread in threads:
        thread.join()
    assert answers == [True, True]
    assert hashing.verify("a", "b") is False


def test_who_waits_too_long_is_sent_away_and_leaves_the_place_free() -> None:
    slow = Slow()
    hashing = Hashing(slow, at_once=1, waiting=0, patience=0.05)
    with pytest.raises(ServiceUnavailable):
        hashing.verify("a", "a")
    slow.go.set()
    assert hashing.verify("a", "a") is True


def test_what_is_old_is_forgotten(app: Any, cast: Cast) -> None:
    Browser(app, cast.mei)
    Browser(app, cast.nina)
    MemberSession.update(expires_at=now() - timedelta(1)).where(MemberSession.member == cast.mei.id).execute()
    for days in (1, 8):
        once.FormNonce.create(nonce=f"n{days}", member=1, at=now() - timedelta(days))
    assert (sessions.prune(), once.prune()) == (1, 1)
    assert [row.member_id for row in MemberSession.select()] == [cast.nina.id]
    assert {"accounts.sessions", "once.nonces"} <= set(TIMERS)
