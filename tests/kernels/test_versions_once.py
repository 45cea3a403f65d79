"""Counters that only grow, and forms that count once."""

import threading
from typing import Any

import pytest

from miquan.db import database, transaction
from miquan.once import FormNonce, fresh, once
from miquan.versions import Version, bump, current


def test_a_version_moves_on(app: Any) -> None:
    assert current("t.some") == 0
    for value in (1, 2, 3):
        bump("t.some")
        assert current("t.some") == value
    assert current("t.other") == 0


def test_a_version_belongs_to_its_transaction(app: Any) -> None:
    bump("t.some")
    with pytest.raises(ZeroDivisionError), transaction():
        bump("t.some")
        raise ZeroDivisionError
    assert current("t.some") == 1


def test_the_first_two_at_once_both_count(app: Any) -> None:
    database.close()
    start = threading.Barrier(4)

    def run() -> None:
        start.wait()
        with transaction():
            bump("t.some")
        database.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert current("t.some") == 4
    assert Version.select().where(Version.name == "t.some").count() == 1


def test_nonces_are_long_and_all_different() -> None:
    found = {fresh() for _ in range(100)}
    assert len(found) == 100
    assert all(len(nonce) == 32 for nonce in found)


def test_a_form_sent_twice_acts_once_and_answers_twice(app: Any) -> None:
    acted: list[int] = []

    def act() -> str:
        acted.append(1)
        return f"/p/{len(acted)}"

    nonce = fresh()
    assert [once(nonce, 1, act), once(nonce, 1, act)] == ["/p/1", "/p/1"]
    assert once(nonce, 2, act) == "/p/2", "another member's form is another form"
    assert once(fresh(), 1, act) == "/p/3"


def test_what_failed_may_be_sent_again(app: Any) -> None:
    def fail() -> str:
        bump("t.half")
        raise ValueError

    nonce = fresh()
    with pytest.raises(ValueError):
        once(nonce, 1, fail)
    assert (FormNonce.select().count(), current("t.half")) == (0, 0)
    assert once(nonce, 1, lambda: "/done") == "/done"


def test_two_at_once_have_one_effect(app: Any) -> None:
    database.close()
    start, acted, answers = threading.Barrier(4), [], []

    def act() -> str:
        acted.append(1)
        return "/p/1"

    def send() -> None:
        start.wait()
        answers.append(once("the-same", 7, act))
        database.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (acted, answers) == ([1], ["/p/1"] * 4)


@pytest.mark.parametrize("nonce", ["x" * 10_000, "\x00", "a\x00b", "\ud800", "蜜" * 100, "' OR 1=1 --"])
def test_a_hostile_nonce_is_only_a_nonce(app: Any, nonce: str) -> None:
    acted: list[int] = []

    def act() -> str:
        acted.append(1)
        return "/p/1"

    assert [once(nonce, 123_456_789, act), once(nonce, 123_456_789, act)] == ["/p/1", "/p/1"]
    assert acted == [1]
