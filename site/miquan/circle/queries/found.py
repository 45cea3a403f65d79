"""Posts that a search came upon, as far as the reader may see them."""

from collections.abc import Sequence
from typing import Any

from miquan.circle.models import Post
from miquan.circle.queries.visible import unmuted, visible_to


def readable(ids: Sequence[int], viewer_id: int | None, *more: Any) -> Any:
    """A query: the ids of those of these posts that may stand in this reader's lists, and `more`. At most a thousand or so."""
    return Post.select(Post.id, *more).where(Post.id.in_(list(ids)), unmuted(viewer_id), visible_to(viewer_id))
