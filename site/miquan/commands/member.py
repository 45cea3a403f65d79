"""`flask member`: roles are given and taken here, and what one account is about can be read."""

import click
from flask.cli import with_appcontext

from miquan.accounts.actions import ROLES
from miquan.accounts.models import Member, MemberSession
from miquan.accounts.queries import by_handle, roles_of
from miquan.db import db_now
from miquan.moderation.actions import change_role
from miquan.storefronts.queries import own_storefront

_REASON = "command"


@click.group("member")
def group() -> None:
    """Members and their roles."""


def _member(handle: str) -> Member:
    found = by_handle(handle.removeprefix("@"))
    if found is None:
        raise click.ClickException(f"nobody is called {handle}")
    return found


def _change(handle: str, role: str, *, held: bool) -> None:
    member = _member(handle)
    try:
        changed = change_role(member.id, role, held=held, by=None, reason=_REASON)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"changed {int(changed)}")
    click.echo(f"roles {','.join(sorted(roles_of(member.id)))}")


@group.command("grant")
@click.argument("handle")
@click.argument("role", type=click.Choice(ROLES))
@with_appcontext
def grant(handle: str, role: str) -> None:
    """Give a member a role."""
    _change(handle, role, held=True)


@group.command("revoke")
@click.argument("handle")
@click.argument("role", type=click.Choice([role for role in ROLES if role != "member"]))
@with_appcontext
def revoke(handle: str, role: str) -> None:
    """Take a role away."""
    _change(handle, role, held=False)


@group.command("show")
@click.argument("handle")
@with_appcontext
def show(handle: str) -> None:
    """How a member stands."""
    member = _member(handle)
    storefront = own_storefront(member.id)
    sessions = MemberSession.select().where(MemberSession.member == member.id, MemberSession.expires_at > db_now())
    for name, value in (
        ("id", member.id),
        ("handle", member.handle),
        ("roles", ",".join(sorted(roles_of(member.id)))),
        ("active", int(member.active)),
        ("suspended", int(member.suspended_at is not None)),
        ("leaving", int(member.leaving_at is not None)),
        ("confirmed", int(member.confirmed_at is not None)),
        ("sessions", sessions.count()),
        ("storefront", storefront.state if storefront else "none"),
    ):
        click.echo(f"{name} {value}")


COMMANDS = [group]
