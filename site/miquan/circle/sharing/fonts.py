"""A font of this machine that has Chinese characters; without one a picture is drawn without words."""

from functools import cache
from pathlib import Path

_FOLDERS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts",
    "/System/Library/Fonts", "/Library/Fonts", "C:/Windows/Fonts",
)  # fmt: skip
# The best first: serif as the titles of the pages, then whatever a system brings along. With the families inside, by language.
_KNOWN: tuple[tuple[str, dict[str, str]], ...] = (
    ("NotoSerifCJK-Bold.ttc", {"zh-hant": "Noto Serif CJK TC", "zh-hans": "Noto Serif CJK SC", "en": "Noto Serif CJK TC"}),
    ("NotoSerifCJK-Regular.ttc", {"zh-hant": "Noto Serif CJK TC", "zh-hans": "Noto Serif CJK SC", "en": "Noto Serif CJK TC"}),
    ("NotoSansCJK-Bold.ttc", {"zh-hant": "Noto Sans CJK TC", "zh-hans": "Noto Sans CJK SC", "en": "Noto Sans CJK TC"}),
    ("NotoSansCJK-Regular.ttc", {"zh-hant": "Noto Sans CJK TC", "zh-hans": "Noto Sans CJK SC", "en": "Noto Sans CJK TC"}),
    ("Songti.ttc", {"zh-hant": "Songti TC", "zh-hans": "Songti SC", "en": "Songti TC"}),
    ("PingFang.ttc", {"zh-hant": "PingFang TC", "zh-hans": "PingFang SC", "en": "PingFang TC"}),
    ("msjhbd.ttc", {"zh-hant": "Microsoft JhengHei", "zh-hans": "Microsoft JhengHei", "en": "Microsoft JhengHei"}),
    ("wqy-zenhei.ttc", {"zh-hant": "WenQuanYi Zen Hei", "zh-hans": "WenQuanYi Zen Hei", "en": "WenQuanYi Zen Hei"}),
)  # fmt: skip


@cache
def _found() -> tuple[Path, dict[str, str]] | None:
    here = [folder for told in _FOLDERS if (folder := Path(told).expanduser()).is_dir()]
    for name, families in _KNOWN:
        for folder in here:
            path = next(iter(sorted(folder.rglob(name))), None)
            if path is not None:
                return path, families
    return None


def font(lang: str) -> tuple[str, str] | None:
    """(file, family) for this language; None on a machine that has none."""
    found = _found()
    return (str(found[0]), found[1].get(lang, found[1]["zh-hant"])) if found else None
