"""A real server over the demo's content, and a real browser that looks at it."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.demo import addresses, seed
from tests.browser.install import chromium
from tests.browser.window import Site, Window
from tests.ports import free_port

# A server that dies is found at once; a busy machine takes a minute to start one.
_PATIENCE = 180.0
Look = Callable[..., Window]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    quiet = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"
    return {"executable_path": chromium(), "args": quiet.split(), "headless": True}


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The filled installation, made once for all test processes."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "ready").exists():
            (shared / "site").mkdir()
            seed(shared / "site")
            (shared / "ready").touch()
    return shared / "site"


@pytest.fixture(scope="session")
def site(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """What `make run` starts, with web process and worker, in a folder of its own."""
    folder = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(seeded, folder, copy_function=_copy)
    port = free_port()
    env = {**os.environ, "MIQUAN_DATA": str(folder), "PORT": str(port), "MIQUAN_DEMO": "1", "DATABASE_URL": ""}
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-m", "flask", "--app", "miquan.factory:create_app", "start"]
        server = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/healthz", server, folder / "log")
            yield Site(f"http://127.0.0.1:{port}", addresses(folder / "miquan.db"), folder / "mail")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def _copy(source: str, target: str) -> None:
    """The pictures are never written to again, so that a link is enough."""
    (os.link if source.endswith(".webp") else shutil.copy2)(source, target)


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


@pytest.fixture
def look(browser: Browser, site: Site) -> Iterator[Look]:
    """`look(width, dark=, scripts=)` opens a new window; complaints of every window fail the test."""
    opened: list[Window] = []

    def make(width: int = 1440, *, dark: bool = False, scripts: bool = True, height: int = 900) -> Window:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", java_script_enabled=scripts,
            base_url=site.url, reduced_motion="reduce",
        )  # fmt: skip
        opened.append(Window(context, scripts))
        return opened[-1]

    yield make
    complaints = [complaint for window in opened for complaint in window.complaints]
    for window in opened:
        window.page.context.close()
    assert complaints == []
