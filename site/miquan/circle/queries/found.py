"""Posts that a search came upon, as far as the reader may see them."""

from collections.abc import Sequence

from miquan.circle.models import Post
from miquan.circle.queries.visible import unmuted, visible_to


def readable(ids: Sequence[int], viewer_id: int | None) -> list[int]:
    """Those of these posts, in their order, that may stand in this reader's lists. One query; at most a thousand or so."""
    if not ids:
        return []
    mine = Post.select(Post.id).where(Post.id.in_(list(ids)), unmuted(viewer_id), visible_to(viewer_id))
    kept = {row[0] for row in mine.tuples()}
    return [id_ for id_ in ids if id_ in kept]
