"""What was removed goes for good a month later, whoever decided it."""

from datetime import timedelta
from typing import Any

from miquan.db import now
from miquan.moderation import personal as moderation
from miquan.moderation import rules
from miquan.moderation.audit import verify
from miquan.moderation.deciding import Wish, decide, remove_for_good
from miquan.moderation.models import AuditEntry, Decision
from miquan.moderation.registry import KINDS, things
from tests.cast import Cast
from tests.moderation.test_deciding import everything


def test_what_was_removed_goes_for_good_though_whoever_decided_was_erased(app: Any, cast: Cast) -> None:
    found = everything(cast)
    kinds = [kind for kind in KINDS if "remove" in KINDS[kind].verbs]
    for kind in kinds:
        decide(kind, found[kind], Wish("remove", "spam"), by=cast.mo.id)
    for section in moderation.SECTIONS:
        section.erase(cast.mo.id, False)
    Decision.update(at=now() - rules.OBJECTING - timedelta(hours=1)).execute()
    assert remove_for_good() == len(kinds) == 4
    gone = things([(kind, found[kind]) for kind in kinds])
    assert {kind: one.state for (kind, _id), one in gone.items()} == dict.fromkeys(
        ("post", "thread", "reply"), "removed"
    )
    assert (verify().bad, AuditEntry.get(AuditEntry.action == "thread.removed").actor_id) == (None, None)
