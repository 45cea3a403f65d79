"""What is held of whom a member follows, who follows them, and whom they do not want to see."""

from collections.abc import Iterator

from peewee import chunked

from miquan.accounts.models import Member
from miquan.db import transaction
from miquan.departures.section import BATCH, Row, Section, rows_of
from miquan.follows.actions.following import COUNTED
from miquan.follows.models import Block, Follow, Mute
from miquan.i18n import lazy
from miquan.storefronts.models import Storefront


def _follows(member_id: int) -> Iterator[Row]:
    return rows_of(Follow, Follow.follower == member_id, ("follower",))


def _erase_follows(member_id: int, _keep_words: bool) -> None:
    """On both sides, each with its counter; some at a time, because a member may have many followers.

    Their storefront's followers go too: SQLite may give its id to another storefront.
    """
    for kind, model in COUNTED.items():
        mine = Follow.select(Follow.target).where(Follow.follower == member_id, Follow.kind == kind)
        for some in chunked([row[0] for row in mine.tuples()], BATCH):
            with transaction():
                if (
                    Follow.delete()
                    .where(Follow.follower == member_id, Follow.kind == kind, Follow.target.in_(some))
                    .execute()
                ):
                    model.update(followers=model.followers - 1).where(model.id.in_(some)).execute()
    theirs = (Follow.kind == "member") & (Follow.target == member_id)
    while some := [row[0] for row in Follow.select(Follow.follower).where(theirs).limit(BATCH).tuples()]:
        with transaction():
            Follow.delete().where(theirs, Follow.follower.in_(some)).execute()
            Member.update(following=Member.following - 1).where(Member.id.in_(some)).execute()
    of_shop = (Follow.kind == "storefront") & Follow.target.in_(
        Storefront.select(Storefront.id).where(Storefront.owner == member_id)
    )
    while some := [row[0] for row in Follow.select(Follow.id).where(of_shop).limit(BATCH).tuples()]:
        with transaction():
            Follow.delete().where(Follow.id.in_(some)).execute()
    with transaction():
        Storefront.update(followers=0).where(Storefront.owner == member_id).execute()
        Member.update(followers=0, following=0).where(Member.id == member_id).execute()


def _mutes(member_id: int) -> Iterator[Row]:
    return rows_of(Mute, Mute.member == member_id, ("member",))


def _erase_mutes(member_id: int, _keep_words: bool) -> None:
    with transaction():
        about = (Mute.kind == "member") & (Mute.target == member_id)
        Mute.delete().where((Mute.member == member_id) | about).execute()


def _blocks(member_id: int) -> Iterator[Row]:
    return rows_of(Block, Block.member == member_id, ("member",))


def _erase_blocks(member_id: int, _keep_words: bool) -> None:
    with transaction():
        Block.delete().where((Block.member == member_id) | (Block.blocked == member_id)).execute()


SECTIONS = (
    Section("follows", lazy("你關注的人、標籤和小店"), (Follow,), _follows, _erase_follows),
    Section("mutes", lazy("你不想看到的人、標籤和字眼"), (Mute,), _mutes, _erase_mutes),
    Section("blocks", lazy("你封鎖的人"), (Block,), _blocks, _erase_blocks),
)
