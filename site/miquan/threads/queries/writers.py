"""Who wrote in a thread of late."""

from typing import Any

from miquan.threads.models import Reply, Thread

_LATELY = 200


def writers_in(thread_id: int, group_id: int) -> Any:
    """A query: the ids of those who said its last two hundred words, as far as these are shown; nobody's of another group."""
    there = (Thread.id == thread_id) & (Thread.group == group_id) & (Thread.state == "published")
    lately = (Reply.state == "published") & (Reply.number > Thread.last_number - _LATELY)
    return Reply.select(Reply.author).join(Thread).where(there, lately)
