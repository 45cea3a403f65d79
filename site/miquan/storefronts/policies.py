"""Words to start a policy from: ours, in three languages, for the buyer to change into their own."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from miquan.i18n import lazy

FIELDS = ("shipping_policy", "returns_policy", "fee_policy")


@dataclass(frozen=True)
class Starter:
    """`label` names it on a button in the reader's language; `words` is the policy by the language it is written in."""

    key: str
    field: str
    label: Any
    words: dict[str, str]


_LABELS = (
    ("stock", "shipping_policy", lazy("手上有現貨")),
    ("on_demand", "shipping_policy", lazy("去店裡買到才寄")),
    ("seven_days", "returns_policy", lazy("收到7天內可以退")),
    ("one_off", "returns_policy", lazy("代買和單件不退")),
    ("included", "fee_policy", lazy("都在價格裡了")),
    ("percent", "fee_policy", lazy("照價格收一成")),
)
_WORDS: dict[str, dict[str, str]] = json.loads((Path(__file__).parent / "data" / "policies.json").read_text("utf-8"))
STARTERS = tuple(Starter(key, field, label, _WORDS[key]) for key, field, label in _LABELS)


def starter(key: str) -> Starter | None:
    """By its key; None for one that does not exist."""
    return next((s for s in STARTERS if s.key == key), None)


def begun(already: str, words: str, limit: int) -> str:
    """The field with the words in it: below what stands there already, and never cut."""
    joined = f"{already.rstrip()}\n\n{words}" if already.strip() else words
    return joined if len(joined) <= limit and words not in already else already
