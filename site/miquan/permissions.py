"""Who may do what: one list of permissions, a table of roles, and predicates on the object itself."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import abort, request

from miquan.hypermedia import is_partial, redirect_to
from miquan.viewer import Viewer, viewer


class Permission(StrEnum):
    """`resource:action`."""

    ME_SEE = "me:see"
    MAIL_CHOOSE = "mail:choose"
    STUDIO_SEE = "studio:see"
    STOREFRONT_OPEN = "storefront:open"
    PRODUCT_EDIT = "product:edit"
    PRODUCT_PUBLISH = "product:publish"
    BUYER_ASK = "buyer:ask"
    POST_WRITE = "post:write"
    POST_ANSWER = "post:answer"
    POST_HIDE = "post:hide"
    FOLLOW_KEEP = "follow:keep"
    MUTE_KEEP = "mute:keep"
    GROUP_START = "group:start"
    GROUP_JOIN = "group:join"
    REPORT_FILE = "report:file"
    REPORT_DECIDE = "report:decide"
    PRODUCT_TAKE_DOWN = "product:take_down"
    DESK_SEE = "desk:see"
    MEMBER_SEE = "member:see"
    MEMBER_SIGN_OUT = "member:sign_out"
    MEMBER_SUSPEND = "member:suspend"
    STOREFRONT_DECIDE = "storefront:decide"
    GOODS_RULE_KEEP = "goods_rule:keep"
    MODERATION_KEEP = "moderation:keep"
    SITE_KEEP = "site:keep"
    PAPER_SEE = "paper:see"
    PROOF_SEE = "proof:see"


P = Permission
_MEMBER = frozenset(
    {
        P.ME_SEE, P.MAIL_CHOOSE, P.STUDIO_SEE, P.STOREFRONT_OPEN, P.BUYER_ASK, P.REPORT_FILE, P.POST_WRITE, P.POST_ANSWER,
        P.FOLLOW_KEEP, P.MUTE_KEEP, P.GROUP_START, P.GROUP_JOIN,
    }
)  # fmt: skip
_BUYER = _MEMBER | {P.PRODUCT_EDIT, P.PRODUCT_PUBLISH}
_MODERATOR = _MEMBER | {P.REPORT_DECIDE, P.POST_HIDE, P.PRODUCT_TAKE_DOWN, P.DESK_SEE, P.MEMBER_SEE, P.PROOF_SEE}

# Who may bear a name that speaks for the site.
STAFF = frozenset({"moderator", "operator"})

ROLES: dict[str, frozenset[Permission]] = {
    "member": _MEMBER,
    "buyer": _BUYER,
    "moderator": _MODERATOR,
    "operator": _MODERATOR
    | {
        P.MEMBER_SIGN_OUT,
        P.MEMBER_SUSPEND,
        P.PAPER_SEE,
        P.STOREFRONT_DECIDE,
        P.GOODS_RULE_KEEP,
        P.MODERATION_KEEP,
        P.SITE_KEEP,
    },
}

# What reaches others needs an address that was shown to be the member's.
CONFIRMED = frozenset(
    {P.STOREFRONT_OPEN, P.BUYER_ASK, P.POST_WRITE, P.POST_ANSWER, P.FOLLOW_KEEP, P.GROUP_START, P.GROUP_JOIN}
)

# What a right on a kind of thing further asks of the thing itself; without an object it is not asked.
PREDICATES: dict[Permission, Callable[[Viewer, Any], bool]] = {
    P.MEMBER_SUSPEND: lambda who, member: member.id != who.id and "operator" not in member.role_names,
}


def can(who: Viewer, permission: Permission, thing: Any = None) -> bool:
    """Whether the viewer has the right, and has it on this thing."""
    if not _is_given(who, permission) or (permission in CONFIRMED and who.member.confirmed_at is None):
        return False
    predicate = PREDICATES.get(permission)
    return thing is None or predicate is None or predicate(who, thing)


def _is_given(who: Viewer, permission: Permission) -> bool:
    held = who.member.role_names if who.member is not None else ()
    return any(permission in ROLES.get(role, frozenset()) for role in held)


def requires(permission: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A view for those who have the right: visitors are sent to sign in and come back, members without it get 403.

    Who only has to confirm their address is sent there.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def run(*args: Any, **kwargs: Any) -> Any:
            who = viewer()
            if not who.signed_in:
                return redirect_to(_sign_in_address(who))
            answer = refused(permission)
            return view(*args, **kwargs) if answer is None else answer

        run.permission = permission  # type: ignore[attr-defined]
        return run

    return decorate


def refused(permission: Permission) -> Any:
    """What a member is answered who lacks a right: the way to confirming their address where that is all, else 403. None for who has it."""
    who = viewer()
    if can(who, permission):
        return None
    if not _is_given(who, permission):
        abort(403)
    return redirect_to(f"{who.root}/me/confirmation")


def _sign_in_address(who: Viewer) -> str:
    """Where to sign in; afterwards a page that was asked for is shown, a form's address is not."""
    if request.method != "GET" or is_partial():
        return f"{who.root}/sign-in"
    here = (
        request.script_root
        + request.path
        + (f"?{request.query_string.decode('latin-1')}" if request.query_string else "")
    )
    return sign_in_address(who, here)


def sign_in_address(who: Viewer, then: str) -> str:
    """Where to sign in, and where to go on afterwards."""
    return f"{who.root}/sign-in?{urlencode({'next': then})}"
