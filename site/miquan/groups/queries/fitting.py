"""Groups that may be for a member, each with the one true reason why.

Reasons come from the member's own portrait, from the place they live in, and from people they follow who are in the
group. Only public groups are named, and only what is public of them is a reason: who is in a group that is not public
is nobody's evidence.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from peewee import SQL, fn

from miquan import places, text
from miquan.accounts.models import Member
from miquan.categories.tree import tree
from miquan.circle.queries.visible import lasting, unblocked
from miquan.db import beside
from miquan.follows.models import Follow, Mute
from miquan.groups.models import Group, GroupTag, Membership
from miquan.groups.rules import INSIDE
from miquan.i18n import _, ngettext
from miquan.portraits.queries import learnt_and_said
from miquan.portraits.rules import standing
from miquan.prepared import Prepared
from miquan.products.models import Tag
from miquan.viewer import viewer

MOST, LOOKED_AT = 3, 60
# Of the groups where people are whom they follow so many are asked whether they are open to them.
_CROWDED = 300
# A person they follow says as much as a weight of so much.
_PERSON = 4.0
# Of so many kinds of goods.
_KINDS = 6
_ONE = SQL("1")
_One = Member.alias("one_of_them")
# A group, what speaks for it, and how to say so: of many reasons few are said.
_Reason = tuple[int, float, Callable[[], str]]


def for_you(member_id: int, size: int = MOST) -> dict[int, str]:
    """The best groups first, each with why it is named: five queries at most, however many groups there are."""
    learnt, said = learnt_and_said(member_id, "tag", "category", "country")
    liked = {one: standing(learnt.get(one, 0.0), said.get(one, "")) for one in learnt.keys() | said.keys()}
    reasons: dict[int, list[tuple[float, Callable[[], str]]]] = {}
    for group, weight, why in (
        *_by_tag(
            member_id,
            {key: w for (kind, key), w in liked.items() if kind == "tag" and w > 0},
            _words_of({key: w for (kind, key), w in liked.items() if kind == "category" and w > 0}),
        ),
        *_by_country(member_id, {key: w for (kind, key), w in liked.items() if kind == "country" and w > 0}),
        *_by_people(member_id),
    ):
        reasons.setdefault(group, []).append((weight, why))
    best = sorted(reasons, key=lambda group: (-sum(w for w, _why in reasons[group]), group))[:size]
    return {group: max(reasons[group], key=lambda one: one[0])[1]() for group in best}


def _open_to(me: Any) -> list[Any]:
    """Conditions: public groups that they have nothing to do with yet."""
    mine = Membership.select(_ONE).where(Membership.group == Group.id, Membership.member == me)
    return [beside(Group.visibility) == "public", Group.archived_at.is_null(), ~fn.EXISTS(mine)]


def _by_tag(me: int, liked: dict[str, float], words: dict[str, tuple[float, str]]) -> Iterable[_Reason]:
    """By tags that they like, and by tags that are called like kinds of goods that they like."""
    slugs = sorted(liked, key=lambda slug: -liked[slug])[:LOOKED_AT]
    slugs += [word for word in words if word not in liked][: LOOKED_AT - len(slugs)]
    for group, slug, name in _TAGGED.rows(me, *_filled(slugs)) if slugs else ():
        if slug in liked:
            yield group, liked[slug], partial(_of_tag, text.name_to_script(name, viewer().lang))
        else:
            weight, kind = words[slug]
            yield group, weight, partial(_of_kind, kind)


def _words_of(liked: dict[str, float]) -> dict[str, tuple[float, str]]:
    """What the kinds of goods that they like most, and those beneath them, are called: name -> weight and their kind."""
    found: dict[str, tuple[float, str]] = {}
    for slug in sorted(liked, key=lambda slug: -liked[slug])[:_KINDS]:
        node = tree().by_slug.get(slug)
        for one in tree().order[node.place : node.last + 1] if node else ():
            for name in one.names.values():
                for word in text.named_in(name):
                    found.setdefault(word, (liked[slug], node.name(viewer().lang) if node else ""))
    return found


def _tagged(me: Any, *slugs: Any) -> Any:
    rows = GroupTag.select(Group.id, Tag.slug, Tag.name).join(Tag).join_from(GroupTag, Group)
    return _largest(rows.where(Tag.slug.in_(slugs), *_open_to(me)))


def _by_country(me: int, liked: dict[str, float]) -> Iterable[_Reason]:
    for group, country in _PLACED.rows(me, *_filled(list(liked))) if liked else ():
        yield group, liked[country], partial(_of_place, country)


def _placed(me: Any, *countries: Any) -> Any:
    return _largest(Group.select(Group.id, Group.country).where(Group.country.in_(countries), *_open_to(me)))


def _largest(rows: Any) -> Any:
    return rows.order_by(Group.members.desc(), Group.id).limit(LOOKED_AT).tuples()


def _filled(keys: list[str]) -> list[str]:
    """Brought to whole dozens with what nothing is called."""
    return [*keys, *["-"] * (-len(keys) % 12)]


def _by_people(me: int) -> Iterable[_Reason]:
    """Whom they follow, see, and have not muted."""
    for group, short, name, many in _PEOPLED.rows(me):
        yield group, _PERSON * many, partial(_of_people, short or name, many)


def _peopled(me: Any) -> Any:
    """The groups, and of each the name of one who is in it: first the people, then where they are, then which of that is open."""
    muted = Mute.select(_ONE).where(Mute.member == me, Mute.kind == "member", Mute.target == Member.id, lasting())
    people = (
        Follow.select(Follow.target.alias("person"))
        .join(Member, on=(Member.id == Follow.target))
        .where(
            Follow.follower == me, Follow.kind == "member", Member.active, ~fn.EXISTS(muted), unblocked(me, Member.id)
        )
        .alias("people")
    )
    inside = (
        Membership.select(
            Membership.group.alias("group_id"), fn.MIN(Membership.member).alias("first"), fn.COUNT(Membership.id).alias("many")
        )
        .join(people, on=(people.c.person == Membership.member))
        .where(Membership.role.in_(INSIDE))
        .group_by(Membership.group)
        .order_by(fn.COUNT(Membership.id).desc(), Membership.group)
        .limit(_CROWDED)
        .alias("inside")
    )  # fmt: skip
    return (
        Group.select(Group.id, _One.short_name, _One.display_name, inside.c.many)
        .join(inside, on=(Group.id == inside.c.group_id))
        .join(_One, on=(_One.id == inside.c.first))
        .where(*_open_to(me))
        .order_by(inside.c.many.desc(), Group.members.desc())
        .limit(LOOKED_AT)
        .tuples()
    )


_TAGGED, _PLACED, _PEOPLED = Prepared(_tagged), Prepared(_placed), Prepared(_peopled)


def _of_tag(name: str) -> str:
    return _("和你喜歡的#%(tag)s有關", tag=name)


def _of_kind(kind: str) -> str:
    return _("和你喜歡的%(kind)s有關", kind=kind)


def _of_place(country: str) -> str:
    return _("你對%(place)s有興趣", place=places.country_name(country, viewer().lang))


def _of_people(name: str, many: int) -> str:
    if many == 1:
        return _("你關注的%(name)s在裡面", name=name)
    return ngettext(
        "你關注的%(name)s和另外%(num)s人在裡面", "你關注的%(name)s和另外%(num)s人在裡面", many - 1, name=name
    )
