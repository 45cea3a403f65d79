"""A flood of sign-ins from many addresses slows nobody who reads, and is mostly sent away at once."""

import http.client
import threading
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cast import Cast
from tests.faults.served import Client, Served, hidden, served
from tests.faults.studio import seller_cookies
from tests.faults.test_stalled import median

A_SECOND, SENDERS = 50, 10
# What else runs on the machine may spoil a round, but not all of them.
ROUNDS = 3
CLOCK = 0.005
PATHS = ("/zh-hant/@mei", "/zh-hant/me")


@dataclass
class Flood:
    """Sign-ins with wrong passwords for ever new accounts, each from an address of its own, until it is told to stop."""

    site: Served
    answers: Counter[int] = field(default_factory=Counter)
    slowest_refusal: float = 0.0
    stopping: threading.Event = field(default_factory=threading.Event)

    def send(self, sender: int) -> None:
        page = (form := self.site.client()).get("/zh-hant/sign-in")
        told = {"csrf_token": hidden(page, "csrf_token"), "password": "guess after guess"}
        number, due = sender, time.monotonic()
        while not self.stopping.is_set():
            client = self.site.client(f"127.9.{number // 200 % 250}.{number % 200 + 1}", form.cookies)
            began = time.monotonic()
            try:
                status = client.ask("POST", "/zh-hant/sign-in", {**told, "email": f"m{number}@example.org"}).status
            except (OSError, http.client.HTTPException):
                status = 0
            self.answers[status] += 1
            if status in (429, 503):
                self.slowest_refusal = max(self.slowest_refusal, time.monotonic() - began)
            number, due = number + SENDERS, due + SENDERS / A_SECOND
            self.stopping.wait(max(0.0, due - time.monotonic()))


@contextmanager
def flooded(site: Served) -> Any:
    """While inside, about fifty sign-ins a second arrive."""
    flood = Flood(site)
    threads = [threading.Thread(target=flood.send, args=(n,)) for n in range(SENDERS)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    try:
        yield flood
    finally:
        flood.stopping.set()
        for thread in threads:
            thread.join(30)


def one_round(site: Served, member: Client) -> tuple[dict[str, float], Flood]:
    """How many times longer a page takes under a flood, beyond what the clock of a shared machine cannot tell apart."""
    for path in PATHS:
        median(member, path)
    quiet = {path: median(member, path) for path in PATHS}
    with flooded(site) as flood:
        busy = {path: min(median(member, path) for _ in range(3)) for path in PATHS}
        time.sleep(1)
    return {path: max(0.0, busy[path] - CLOCK) / quiet[path] for path in PATHS}, flood


def test_a_flood_of_sign_ins_slows_no_page(app: Any, cast: Cast, database_url: str, tmp_path: Path) -> None:
    cookies = seller_cookies(app, cast, 1)
    cast.product()
    with served(tmp_path, database_url) as site:
        member = site.client(cookies=cookies[0])
        spoiled = 0
        for _ in range(ROUNDS):
            try:
                slower, flood = one_round(site, member)
            except TimeoutError:
                spoiled += 1
                continue
            # Some were looked at, most were told to come back later, none was left without an answer.
            assert flood.answers[503] > flood.answers[422] > 0, flood.answers
            assert set(flood.answers) <= {422, 429, 503}, flood.answers
            assert flood.slowest_refusal < 5
            if max(slower.values()) <= 2:
                break
        assert spoiled < ROUNDS, "no round came to an end"
        assert max(slower.values()) <= 2, (slower, flood.answers)
        assert site.client().get("/zh-hant/sign-in").status == 200
