"""`flask serve` as an operator runs it, on a test's own database, and plain HTTP clients outside of it."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlencode

from tests.browsing import Page
from tests.ports import free_port
from tests.server.test_serve import alive

PATIENCE = 180.0
# What the supervisor's children are by their command line.
PROGRAMS = {"web": b"miquan.asgi", "worker": b"\0work\0"}


def within(seconds: float, true: Callable[[], Any], what: str) -> Any:
    """Wait until it is true and return it; fails naming `what`."""
    deadline = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < deadline, f"not in {seconds:.0f} s: {what}"
        time.sleep(0.05)
    return found


@dataclass
class Client:
    """A browser without scripts: it keeps cookies. `address` is where it asks from, for limits count by address."""

    port: int
    address: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, form: dict[str, Any] | None = None, timeout: float = 20) -> Page:
        """One request on a connection of its own. Raises OSError or HTTPException when no whole answer comes."""
        headers = {"Connection": "close"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form, doseq=True).encode()
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout, source_address=(self.address, 0))
        with closing(talk):
            talk.request(method, quote(path, safe="/?=&%@"), body, headers)
            answer = talk.getresponse()
            data = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items() if morsel.value}
        return Page(SimpleNamespace(status_code=answer.status, headers=answer.headers, data=data))

    def get(self, path: str) -> Page:
        return self.ask("GET", path)

    def answers(self) -> bool:
        try:
            return self.get("/healthz").status == 200
        except (OSError, http.client.HTTPException):
            return False


def hidden(page: Page, name: str) -> str:
    """The value of a hidden field, without parsing the page: quick enough for a client under load."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]+)"', page.text)
    assert found, f"no {name} in the page: {page.status} {page.text[:300]}"
    return found.group(1)


@dataclass
class Served:
    """A running site. `start` again after its supervisor was killed."""

    folder: Path
    database_url: str
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    def client(self, address: str = "127.0.0.1", cookies: dict[str, str] | None = None) -> Client:
        return Client(self.port, address, dict(cookies or {}))

    def start(self) -> None:
        command = [sys.executable, "-m", "flask", "--app", "miquan.factory:create_app", "serve"]
        own = {"MIQUAN_DATA": str(self.folder), "DATABASE_URL": self.database_url, "PORT": str(self.port)}
        with (self.folder / "log").open("ab") as log:
            env = {**os.environ, **own, "MIQUAN_DEMO": "0"}
            self.process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        within(PATIENCE, self._answers, "the site answers")

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"the site ended: {self.log()[-3000:]}"
        return self.client().answers()

    def child(self, name: str) -> int | None:
        """The process id of the web process or the worker; None while it is not running."""
        assert self.process is not None
        try:
            listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
            for pid in listed.split():
                if PROGRAMS[name] in Path(f"/proc/{pid}/cmdline").read_bytes() and alive(int(pid)):
                    return int(pid)
        except OSError:
            return None
        return None

    def kill_supervisor(self) -> None:
        """As `kill -9`; its children notice and leave."""
        assert self.process is not None
        children = [pid for pid in map(self.child, PROGRAMS) if pid]
        self.process.kill()
        self.process.wait()
        within(20, lambda: not any(map(alive, children)), "the children of a killed supervisor end")

    def stop(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")


@contextmanager
def served(folder: Path, database_url: str) -> Iterator[Served]:
    """The site of this folder and database, answering."""
    site = Served(folder, database_url)
    try:
        site.start()
        yield site
    finally:
        if site.process is not None and site.process.poll() is None:
            site.stop()
