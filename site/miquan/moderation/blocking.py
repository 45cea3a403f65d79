"""The blocklists: words, hosts and pictures that operators keep."""

import re

from miquan import text
from miquan.db import transaction
from miquan.moderation.audit import audit
from miquan.moderation.likeness import host_of
from miquan.moderation.models import VALUE_LIMIT, BlockEntry
from miquan.moderation.rules import BLOCK_ACTIONS, BLOCKS

_HASH = re.compile(r"[0-9a-f]{64}|[0-9a-f]{16}")


def block(kind: str, value: str, action: str, note: str = "", *, by: int) -> BlockEntry:
    """A new entry, or another action for one that is there. Raises ValueError for what is no word, host or hash."""
    found = meant(kind, value)
    if not found or kind not in BLOCKS or action not in BLOCK_ACTIONS:
        raise ValueError(value)
    with transaction():
        row: BlockEntry = BlockEntry.get_or_none(BlockEntry.kind == kind, BlockEntry.value == found) or BlockEntry(
            kind=kind, value=found
        )
        row.action, row.note, row.by_id = action, text.clean_line(note, 300), by
        row.save()
        audit("blocklist.kept", ("block_entry", row.id), by=by, kind=kind, value=found, does=action)
    return row


def unblock(entry_id: int, *, by: int) -> bool:
    with transaction():
        row = BlockEntry.get_or_none(BlockEntry.id == entry_id)
        if row is None:
            return False
        BlockEntry.delete().where(BlockEntry.id == row.id).execute()
        audit("blocklist.dropped", ("block_entry", row.id), by=by, kind=row.kind, value=row.value)
    return True


def meant(kind: str, value: str) -> str:
    """The entry that these typed words mean; empty for none."""
    if kind == "word":
        return text.fold(text.clean_line(value, VALUE_LIMIT))[:VALUE_LIMIT]
    if kind == "host":
        return host_of(value)[:VALUE_LIMIT]
    told = value.strip().lower()
    return told if _HASH.fullmatch(told) else ""


def entries(kind: str = "") -> list[BlockEntry]:
    """All of a kind, the newest first; an operator keeps hundreds, not thousands."""
    rows = BlockEntry.select()
    return list(
        (rows.where(BlockEntry.kind == kind) if kind in BLOCKS else rows).order_by(BlockEntry.id.desc()).limit(500)
    )
