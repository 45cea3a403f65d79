"""Threads can be kept in boards; what was kept before stays when the table learns of them, and when it forgets."""

from typing import Any

import pytest
from peewee import IntegrityError

from miquan.boards.models import Save
from miquan.commands.db import runner
from miquan.db import transaction
from tests.cast import Cast


def test_what_was_kept_stays(app: Any, cast: Cast) -> None:
    for kind in ("post", "product", "thread"):
        Save.create(member=cast.mei.id, kind=kind, item=1)
    with pytest.raises(IntegrityError), transaction():
        Save.create(member=cast.mei.id, kind="planet", item=1)
    while "0008_talk" not in runner().down():
        pass
    assert {kind for (kind,) in Save.select(Save.kind).tuples()} == {"post", "product"}
    with pytest.raises(IntegrityError), transaction():
        Save.create(member=cast.mei.id, kind="thread", item=1)
    runner().up()
    assert Save.select().count() == 2
    assert Save.create(member=cast.mei.id, kind="thread", item=1).id
