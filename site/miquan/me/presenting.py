"""Sessions in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from miquan.accounts.devices import device, family, place
from miquan.accounts.models import MemberSession
from miquan.i18n import lazy

_VIAS = {
    "password": lazy("用密碼登入"),
    "passkey": lazy("用通行密鑰登入"),
    "code": lazy("用密碼和驗證碼登入"),
    "recovery": lazy("用備用碼登入"),
    "join": lazy("加入時登入"),
    "reset": lazy("換密碼時登入"),
    "demo": lazy("從示範頁登入"),
}
_SMALL = frozenset({"iPhone", "iPad", "Android"})


@dataclass(frozen=True)
class OpenSession:
    """One browser that is signed in, as its owner sees it."""

    id: int
    device: str
    icon: str
    where: str
    via: Any
    began: datetime
    seen: datetime
    is_this: bool


def open_session(row: MemberSession, this: int | None) -> OpenSession:
    """`this` is the id of the session that asks."""
    return OpenSession(
        id=row.id,
        device=device(row.agent),
        icon="phone" if family(row.agent)[1] in _SMALL else "monitor",
        where="・".join(filter(None, (place(row.zone), row.address))),
        via=_VIAS.get(row.via, ""),
        began=row.created_at,
        seen=row.seen_at,
        is_this=row.id == this,
    )
