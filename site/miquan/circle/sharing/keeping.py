"""Pictures for link previews, kept on this machine: what is drawn is named after all that it shows, so that a change is a new one."""

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from peewee import JOIN, fn

from miquan import text
from miquan.accounts.models import Member
from miquan.circle.models import Post, PostText
from miquan.circle.queries.cards import where
from miquan.circle.queries.visible import visible_to
from miquan.circle.sharing.drawing import Card, draw
from miquan.config import settings
from miquan.follows.parting import apart
from miquan.i18n import _
from miquan.media import storage
from miquan.media.models import File
from miquan.outbox import Event, EventRow, subscribes
from miquan.outbox.timers import every
from miquan.viewer import viewer

_DAY = 86_400.0
_KEPT_DAYS = 3
_Face = File.alias("avatar_file")
_Cover = File.alias("cover_file")
# Drawing takes a processor for a fifth of a second or more: so many at once.
_drawing = threading.BoundedSemaphore(2)
# As many wait: those who ask for many at once shall not hold all the threads that make pages.
_places = threading.BoundedSemaphore(4)
# By name, and how many are there: who asks for the same waits for it.
_doors: dict[str, tuple[threading.Lock, int]] = {}
_at_doors = threading.Lock()


class Busy(RuntimeError):
    """Others are being drawn: come back in a moment."""


@dataclass(frozen=True)
class Wanted:
    """A picture and the name under which it is kept: author, post, and what it shows."""

    card: Card
    cover: str
    face: str
    name: str


def wanted(post_id: int) -> Wanted | None:
    """None for what is not for everyone, and for who is parted from its author by a block: one query."""
    row = _row(post_id)
    if row is None:
        return None
    author, country, city, place, name, title, excerpt, lang, cover, face = row
    words = title or text.excerpt(excerpt, 140) or name
    card = Card(words, name, where(country, city, place), _("蜜圈"), lang)
    told = "\n".join((words, name, card.place, card.site, lang, cover or "", face or ""))
    stamp = sha256(told.encode()).hexdigest()[:20]
    return Wanted(card, cover or "", face or "", f"{author}-{post_id}-{stamp}.png")


def _row(post_id: int) -> Any:
    return (
        Post.select(
            Post.author, Post.country, Post.city, Post.place, Member.display_name, fn.COALESCE(PostText.title, Post.title),
            fn.COALESCE(PostText.excerpt, Post.excerpt), fn.COALESCE(PostText.lang, Post.lang), _Cover.name, _Face.name,
        )
        .join(Member)
        .join(_Face, JOIN.LEFT_OUTER, on=((_Face.id == Member.avatar) & (_Face.state == "ready")))
        .join_from(Post, _Cover, JOIN.LEFT_OUTER, on=((_Cover.id == Post.cover) & (_Cover.state == "ready")))
        .join_from(Post, PostText, JOIN.LEFT_OUTER, on=((PostText.post == Post.id) & (PostText.lang == viewer().lang)))
        .where(Post.id == post_id, Post.kind != "repost", visible_to(None), *apart(Post.author))
        .tuples()
        .first()
    )  # fmt: skip


def picture(one: Wanted) -> bytes:
    """PNG bytes, drawn when it is asked for first. Raises Busy."""
    path = _folder() / one.name
    with suppress(FileNotFoundError):
        return path.read_bytes()
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        return _drawn(one, path)
    finally:
        _places.release()


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Nobody else draws what is called so."""
    with _at_doors:
        door, there = _doors.get(name, (threading.Lock(), 0))
        _doors[name] = door, there + 1
    try:
        with door:
            yield
    finally:
        with _at_doors:
            door, there = _doors.pop(name)
            if there > 1:
                _doors[name] = door, there - 1


def _drawn(one: Wanted, path: Path) -> bytes:
    with _alone(one.name):
        with suppress(FileNotFoundError):
            return path.read_bytes()
        with _drawing:
            data = draw(replace(one.card, photo=_bytes(one.cover, 1280), face=_bytes(one.face, 320)))
        _keep(path, data)
    return data


def _bytes(name: str, width: int) -> bytes | None:
    """A rendition of a public picture; None while there is none."""
    if not name:
        return None
    try:
        return storage.public().get(f"{name[:2]}/{name}-{width}.webp")
    except OSError:
        return None


def _folder() -> Path:
    return settings().data / "previews"


def _keep(path: Path, data: bytes) -> None:
    """Written whole or not at all; a disk that is full only costs another drawing."""
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle, half = tempfile.mkstemp(dir=path.parent, prefix="half-")
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(half).replace(path)


def forget(pattern: str) -> int:
    """Remove kept pictures whose names fit. Returns how many."""
    found = list(_folder().glob(pattern)) if _folder().is_dir() else []
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


@subscribes(Event.POST_HIDDEN, Event.POST_REMOVED, Event.POST_EDITED, name="circle.forget_preview")
def forget_post(event: EventRow) -> None:
    """It is for everyone no more, or looks different."""
    if event.subject_id is not None:
        forget(f"*-{event.subject_id}-*.png")


@subscribes(Event.MEMBER_ERASED, name="circle.forget_previews")
def forget_member(event: EventRow) -> None:
    if event.subject_id is not None:
        forget(f"{event.subject_id}-*.png")


@every(_DAY, name="circle.previews", lane="sweep")
def tidy() -> int:
    """Forget what was drawn a few days ago: what is still looked at is drawn again."""
    oldest = time.time() - _KEPT_DAYS * _DAY
    found = list(_folder().iterdir()) if _folder().is_dir() else []
    gone = [path for path in found if path.stat().st_mtime < oldest]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)
