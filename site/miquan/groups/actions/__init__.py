"""Everything that is written of groups. Each verb is one transaction, which holds the group until it ends."""

from miquan.groups.actions.hiding import hide_group, show_group
from miquan.groups.actions.inviting import come_in, invite, revoke
from miquan.groups.actions.joining import accept, apply, join, leave, refuse, withdraw
from miquan.groups.actions.making import archive, change_group, reopen, start_group
from miquan.groups.actions.shelving import put_on_shelf, take_off_shelf
from miquan.groups.actions.tending import appoint_owner, ban, hand_over, lift_ban, put_out, set_role

__all__ = [
    "accept", "apply", "appoint_owner", "archive", "ban", "change_group", "come_in", "hand_over", "hide_group", "invite", "join", "leave", "lift_ban",
    "put_on_shelf", "put_out", "refuse", "reopen", "revoke", "set_role", "show_group", "start_group", "take_off_shelf", "withdraw",
]  # fmt: skip
