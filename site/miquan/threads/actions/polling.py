"""Asking with options, voting, and taking a vote back. The thread's row is held, so that votes and voters are their rows."""

from collections.abc import Collection

from miquan.circle.rules import NotReady
from miquan.db import now, transaction
from miquan.i18n import lazy
from miquan.threads.actions.holding import held_thread, reply_in, writing_place
from miquan.threads.models import Poll, PollOption, PollVote, Thread
from miquan.threads.rules import NotHere, PollWords, Problem


def ask(thread: Thread, words: PollWords) -> Poll:
    """The poll of a thread that is being started."""
    poll: Poll = Poll.create(
        thread=thread.id, multiple=words.multiple, hidden=words.hidden, closes_at=words.closes_at, created_at=now()
    )
    rows = [{"poll": poll.id, "position": place, "words": said} for place, said in enumerate(words.options, 1)]
    PollOption.insert_many(rows).execute()
    return poll


def vote(thread_id: int, options: Collection[int], *, by: int) -> bool:
    """Choose these options instead of what was chosen before; whether that is a change.

    Raises NotHere, NotTheirs, and NotReady where nothing or too much is chosen, or the poll takes no votes any more.
    """
    chosen = set(options)
    with transaction():
        poll = _open_poll(thread_id, by)
        known = {id_ for (id_,) in PollOption.select(PollOption.id).where(PollOption.poll == poll.id).tuples()}
        if chosen - known:
            raise NotHere
        if not chosen:
            raise _refused("none", lazy("選一個再投票"))
        if len(chosen) > 1 and not poll.multiple:
            raise _refused("many", lazy("這次只能選一個"))
        before = _chosen(poll, by)
        if chosen == before:
            return False
        _change(poll, by, before, chosen)
    return True


def take_vote_back(thread_id: int, *, by: int) -> bool:
    """Whether there was one. Raises NotHere, NotTheirs, NotReady once the poll is closed."""
    with transaction():
        poll = _open_poll(thread_id, by)
        before = _chosen(poll, by)
        if before:
            _change(poll, by, before, set())
    return bool(before)


def _open_poll(thread_id: int, by: int) -> Poll:
    """The poll of a thread that they may see, and in which they may vote now. Locked is locked for everybody."""
    thread = held_thread(thread_id, by)
    writing_place(thread.group_id, by)
    poll: Poll | None = Poll.get_or_none(Poll.thread == thread.id)
    if poll is None:
        raise NotHere
    asking = poll.asked_in
    reply_in(thread, asking.number if asking else 0, by)
    if thread.locked_at is not None or (poll.closes_at is not None and poll.closes_at <= now()):
        raise _refused("closed", lazy("投票已經截止了"))
    return poll


def _refused(code: str, words: object) -> NotReady:
    return NotReady([Problem("option", code, words)])


def _chosen(poll: Poll, by: int) -> set[int]:
    rows = PollVote.select(PollVote.option).where(PollVote.poll == poll.id, PollVote.member == by)
    return {id_ for (id_,) in rows.tuples()}


def _change(poll: Poll, by: int, before: set[int], after: set[int]) -> None:
    gone, come = before - after, after - before
    if gone:
        PollVote.delete().where(
            PollVote.poll == poll.id, PollVote.member == by, PollVote.option.in_(sorted(gone))
        ).execute()
        PollOption.update(votes=PollOption.votes - 1).where(PollOption.id.in_(sorted(gone))).execute()
    if come:
        PollVote.insert_many([{"poll": poll.id, "option": id_, "member": by} for id_ in sorted(come)]).execute()
        PollOption.update(votes=PollOption.votes + 1).where(PollOption.id.in_(sorted(come))).execute()
    Poll.update(voters=Poll.voters + (int(bool(after)) - int(bool(before)))).where(Poll.id == poll.id).execute()
