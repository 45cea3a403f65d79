"""What the lists of a storefront's form offer: first what is chosen, then what is chosen most, then the rest by name."""

from miquan import places
from miquan.categories.tree import tree
from miquan.viewer import viewer

# Where readers of Chinese mostly live.
_OFTEN = ("TW", "HK", "MO", "SG", "MY", "CN", "US", "CA", "GB", "AU", "NZ", "JP")


# Where people mostly shop for readers of Chinese.
ABROAD = ("JP", "KR", "US", "CA", "GB", "FR", "DE", "IT", "ES", "PT", "NL", "DK", "AU", "TH", "TW", "HK")


def countries(chosen: list[str], often: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """(code, name), an empty one first; `often` stands before the others also where nothing is chosen."""
    lang = viewer().lang
    first = list(dict.fromkeys((*chosen, *(_OFTEN if chosen else ()), *often)))
    rest = sorted(places.COUNTRIES - set(first), key=lambda code: places.country_name(code, lang))
    return [
        ("", "—"),
        *((code, places.country_name(code, lang)) for code in (*first, *rest) if code in places.COUNTRIES),
    ]


def categories(chosen: list[str]) -> list[tuple[str, str]]:
    """(slug, name) in the tree's order, what is chosen first."""
    rows = [(node.slug, node.name(viewer().lang)) for node in tree().order]
    return sorted(rows, key=lambda row: row[0] not in chosen)
