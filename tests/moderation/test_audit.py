"""The record of special acts: a chain in which any change is found, on both databases."""

import threading
from typing import Any

import pytest
from peewee import DatabaseError

from miquan.commands.db import runner, upgrade
from miquan.db import database, transaction
from miquan.moderation.audit import BEGINNING, LENGTH, audit, verify
from miquan.moderation.models import AuditEntry
from miquan.moderation.personal import forget_demo
from miquan.triggers import drop_append_only
from miquan.versions import Version
from tests.cast import Cast


def written(cast: Cast, count: int = 4) -> list[int]:
    for number in range(count):
        audit("member.suspended", ("member", cast.mei.id), by=cast.ou.id, reason=f"理由{number}", figure=number)
    return [row.id for row in AuditEntry.select().order_by(AuditEntry.id)]


def attack(sql: str) -> None:
    """As somebody who has the database would."""
    drop_append_only(database.obj, "audit_entry")
    with transaction():
        database.execute_sql(sql)


def run(app: Any, *more: str) -> tuple[int, dict[str, str]]:
    answer = app.test_cli_runner().invoke(args=["audit", "verify", *more])
    return answer.exit_code, dict(line.split(" ", 1) for line in answer.output.splitlines() if " " in line)


def test_an_empty_record_is_whole(app: Any) -> None:
    assert run(app) == (0, {"entries": "0", "blotted": "0", "tip": BEGINNING})


def test_each_row_holds_the_one_before(app: Any, cast: Cast) -> None:
    written(cast)
    rows = list(AuditEntry.select().order_by(AuditEntry.id))
    assert [row.before for row in rows] == [BEGINNING, *(row.hash for row in rows[:-1])]
    assert run(app) == (0, {"entries": "4", "blotted": "0", "tip": rows[-1].hash})


@pytest.mark.parametrize(
    "change",
    ["reason = '別的'", "action = 'member.reinstated'", "subject_id = 999", "actor_id = NULL", "at = '2020-01-01 00:00:00.000000'",
     "data = '{\"figure\": 9}'"],
)  # fmt: skip
def test_a_changed_row_is_named(app: Any, cast: Cast, change: str) -> None:
    ids = written(cast)
    attack(f"UPDATE audit_entry SET {change} WHERE id = {ids[1]}")
    code, told = run(app)
    assert (code, told["bad"], told["entries"]) == (1, str(ids[1]), "1")


def test_a_row_that_was_taken_out_is_missed_by_the_next(app: Any, cast: Cast) -> None:
    ids = written(cast)
    attack(f"DELETE FROM audit_entry WHERE id = {ids[1]}")
    code, told = run(app)
    assert (code, told["bad"]) == (1, str(ids[2]))


def test_an_end_that_was_cut_off_is_missed(app: Any, cast: Cast) -> None:
    ids = written(cast)
    tip = verify().tip
    attack(f"DELETE FROM audit_entry WHERE id >= {ids[2]}")
    assert run(app)[0] == 1
    # Whoever knows of the counter is found out by an end that was noted.
    Version.update(value=2).where(Version.name == LENGTH).execute()
    assert run(app)[0] == 0
    assert run(app, "--tip", tip)[0] == 1


def test_a_noted_end_stays_a_part(app: Any, cast: Cast) -> None:
    written(cast)
    tip = verify().tip
    written(cast)
    assert run(app, "--tip", tip)[0] == 0


def test_it_can_neither_be_changed_nor_deleted(app: Any, cast: Cast) -> None:
    written(cast, 1)
    for change in (AuditEntry.update(reason="別的"), AuditEntry.delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction():
            change.execute()


def test_what_was_rolled_back_was_not_done(app: Any, cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        audit("member.suspended", ("member", cast.mei.id), by=None)
        raise ZeroDivisionError
    assert (verify().entries, verify().bad) == (0, None)


def test_several_at_once_make_one_chain(app: Any, cast: Cast) -> None:
    about, by = cast.mei.id, cast.ou.id

    def act(number: int) -> None:
        for turn in range(5):
            with transaction():
                audit("member.signed_out", ("member", about), by=by, turn=turn, number=number)
                # Counters that others move too, before and after, in any order.
                Version.update(value=Version.value + 1).where(Version.name == ("pages", "people")[turn % 2]).execute()
        database.close()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (verify().entries, verify().bad) == (30, None)


def test_what_the_demo_did_stays_by_nobody(app: Any, cast: Cast) -> None:
    type(cast.ou).update(demo=True).where(type(cast.ou).id == cast.ou.id).execute()
    written(cast, 2)
    forget_demo()
    assert [row.actor_id for row in AuditEntry.select()] == [None, None, None]
    found = verify()
    assert (found.entries, found.blotted, found.bad) == (3, 2, None)


def test_what_was_written_before_there_was_a_chain_is_chained(app: Any, cast: Cast) -> None:
    written(cast)
    reverted: list[str] = []
    while "0010_audit_chain" not in reverted:
        reverted += runner().down()
    upgrade()
    found = verify()
    assert (found.entries, found.bad) == (4, None)
    written(cast, 1)
    assert (verify().entries, verify().bad) == (5, None)
