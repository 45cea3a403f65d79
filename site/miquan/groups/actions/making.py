"""Starting a group, changing what it is, putting it away and taking it up again."""

from datetime import timedelta
from typing import Any

from peewee import IntegrityError

from miquan import text
from miquan.accounts.models import Member
from miquan.accounts.rules import RESERVED
from miquan.bulk import repoint
from miquan.circle.care import problems_with_words
from miquan.db import held, now, transaction
from miquan.groups import models as m
from miquan.groups import rules
from miquan.groups.actions.rows import any_group, enter, group_for
from miquan.groups.models import Group, GroupAddress, GroupTag
from miquan.groups.rules import GroupWords, NotReady, Problem, Verb
from miquan.i18n import lazy
from miquan.media.actions import keep, let_go
from miquan.media.models import File
from miquan.moderation.judging import is_decided, refusals
from miquan.outbox import Event, record
from miquan.products.actions.tags import ensure_tags
from miquan.uploads.rules import UNSAVED
from miquan.versions import bump

_TAKEN = Problem("slug", "taken", lazy("這個地址有人用了"))
_OPENED = Problem("visibility", "open", lazy("裡面的話是說給成員聽的，有了話題就不能再開放給外人讀"))


def start_group(words: GroupWords, *, by: int) -> Group:
    """A new group that they own. Raises NotReady."""
    words = _cleaned(words)
    _judge(words, by)
    with transaction():
        member = held(Member.select().where(Member.id == by)).get()
        lately = Group.select().where(Group.created_by == by, Group.created_at > now() - timedelta(days=1))
        if not member.demo and lately.count() >= rules.A_DAY:
            raise NotReady(Problem("name", "often", lazy("今天開得夠多了，明天再開")))
        slug = words.slug or _free_slug(words.name)
        row = {**_row(words), "slug": slug, "created_by": by, "demo": member.demo}
        if not Group.insert(row).on_conflict_ignore().as_rowcount().execute() or _was_anothers(slug, None):
            raise NotReady(_TAKEN)
        group: Group = Group.get(Group.slug == slug)
        _write_parts(group, words, by)
        record(Event.GROUP_STARTED, subject=("group", group.id), by=by)
        enter(group, by, "owner", by=by)
        bump("pages")
    return Group.get_by_id(group.id)  # type: ignore[no-any-return]


def change_group(group_id: int, words: GroupWords, *, by: int) -> Group:
    """What the group is, to its owners' words; an address it had leads on. Raises NotReady, NotHere, NotAllowed."""
    words = _cleaned(words)
    _judge(words, by)
    try:
        with transaction():
            group, _role = group_for(Verb.CHANGE, group_id, by)
            if group.threads and rules.opens_up(group.visibility, words.visibility):
                raise NotReady(_OPENED)
            _move(group, words.slug or group.slug)
            if group.picture_id and group.picture_id != words.picture:
                file = File.get_by_id(group.picture_id)
                let_go(file.owner_id or 0, [file.id], now() + UNSAVED)
            Group.update(**_row(words), updated_at=now()).where(Group.id == group.id).execute()
            _write_parts(group, words, by)
            told = {"readers": True} if words.visibility != group.visibility else {}
            record(Event.GROUP_CHANGED, subject=("group", group.id), data=told, by=by)
            bump("pages")
    except IntegrityError as error:
        # Somebody took the address since it was looked at.
        raise NotReady(_TAKEN) from error
    return Group.get_by_id(group_id)  # type: ignore[no-any-return]


def archive(group_id: int, *, by: int, moderator: bool = False) -> bool:
    """Nobody says anything in it any more; what was said stays. Whether it was open. `moderator`: as one of the site's."""
    return _put_away(group_id, by, away=True, moderator=moderator)


def reopen(group_id: int, *, by: int, moderator: bool = False) -> bool:
    """Whether it was put away. Raises NotReady where the site did it."""
    return _put_away(group_id, by, away=False, moderator=moderator)


