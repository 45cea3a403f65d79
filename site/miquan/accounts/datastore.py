"""What Flask-Security reads and writes, in terms of our own tables and actions."""

from typing import Any

from flask import abort, g, has_request_context
from flask_security.datastore import PeeweeUserDatastore
from peewee import IntegrityError

from miquan.accounts import joining
from miquan.accounts.ending import end_all
from miquan.accounts.factors import actions as factors
from miquan.accounts.models import Member, MemberRole, Passkey, Role
from miquan.db import database
from miquan.viewer import viewer


class Datastore(PeeweeUserDatastore):  # type: ignore[misc]
    """Members by Flask-Security's interface."""

    def __init__(self) -> None:
        super().__init__(database, Member, Role, MemberRole, Passkey)

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
        try:
            return joining.join_by_form(**values, lang=viewer().lang)
        except IntegrityError:
            abort(409)

    def set_uniquifier(self, user: Member, uniquifier: str | None = None) -> None:
        """Called when a password changes: every session of the member ends."""
        super().set_uniquifier(user, uniquifier)
        end_all(user.id)

    def put(self, model: Any) -> Any:
        """Only what has changed: a whole row would undo what others change of it meanwhile."""
        if isinstance(model, Passkey):
            factors.used_passkey(model)
        elif model.dirty_fields:
            model.save(only=model.dirty_fields)
        return model

    def tf_set(self, user: Member, *_method: Any, **_more: Any) -> None:
        """The library sets what is set already when a code has signed in; new ones come by `factors.actions`."""

    def tf_reset(self, user: Member) -> None:
        factors.remove_totp(user.id)

    def mf_set_recovery_codes(self, user: Member, rcs: list[str] | None) -> None:
        factors.set_codes(user.id, rcs)
        user.mf_recovery_codes = rcs

    def set_webauthn_user_handle(self, user: Member, user_handle: str | None = None) -> None:
        """By this name a passkey knows its member; it tells nothing about them, and stays."""
        user.fs_webauthn_user_handle = factors.name_for_passkeys(user.id)

    def create_webauthn(self, user: Member, **row: Any) -> None:
        factors.add_passkey(user.id, **row)

    def delete_webauthn(self, webauthn: Passkey) -> None:
        factors.remove_passkey(webauthn.user_id, webauthn.id)
