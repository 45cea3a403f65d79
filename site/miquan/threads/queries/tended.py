"""What those who tend a group choose from: its flairs, and the groups to which a thread of it may go."""

from miquan.circle.wording import line_in_script
from miquan.groups.models import Group, Membership
from miquan.groups.rules import TENDING
from miquan.threads.queries.opening import Opened
from miquan.threads.rules import may_move
from miquan.viewer import viewer

_MOST = 100


def other_groups(thread: Opened) -> tuple[list[tuple[str, str]], list[str]]:
    """(id, name) of groups that the reader tends too and that are no more open; and the flairs of the thread's own."""
    mine = (
        (Membership.member == (viewer().id or 0))
        & Membership.role.in_(TENDING)
        & Group.archived_at.is_null()
        & (Group.hidden_from == "")
    )
    rows = list(
        Group.select(Group.id, Group.name, Group.lang, Group.visibility, Group.flairs)
        .join(Membership, on=(Membership.group == Group.id))
        .where(mine)
        .order_by(Group.id)
        .limit(_MOST)
    )
    wanted = viewer().lang
    others = [
        (str(row.id), line_in_script(row.name, row.lang, wanted))
        for row in rows
        if row.id != thread.group and may_move(thread.visibility, row.visibility)
    ]
    return others, [str(flair) for row in rows if row.id == thread.group for flair in row.flairs]
