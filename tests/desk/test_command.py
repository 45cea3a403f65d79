"""`flask member`: roles from the command line, written down as everything else."""

from typing import Any

from miquan.accounts.queries import roles_of
from miquan.moderation.models import AuditEntry
from tests.cast import Cast


def run(app: Any, *words: str) -> Any:
    return app.test_cli_runner().invoke(args=["member", *words])


def test_roles_are_given_and_taken_and_written_down(app: Any, cast: Cast) -> None:
    nina = cast.nina
    given = run(app, "grant", "nina", "moderator")
    assert (given.exit_code, given.output) == (0, "changed 1\nroles member,moderator\n")
    assert run(app, "grant", "@NINA", "moderator").output.startswith("changed 0\n")
    taken = run(app, "revoke", "nina", "moderator")
    assert (taken.exit_code, taken.output) == (0, "changed 1\nroles member\n")
    rows = list(AuditEntry.select().order_by(AuditEntry.id))
    assert [(r.action, r.actor_id, r.subject_id, r.reason, r.data) for r in rows] == [
        ("role.granted", None, nina.id, "command", {"role": "moderator"}),
        ("role.revoked", None, nina.id, "command", {"role": "moderator"}),
    ]


def test_what_does_not_exist_is_refused(app: Any, cast: Cast) -> None:
    for words in (
        ("grant", "ghost", "buyer"),
        ("grant", cast.nina.handle, "king"),
        ("revoke", "nina", "member"),
        ("show", "ghost"),
    ):
        assert run(app, *words).exit_code != 0, words
    assert roles_of(cast.nina.id) == {"member"}
    assert AuditEntry.select().count() == 0


def test_how_a_member_stands(app: Any, cast: Cast) -> None:
    cast.client(cast.kyoto.owner)
    shown = run(app, "show", "mei")
    told = dict(line.split(" ", 1) for line in shown.output.splitlines())
    assert shown.exit_code == 0
    assert told == {
        "id": str(cast.mei.id), "handle": "mei", "roles": "buyer,member", "active": "1", "suspended": "0", "leaving": "0",
        "confirmed": "1", "sessions": "1", "storefront": "open",
    }  # fmt: skip
