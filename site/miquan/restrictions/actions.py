"""Keeping the rules about goods: added, changed, switched off and on, each with its line in the record of such acts."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from miquan import text
from miquan.categories.placing import category_ids
from miquan.db import now, transaction
from miquan.moderation.actions import audit
from miquan.restrictions.models import NOTE_LIMIT, SOURCE_LIMIT, WORDS_LIMIT, GoodsRule
from miquan.restrictions.queries import VERSION
from miquan.versions import bump, current

_DATA = Path(__file__).parent / "data" / "rules.json"
_EDITION = "goods_rules_file"


@dataclass(frozen=True)
class RuleDraft:
    """What an operator decides. `destination` "" is everywhere; `category` a slug; `note` a sentence by language."""

    destination: str
    level: str
    note: dict[str, str] = field(default_factory=dict)
    words: str = ""
    category: str = ""
    source: str = ""


def save_rule(draft: RuleDraft, *, by: int, rule: GoodsRule | None = None) -> GoodsRule:
    """Add a rule, or bring one to the draft."""
    with transaction():
        row = rule or GoodsRule()
        for name, value in _values(draft).items():
            setattr(row, name, value)
        row.by_id, row.updated_at = by, now()
        row.save()
        audit("goods_rule.changed" if rule else "goods_rule.added", ("goods_rule", row.id), by=by, **vars(draft))
        _moved_on()
    return row


def switch_rule(rule: GoodsRule, *, on: bool, by: int) -> bool:
    """Put a rule in force or out of it. False when it is so already."""
    with transaction():
        where = (GoodsRule.id == rule.id) & (GoodsRule.active != on)
        if not GoodsRule.update(active=on, by=by, updated_at=now()).where(where).execute():
            return False
        audit("goods_rule.on" if on else "goods_rule.off", ("goods_rule", rule.id), by=by)
        _moved_on()
    return True


def load_rules() -> int:
    """Add the rules of the data file's editions that this installation does not have yet. Returns how many.

    Rules that are there stay as the operators keep them.
    """
    entries = json.loads(_DATA.read_text(encoding="utf-8"))
    held, newest = current(_EDITION), max(entry["edition"] for entry in entries)
    if held >= newest:
        return 0
    slugs = category_ids(entry["category"] for entry in entries)
    rows = [row for entry in entries if entry["edition"] > held for row in _rows(entry, slugs)]
    with transaction():
        GoodsRule.insert_many(rows).execute()
        for _step in range(newest - held):
            bump(_EDITION)
        _moved_on()
    return len(rows)


def _rows(entry: dict[str, Any], slugs: dict[str, int]) -> list[dict[str, Any]]:
    common = {
        "category": slugs.get(entry["category"]), "words": ", ".join(entry["words"]), "level": entry["level"],
        "note": _in_both_scripts(entry["note"]), "source": entry["source"], "updated_at": now(),
    }  # fmt: skip
    return [{**common, "destination": code} for code in entry["destinations"]]


def _values(draft: RuleDraft) -> dict[str, Any]:
    note = {lang: text.clean_line(words, NOTE_LIMIT) for lang, words in draft.note.items()}
    return {
        "destination": draft.destination,
        "level": draft.level,
        "words": text.clean_text(draft.words, WORDS_LIMIT),
        "category": category_ids([draft.category]).get(draft.category),
        "note": _in_both_scripts({lang: words for lang, words in note.items() if words}),
        "source": text.clean_line(draft.source, SOURCE_LIMIT),
    }


def _in_both_scripts(note: dict[str, str]) -> dict[str, str]:
    hant = note.get("zh-hant", "")
    return {"zh-hans": text.to_script(hant, "zh-hans"), **note} if hant else note


def read_again() -> None:
    """Every process reads the rules anew, inside the caller's transaction: what they are about has changed."""
    _moved_on()


def _moved_on() -> None:
    bump(VERSION)
    bump("pages")
