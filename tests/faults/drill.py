"""A drill: clients write over HTTP and remember what was acknowledged, while processes of the site are killed."""

import http.client
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.cast import PASSWORD
from tests.faults.served import Client, Served, hidden, within
from tests.faults.studio import Studio, studios
from tests.server.test_serve import alive

# The supervisor waits longer after each death; killed itself now and then, it starts over.
ROUND = 6
BACK_AGAIN = 180.0
_JOIN = "/zh-hant/join"


@dataclass
class Oracle:
    """What the site has acknowledged, kept outside of it."""

    # Handle -> cookies, title -> number (SQLite gives the number of a lost row away again), and what got no answer to one of its requests.
    members: dict[str, dict[str, str]] = field(default_factory=dict)
    products: dict[str, int] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    crashed: list[BaseException] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)


@dataclass
class Drill:
    """Clients of one site that write until they are told to stop."""

    site: Served
    seed: int
    oracle: Oracle = field(default_factory=Oracle)
    stopping: threading.Event = field(default_factory=threading.Event)
    kills: list[str] = field(default_factory=list)

    def run(self, kills: int, cookies: list[dict[str, str]], joiners: int = 2) -> None:
        """Kill that many times while clients write; they write a little longer than the last kill."""
        sellers = studios(self.site, cookies)
        work: list[Callable[[], None]] = [lambda n=n: self._join_always(n) for n in range(joiners)]  # type: ignore[misc]
        work += [lambda s=s, n=n: self._sell_always(s, n) for n, s in enumerate(sellers)]  # type: ignore[misc]
        threads = [threading.Thread(target=self._guarded, args=(one,)) for one in work]
        for thread in threads:
            thread.start()
        try:
            self._kill_often(kills)
            time.sleep(2)
        finally:
            self.stopping.set()
            for thread in threads:
                thread.join(90)
        assert not any(thread.is_alive() for thread in threads)
        assert not self.oracle.crashed, self.oracle.crashed

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            self.oracle.crashed.append(error)

    def _kill_often(self, kills: int) -> None:
        chance = random.Random(self.seed)
        for number in range(1, kills + 1):
            name = chance.choice(("web", "worker"))
            pid = within(BACK_AGAIN, lambda n=name: self.site.child(n), f"{name} is back")  # type: ignore[misc]
            if name == "web":
                within(BACK_AGAIN, self.site.client().answers, "the site answers")
            self._let_some_join(number)
            time.sleep(chance.uniform(0.2, 2.5))
            if number % ROUND == 0:
                self.kills.append("supervisor")
                self.site.kill_supervisor()
                self.site.start()
            else:
                self.kills.append(name)
                os.kill(pid, signal.SIGKILL)
                within(5, lambda p=pid: not alive(p), f"{name} dies")  # type: ignore[misc]

    def _let_some_join(self, number: int) -> None:
        """On a busy machine kills could follow each other faster than anybody can join: that would prove nothing."""
        before = len(self.oracle.members)
        if before < number / 2:
            within(BACK_AGAIN, lambda: len(self.oracle.members) > before, "somebody joins")

    def _join_always(self, joiner: int) -> None:
        """Each sign-up has an address of its own to come from, because they are limited by address."""
        fields: dict[str, object] = {}
        for number in range(100_000):
            if self.stopping.is_set():
                return
            handle = f"joined_{joiner}_{number}"
            client = self.site.client(f"127.{joiner + 1}.{number // 200 % 250 + 1}.{number % 200 + 1}")
            try:
                page = client.get(_JOIN)
                fields = fields or page.fields()
                form = {**fields, "csrf_token": hidden(page, "csrf_token")}
            except (OSError, http.client.HTTPException, AssertionError):
                self.stopping.wait(0.2)
                continue
            self._join(client, handle, form)

    def _join(self, client: Client, handle: str, form: dict[str, object]) -> None:
        told = {"email": f"{handle}@example.org", "password": PASSWORD, "handle": handle, "display_name": "花子"}
        try:
            page = client.ask("POST", _JOIN, {**form, **told})
        except (OSError, http.client.HTTPException):
            # It may have happened or not, and is not asked again.
            self.oracle.unsure.add(handle)
            return
        if page.status == 302:
            self.oracle.members[handle] = client.cookies
        elif page.status not in (500, 503):
            self.oracle.odd.append(f"{handle}: {page.status}")

    def _sell_always(self, studio: Studio, seller: int) -> None:
        for number in range(10_000):
            if self.stopping.is_set():
                return
            self._sell(studio, f"{_word(seller)}{_word(number)}手作")
            self.stopping.wait(0.1)

    def _sell(self, studio: Studio, title: str) -> None:
        """Send one form until it is acknowledged: however often, it makes one product."""
        form: dict[str, object] | None = None
        while not self.stopping.is_set():
            try:
                form = form or studio.form(title, story=f"{title}，慢慢做的。")
                number = studio.send(form)
            except (OSError, http.client.HTTPException, AssertionError):
                if form:
                    self.oracle.unsure.add(title)
                self.stopping.wait(0.2)
                continue
            if number is not None:
                self.oracle.products[title] = number
                return
            # A member may write sixty times a minute.
            self.stopping.wait(1.0)


def _word(number: int) -> str:
    """A word that is one token for the search and one number for a reader."""
    return "".join("qwrtzpsdfg"[int(digit)] for digit in f"{number:04d}")
