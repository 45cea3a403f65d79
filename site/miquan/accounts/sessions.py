"""Sessions. A member's cookie holds a random token, its row the rest: delete the row and the cookie is dead.

Somebody who is not signed in has no row: a form page gives them a signed cookie that holds little more than the
token against forged forms, and every other page gives them none.
"""

import hashlib
import json
import secrets
from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response, g
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionInterface
from peewee import JOIN, fn
from werkzeug.http import parse_cookie

from miquan.accounts import arrivals
from miquan.accounts.ending import end_all, end_one
from miquan.accounts.models import Member, MemberRole, MemberSession, Role
from miquan.accounts.security import browser_zone, noted, whereabouts
from miquan.db import database, db_now, is_postgres, now, transaction
from miquan.media.models import File
from miquan.notifications.queries import unread
from miquan.outbox.timers import every
from miquan.prepared import Prepared

_Avatar = File.alias("avatar_file")
LIFETIME = timedelta(days=30)
_SEEN_EVERY = timedelta(minutes=5)
_MEMBER = "m."
# A person has a few browsers. Of more the ones that were longest unused end.
MOST = 50


class Session(SecureCookieSession):
    """A session's data; `token` and `row_id` are set when it is a member's."""

    token: str = ""
    row_id: int | None = None
    user_at_open: str = ""
    member_id: int | None = None
    via: str = ""
    zone: str = ""


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class MemberSessions(SessionInterface):
    """Opens and saves sessions for Flask."""

    session_class = Session

    def __init__(self, app: Flask) -> None:
        self.signed = SecureCookieSessionInterface()
        self.signed.session_class = Session
        self.secure = app.extensions["miquan"].production

    def cookie_name(self) -> str:
        return "__Host-miquan" if self.secure else "miquan"

    def is_member(self, cookies: str) -> bool:
        """Whether a Cookie header holds a member's session that has not ended. Outside of requests, in any thread."""
        value = parse_cookie(cookies).get(self.cookie_name()) or ""
        if not value.startswith(_MEMBER):
            return False
        mine = MemberSession.token_hash == hashed(value.removeprefix(_MEMBER)[:100])
        with database.connection_context():
            return bool(MemberSession.select().where(mine, MemberSession.expires_at > db_now()).exists())

    def open_session(self, app: Flask, request: Request) -> Session:
        value = request.cookies.get(self.cookie_name(), "")
        if value.startswith(_MEMBER):
            return _opened(value.removeprefix(_MEMBER)[:100])
        serializer = self.signed.get_signing_serializer(app)
        try:
            return Session(serializer.loads(value, max_age=86_400)) if value and serializer else Session()
        except Exception:  # a forged or old cookie is no cookie
            return Session()

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        if session.accessed:
            response.vary.add("Cookie")
        user = session.get("_user_id")
        if user:
            self._save_member(app, session, user, response)
        elif session.row_id is not None:
            MemberSession.delete().where(MemberSession.id == session.row_id).execute()
            self._forget(response)
        elif session.modified and not session:
            self._forget(response)
        elif session.modified:
            serializer = self.signed.get_signing_serializer(app)
            assert serializer is not None
            self._set(response, serializer.dumps(_plain(session)), None)

    def _save_member(self, app: Flask, session: Session, user: str, response: Response) -> None:
        if session.row_id is not None and session.user_at_open == user:
            if session.modified:
                MemberSession.update(data=_plain(session)).where(MemberSession.id == session.row_id).execute()
            return
        with transaction():
            if session.row_id is not None:
                MemberSession.delete().where(MemberSession.id == session.row_id).execute()
            member = Member.get(Member.fs_uniquifier == user)
            if not member.is_active:
                # Shut out between two steps of signing in.
                self._forget(response)
                return
            # The same member under a new name: their password or address has changed, this browser goes on.
            goes_on = session.member_id == member.id and not arrivals.via()
            if not goes_on:
                arrivals.arrived(member)
            more = {"via": session.via, "zone": session.zone} if goes_on else {}
            token = _created(_plain(session), user, **more)
        self._set(response, _MEMBER + token, LIFETIME)

    def _set(self, response: Response, value: str, life: timedelta | None) -> None:
        response.set_cookie(
            self.cookie_name(), value, max_age=life, secure=self.secure, httponly=True, samesite="Lax", path="/"
        )

    def _forget(self, response: Response) -> None:
        response.delete_cookie(self.cookie_name(), secure=self.secure, httponly=True, samesite="Lax", path="/")


