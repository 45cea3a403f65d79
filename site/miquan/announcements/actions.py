"""Telling everybody something, and ending that. Visitors' pages are made anew at both."""

from collections.abc import Mapping
from datetime import datetime

from miquan.announcements.models import WORDS_LIMIT, Announcement
from miquan.announcements.queries import VERSION
from miquan.db import now, transaction
from miquan.i18n import LANGS
from miquan.moderation.audit import audit
from miquan.text import clean_line, to_script
from miquan.versions import bump


def announce(words: Mapping[str, str], audience: str, since: datetime, until: datetime, *, by: int) -> Announcement:
    """In zh-Hant at least; zh-Hans is made of it where it is not given, English may be missing."""
    told = {lang: clean_line(words.get(lang, ""), WORDS_LIMIT) for lang in LANGS}
    told["zh-hans"] = told["zh-hans"] or to_script(told["zh-hant"], "zh-hans")
    with transaction():
        row: Announcement = Announcement.create(words=told, audience=audience, since=since, until=until, by=by)
        audit("announcement.made", ("announcement", row.id), by=by, audience=audience, words=told["zh-hant"])
        bump(VERSION, "pages")
    return row


def end(announcement_id: int, *, by: int) -> bool:
    """Show it no longer. False when it had ended already."""
    with transaction():
        open_ = (Announcement.id == announcement_id) & Announcement.ended_at.is_null() & (Announcement.until > now())
        if not Announcement.update(ended_at=now()).where(open_).execute():
            return False
        audit("announcement.ended", ("announcement", announcement_id), by=by)
        bump(VERSION, "pages")
    return True