def _put_away(group_id: int, by: int, *, away: bool, moderator: bool) -> bool:
    with transaction():
        group = any_group(group_id) if moderator else group_for(Verb.CHANGE, group_id, by)[0]
        if not (away or moderator) and is_decided("group", group.id, "lock"):
            raise NotReady(Problem("", "site", lazy("站方封存的群，只有站方能再打開")))
        if (group.archived_at is not None) == away:
            return False
        Group.update(archived_at=now() if away else None, archived_by=by if away else None, updated_at=now()).where(
            Group.id == group.id
        ).execute()
        record(Event.GROUP_CHANGED, subject=("group", group.id), data={"archived": away}, by=by)
        bump("pages")
    return True


def _cleaned(words: GroupWords) -> GroupWords:
    def lines(told: tuple[str, ...], limit: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, (text.clean_line(one, limit + 1) for one in told))))

    return GroupWords(
        **{
            **vars(words),
            "name": text.clean_line(words.name, m.NAME_LIMIT + 1),
            "slug": words.slug.strip().lower()[: m.SLUG_LIMIT + 1],
            "purpose": text.clean_line(words.purpose, m.PURPOSE_LIMIT + 1),
            "rules": text.clean_text(words.rules, m.RULES_LIMIT + 1),
            "questions": lines(words.questions, m.QUESTION_LIMIT),
            "flairs": lines(words.flairs, rules.FLAIR_LIMIT),
            "languages": tuple(dict.fromkeys(words.languages)),
        }
    )


def _judge(words: GroupWords, by: int) -> None:
    problems = rules.problems_with(words)
    links = problems_with_words(by, f"{words.purpose}\n{words.rules}")
    problems += [Problem("rules", problem.code, problem.text) for problem in links]
    problems += [] if problems else _refusals(words, by)
    if problems:
        raise NotReady(*problems)


def _refusals(words: GroupWords, by: int) -> list[Problem]:
    told = (words.name, words.purpose, words.rules, *words.questions, *words.flairs, *words.tags)
    return refusals(by, "\n".join(told), "purpose", filter(None, [words.picture]))


def _row(words: GroupWords) -> dict[str, Any]:
    """The columns, but for the address."""
    same = ("name", "purpose", "rules", "lang", "country", "city", "picture", "visibility", "joining", "slow_seconds")
    lists = {name: list(getattr(words, name)) for name in ("questions", "languages", "flairs")}
    return {**{name: getattr(words, name) for name in same}, **lists, "rules_html": text.render_markdown(words.rules)}


def _write_parts(group: Group, words: GroupWords, by: int) -> None:
    keep(by, filter(None, [words.picture]))
    GroupTag.delete().where(GroupTag.group == group.id).execute()
    wanted = {text.fold(name)[:60]: name for name in words.tags if text.fold(name)}
    if not wanted:
        return
    ids = ensure_tags(wanted)
    tags = dict.fromkeys(ids[slug] for slug in wanted)
    GroupTag.insert_many([{"group": group.id, "tag": tag} for tag in tags]).execute()


def move_tag(old: int, new: int) -> None:
    """Groups of the one tag are groups of the other."""
    repoint(GroupTag, GroupTag.tag, old, new, [GroupTag.group])


def _free_slug(name: str) -> str:
    """An address that says the name, with a number where somebody has it."""
    base = text.slugify(name)[: m.SLUG_LIMIT - 4].strip("-")
    if not rules.SLUG.fullmatch(base) or base.replace("-", "_") in RESERVED:
        base = f"group-{base}"[: m.SLUG_LIMIT - 4].strip("-")
    taken = {slug for (slug,) in Group.select(Group.slug).where(Group.slug.startswith(base)).tuples()}
    taken |= {
        slug for (slug,) in GroupAddress.select(GroupAddress.slug).where(GroupAddress.slug.startswith(base)).tuples()
    }
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 999))) if slug not in taken)


def _was_anothers(slug: str, group_id: int | None) -> bool:
    """Whether another group had this address: it still leads there."""
    had = GroupAddress.slug == slug
    return bool(GroupAddress.select().where(had, *([GroupAddress.group != group_id] if group_id else [])).exists())


def _move(group: Group, slug: str) -> None:
    if slug == group.slug:
        return
    if _was_anothers(slug, group.id) or Group.select().where(Group.slug == slug).exists():
        raise NotReady(_TAKEN)
    GroupAddress.delete().where(GroupAddress.slug == slug).execute()
    GroupAddress.create(slug=group.slug, group=group.id)
    Group.update(slug=slug).where(Group.id == group.id).execute()
