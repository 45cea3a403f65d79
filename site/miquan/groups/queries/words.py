"""A group's words in the reader's own Chinese script. They are short, so they are converted when they are read."""

from functools import lru_cache

from miquan import text
from miquan.i18n import OTHER_SCRIPT
from miquan.viewer import viewer


def in_script(lang: str, *words: str) -> tuple[str, ...]:
    """The words as this reader reads them, and behind them the language that they then are in."""
    mine = viewer().lang
    if OTHER_SCRIPT.get(lang) != mine:
        return (*words, lang)
    return (*(_converted(one, mine) for one in words), mine)


def html_in_script(lang: str, html: str) -> str:
    mine = viewer().lang
    return text.html_to_script(html, mine) if OTHER_SCRIPT.get(lang) == mine else html


@lru_cache(maxsize=2_000)
def _converted(words: str, lang: str) -> str:
    return text.to_script(words, lang)
