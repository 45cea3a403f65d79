"""A member's own script: it speaks the two protocols of /me/uploads."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest

from miquan.accounts.models import Member
from tests.browsing import Browser, Page
from tests.cast import Cast

HERE = "/zh-hant/me/uploads"
PART = "application/offset+octet-stream"


@dataclass
class Sender:
    """`token` is the one against forged forms, as a page of the member holds it."""

    browser: Browser
    token: str

    def send(self, *files: tuple[bytes, str], purpose: str = "product", receipts: list[str] | None = None) -> Page:
        data: dict[str, Any] = {"purpose": purpose, "file": [(BytesIO(body), name) for body, name in files]}
        if receipts is not None:
            data["receipt"] = receipts
        return self.browser.ask("POST", HERE, data=data, headers={"X-CSRFToken": self.token})

    def tus(self, method: str, path: str, data: bytes = b"", **headers: str) -> Page:
        """One request of tus; underscores of header names stand for hyphens."""
        told = {"Tus-Resumable": "1.0.0", "X-CSRFToken": self.token}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.browser.ask(method, path, data=data, headers={k: v for k, v in told.items() if v})

    def begin(self, size: int, name: str = "a.jpg", purpose: str = "product", **headers: str) -> Page:
        pairs = {"filename": name, "purpose": purpose}
        told = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())
        return self.tus("POST", HERE, **{"Upload_Length": str(size), "Upload_Metadata": told, **headers})

    def part(self, path: str, offset: int, data: bytes, **headers: str) -> Page:
        return self.tus("PATCH", path, data, **{"Upload_Offset": str(offset), "Content_Type": PART, **headers})


@pytest.fixture
def sender(app: Any) -> Callable[[Member], Sender]:
    def make(member: Member) -> Sender:
        browser = Browser(app, member)
        return Sender(browser, browser.get("/zh-hant/me").fields("/sign-out")["csrf_token"])

    return make


@pytest.fixture
def mei(cast: Cast, sender: Callable[[Member], Sender]) -> Sender:
    """A buyer: she may bring pictures of products."""
    assert cast.kyoto.id
    return sender(cast.mei)
