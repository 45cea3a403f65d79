"""Groups that may be for a member, each with the one true reason why.

Reasons come from the member's own portrait, from the place they live in, and from people they follow who are in the
group. Only public groups are named, and only what is public of them is a reason: who is in a group that is not public
is nobody's evidence.
"""

from collections.abc import Iterable
from typing import Any

from peewee import SQL, fn

from miquan import places
from miquan.accounts.models import Member
from miquan.circle.queries.visible import lasting, unblocked
from miquan.follows.models import Follow, Mute
from miquan.groups.models import Group, GroupTag, Membership
from miquan.groups.rules import INSIDE
from miquan.i18n import _, ngettext
from miquan.portraits.queries import learnt_and_said
from miquan.portraits.rules import standing
from miquan.products.models import Tag
from miquan.viewer import viewer

MOST, LOOKED_AT = 3, 60
# A person they follow says as much as a weight of so much.
_PERSON = 4.0
_ONE = SQL("1")


def for_you(member_id: int, size: int = MOST) -> dict[int, str]:
    """The best groups first, each with why it is named: six queries at most, however many groups there are."""
    learnt, said = learnt_and_said(member_id)
    liked = {one: standing(learnt.get(one, 0.0), said.get(one, "")) for one in learnt.keys() | said.keys()}
    reasons: dict[int, list[tuple[float, str]]] = {}
    for group, weight, why in (
        *_by_tag(member_id, {key: w for (kind, key), w in liked.items() if kind == "tag" and w > 0}),
        *_by_country(member_id, {key: w for (kind, key), w in liked.items() if kind == "country" and w > 0}),
        *_by_people(member_id),
    ):
        reasons.setdefault(group, []).append((weight, why))
    best = sorted(reasons, key=lambda group: (-sum(w for w, _why in reasons[group]), group))[:size]
    return {group: max(reasons[group])[1] for group in best}


def _open_to(me: int) -> list[Any]:
    """Conditions: public groups that they have nothing to do with yet."""
    mine = Membership.select(_ONE).where(Membership.group == Group.id, Membership.member == me)
    return [Group.visibility == "public", Group.archived_at.is_null(), ~fn.EXISTS(mine)]


def _by_tag(me: int, liked: dict[str, float]) -> Iterable[tuple[int, float, str]]:
    slugs = sorted(liked, key=lambda slug: -liked[slug])[:LOOKED_AT]
    if not slugs:
        return
    rows = GroupTag.select(Group.id, Tag.slug, Tag.name).join(Tag).join_from(GroupTag, Group)
    rows = rows.where(Tag.slug.in_(slugs), *_open_to(me)).order_by(Group.members.desc(), Group.id)
    for group, slug, name in rows.limit(LOOKED_AT).tuples():
        yield group, liked[slug], _("和你喜歡的#%(tag)s有關", tag=name)


def _by_country(me: int, liked: dict[str, float]) -> Iterable[tuple[int, float, str]]:
    if not liked:
        return
    rows = Group.select(Group.id, Group.country).where(Group.country.in_(list(liked)), *_open_to(me))
    for group, country in rows.order_by(Group.members.desc(), Group.id).limit(LOOKED_AT).tuples():
        yield group, liked[country], _("你對%(place)s有興趣", place=places.country_name(country, viewer().lang))


def _by_people(me: int) -> Iterable[tuple[int, float, str]]:
    """Whom they follow, see, and have not muted."""
    muted = Mute.select(_ONE).where(Mute.member == me, Mute.kind == "member", Mute.target == Member.id, lasting())
    rows = (
        Membership.select(Group.id, fn.MIN(Member.id), fn.COUNT(Member.id))
        .join(Group)
        .join_from(Membership, Member, on=(Member.id == Membership.member))
        .join_from(Membership, Follow, on=((Follow.kind == "member") & (Follow.target == Membership.member)))
        .where(Follow.follower == me, Membership.role.in_(INSIDE), Member.active, ~fn.EXISTS(muted))
        .where(unblocked(me, Member.id), *_open_to(me))
        .group_by(Group.id, Group.members)
        .order_by(fn.COUNT(Member.id).desc(), Group.members.desc())
    )
    found = list(rows.limit(LOOKED_AT).tuples())
    names = _called({first for _group, first, _many in found})
    for group, first, many in found:
        yield group, _PERSON * many, _of_people(names.get(first, ""), many)


def _called(ids: set[int]) -> dict[int, str]:
    rows = Member.select(Member.id, Member.short_name, Member.display_name).where(Member.id.in_(list(ids) or [0]))
    return {id_: short or name for id_, short, name in rows.tuples()}


def _of_people(name: str, many: int) -> str:
    if many == 1:
        return _("你關注的%(name)s在裡面", name=name)
    return ngettext(
        "你關注的%(name)s和另外%(num)s人在裡面", "你關注的%(name)s和另外%(num)s人在裡面", many - 1, name=name
    )
