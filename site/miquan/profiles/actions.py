"""Saving a profile. A new portrait takes the place of the old one once it has been looked at, and never if it is refused."""

from dataclasses import replace

from miquan.accounts.models import Member
from miquan.accounts.profile import ProfileDraft, edit_profile, set_portrait
from miquan.db import held, now, transaction
from miquan.media.actions import keep, let_go
from miquan.media.models import File
from miquan.profiles.queries import PURPOSE, chosen_portraits
from miquan.uploads.rules import UNSAVED


def save_profile(member_id: int, draft: ProfileDraft) -> None:
    """Bring a member's profile to the draft, whose `avatar` is the picture they want."""
    with transaction():
        others = [file.id for file in held(chosen_portraits(member_id)) if file.id != draft.avatar]
        let_go(member_id, others, now() + UNSAVED)
        keep(member_id, filter(None, [draft.avatar]))
        edit_profile(member_id, replace(draft, avatar=_for_now(member_id, draft.avatar)), by=member_id)


def _for_now(member_id: int, wanted: int | None) -> int | None:
    """What others see until the wanted picture has been looked at."""
    file = held(File.select().where(File.id == wanted)).first() if wanted else None
    if file is None or file.state == "ready":
        return wanted
    seen: int | None = Member.get_by_id(member_id).avatar_id
    return seen


def portrait_looked_at(file_id: int) -> None:
    """Show a portrait that a saved profile was waiting for. One that was let go meanwhile is not shown."""
    with transaction():
        waited = (File.id == file_id, File.purpose == PURPOSE, File.state == "ready", File.keep_until.is_null())
        file = held(File.select().where(*waited)).first()
        if file is not None and file.owner_id is not None:
            set_portrait(file.owner_id, file.id)
