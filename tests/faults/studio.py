"""Sellers with sessions already made, and the studio's form sent over HTTP."""

import re
from dataclasses import dataclass
from typing import Any

from tests.browsing import Browser
from tests.cast import Cast
from tests.faults.served import Client, Served, hidden

NEW = "/zh-hant/studio/products/new"


def seller_cookies(app: Any, cast: Cast, many: int) -> list[dict[str, str]]:
    """Cookies of that many sellers, each with a storefront. The first is mei."""
    from miquan.storefronts.actions import StorefrontDraft, open_storefront

    assert cast.kyoto.id
    members = [cast.mei]
    for number in range(1, many):
        members.append(cast.member(f"seller_{number}", f"賣家{number}"))
        draft = StorefrontDraft(currency="JPY", headline="每樣都自己用過", ships_from="JP")
        open_storefront(members[-1].id, draft)
    return [{"miquan": Browser(app, member).cookie()} for member in members]


@dataclass
class Studio:
    """One seller's studio, by a form that is read once and filled in anew with each page's own tokens."""

    client: Client
    fields: dict[str, Any] | None = None

    def form(self, title: str, **more: str) -> dict[str, Any]:
        """A fresh form for a product that is to be published at once."""
        page = self.client.get(NEW)
        if self.fields is None:
            self.fields = page.fields()
        tokens = {name: hidden(page, name) for name in ("csrf_token", "nonce")}
        return {**self.fields, **tokens, "title": title, "variants-0-price": "500", "then": "publish", **more}

    def send(self, form: dict[str, Any]) -> int | None:
        """The product's number when the form was acknowledged."""
        page = self.client.ask("POST", NEW, form)
        found = re.search(r"/studio/products/(\d+)$", page.location)
        return int(found.group(1)) if page.status == 303 and found else None


def studios(site: Served, cookies: list[dict[str, str]]) -> list[Studio]:
    return [Studio(site.client(cookies=own)) for own in cookies]
