"""Only what is there, or may come back, holds one of the places of what stands first."""

from importlib import import_module
from typing import Any

import pytest

from miquan.db import database, now
from miquan.threads import actions, rules
from miquan.threads.erasing import erase_replies, erase_threads
from miquan.threads.models import Thread
from miquan.threads.queries.lists import PINNED
from tests.cast import Cast
from tests.threads.filled import grouped, joined, threaded


@pytest.mark.parametrize("way", ["removed", "taken back", "erased"])
def test_what_is_gone_gives_its_place_up(app: Any, cast: Cast, way: str) -> None:
    group = grouped(owner=cast.mei)
    joined(group, cast.nina)
    threads = [threaded(group, cast.nina, f"話題{number}") for number in range(PINNED)]
    for thread in threads:
        actions.pin_thread(thread.id, by=cast.mei.id)
    if way == "erased":
        erase_replies(cast.nina.id, False)
        erase_threads(cast.nina.id, False)
    else:
        for thread in threads:
            actions.remove_thread(thread.id, by=cast.mei.id if way == "removed" else cast.nina.id, reason="舊了")
    assert {(row.state, row.pinned_at, row.pinned_by_id) for row in Thread.select()} == {("removed", None, None)}
    assert actions.pin_thread(threaded(group, cast.mei).id, by=cast.mei.id)


def test_what_is_hidden_keeps_its_place_and_old_rows_give_theirs_up(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    for number in range(PINNED):
        threaded(group, cast.mei, f"話題{number}", pinned_at=now(), pinned_by=cast.mei.id)
    new, old = threaded(group, cast.mei), Thread.get()
    Thread.update(state="hidden").where(Thread.id == old.id).execute()
    with pytest.raises(rules.NotReady, match="pin: many"):
        actions.pin_thread(new.id, by=cast.mei.id)
    # As it was left before.
    Thread.update(state="removed").where(Thread.id == old.id).execute()
    assert actions.pin_thread(new.id, by=cast.mei.id)
    import_module("miquan.migrations.0023_pins").up(None, database.obj)
    pinned = {row.id for row in Thread.select().where(Thread.pinned_at.is_null(False))}
    assert (len(pinned), old.id in pinned, new.id in pinned) == (PINNED, False, True)
    assert Thread.get_by_id(old.id).pinned_by_id is None
