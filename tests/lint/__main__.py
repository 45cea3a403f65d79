"""`python -m tests.lint`: prints every finding as path:line: message and exits 1 when there is one."""

import sys

from tests.lint import catalogues, python, sizes, templates, views


def main() -> int:
    found = sorted(one for part in (templates, python, catalogues, sizes, views) for one in part.check())
    for one in found:
        sys.stdout.write(f"{one}\n")
    if found:
        sys.stdout.write(f"{len(found)} findings\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
