"""Ending sessions: their next request is a visitor's."""

import secrets

from flask import has_request_context, session

from miquan.accounts.models import Member, MemberSession


def end_all(member_id: int, but: int | None = None) -> int:
    """Sign a member out everywhere, `but` for one session by its row. Returns how many sessions ended."""
    mine = (MemberSession.member == member_id) & (MemberSession.id != (but or 0))
    return int(MemberSession.delete().where(mine).execute())


def end_one(member_id: int, session_id: int) -> bool:
    """End one session of this member; whether there was one."""
    mine = (MemberSession.id == session_id) & (MemberSession.member == member_id)
    return bool(MemberSession.delete().where(mine).execute())


def renew(member: Member) -> None:
    """End every session of a member and void every link that was mailed to them; this browser goes on by a new cookie.

    Joins the caller's transaction; the session's row is written when the request ends.
    """
    member.fs_uniquifier = secrets.token_hex(32)
    Member.update(fs_uniquifier=member.fs_uniquifier).where(Member.id == member.id).execute()
    end_all(member.id)
    if has_request_context() and getattr(session, "member_id", None) == member.id:
        session["_user_id"] = session["identity.id"] = member.fs_uniquifier
