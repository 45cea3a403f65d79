"""Not wanting to read about a member, a tag or a word, for good or for a time. Nobody else learns of it."""

from miquan import text
from miquan.accounts.models import Member
from miquan.circle.queries.tags import is_known
from miquan.circle.queries.visible import unblocked
from miquan.db import now, transaction
from miquan.follows.models import WORD_LIMIT, Mute
from miquan.follows.rules import MOST_MUTES, MOST_WORDS, NotHere, NotReady, muted_until
from miquan.i18n import lazy
from miquan.outbox import Event, record


def mute(kind: str, *, by: int, target: int = 0, word: str = "", days: int = 0) -> Mute:
    """Muted already, it is muted for this span from now on. Raises NotHere, NotReady."""
    word = _judged(word) if kind == "word" else ""
    target = 0 if kind == "word" else target
    with transaction():
        if not _is_there(kind, target, by):
            raise NotHere
        until = muted_until(days, now())
        same = {"member": by, "kind": kind, "target": target, "word": word}
        added = Mute.insert(**same, until=until).on_conflict_ignore().as_rowcount().execute()
        mine = (Mute.member == by) & (Mute.kind == kind) & (Mute.target == target) & (Mute.word == word)
        if not added:
            Mute.update(until=until, at=now()).where(mine).execute()
        elif _too_many(kind, by):
            raise NotReady(lazy("靜音的已經很多了，先放掉幾個"))
        found: Mute = Mute.get(mine)
        record(Event.THING_MUTED, subject=(kind, target or found.id), by=by)
    return found


def unmute(mute_id: int, *, by: int) -> Mute:
    """What was muted. Raises NotHere."""
    with transaction():
        found: Mute | None = Mute.get_or_none(Mute.id == mute_id, Mute.member == by)
        if found is None or not Mute.delete().where(Mute.id == mute_id).execute():
            raise NotHere
        record(Event.THING_UNMUTED, subject=(found.kind, found.target or found.id), by=by)
    return found


def _too_many(kind: str, by: int) -> bool:
    mine = Mute.select().where(Mute.member == by)
    return bool(mine.count() > MOST_MUTES or (kind == "word" and mine.where(Mute.kind == kind).count() > MOST_WORDS))


def _judged(word: str) -> str:
    word = text.clean_line(word, WORD_LIMIT + 1)
    if not word:
        raise NotReady(lazy("寫下不想看到的字眼"))
    if len(word) > WORD_LIMIT:
        raise NotReady(lazy("字眼最多60個字"))
    return word


def _is_there(kind: str, target: int, by: int) -> bool:
    if kind == "member":
        here = Member.select().where(Member.id == target, Member.active, Member.id != by, unblocked(by, Member.id))
        return bool(here.exists())
    if kind == "tag":
        return is_known(target, by)
    return kind == "word"
