"""How far a page jumps about while it loads: cumulative layout shift, as a browser reports it (web.dev/cls)."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright
from tests.browser.install import chromium

from bench.pages import addresses
from bench.report import Line
from bench.seeded import Installation

_WIDTHS = (1440, 390)
_WATCH = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
_FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def budgets(installation: Installation) -> Iterator[Line]:
    """The worst width of each page."""
    with installation.use().app_context():
        paths = addresses()
    with _serving(installation) as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=_FLAGS)
        for name, path in paths.items():
            yield Line(f"shift.{name}", max(_shift(browser, root + path, width) for width in _WIDTHS), 0.05)
        browser.close()


def _shift(browser: Browser, address: str, width: int) -> float:
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_init_script(_WATCH)
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.mouse.wheel(0, 2_000)
    page.wait_for_timeout(800)
    found = float(page.evaluate("window.shift"))
    context.close()
    return found


@contextmanager
def _serving(installation: Installation) -> Iterator[str]:
    """The real server on this installation, at a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = Path(installation.url.removeprefix("sqlite:///")).parent
    env = {**os.environ, "MIQUAN_DATA": str(folder), "PORT": str(port), "DATABASE_URL": ""}
    server = subprocess.Popen(
        [str(Path(sys.executable).parent / "flask"), "serve"],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def _wait_for(address: str) -> None:
    for _try in range(300):
        try:
            urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{address} did not answer")
