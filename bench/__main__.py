"""`make bench`: the budgets of speed, as ratios within one run. `name<TAB>measured<TAB>budget<TAB>ok|MISS`; exits 1 on a MISS.

`python -m bench --only circle --only groups` measures these parts alone.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path

from bench import bulk, circle, first_load, groups, imports, pages, searching, seeded, shifts, studio
from bench.report import Line, Yardstick

Lines = Iterable[Line | Yardstick]


class Sizes:
    """The installations of one run, each made when a part first asks for it."""

    def __init__(self, folder: Path, *, large: bool) -> None:
        self._folder = folder
        self.large = large

    @cached_property
    def small(self) -> seeded.Installation:
        return seeded.installation(self._folder / "small", products=1_000)

    @cached_property
    def big(self) -> seeded.Installation:
        """Where the most is written; as many goods as the budget of growth asks for."""
        return seeded.installation(self._folder / "big", products=100_000)

    @cached_property
    def stocked(self) -> seeded.Installation:
        """Where the most goods are."""
        return seeded.installation(self._folder / "stocked", products=1_000_000) if self.large else self.big

    @cached_property
    def searched(self) -> seeded.Installation:
        return seeded.installation(self._folder / "search", products=100_000 if self.large else 30_000)


def _circle(sizes: Sizes) -> Iterator[Line | Yardstick]:
    yield from circle.budgets(sizes.small)
    if sizes.large:
        yield from circle.growth(sizes.small, sizes.big)


# In this order; the last three make the small installation large.
PARTS: dict[str, Callable[[Sizes], Lines]] = {
    "pages": lambda sizes: pages.budgets(sizes.small),
    "growth": lambda sizes: pages.growth(sizes.small, sizes.stocked),
    "circle": _circle,
    "groups": lambda sizes: groups.lines(sizes.small, sizes.big, groups.MOST if sizes.large else groups.MANY),
    "seeding": lambda sizes: seeded.budget(sizes.stocked),
    "searching": lambda sizes: searching.budgets(sizes.searched),
    "first-load": lambda sizes: first_load.budgets(sizes.small),
    "shifts": lambda sizes: shifts.budgets(sizes.small),
    "studio": lambda sizes: studio.budgets(sizes.small),
    "imports": lambda sizes: imports.budgets(sizes.small),
    "bulk": lambda sizes: bulk.budgets(sizes.small),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--large", action="store_true", help="the million-row sizes")
    parser.add_argument("--only", action="append", choices=PARTS, help="a part to measure, more than once for several")
    asked = parser.parse_args()
    missed = False
    with tempfile.TemporaryDirectory(prefix="miquan-bench-") as folder:
        sizes = Sizes(Path(folder), large=asked.large)
        for name in asked.only or PARTS:
            for line in PARTS[name](sizes):
                print(line, flush=True)
                missed = missed or not line.ok
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