def _opened(token: str) -> Session:
    row = _OPEN.first(hashed(token))
    if row is None or not row.member.is_active:
        return Session()
    session = Session(row.data)
    session.token, session.row_id, session.user_at_open = token, row.id, row.member.fs_uniquifier
    session.member_id, session.via, session.zone = row.member_id, row.via, row.zone
    session.modified = False
    if session.get("_user_id") != row.member.fs_uniquifier:
        return Session()
    row.member.know_roles(row.held_roles.split(",") if row.held_roles else [])
    unread.know(row.member, row.unread_notices)
    g.session_member = row.member
    if now() - row.seen_at > _SEEN_EVERY:
        MemberSession.update(seen_at=now()).where(MemberSession.id == row.id).execute()
    return session


def _role_names() -> Any:
    """The member's roles in the same query, joined by commas; names of roles hold none."""
    joined = fn.STRING_AGG(Role.name, ",") if is_postgres() else fn.GROUP_CONCAT(Role.name)
    return Role.select(joined).join(MemberRole).where(MemberRole.member == Member.id)


def _open(token_hash: Any) -> Any:
    """A session with its member, their portrait, their roles, and how much is unread."""
    shown = (_Avatar.id == Member.avatar) & (_Avatar.state == "ready")
    return (
        MemberSession.select(MemberSession, Member, _Avatar, _role_names().alias("held_roles"), unread.told())
        .join(Member)
        .join(_Avatar, JOIN.LEFT_OUTER, on=shown, attr="avatar_file")
        .where(MemberSession.token_hash == token_hash, MemberSession.expires_at > db_now())
        .limit(1)
    )


_OPEN = Prepared(_open)


def _plain(session: Session) -> dict[str, Any]:
    """What a session holds as JSON: words to show next are fixed in the language they were said in."""
    found: dict[str, Any] = json.loads(json.dumps(dict(session), default=str))
    return found


def _created(data: dict[str, Any], user: str, via: str | None = None, zone: str | None = None) -> str:
    token = secrets.token_urlsafe(32)
    address, agent = whereabouts()
    member = Member.get(Member.fs_uniquifier == user)
    MemberSession.create(
        token_hash=hashed(token),
        member=member,
        data=data,
        expires_at=now() + LIFETIME,
        address=address,
        agent=agent,
        via=arrivals.via() if via is None else via,
        zone=browser_zone() if zone is None else zone,
    )
    _end_unused(member.id)
    return token


def _end_unused(member_id: int) -> None:
    mine = MemberSession.member == member_id
    newest = MemberSession.select(MemberSession.id).where(mine)
    kept = newest.order_by(MemberSession.seen_at.desc(), MemberSession.id.desc()).limit(MOST)
    MemberSession.delete().where(mine, MemberSession.id.not_in(kept)).execute()


def sign_out_one(member_id: int, session_id: int) -> bool:
    """A member signs one of their browsers out. False when it is not theirs."""
    with transaction():
        ended = end_one(member_id, session_id)
        if ended:
            noted(member_id, "sessions_ended", many=1)
    return ended


def sign_out_others(member_id: int, keep: int | None) -> int:
    """A member signs their other browsers out. Returns how many sessions ended."""
    with transaction():
        ended = end_all(member_id, but=keep)
        if ended:
            noted(member_id, "sessions_ended", many=ended)
    return ended


@every(3_600.0, name="accounts.sessions", lane="sweep")
def prune() -> int:
    """Forget sessions whose time is over."""
    return int(MemberSession.delete().where(MemberSession.expires_at < db_now()).execute())


def begin(member: Member) -> None:
    """Sign this browser in as the member, without asking for a password: for demo members only."""
    from flask_security.utils import login_user

    login_user(member, authn_via=["demo"])
