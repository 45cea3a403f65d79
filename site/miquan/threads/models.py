"""Threads and replies. The opening of a thread is its reply number 0, so that pictures, goods, likes and edits are the same
for both, and a thread can be split off or merged by moving replies.

Counters are kept by the actions; `flask recount` mends them. Revisions are append-only (triggers refuse changes).
"""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    Check,
    ForeignKeyField,
    IntegerField,
    SmallIntegerField,
    TextField,
)

from miquan.accounts.models import Member
from miquan.db import BaseModel, JsonField, UtcField, now
from miquan.groups.models import Group
from miquan.media.models import File
from miquan.products.models import Product, Tag

TITLE_LIMIT = 120
BODY_LIMIT = 20_000
EXCERPT_LIMIT = 300
FLAIR_LIMIT = 30
ALT_LIMIT = 500
OPTION_LIMIT = 100
REASON_LIMIT = 200


class Thread(BaseModel):
    """`replies` counts those that are shown, without the opening; `last_number` is the highest that was given out.

    `accepted` is the reply that answers a question. `active_at` is the moment of the last reply; `hotness` follows the
    circle's formula. `facts` is what a deal or a trip says of itself (`facts.py`). A thread that was merged into another leads there. What is pinned or locked says who, and when.
    """

    group = ForeignKeyField(Group, backref="thread_rows", on_delete="CASCADE", index=False)
    author = ForeignKeyField(Member, backref="threads", on_delete="RESTRICT", index=False)
    kind = CharField(10, default="discussion")
    state = CharField(10, default="published")
    slug = CharField(80, default="thread")
    lang = CharField(12, default="zh-hant")
    title = CharField(TITLE_LIMIT)
    excerpt = CharField(EXCERPT_LIMIT, default="")
    flair = CharField(FLAIR_LIMIT, default="")
    facts = JsonField(default=dict)
    # Title, slug, excerpt and facts while the opening is hidden: then the thread itself says none of them, and has no tags.
    withheld = JsonField(default=dict)
    accepted = IntegerField(null=True)
    # The id of the accepted reply while it is hidden: shown again it is the answer again, unless there is another.
    hidden_answer = IntegerField(null=True)
    accepted_at = UtcField(null=True)
    merged_into = ForeignKeyField("self", null=True, backref="merged", on_delete="SET NULL")
    pinned_at = UtcField(null=True)
    pinned_by = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")
    locked_at = UtcField(null=True)
    locked_by = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")
    state_reason = CharField(REASON_LIMIT, default="")
    replies = IntegerField(default=0)
    last_number = IntegerField(default=0)
    likes = IntegerField(default=0)
    saves = IntegerField(default=0)
    hotness = BigIntegerField(default=0)
    last_by = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")
    demo = BooleanField(default=False)
    created_at = UtcField(default=now)
    active_at = UtcField(default=now)
    edited_at = UtcField(null=True)

    class Meta:
        indexes = (
            (("group", "state", "active_at", "id"), False),
            (("group", "state", "created_at", "id"), False),
            (("group", "state", "hotness", "id"), False),
            (("group", "pinned_at"), False),
            (("author", "state", "created_at", "id"), False),
            (("state", "active_at", "id"), False),
        )
        constraints = [
            Check("kind IN ('discussion','question','deal','trip')"),
            Check("state IN ('published','hidden','removed','merged')"),
            Check("(state = 'merged') = (merged_into_id IS NOT NULL)"),
            Check("(accepted IS NULL) = (accepted_at IS NULL)"),
        ]


class Reply(BaseModel):
    """What somebody said in a thread; `number` is its place for good, 0 the opening. Removed, it leaves an empty place.

    `answers` is the number of the reply that it answers. `likes` counts everyone's.
    """

    thread = ForeignKeyField(Thread, backref="reply_rows", on_delete="CASCADE", index=False)
    number = IntegerField()
    author = ForeignKeyField(Member, backref="replies", on_delete="RESTRICT", index=False)
    answers = IntegerField(null=True)
    state = CharField(10, default="published")
    state_reason = CharField(REASON_LIMIT, default="")
    lang = CharField(12, default="zh-hant")
    body = TextField(default="")
    body_html = TextField(default="")
    version = IntegerField(default=1)
    likes = IntegerField(default=0)
    created_at = UtcField(default=now)
    edited_at = UtcField(null=True)

    class Meta:
        indexes = (
            (("thread", "number"), True),
            (("author", "created_at"), False),
            (("thread", "likes", "number"), False),
        )
        constraints = [
            Check("state IN ('published','hidden','removed')"),
            Check("answers IS NULL OR answers < number"),
        ]


class ReplyMove(BaseModel):
    """Replies `first` to `last` of a thread went to `target`, each to its number plus `shift`: what a permalink goes by."""

    thread = ForeignKeyField(Thread, backref="moves", on_delete="CASCADE", index=False)
    first = IntegerField()
    last = IntegerField()
    target = ForeignKeyField(Thread, backref="+", on_delete="CASCADE")
    shift = IntegerField()
    at = UtcField(default=now)

    class Meta:
        indexes = ((("thread", "first"), False),)
        constraints = [Check("first <= last")]


class ReplyRevision(BaseModel):
    """What a reply (and, at number 0, the thread's title) was after each save, append-only."""

    reply = ForeignKeyField(Reply, backref="revisions", on_delete="RESTRICT", index=False)
    version = IntegerField()
    by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")
    at = UtcField(default=now)
    data = JsonField()

    class Meta:
        indexes = ((("reply", "version"), True),)


