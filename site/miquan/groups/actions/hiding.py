"""The site's moderators take a group out of sight, and show it again: nobody finds it meanwhile, its members neither."""

from miquan.db import held, now, transaction
from miquan.groups.models import Group
from miquan.groups.rules import NotAllowed, NotHere
from miquan.outbox import Event, record
from miquan.versions import bump


def hide_group(group_id: int, *, by: int) -> None:
    """Raises NotHere, NotAllowed where it is hidden already."""
    with transaction():
        group = _held(group_id)
        if group.hidden_from:
            raise NotAllowed
        _set(group_id, by, hidden_from=group.visibility, visibility="private")


def show_group(group_id: int, *, by: int) -> None:
    """As open as it was. Raises NotHere, NotAllowed where it is not hidden."""
    with transaction():
        group = _held(group_id)
        if not group.hidden_from:
            raise NotAllowed
        _set(group_id, by, hidden_from="", visibility=group.hidden_from)


def _held(group_id: int) -> Group:
    found: Group | None = held(Group.select().where(Group.id == group_id)).first()
    if found is None:
        raise NotHere
    return found


def _set(group_id: int, by: int, **values: str) -> None:
    Group.update(**values, updated_at=now()).where(Group.id == group_id).execute()
    # Who may read its threads is another now.
    told = {"hidden": bool(values["hidden_from"]), "readers": True}
    record(Event.GROUP_CHANGED, subject=("group", group_id), data=told, by=by)
    bump("pages")
