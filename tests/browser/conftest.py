"""A real server over a folder of its own, and a real browser that looks at it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from miquan import db
from tests.browser.install import chromium
from tests.site.world import World, make_world

_PATIENCE = 60.0


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    quiet = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"
    return {"executable_path": chromium(), "args": quiet.split(), "headless": True}


@dataclass(frozen=True)
class Site:
    """The running server: its address, and the addresses of what it shows."""

    url: str
    paths: dict[str, str]
    bowl: str
    mug: str


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`flask serve` with web process and worker, as an operator runs it."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "miquan.db").write_bytes(sqlite_template.read_bytes())
    port = free_port()
    world = make_world(folder, f"sqlite:///{folder / 'miquan.db'}", PORT=str(port))
    db.database.obj.close_all()
    env = {
        **os.environ,
        "MIQUAN_DATA": str(folder),
        "PORT": str(port),
        "DATABASE_URL": "",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MIQUAN_DEMO": "0",
    }
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "miquan.factory:create_app", "serve"],
            env=env,
            stdout=log,
            stderr=log,
        )
        try:
            _wait(f"http://127.0.0.1:{port}/healthz", server, folder / "log")
            yield _described(world, port)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(15)


def _described(world: World, port: int) -> Site:
    return Site(f"http://127.0.0.1:{port}", world.public_paths(), world.path("bowl"), world.path("mug"))


def _wait(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()[-3000:]
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not come up: {log.read_text()[-3000:]}")


@dataclass
class Watched:
    """A page whose complaints are kept: console errors, uncaught exceptions, refusals of the content security policy."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        # The status of the page itself is not a fault of the page.
        if message.type == "error" and (message.location or {}).get("url") != self.page.url:
            self.complaints.append(f"{message.text} {message.location}")

    def open(self, address: str) -> Page:
        self.page.goto(address, wait_until="load")
        return self.page

    def quiet(self) -> None:
        refused = self.page.evaluate("() => window.__refused || []")
        assert self.complaints == []
        assert refused == []


REFUSALS = (
    "window.__refused = []; document.addEventListener('securitypolicyviolation', "
    "e => window.__refused.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sourceFile + ':' + e.lineNumber))"
)


def watch(context: BrowserContext) -> Watched:
    page = context.new_page()
    page.set_default_timeout(10_000)
    found = Watched(page)
    page.on("console", found.hear)
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.add_init_script(REFUSALS)
    return found


@pytest.fixture
def look(browser: Browser, site: Site) -> Iterator[Any]:
    """`look(width, dark, scripts)` opens a new window; complaints of every window fail the test."""
    opened: list[tuple[BrowserContext, Watched]] = []

    def make(width: int = 1440, *, dark: bool = False, scripts: bool = True, height: int = 900) -> Watched:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", java_script_enabled=scripts,
            base_url=site.url, reduced_motion="reduce",
        )  # fmt: skip
        found = watch(context)
        opened.append((context, found))
        return found

    yield make
    for context, found in opened:
        context.close()
        assert found.complaints == []
