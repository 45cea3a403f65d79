"""`make bench`: the budgets of speed, as ratios within one run. `name<TAB>measured<TAB>budget<TAB>ok|MISS`; exits 1 on a MISS."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import bulk, circle, first_load, groups, imports, pages, searching, seeded, shifts, studio
from bench.report import Line, Yardstick


def figures(folder: Path, *, large: bool) -> Iterator[Line | Yardstick]:
    small = seeded.installation(folder / "small", products=1_000)
    yield from pages.budgets(small)
    big_size = 1_000_000 if large else 100_000
    big = seeded.installation(folder / "big", products=big_size)
    yield from pages.growth(small, big)
    yield from circle.budgets(small)
    if large:
        yield from circle.growth(small, big)
    yield from groups.lines(small, big, groups.MOST if large else groups.MANY)
    yield from seeded.budget(big)
    yield from searching.budgets(seeded.installation(folder / "search", products=100_000 if large else 30_000))
    yield from first_load.budgets(small)
    yield from shifts.budgets(small)
    # Last, because it makes the small one large.
    yield from studio.budgets(small)
    yield from imports.budgets(small)
    yield from bulk.budgets(small)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--large", action="store_true", help="the million-row sizes")
    asked = parser.parse_args()
    missed = False
    with tempfile.TemporaryDirectory(prog := "miquan-bench") as folder:
        assert prog
        for line in figures(Path(folder), large=asked.large):
            print(line, flush=True)
            missed = missed or not line.ok
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
