"""Where a reply stands now that once stood elsewhere."""

from miquan.threads.models import ReplyMove

# Nobody merges and splits the same words more often than this.
_MOST = 20


def place_of(thread_id: int, number: int) -> tuple[int, int]:
    """The thread and the number, followed through every merging and splitting; the same two for what has never moved."""
    for _step in range(_MOST):
        went = (ReplyMove.thread == thread_id) & (ReplyMove.first <= number) & (ReplyMove.last >= number)
        row = (
            ReplyMove.select(ReplyMove.target, ReplyMove.shift)
            .where(went)
            .order_by(ReplyMove.id.desc())
            .tuples()
            .first()
        )
        if row is None:
            break
        thread_id, number = row[0], number + row[1]
    return thread_id, number
