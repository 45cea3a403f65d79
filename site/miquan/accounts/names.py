"""Names that pass for somebody else's: in letters of another script, or as if they were ours.

Two people may have the same name. Nobody may seem to speak for Miquan, and no name may mix the letters of two
scripts that look alike within one word (Unicode TR39's single-script rule, for the scripts that resemble Latin).
"""

import re
import unicodedata
from functools import cache
from itertools import groupby

_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "DESERET", "GEORGIAN"})
# A name may not hold these, in either Chinese script, nor as words of their own.
_OURS_HAN = (
    "蜜圈",
    "官方",
    "客服",
    "管理員",
    "管理员",
    "管理團隊",
    "管理团队",
    "版主",
    "系統通知",
    "系统通知",
    "工作人員",
    "工作人员",
)
_OURS_WORDS = ("miquan", "admin", "administrator", "moderator", "official", "webmaster", "sysadmin")
# Too common inside names to forbid there, but not as the whole of one.
_OURS_WHOLE = (
    "support", "staff", "team", "help", "system", "operator", "root", "security", "customerservice", "customersupport",
    "helpdesk", "service", "notice", "mod", "miquanteam", "miquansupport", "miquanofficial", "anonymous", "deleted",
    "系統", "系统", "管理", "站長", "站长", "小編", "小编",
)  # fmt: skip
_WORD = re.compile(r"[^\W_\u2e80-\u9fff\uac00-\ud7af]+")
# Letters and digits that stand for each other, and pairs that look like one letter.
_PAIRS = (
    ("rn", "m"),
    ("vv", "w"),
    ("0", "o"),
    ("1", "l"),
    ("|", "l"),
    ("i", "l"),
    ("5", "s"),
    ("3", "e"),
    ("4", "a"),
    ("@", "a"),
)


def name_problem(name: str) -> str:
    """ "" when a display name may be used, else mixed (letters of scripts that look alike) or ours."""
    if _is_mixed(name):
        return "mixed"
    return "ours" if passes_for_ours(name) else ""


def passes_for_ours(name: str) -> bool:
    """Whether a name or handle reads as if it were the site's own."""
    whole = skeleton(name)
    if any(word in whole for word in _OURS_HAN):
        return True
    words = {skeleton(word) for word in _WORD.findall(name)}
    if words & _skeletons(_OURS_WORDS) or any(_bears_our_name(word) for word in {whole, *words}):
        return True
    without_number = skeleton(name.rstrip("0123456789_ ")) or whole
    return any(_only_ours().fullmatch(one) for one in (whole, without_number))


def _bears_our_name(word: str) -> bool:
    """miquanhelp and askmiquan, but not a name in whose middle the letters happen to meet."""
    ours = skeleton("miquan")
    return word.startswith(ours) or word.endswith(ours)


@cache
def _only_ours() -> re.Pattern[str]:
    """Nothing but words of ours, one behind the other."""
    words = "|".join(sorted(_skeletons((*_OURS_WORDS, *_OURS_WHOLE)), key=len, reverse=True))
    return re.compile(rf"(?:{words})+")


def skeleton(name: str) -> str:
    """Letters and digits only, each as the Latin one it looks like: equal for names that look equal."""
    plain = unicodedata.normalize("NFKD", "".join(map(_as_latin, name))).casefold()
    kept = "".join(_as_latin(c) for c in plain if not unicodedata.combining(c)).casefold()
    for seen, meant in _PAIRS:
        kept = kept.replace(seen, meant)
    return "".join(c for c in kept if c.isalnum())


@cache
def _skeletons(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(skeleton, words))


def _as_latin(char: str) -> str:
    """The single ASCII letter a letter of another script looks like, else the letter itself."""
    if char.isascii() or _script(char) == "HAN":
        return char
    alike = [found["c"] for found in _look_alikes().get(char, ())]
    return next((c for c in alike if len(c) == 1 and c.isascii() and c.isalnum()), char)


@cache
def _look_alikes() -> dict[str, list[dict[str, str]]]:
    # 7 MB of tables that only names need.
    from confusable_homoglyphs.confusables import confusables_data

    return confusables_data  # type: ignore[no-any-return]


def _script(char: str) -> str:
    from confusable_homoglyphs.categories import alias

    return alias(char)  # type: ignore[no-any-return]


def _is_mixed(name: str) -> bool:
    """Whether one word holds Latin letters and look-alikes of another script, as Cyrillic а in Latin."""
    for is_word, letters in groupby(name, key=lambda c: c.isalpha() or unicodedata.combining(c) > 0):
        scripts = {_script(c) for c in letters} & _ALIKE if is_word else set()
        if len(scripts) > 1:
            return True
    return False
