"""The known cast: the same members by the same names in every test.

mei keeps a storefront in Kyoto, tang one in Edinburgh; nina shops; ruo is a stranger; mo moderates, ou operates.
"""

import re
import time
from datetime import date
from functools import cached_property
from typing import Any

from flask import current_app
from flask_security import hash_password

from miquan.accounts import actions as accounts
from miquan.accounts.models import Member
from miquan.accounts.profile import set_home
from miquan.db import now
from miquan.products.actions import publish, save_product
from miquan.products.draft import ProductDraft, VariantDraft
from miquan.products.models import Product
from miquan.storefronts.actions import StorefrontDraft, open_storefront
from miquan.storefronts.models import Storefront

PASSWORD = "一隻安靜的陶碗 bowl"


class Cast:
    """Members come into being when a test first names them."""

    @cached_property
    def _hash(self) -> str:
        return str(hash_password(PASSWORD))

    def member(self, handle: str, name: str, *roles: str, lang: str = "zh-hant", password: bool = False) -> Member:
        found = accounts.join(
            email=f"{handle}@example.org",
            password=self._hash if password else None,
            handle=handle,
            display_name=name,
            lang=lang,
            confirmed_at=now(),
        )
        for role in roles:
            accounts.grant(found.id, role)
        return found

    @cached_property
    def mei(self) -> Member:
        member = self.member("mei", "林美")
        set_home(member.id, "JP", "kyoto")
        return Member.get_by_id(member.id)

    @cached_property
    def tang(self) -> Member:
        member = self.member("tang", "阿棠")
        set_home(member.id, "GB", "edinburgh")
        return Member.get_by_id(member.id)

    @cached_property
    def nina(self) -> Member:
        return self.member("nina", "妮娜")

    @cached_property
    def ruo(self) -> Member:
        return self.member("ruo", "若")

    @cached_property
    def mo(self) -> Member:
        return self.member("mo_mod", "阿莫", "moderator")

    @cached_property
    def ou(self) -> Member:
        return self.member("ou_op", "阿歐", "operator")

    @cached_property
    def kyoto(self) -> Storefront:
        draft = StorefrontDraft(
            currency="JPY", headline="我只帶自己也會用的東西", story="在京都修碗。", ships_from="JP", ships_to=("TW",),
            expertise=("ceramics-tea",),
        )  # fmt: skip
        return open_storefront(self.mei.id, draft)

    @cached_property
    def edinburgh(self) -> Storefront:
        return open_storefront(
            self.tang.id, StorefrontDraft(currency="GBP", headline="冬天很長，毛衣要好", ships_from="GB")
        )

    def product(
        self, title: str = "志野茶碗", *, storefront: Storefront | None = None, state: str = "published", **more: Any
    ) -> Product:
        """A product with one variant unless the test says otherwise."""
        shop = storefront or self.kyoto
        more.setdefault("variants", (VariantDraft(price=18_500, stock=1),))
        if more.get("kind") == "preorder":
            more.setdefault("ships_by", date(2027, 3, 1))
        draft = ProductDraft(title=title, **{"currency": shop.currency, **more})
        product, _changed = save_product(shop, draft, by=shop.owner_id)
        if state == "published":
            publish(product.id, by=shop.owner_id)
        return Product.get_by_id(product.id)

    def client(self, member: Member | None = None) -> Any:
        """A browser; signed in as this member."""
        client = current_app.test_client()
        if member is not None:
            sign_in(client, member)
        return client


def sign_in(client: Any, member: Member) -> None:
    """A session as signing in makes it, without the half second that hashing a password takes."""
    from miquan.accounts.sessions import MemberSessions, _created

    app = client.application
    data = {
        "_user_id": member.fs_uniquifier,
        "_fresh": True,
        "fs_cc": "set",
        "fs_paa": time.time(),
        "identity.id": member.fs_uniquifier,
    }
    with app.test_request_context("/zh-hant/"):
        token = _created(data, member.fs_uniquifier)
    sessions = app.session_interface
    assert isinstance(sessions, MemberSessions)
    client.set_cookie(sessions.cookie_name(), f"m.{token}")


def token_in(html: str) -> str:
    """The CSRF token of a page's first form."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    assert found, "the page has no form with a token"
    return found.group(1)