class ReplyPicture(BaseModel):
    """A picture in its order, with its author's description."""

    reply = ForeignKeyField(Reply, backref="pictures", on_delete="CASCADE", index=False)
    position = SmallIntegerField()
    file = ForeignKeyField(File, null=True, backref="+", on_delete="SET NULL")
    alt = CharField(ALT_LIMIT, default="")

    class Meta:
        indexes = ((("reply", "position"), True),)


class ReplyProduct(BaseModel):
    """A product in a reply; `price` (minor units of `currency`) is what it cost when it was put there."""

    reply = ForeignKeyField(Reply, backref="products", on_delete="CASCADE", index=False)
    product = ForeignKeyField(Product, backref="reply_rows", on_delete="CASCADE", index=False)
    position = SmallIntegerField()
    currency = CharField(3)
    price = BigIntegerField()
    at = UtcField(default=now)

    class Meta:
        indexes = ((("reply", "product"), True), (("product", "reply"), False))
        constraints = [Check("price >= 0")]


class ThreadTag(BaseModel):
    """A tag that the opening names."""

    thread = ForeignKeyField(Thread, backref="tag_rows", on_delete="CASCADE", index=False)
    tag = ForeignKeyField(Tag, backref="thread_tags", on_delete="CASCADE", index=False)
    at = UtcField(default=now)

    class Meta:
        indexes = ((("thread", "tag"), True), (("tag", "at", "thread"), False))


class ReplyMention(BaseModel):
    """A member named with @ in a reply."""

    reply = ForeignKeyField(Reply, backref="mentions", on_delete="CASCADE", index=False)
    member = ForeignKeyField(Member, backref="+", on_delete="CASCADE", index=False)
    at = UtcField(default=now)

    class Meta:
        indexes = ((("reply", "member"), True), (("member", "at"), False))


class ReplyLike(BaseModel):
    reply = ForeignKeyField(Reply, backref="like_rows", on_delete="CASCADE", index=False)
    member = ForeignKeyField(Member, backref="reply_likes", on_delete="CASCADE", index=False)
    at = UtcField(default=now)

    class Meta:
        indexes = ((("member", "reply"), True), (("reply", "at"), False))


class Poll(BaseModel):
    """A question with options in the opening of a thread. `hidden`: the figures are seen by who voted, or once it is closed.

    `asked_in`: the reply that asks, where it came with its words from another thread; else the opening does.
    """

    thread = ForeignKeyField(Thread, backref="polls", on_delete="CASCADE", unique=True)
    asked_in = ForeignKeyField(Reply, null=True, backref="polls", on_delete="CASCADE")
    multiple = BooleanField(default=False)
    hidden = BooleanField(default=True)
    closes_at = UtcField(null=True)
    voters = IntegerField(default=0)
    created_at = UtcField(default=now)


class PollOption(BaseModel):
    poll = ForeignKeyField(Poll, backref="options", on_delete="CASCADE", index=False)
    position = SmallIntegerField()
    words = CharField(OPTION_LIMIT)
    votes = IntegerField(default=0)

    class Meta:
        indexes = ((("poll", "position"), True),)


class PollVote(BaseModel):
    """One option that a member chose; of a poll that is not `multiple` there is one row a member."""

    poll = ForeignKeyField(Poll, backref="vote_rows", on_delete="CASCADE", index=False)
    option = ForeignKeyField(PollOption, backref="vote_rows", on_delete="CASCADE", index=False)
    member = ForeignKeyField(Member, backref="poll_votes", on_delete="CASCADE", index=False)
    at = UtcField(default=now)

    class Meta:
        indexes = ((("poll", "member", "option"), True), (("option", "member"), False), (("member", "poll"), False))


class ThreadReader(BaseModel):
    """How far a member has read a thread (`seen`: the highest number), and whether they want to be told of more."""

    member = ForeignKeyField(Member, backref="reading", on_delete="CASCADE", index=False)
    thread = ForeignKeyField(Thread, backref="readers", on_delete="CASCADE", index=False)
    seen = IntegerField(default=0)
    watching = CharField(10, default="none")
    at = UtcField(default=now)

    class Meta:
        indexes = ((("member", "thread"), True), (("thread", "watching", "member"), False))
        constraints = [Check("watching IN ('none','watch','mute')")]


class ThreadDraft(BaseModel):
    """What stands in a reply box or a thread's form and is not sent yet: one of a member and place. `thread` None: a new one.

    `seq` rises with each autosave; `form` holds the fields as a browser sends them.
    """

    member = ForeignKeyField(Member, backref="thread_drafts", on_delete="CASCADE", index=False)
    group = ForeignKeyField(Group, backref="drafts", on_delete="CASCADE")
    thread = ForeignKeyField(Thread, null=True, backref="drafts", on_delete="CASCADE")
    seq = IntegerField(default=0)
    form = JsonField()
    created_at = UtcField(default=now)
    updated_at = UtcField(default=now)

    class Meta:
        indexes = ((("member", "group", "thread"), True), (("member", "updated_at"), False))


# No thread is like no other to an index, so a second one binds the drafts of new threads.
ThreadDraft.add_index(
    ThreadDraft.index(
        ThreadDraft.member, ThreadDraft.group, unique=True, name="thread_draft_new", where=ThreadDraft.thread.is_null()
    )
)
