"""What a member has said and may change, and what it was before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from miquan.threads.models import Reply, ReplyPicture, ReplyProduct, ReplyRevision
from miquan.threads.queries.visible import replies_for
from miquan.viewer import viewer


@dataclass(frozen=True)
class Version:
    """What a reply was for a time."""

    version: int
    at: datetime
    data: dict[str, Any]


def own_reply(thread_id: int, number: int) -> Reply | None:
    mine = (Reply.thread == thread_id) & (Reply.number == number) & (Reply.author == (viewer().id or 0))
    found: Reply | None = Reply.get_or_none(mine, Reply.state == "published")
    return found


def seen_reply(thread_id: int, number: int) -> Reply | None:
    """A reply whose words the reader may see."""
    here = (Reply.thread == thread_id) & (Reply.number == number)
    found: Reply | None = Reply.get_or_none(here, replies_for(viewer().id))
    return found


def versions_of(reply: Reply, size: int = 50) -> list[Version]:
    """The newest first."""
    rows = ReplyRevision.select(ReplyRevision.version, ReplyRevision.at, ReplyRevision.data)
    rows = rows.where(ReplyRevision.reply == reply.id).order_by(ReplyRevision.version.desc()).limit(size)
    return [Version(*row) for row in rows.tuples()]


def form_values(reply: Reply) -> dict[str, Any]:
    """A reply as its form shows it."""
    pictures = ReplyPicture.select(ReplyPicture.file, ReplyPicture.alt).where(ReplyPicture.reply == reply.id)
    products = ReplyProduct.select(ReplyProduct.product).where(ReplyProduct.reply == reply.id)
    return {
        "body": reply.body, "lang": reply.lang, "version": str(reply.version),
        "kept": [
            {"file_id": str(file), "alt": alt, "place": place}
            for place, (file, alt) in enumerate(pictures.order_by(ReplyPicture.position).tuples(), 1)
            if file
        ],
        "things": [{"product": str(row[0])} for row in products.order_by(ReplyProduct.position).tuples()],
    }  # fmt: skip
