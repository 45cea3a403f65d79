"""One thing worth knowing today, from what happens here; nothing when there is nothing to tell."""

import re
from dataclasses import dataclass

from miquan.i18n import _, ngettext
from miquan.search.queries import missed_lately
from miquan.studio.home.queries import Read

# Fewer people might be one person, whose words these are.
_ENOUGH = 5
_LONGEST = 20
_MOST_READ = 10
# Addresses, numbers and names of accounts are nobody's wish for goods.
_PRIVATE = re.compile(r"[@0-9０-９#/:]")


@dataclass(frozen=True)
class Tip:
    """`lead` in bold, `rest` after it, and where it leads."""

    lead: str
    rest: str
    link: str
    address: str


def tip(read: list[Read], root: str) -> Tip | None:
    """Goods that people still look for after they are gone; else what many looked for and nobody has."""
    return _gone(read, root) or _missed(root)


def _gone(read: list[Read], root: str) -> Tip | None:
    found = next((one for one in read if one.state == "sold_out" and one.views >= _MOST_READ), None)
    if found is None:
        return None
    return Tip(
        _("「%(title)s」賣完了，還有人在看", title=found.title),
        ngettext("，這週看了%(num)s次。", "，這週看了%(num)s次。", found.views),
        _("補貨，或寫一件類似的"),
        f"{root}/studio/products/{found.id}",
    )


def _missed(root: str) -> Tip | None:
    words = next((w for w in missed_lately(_ENOUGH) if len(w[0]) <= _LONGEST and not _PRIVATE.search(w[0])), None)
    if words is None:
        return None
    return Tip(
        _("這週很多人在找「%(words)s」", words=words[0]),
        ngettext("，找了%(num)s次，還沒有人有。", "，找了%(num)s次，還沒有人有。", words[1]),
        _("你有的話，放一件"),
        f"{root}/studio/products/new",
    )
