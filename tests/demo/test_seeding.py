"""Seeding and taking away: nothing is counted wrong, nothing comes twice, nothing of it stays."""

from datetime import timedelta
from typing import Any

from peewee import fn

from miquan.accounts.models import Member
from miquan.boards.models import Board, Save
from miquan.circle.actions.counting import warm
from miquan.circle.models import Comment, Mention, Post, PostLike, PostPicture, PostProduct, PostRevision, PostTag
from miquan.circle.queries.visible import visible_to
from miquan.circle.rules import disclosed
from miquan.commands.data import recount as recount_command
from miquan.commands.data import seed as seed_command
from miquan.db import BaseModel, now, transaction
from miquan.demo.seeding import pictures, remove_demo, seed_demo
from miquan.follows.models import Follow, Mute
from miquan.groups.models import Group, Membership
from miquan.media.models import File
from miquan.portraits.models import Signal, Weight
from miquan.products.models import Product, Tag
from miquan.recommendations.models import Dismissed
from miquan.storefronts.models import Storefront
from miquan.threads.models import Poll, PollOption, PollVote, Reply, ReplyLike, Thread
from tests.cast import Cast
from tests.circle.filled import commented, followed, published
from tests.demo.test_posts import POSTS, said_under
from tests.demo.test_threads import GROUPS, THREADS
from tests.threads.filled import grouped, replied, threaded


def counters() -> dict[str, list[Any]]:
    """Every row of whatever can be counted wrong."""
    return {
        model.__name__: list(model.select(model.id, *(getattr(model, name) for name in names)).order_by(model.id).tuples())
        for model, names in (
            (Post, ("likes", "comments", "saves", "reposts", "hotness")), (Comment, ("replies",)), (Board, ("items",)),
            (Group, ("members", "threads")), (Thread, ("replies", "likes", "accepted")), (Reply, ("likes",)),
            (Poll, ("voters",)), (PollOption, ("votes",)),
            (Member, ("posts", "following", "followers")), (Tag, ("posts", "products", "followers")), (Storefront, ("followers",)),
        )
    }  # fmt: skip


def test_what_is_seeded_is_whole_and_right(app: Any) -> None:
    """One seeding for all: it takes seconds."""
    with transaction():
        seed_demo()
        pictures.wait_for_drawings()
    for holds in (
        everything_written_is_there, times_run_forward, what_is_for_followers_stays_among_them, own_goods_are_disclosed,
        likes_are_uneven, some_posts_are_not_for_everyone, two_of_them_look_after_the_site, the_active_have_portraits,
        groups_are_talked_in,
    ):  # fmt: skip
        holds()
    before = counters()
    found = app.test_cli_runner().invoke(recount_command)
    assert [line for line in found.output.splitlines() if not line.endswith(" 0")] == []
    assert counters() == before
    assert app.test_cli_runner().invoke(seed_command).exit_code == 0
    assert counters() == before


def everything_written_is_there() -> None:
    assert Post.select().count() == len(POSTS)
    assert Comment.select().count() == sum(1 for row in POSTS for _ in said_under(row))
    assert PostPicture.select().count() == sum(len(row.get("pictures", ())) for row in POSTS)
    assert PostProduct.select().count() == sum(len(row.get("products", ())) for row in POSTS)
    assert PostRevision.select().count() == sum(row["kind"] != "repost" for row in POSTS)
    assert Post.select().where(~Post.demo).count() == 0
    assert Post.select().where(Post.kind == "followup", Post.follows_up.is_null()).count() == 0
    assert Post.select().where(Post.kind == "repost", Post.repost_of.is_null()).count() == 0
    assert PostTag.select().count() > 0
    assert Mention.select().count() > 0
    assert Post.select().where(Post.body_html.contains("@"), ~Post.body_html.contains('<a href="/@')).count() == 0


def times_run_forward() -> None:
    answered = Comment.alias()
    assert Comment.select().join(Post).where(Comment.created_at <= Post.published_at).count() == 0
    late = Comment.select().join(answered, on=(Comment.parent == answered.id))
    assert late.where(Comment.created_at <= answered.created_at).count() == 0
    assert PostLike.select().join(Post).where(PostLike.at < Post.published_at).count() == 0
    assert Member.select().join(Post).where(Post.published_at < Member.created_at).count() == 0
    goods = PostProduct.select().join(Product)
    assert goods.where(Product.published_at > PostProduct.at).count() == 0
    for model, column in (
        (Post, Post.published_at),
        (Comment, Comment.created_at),
        (Save, Save.at),
        (Follow, Follow.at),
    ):
        assert model.select().where(column > now()).count() == 0


def what_is_for_followers_stays_among_them() -> None:
    closed = Post.select(Post.id, Post.author).where(Post.visibility == "followers")
    for post in closed:
        fans = Follow.select(Follow.follower).where(Follow.kind == "member", Follow.target == post.author)
        for model, who in ((Comment, Comment.author), (PostLike, PostLike.member)):
            strangers = model.select().where(model.post == post.id, who.not_in(fans), who != post.author)
            assert strangers.count() == 0


def own_goods_are_disclosed() -> None:
    mine = PostProduct.select().join(Post).join_from(PostProduct, Product).join(Storefront)
    own = {p.post_id for p in mine.where(Storefront.owner == Post.author)}
    assert own
    for post in Post.select():
        assert post.disclosure == disclosed(post.disclosure, has_own=post.id in own)


