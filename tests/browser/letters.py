"""The letters that a running site has written into files."""

import email
import re
import time
from email.policy import default
from pathlib import Path

from tests.browser.window import PATIENCE_MS, Site


def mailed(site: Site, to: str, part: str) -> str:
    """The newest link with this in it that was mailed to this address, without its host; waits for it to come."""
    deadline = time.monotonic() + PATIENCE_MS / 1_000
    while time.monotonic() < deadline:
        for path in sorted(site.mail.glob("*.eml"), reverse=True):
            if found := _link(path, to, part):
                return found
        time.sleep(0.1)
    raise AssertionError(f"no {part} was mailed to {to}")


def _link(path: Path, to: str, part: str) -> str:
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    body = message.get_body(("plain",))
    found = re.search(rf"https?://[^/\s]+(/\S*{part}\S+)", body.get_content() if body else "")
    return found.group(1) if found and message["To"] == to else ""
