"""Who of the demo's people follows, likes and keeps what: uneven, and the same every time."""

import random
from collections import Counter
from collections.abc import Iterable

from miquan.accounts.models import Member
from miquan.bulk import insert_rows
from miquan.circle.models import PostLike, PostTag
from miquan.demo.seeding.keeping import seed_saves
from miquan.demo.seeding.liking import People, moment, seed_likes
from miquan.demo.seeding.posts import Seeded
from miquan.follows.models import Follow
from miquan.follows.recounting import recount as recount_follows
from miquan.storefronts.models import Storefront

_TAGS = 6


def seed_bonds(done: Seeded) -> None:
    """Follows, likes, boards and what is in them. Posts and comments are there already."""
    dice = random.Random(20_260_101)
    people = People()
    pairs = _follow_people(done, people, dice)
    seed_likes(done, people, pairs, dice)
    seed_saves(done, people, pairs, dice)
    _follow_shops(done, pairs, dice)
    _follow_tags(done, dice)
    recount_follows()


def _follow_people(done: Seeded, people: People, dice: random.Random) -> set[tuple[str, str]]:
    pairs = set()
    for who in people.charm:
        eager = dice.choice((0.4, 0.7, 1.0, 1.3))
        for whom, charm in people.charm.items():
            chance = 0.06 + 0.75 * charm**2 + 0.35 * min(people.talk[who, whom], 2)
            common = bool(people.reads[who] & people.reads[whom])
            lucky = dice.random() < chance * eager * (1.0 if common else 0.3)
            if who != whom and (lucky or (who, whom) in people.near):
                pairs.add((who, whom))
    ordered = sorted(pairs)
    _store_follows(done, "member", [(done.members[a], done.members[b]) for a, b in ordered], dice)
    return pairs


def _store_follows(done: Seeded, kind: str, pairs: Iterable[tuple[int, int]], dice: random.Random) -> None:
    """Follower and target of each."""
    oldest = min(done.at.values())
    rows = [
        {"follower": who, "kind": kind, "target": target, "at": moment(oldest, done.start, dice)}
        for who, target in pairs
    ]
    insert_rows(Follow, sorted(rows, key=lambda row: row["at"]))


def _follow_shops(done: Seeded, pairs: set[tuple[str, str]], dice: random.Random) -> None:
    shops = dict(Storefront.select(Member.handle, Storefront.id).join(Member).where(Member.demo).tuples())
    theirs = [(done.members[a], shops[b]) for a, b in sorted(pairs) if b in shops and dice.random() < 0.45]
    _store_follows(done, "storefront", theirs, dice)


def _follow_tags(done: Seeded, dice: random.Random) -> None:
    """Tags of what they wrote, liked or kept."""
    liked = (
        PostTag.select(PostLike.member, PostTag.tag)
        .join(PostLike, on=(PostLike.post == PostTag.post))
        .order_by(PostLike.member, PostTag.tag)
    )
    seen: dict[int, Counter[int]] = {}
    for member, tag in liked.tuples():
        seen.setdefault(member, Counter())[tag] += 1
    mine = [(who, tag) for who, tags in seen.items() for tag, _times in tags.most_common(dice.randint(0, _TAGS))]
    _store_follows(done, "tag", mine, dice)
