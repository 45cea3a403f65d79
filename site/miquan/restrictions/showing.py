"""What a product page tells of rules about goods: first what concerns the reader, then other places."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from miquan.i18n import _
from miquan.restrictions.queries import Warning, likely_destination, warnings_for
from miquan.viewer import viewer


@dataclass(frozen=True)
class Shown:
    """`near` holds for the reader's likely place or everywhere; `far` are (places, level, sentence) of the others."""

    near: list[Warning] = field(default_factory=list)
    far: list[tuple[str, Warning]] = field(default_factory=list)


def shown(words: str, category: str, ships_to: Sequence[str]) -> Shown:
    """For the reader of this request. Where a storefront does not say where it ships to, the reader's place counts."""
    reader = viewer()
    likely = likely_destination(reader.zone, reader.currency)
    theirs = [likely] if likely and (not ships_to or likely in ships_to) else []
    found = warnings_for(words, category, [*theirs, *(code for code in ships_to if code != likely)], reader.lang)
    near = [w for w in found if w.destination in ("", *theirs)]
    return Shown(near, _together([w for w in found if w not in near]))


def _together(found: list[Warning]) -> list[tuple[str, Warning]]:
    """What is said of several places alike stands once."""
    groups: dict[tuple[str, str], list[Warning]] = {}
    for warning in found:
        groups.setdefault((warning.level, warning.sentence), []).append(warning)
    return [(_("、").join(w.place for w in same), same[0]) for same in groups.values()]
