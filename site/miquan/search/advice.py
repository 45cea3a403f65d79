"""「你要找的是不是」 as far as it tells nobody what they may not know.

The index follows what happens by seconds: a word that it still holds as everybody's may be a private group's by now. So
each word that is advised has to stand in something that the reader sees at this moment.
"""

from collections.abc import Callable, Mapping

from miquan.search.analysis import query_terms
from miquan.search.service import Found


def advised(query: str, found: Mapping[str, Found], sees: Callable[[str, str], bool]) -> str:
    """What may have been meant, from the first list that knows; `sees(list, word)`: whether it shows the reader anything."""
    typed = {form for term in query_terms(query) for form in term.forms}
    for name, one in found.items():
        meant = one.hits.did_you_mean
        if meant and all(sees(name, word) for word in meant.split() if word not in typed):
            return meant
    return ""
