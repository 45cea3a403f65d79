"""What buyers say that they know, when two categories turn out to be one."""

from miquan.bulk import repoint
from miquan.storefronts.models import Expertise


def move_category(old: int, new: int) -> None:
    """Who knows the one knows the other, inside the caller's transaction."""
    repoint(Expertise, Expertise.category, old, new, [Expertise.storefront])