def likes_are_uneven() -> None:
    follows = Follow.select(fn.COUNT(Follow.id)).where(Follow.kind == "member", Follow.target == Member.id)
    assert Member.select().where(Member.followers != follows).count() == 0
    spread = sorted(row[0] for row in Post.select(Post.likes).tuples())
    assert spread[0] <= 2
    assert spread[-1] >= 3 * max(spread[len(spread) // 2], 1)


def groups_are_talked_in() -> None:
    assert (Group.select().count(), Thread.select().count()) == (len(GROUPS), len(THREADS))
    assert Reply.select().count() == sum(1 + len(row["replies"]) for row in THREADS)
    assert Thread.select().where(Thread.accepted.is_null(False)).count() == sum("accepted" in row for row in THREADS)
    lately = Thread.select().where(Thread.active_at > now() - timedelta(days=3))
    assert lately.count() >= 15
    earlier = Reply.alias()
    before = (earlier.thread == Reply.thread) & (earlier.number == Reply.number - 1)
    assert Reply.select().join(earlier, on=before).where(Reply.created_at <= earlier.created_at).count() == 0
    assert ReplyLike.select().join(Reply).where(ReplyLike.at < Reply.created_at).count() == 0
    assert PollVote.select().join(Poll).where(PollVote.at > Poll.closes_at).count() == 0
    assert Membership.select().join(Group).where(Membership.at < Group.created_at).count() == 0
    spoke = (
        Reply.select()
        .join(Thread)
        .join(
            Membership, "LEFT OUTER JOIN", on=((Membership.group == Thread.group) & (Membership.member == Reply.author))
        )
    )
    assert spoke.where(Membership.id.is_null() | (Membership.at > Reply.created_at)).count() == 0
    for model, column in ((Reply, Reply.created_at), (Thread, Thread.accepted_at), (PollVote, PollVote.at)):
        assert model.select().where(column > now()).count() == 0


def bonds() -> list[Any]:
    likes = PostLike.select(Post.slug, Post.published_at, Member.handle).join(Post).join_from(PostLike, Member)
    moment = Post.select(fn.MAX(Post.published_at)).scalar()
    found = [(slug, round((moment - at) / timedelta(days=0.01)), who) for slug, at, who in likes.tuples()]
    follows = (
        Follow.select(Member.handle, Follow.kind, fn.COUNT(Follow.id)).join(Member).group_by(Member.handle, Follow.kind)
    )
    return [sorted(found), sorted(follows.tuples())]


def test_nothing_of_it_stays(app: Any) -> None:
    models = [m for m in BaseModel.__subclasses__() if m.__name__ not in ("EventRow", "Delivery", "Role", "Version")]
    before = {m.__name__: m.select().count() for m in models}
    seed_demo()
    first = bonds()
    said = Comment.select().count()
    gone = remove_demo()
    assert (gone["posts"], gone["comments"]) == (len(POSTS), said)
    after = {m.__name__: m.select().count() for m in models}
    seed_demo()
    assert bonds() == first
    assert {name: (before[name], many) for name, many in after.items() if many != before[name]} == {}


def test_what_others_have_stays_and_is_counted_without_the_demo(app: Any, cast: Cast) -> None:
    post = published(cast.mei, "河邊有人在曬魚")
    thread = threaded(grouped(owner=cast.mei), cast.mei, kind="question")
    replied(thread, cast.nina)
    merged = threaded(Group.get(), cast.mei, state="removed")
    warm(post.id)
    Member.update(posts=1).where(Member.id == cast.mei.id).execute()
    nina = cast.nina
    before = counters()
    seed_demo()
    demo = Member.get(Member.handle == "mimi_tw")
    theirs = Post.get(Post.demo, Post.visibility == "public")
    commented(post, demo, "好想去")
    answer = replied(thread, demo)
    Thread.update(accepted=answer.number, accepted_at=now()).where(Thread.id == thread.id).execute()
    replied(Thread.get(Thread.demo), nina)
    Thread.update(state="merged", merged_into=Thread.get(Thread.demo)).where(Thread.id == merged.id).execute()
    followed(demo, "member", cast.mei)
    followed(nina, "member", demo)
    PostLike.create(post=post.id, member=demo.id)
    Post.update(likes=1).where(Post.id == post.id).execute()
    Save.create(member=nina.id, kind="post", item=theirs.id)
    Save.create(member=nina.id, kind="product", item=Product.get(Product.demo).id)
    commented(theirs, nina, "我也要")
    tag = Tag.create(name="只有示範", slug="只有示範")
    Dismissed.create(member=nina.id, kind="tag", item=tag.id)
    for kind, target in (("member", demo.id), ("tag", tag.id)):
        Mute.create(member=nina.id, kind=kind, target=target)
    remove_demo()
    assert counters() == before
    assert Save.select().count() == Follow.select().count() == Comment.select().count() == 0
    assert File.select().where(File.purpose == "post").count() == 0
    assert Mute.select().count() == Dismissed.select().count() == 0, "their ids may be given to others"


def some_posts_are_not_for_everyone() -> None:
    public = Post.select().where(visible_to(None)).count()
    assert 0 < public < Post.select().where(Post.state == "published").count()


def the_active_have_portraits() -> None:
    learnt = Weight.select(Weight.member).distinct().count()
    assert learnt >= 35
    own = Signal.select().join(Post, on=((Signal.kind == "post") & (Signal.item == Post.id)))
    assert own.where(Post.author == Signal.member).count() == 0
    # Nothing is learnt of what is not for everyone.
    assert own.where(Post.visibility != "public").count() == 0


def two_of_them_look_after_the_site() -> None:
    staff = {m.handle: m for m in Member.select().where(Member.handle.in_(("heqing_desk", "lotte_desk")))}
    assert {h: sorted(m.role_names) for h, m in staff.items()} == {
        "heqing_desk": ["member", "operator"], "lotte_desk": ["member", "moderator"],
    }  # fmt: skip
    assert all(m.demo for m in staff.values())
