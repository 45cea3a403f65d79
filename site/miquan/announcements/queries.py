"""Announcements: those of now for a reader, kept a process until their version moves on; and the desk's list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app, g, request, session

from miquan import versions
from miquan.announcements.models import Announcement
from miquan.db import now
from miquan.hypermedia import is_partial
from miquan.viewer import Viewer, viewer

VERSION = "announcements"
# What a browser of a member's has put away; visitors' browsers keep it themselves.
DISMISSED = "announcements_dismissed"
PAGE = 50
# What is always given.
SOURCE = "zh-hant"


@dataclass(frozen=True)
class Told:
    """One announcement, in all languages."""

    id: int
    words: dict[str, str]
    audience: str
    since: datetime
    until: datetime

    def text(self, lang: str) -> str:
        return self.words.get(lang) or self.words[SOURCE]

    def lang(self, lang: str) -> str:
        """The language of that text: English need not be given."""
        return lang if self.words.get(lang) else SOURCE


def of_now(who: Viewer, moment: datetime, dismissed: Any = ()) -> list[Told]:
    """For this reader, the newest first."""
    roles = who.member.role_names if who.member is not None else ()
    meant = {"all", *(("members",) if who.signed_in else ()), *(("buyers",) if "buyer" in roles else ())}
    return [
        one for one in _kept() if one.audience in meant and one.since <= moment < one.until and one.id not in dismissed
    ]


def shown() -> list[Told]:
    """What stands above this page: read before it is rendered."""
    found: list[Told] = g.get("announcements", [])
    return found


def kept_rows() -> list[Any]:
    """For the desk: the newest first."""
    return list(Announcement.select().order_by(Announcement.id.desc()).limit(PAGE))


def one(announcement_id: int) -> Announcement | None:
    found: Announcement | None = Announcement.get_or_none(Announcement.id == announcement_id)
    return found


def _kept() -> list[Told]:
    """Those that are not over yet, of which there are few."""
    held: dict[str, Any] = current_app.extensions.setdefault("miquan.announcements", {})
    version = versions.snapshot().get(VERSION, 0)
    if held.get("version") != version:
        rows = Announcement.select().where(Announcement.ended_at.is_null(), Announcement.until > now())
        told = [Told(r.id, r.words, r.audience, r.since, r.until) for r in rows.order_by(Announcement.id.desc())]
        held.update(told=[one for one in told if one.words.get(SOURCE)], version=version)
    found: list[Told] = held["told"]
    return found


def init_app(app: Flask) -> None:
    app.jinja_env.globals["announcements"] = shown

    @app.before_request
    def read() -> None:
        if request.method == "GET" and "miquan.lang" in request.environ and not is_partial():
            who = viewer()
            g.announcements = of_now(who, now(), session.get(DISMISSED, ()) if who.signed_in else ())
