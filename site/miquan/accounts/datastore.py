"""What Flask-Security reads and writes, in terms of our own tables and actions."""

from typing import Any

from flask import g, has_request_context
from flask_security.datastore import PeeweeUserDatastore

from miquan.accounts import actions
from miquan.accounts.models import Member, MemberRole, Role
from miquan.accounts.sessions import end_all
from miquan.db import database
from miquan.viewer import viewer


class Datastore(PeeweeUserDatastore):  # type: ignore[misc]
    """Members by Flask-Security's interface."""

    def __init__(self) -> None:
        super().__init__(database, Member, Role, MemberRole)

    def find_user(self, case_insensitive: bool = False, **wanted: Any) -> Member | None:
        """The session has already loaded its member: no second query for it."""
        uniquifier = wanted.get("fs_uniquifier")
        loaded = g.get("session_member") if has_request_context() else None
        if uniquifier and loaded is not None and loaded.fs_uniquifier == uniquifier:
            return loaded  # type: ignore[no-any-return]
        if "email" in wanted:
            wanted["email"] = str(wanted["email"]).lower()
        found: Member | None = Member.get_or_none(**wanted)
        return found

    def create_user(self, **values: Any) -> Member:
        """A new member who joins by the form."""
        inviter = Member.get_or_none(Member.handle == str(values.get("ref") or ""))
        return actions.join(
            email=values["email"],
            password=values["password"],
            handle=values["handle"],
            display_name=values["display_name"],
            lang=viewer().lang,
            inviter=inviter.id if inviter else None,
        )

    def set_uniquifier(self, user: Member, uniquifier: str | None = None) -> None:
        """Called when a password changes: every session of the member ends."""
        super().set_uniquifier(user, uniquifier)
        end_all(user.id)
