"""Who may see a private file or the original of a picture: its owner, and what each purpose says of others. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from miquan.media.models import File
from miquan.permissions import Permission, can
from miquan.viewer import Viewer


class Look(StrEnum):
    """As whom somebody looks at a file."""

    OWN = "own"
    SHARED = "shared"
    DESK = "desk"


def _nobody(_who: Viewer, _file: File) -> str:
    return ""


@dataclass(frozen=True)
class Access:
    """`shared`: why another member may see it, for the log; empty when they may not. `desk`: the right to look at it
    after giving a reason. `own_logged`: the owner's looks are in the log too. What others look at is always in it.
    `fresh`: only after a fresh sign-in.
    """

    shared: Callable[[Viewer, File], str] = _nobody
    desk: Permission | None = None
    own_logged: bool = False
    fresh: bool = False


# One line a purpose; one that is not named here is for its owner alone.
ACCESS: dict[str, Access] = {
    "paper": Access(desk=Permission.PAPER_SEE, own_logged=True),
    "proof": Access(desk=Permission.PROOF_SEE),
    "export": Access(fresh=True),
}
_OWNER_ONLY = Access()


def look_of(who: Viewer, file: File) -> tuple[Look, str] | None:
    """As whom the viewer may look, with the reason where it is known already; None when they may not."""
    rule = ACCESS.get(file.purpose, _OWNER_ONLY)
    if who.member is None:
        return None
    if file.owner_id is not None and who.member.id == file.owner_id:
        return Look.OWN, ""
    if file.state == "ready" and (reason := rule.shared(who, file)):
        return Look.SHARED, reason
    if file.state == "ready" and rule.desk is not None and can(who, rule.desk):
        return Look.DESK, ""
    return None


def needs_fresh(file: File) -> bool:
    return ACCESS.get(file.purpose, _OWNER_ONLY).fresh


def is_logged(file: File, look: Look) -> bool:
    return look is not Look.OWN or ACCESS.get(file.purpose, _OWNER_ONLY).own_logged
