"""Kinds of letters whose choices another capability keeps: `notice:mention` is of the family `notice`.

A kind without a family is one of `rules.KINDS`; what a member refused of those stands in `MailRefusal`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from miquan.mail import actions, queries
from miquan.mail.rules import KINDS, NAMES, REFUSABLE


@dataclass(frozen=True)
class Family:
    """Each function gets what stands behind the colon. `still` judges, when a letter is handed over, what it was told of."""

    knows: Callable[[str], bool]
    refuses: Callable[[int, str], bool]
    stop: Callable[[int, str], Any]
    resume: Callable[[int, str], Any]
    name: Callable[[str], Any]
    still: Callable[[int, str, dict[str, Any]], bool]


# Below the language: how one hears of what, with all letters that may be refused.
CHOICES = "/me/notifications/settings"
FAMILIES: dict[str, Family] = {}


def _of(kind: str) -> tuple[Family | None, str]:
    name, colon, rest = kind.partition(":")
    family = FAMILIES.get(name) if colon else None
    return (family, rest) if family and family.knows(rest) else (None, kind)


def is_refusable(kind: Any) -> bool:
    """Whether there is such a kind and a member may refuse it."""
    return isinstance(kind, str) and (_of(kind)[0] is not None or kind in REFUSABLE)


def may_refuse(kind: str) -> bool:
    """As `is_refusable`. Raises KeyError for a kind that there is not."""
    return _of(kind)[0] is not None or KINDS[kind]


def refuses(member_id: int, kind: str) -> bool:
    family, rest = _of(kind)
    return family.refuses(member_id, rest) if family else queries.refuses(member_id, kind)


def stop(member_id: int, kind: str) -> None:
    """No more letters of this kind, and of no other."""
    family, rest = _of(kind)
    (family.stop if family else actions.stop)(member_id, rest)


def resume(member_id: int, kind: str) -> None:
    family, rest = _of(kind)
    (family.resume if family else actions.resume)(member_id, rest)


def name(kind: str) -> Any:
    family, rest = _of(kind)
    return family.name(rest) if family else NAMES[kind]


def still(member_id: int, kind: str, told: dict[str, Any]) -> bool:
    """Whether what a letter tells of is still so."""
    family, rest = _of(kind)
    return family is None or family.still(member_id, rest, told)
