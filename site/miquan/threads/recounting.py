"""Every stored counter of threads, replies and polls compared with the rows it counts, and mended."""

from peewee import fn

from miquan.boards.models import Save
from miquan.counters import mended
from miquan.threads.models import Poll, PollOption, PollVote, Reply, ReplyLike, Thread

_Opening = Reply.alias("opening")


def recount() -> dict[str, int]:
    """How many rows had a wrong counter, by table."""
    return {
        "replies": len(mended(Reply, {"likes": _count(ReplyLike, ReplyLike.reply == Reply.id)})),
        "threads": len(mended(Thread, _of_threads())),
        "poll_options": len(mended(PollOption, {"votes": _count(PollVote, PollVote.option == PollOption.id)})),
        "polls": len(mended(Poll, {"voters": _voters()})),
    }


def _of_threads() -> dict[str, object]:
    shown = (Reply.thread == Thread.id) & (Reply.number > 0) & (Reply.state == "published")
    likes = (
        ReplyLike.select(fn.COUNT(ReplyLike.id))
        .join(_Opening, on=(_Opening.id == ReplyLike.reply))
        .where(_Opening.thread == Thread.id, _Opening.number == 0)
    )
    return {
        "replies": _count(Reply, shown),
        "likes": likes,
        "saves": _count(Save, (Save.kind == "thread") & (Save.item == Thread.id)),
    }


def _voters() -> object:
    return PollVote.select(fn.COUNT(PollVote.member.distinct())).where(PollVote.poll == Poll.id)


def _count(model: object, where: object) -> object:
    return model.select(fn.COUNT(model.id)).where(where)  # type: ignore[attr-defined]
