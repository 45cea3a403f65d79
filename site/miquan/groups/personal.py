"""What groups hold of a member: where they belong, and which links they made. A group that they owned goes to others."""

from collections.abc import Iterator

from peewee import Case

from miquan.accounts.models import Member
from miquan.db import held, now, transaction
from miquan.departures.section import Row, Section, rows_of
from miquan.groups.models import Group, GroupAddress, GroupInvite, GroupProduct, GroupTag, Membership
from miquan.groups.rules import INSIDE
from miquan.i18n import lazy
from miquan.outbox import Event, record
from miquan.versions import bump


def _memberships(member_id: int) -> Iterator[Row]:
    return rows_of(Membership, Membership.member == member_id, ("member", "by"))


def _erase_memberships(member_id: int, _keep_words: bool) -> None:
    mine = list(Membership.select().where(Membership.member == member_id).order_by(Membership.group))
    for row in mine:
        with transaction():
            # As the actions do: first the group, then its rows.
            held(Group.select(Group.id).where(Group.id == row.group_id)).first()
            if not Membership.delete().where(Membership.id == row.id).execute() or row.role not in INSIDE:
                continue
            Group.update(members=Group.members - 1).where(Group.id == row.group_id).execute()
            if row.role == "owner":
                _hand_on(row.group_id)


def _hand_on(group_id: int) -> None:
    """An owner is gone: the longest serving moderator who is there owns it then, or the longest member; of nobody it is archived."""
    inside = Membership.select().join(Member, on=(Member.id == Membership.member))
    inside = inside.where(Membership.group == group_id, Membership.role.in_(INSIDE), Member.active)
    if inside.where(Membership.role == "owner").exists():
        return
    order = Case(Membership.role, (("moderator", 0),), 1)
    heir = inside.order_by(order, Membership.id).first()
    if heir is None:
        open_ = (Group.id == group_id) & Group.archived_at.is_null()
        if not Group.update(archived_at=now(), updated_at=now()).where(open_).execute():
            return
        told: dict[str, object] = {"archived": True}
    else:
        Membership.update(role="owner", by=None).where(Membership.id == heir.id).execute()
        told = {"member": heir.member_id, "role": "owner"}
    # As when it is handed over or put away by hand: whoever has it now hears of it.
    record(Event.GROUP_CHANGED, subject=("group", group_id), data=told)
    bump("pages")


def _invites(member_id: int) -> Iterator[Row]:
    return rows_of(GroupInvite, GroupInvite.by == member_id, ("by", "token_hash"))


def _erase_invites(member_id: int, _keep_words: bool) -> None:
    with transaction():
        GroupInvite.delete().where(GroupInvite.by == member_id).execute()
        for model, column in (
            (Group, Group.created_by), (Group, Group.archived_by), (Membership, Membership.by),
        ):  # fmt: skip
            model.update({column: None}).where(column == member_id).execute()


def _shelf(member_id: int) -> Iterator[Row]:
    return rows_of(GroupProduct, GroupProduct.by == member_id, ("by",))


def _erase_shelf(member_id: int, _keep_words: bool) -> None:
    with transaction():
        GroupProduct.delete().where(GroupProduct.by == member_id).execute()


SECTIONS = (
    Section("group_shelf", lazy("你放到群裡架上的商品"), (GroupProduct,), _shelf, _erase_shelf),
    Section(
        "group_invites", lazy("你發出的群邀請"), (GroupInvite, Group, GroupAddress, GroupTag), _invites, _erase_invites
    ),
    Section("memberships", lazy("你在哪些群，和你申請時的回答"), (Membership,), _memberships, _erase_memberships),
)
