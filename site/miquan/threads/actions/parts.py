"""The rows that hang on what somebody said: pictures, products, mentions, revisions; and a thread's tags."""

from dataclasses import replace
from typing import Any

from miquan import text
from miquan.accounts.models import Member
from miquan.bulk import repoint
from miquan.circle import attaching
from miquan.circle.actions.parts import named_members, tags_named
from miquan.circle.care import those_told
from miquan.circle.wording import Rendered, rendered
from miquan.groups.models import Group
from miquan.groups.queries.visible import in_group
from miquan.groups.rules import CLOSED
from miquan.outbox import Event, record
from miquan.threads import facts
from miquan.threads.models import (
    BODY_LIMIT,
    OPTION_LIMIT,
    TITLE_LIMIT,
    Poll,
    Reply,
    ReplyMention,
    ReplyPicture,
    ReplyProduct,
    ReplyRevision,
    Thread,
    ThreadTag,
)
from miquan.threads.rules import Said, ThreadWords


def cleaned(said: Said) -> Said:
    return Said(text.clean_text(said.body, BODY_LIMIT + 1), said.lang, said.pictures, said.products)


def cleaned_thread(words: ThreadWords) -> ThreadWords:
    poll = words.poll
    if poll is not None:
        lines = (text.clean_line(line, OPTION_LIMIT + 1) for line in poll.options)
        poll = replace(poll, options=tuple(line for line in lines if line))
    title, told = text.clean_line(words.title, TITLE_LIMIT + 1), facts.cleaned(words.kind, words.facts)
    return ThreadWords(words.kind, title, cleaned(words.said), poll, told)


def all_words(said: Said, *more: str) -> str:
    """Everything in it that others read: what may not be said may not stand in an option or below a picture either."""
    return "\n".join((*more, said.body, *(picture.alt for picture in said.pictures if picture.alt)))


def readers_named(source: str, group: Group, *, by: int) -> dict[str, int]:
    """handle -> id of members whom a text names and who may read it there; nobody learns who may not."""
    named = named_members(source, by)
    if not named or group.visibility not in CLOSED:
        return named
    rows = Member.select(Member.handle, Member.id).where(
        Member.id.in_(list(named.values())), in_group(Member.id, group.id)
    )
    return dict(rows.tuples())


def shown_as(body: str, named: dict[str, int]) -> Rendered:
    return rendered(body, named)


def hang(reply: Reply, said: Said, named: dict[str, int]) -> None:
    """Pictures, products and mentions of a reply; whoever is named for the first time is told."""
    attaching.put_pictures(ReplyPicture.reply, reply.id, said.pictures, owner=reply.author_id)
    attaching.put_products(ReplyProduct.reply, reply.id, said.products)
    before = {row[0] for row in ReplyMention.select(ReplyMention.member).where(ReplyMention.reply == reply.id).tuples()}
    wanted = set(named.values())
    ReplyMention.delete().where(
        ReplyMention.reply == reply.id, ReplyMention.member.not_in(list(wanted) or [0])
    ).execute()
    new = sorted(wanted - before)
    if new:
        ReplyMention.insert_many([{"reply": reply.id, "member": id_} for id_ in new]).execute()
    for member in those_told(reply.author_id, new):
        told = {"thread": reply.thread_id, "reply": reply.id}
        record(Event.MEMBER_MENTIONED, subject=("member", member), data=told, by=reply.author_id)


def take_down(reply: Reply) -> None:
    """All that hangs on a reply goes; its place stays. With its words goes what it asked."""
    attaching.drop_pictures(ReplyPicture.reply, reply.id, owner=reply.author_id)
    for part in (ReplyProduct, ReplyMention):
        part.delete().where(part.reply == reply.id).execute()
    asked = Poll.asked_in == reply.id
    if reply.number == 0:
        asked |= (Poll.thread == reply.thread_id) & Poll.asked_in.is_null()
    Poll.delete().where(asked).execute()


def sync_tags(thread: Thread, source: str) -> None:
    """Make the tags of a thread those that its title and opening name."""
    ids = tags_named(source)
    ThreadTag.delete().where(ThreadTag.thread == thread.id).execute()
    if ids:
        rows = [{"thread": thread.id, "tag": tag, "at": thread.created_at} for tag in ids]
        ThreadTag.insert_many(rows).execute()


def move_tag(old: int, new: int) -> None:
    """Threads of the one tag are threads of the other."""
    repoint(ThreadTag, ThreadTag.tag, old, new, [ThreadTag.thread])


def store_revision(reply: Reply, *, by: int | None, **more: Any) -> None:
    """What a reply is from now on, unchangeable; of an opening also the thread's title and kind."""
    pictures = ReplyPicture.select(ReplyPicture.file, ReplyPicture.alt).where(ReplyPicture.reply == reply.id)
    products = ReplyProduct.select(ReplyProduct.product, ReplyProduct.currency, ReplyProduct.price)
    data = {
        **more, "body": reply.body, "lang": reply.lang,
        "pictures": list(pictures.order_by(ReplyPicture.position).dicts()),
        "products": list(products.where(ReplyProduct.reply == reply.id).order_by(ReplyProduct.position).dicts()),
    }  # fmt: skip
    ReplyRevision.create(reply=reply.id, version=reply.version, by=by, data=data)
