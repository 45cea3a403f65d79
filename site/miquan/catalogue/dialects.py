"""How a text file parts its cells: by which mark, and in which quotes. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_DELIMITERS = (",", ";", "\t", "|")
_QUOTED = re.compile(r'"[^"]*"')
# A cell in single quotes, as programs write it that print their own lists.
_SINGLE = re.compile(r"(?:^|[,;\t|])\s*'(?:[^']|'(?!\s*(?:[,;\t|]|$)))*'\s*(?=[,;\t|]|$)")


@dataclass(frozen=True)
class Dialect:
    """`spaced` says that a space may stand after the mark and before a quote."""

    delimiter: str = ","
    quote: str = '"'
    spaced: bool = False


def dialect_of(lines: Sequence[str]) -> Dialect:
    """What the first lines of a file are written in."""
    told = [line.strip("\r\n") for line in lines if line.strip()]
    delimiter = _delimiter([_QUOTED.sub("", line) for line in told[:6]])
    single = sum(bool(_SINGLE.search(line)) for line in told) > 0.5 * len(told)
    quote = "'" if single and not any(f'{delimiter}"' in line or line.startswith('"') for line in told) else '"'
    return Dialect(delimiter, quote, spaced=any(f"{delimiter} {quote}" in line for line in told))


def _delimiter(lines: list[str]) -> str:
    """The mark that parts most cells of the first line that has any; a title above a table of many columns counts less."""
    best, most = ",", 0
    for line in lines:
        mark = max(_DELIMITERS, key=line.count)
        if line.count(mark) > (3 * most if most else 0):
            best, most = mark, line.count(mark)
    return best


def single_quoted(raw: str, dialect: Dialect) -> list[str] | None:
    """The cells of a line that are all in single quotes, with apostrophes inside; None when they are not."""
    line = raw.strip()
    if len(line) < 2 or not (line.startswith("'") and line.endswith("'")):
        return None
    return re.split(rf"'\s*{re.escape(dialect.delimiter)}\s*'", line[1:-1])
