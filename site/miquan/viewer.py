"""Who asks, in which language and currency. Loaded before anything is rendered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, has_request_context, request
from flask_login import current_user

from miquan import i18n


@dataclass(frozen=True)
class Viewer:
    """The reader of one request. `member` is None for a visitor."""

    lang: str
    currency: str
    zone: str
    root: str
    member: Any = None

    @property
    def signed_in(self) -> bool:
        return self.member is not None

    @property
    def id(self) -> int | None:
        return self.member.id if self.member else None

    @property
    def html_lang(self) -> str:
        return i18n.HTML_LANGS[self.lang]

    @property
    def avatar(self) -> Any:
        """Their picture, for the bars; None when they have none."""
        from miquan.media.shown import shown

        file = getattr(self.member, "avatar_file", None)
        return shown(file.name, 128, 128, at=320) if file else None

    @property
    def ground(self) -> int:
        return (self.id or 0) % 6

    @property
    def initial(self) -> str:
        return str(self.member.display_name[:1]) if self.member else ""

    @property
    def parted(self) -> frozenset[int]:
        """Members whom a block parts from the reader: neither sees the other, anywhere."""
        from miquan.follows.parting import parted_from

        return parted_from(self.member) if self.member else frozenset()

    @property
    def unread(self) -> int:
        """Unread notices, for the bar."""
        from miquan.notifications.queries.unread import unread_of

        return unread_of(self.member) if self.member else 0

    def owns(self, owner_id: int) -> bool:
        """Whether what belongs to this member is the viewer's own. Noted, because the answer makes a page personal."""
        if has_request_context():
            g.setdefault("owners_asked", set()).add(owner_id)
        return self.member is not None and self.member.id == owner_id


ZONES = {"zh-hant": "Asia/Taipei", "zh-hans": "Asia/Shanghai", "en": "UTC"}


def visitor(lang: str) -> Viewer:
    """A visitor reading in this language: what cached pages are made for."""
    return Viewer(lang=lang, currency=i18n.CURRENCIES[lang], zone=ZONES[lang], root=f"/{lang}")


def viewer() -> Viewer:
    """The reader of this request; outside a request a visitor in the bound language."""
    if not has_request_context():
        return visitor(i18n.current_lang())
    if "viewer" not in g:
        g.viewer = _load()
    found: Viewer = g.viewer
    return found


@contextmanager
def seen_by(other: Viewer) -> Iterator[None]:
    """Inside, this request is read by somebody else: for showing members what others see."""
    mine = viewer()
    g.viewer = other
    try:
        yield
    finally:
        g.viewer = mine


def _load() -> Viewer:
    lang = request.environ.get("miquan.lang") or i18n.negotiate(request.headers.get("Accept-Language", ""))
    base = visitor(lang)
    member = current_user._get_current_object() if current_user.is_authenticated else None
    if member is None:
        return base
    return Viewer(
        lang=lang,
        currency=member.currency or base.currency,
        zone=member.zone or base.zone,
        root=base.root,
        member=member,
    )


def init_app(app: Flask) -> None:
    @app.before_request
    def load() -> None:
        i18n.speak(request.environ.get("miquan.lang") or viewer().lang)
        viewer()
