"""Posts and all that belongs to one. Revisions are append-only (triggers refuse changes).

Counters (`likes`, `comments`, `saves`, `reposts`, `replies`) count what everyone may see; `flask recount` mends them.
Feeds are put together when they are read: what they need is in the indexes of `Post`, `PostTag` and `Product`.
"""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    Check,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    SmallIntegerField,
    TextField,
)

from miquan.accounts.models import Member
from miquan.db import BaseModel, JsonField, UtcField, now
from miquan.media.models import File
from miquan.products.models import Product, Tag

TITLE_LIMIT = 120
BODY_LIMIT = 20_000
WORD_LIMIT = 500
EXCERPT_LIMIT = 600
PLACE_LIMIT = 120
ALT_LIMIT = 500
COMMENT_LIMIT = 4_000
REASON_LIMIT = 200


class Post(BaseModel):
    """Something a member tells in the first person. `title` and `body` (Markdown) are their own words in `lang`.

    `excerpt` is the beginning as plain text. A repost has the kind `repost` and its word in `body`. `latitude` and
    `longitude` are rounded to a tenth of a degree and kept only with consent. `hotness` is what
    `rules.hotness` says. `words_key` finds the same words again.
    """

    author = ForeignKeyField(Member, backref="posts_written", on_delete="RESTRICT", index=False)
    kind = CharField(10, default="life")
    state = CharField(10, default="draft")
    visibility = CharField(10, default="public")
    disclosure = CharField(10, default="none")
    follows_up = ForeignKeyField("self", null=True, backref="follow_ups", on_delete="SET NULL")
    repost_of = ForeignKeyField("self", null=True, backref="reposted", on_delete="SET NULL")
    slug = CharField(80, default="post")
    lang = CharField(12, default="zh-hant")
    title = CharField(TITLE_LIMIT, default="")
    body = TextField(default="")
    body_html = TextField(default="")
    excerpt = CharField(EXCERPT_LIMIT, default="")
    words_key = CharField(64, default="", index=True)
    version = IntegerField(default=1)
    country = CharField(2, default="")
    city = CharField(80, default="")
    place = CharField(PLACE_LIMIT, default="")
    latitude = DoubleField(null=True)
    longitude = DoubleField(null=True)
    cover = ForeignKeyField(File, null=True, backref="+", on_delete="SET NULL")
    pictures = SmallIntegerField(default=0)
    hotness = BigIntegerField(default=0)
    likes = IntegerField(default=0)
    comments = IntegerField(default=0)
    saves = IntegerField(default=0)
    reposts = IntegerField(default=0)
    demo = BooleanField(default=False)
    scheduled_at = UtcField(null=True)
    published_at = UtcField(null=True)
    edited_at = UtcField(null=True)
    created_at = UtcField(default=now)
    updated_at = UtcField(default=now)
    state_reason = CharField(REASON_LIMIT, default="")

    class Meta:
        indexes = (
            (("author", "repost_of"), True),
            (("author", "state", "published_at", "id"), False),
            (("state", "visibility", "hotness", "id"), False),
            (("state", "visibility", "published_at", "id"), False),
            (("country", "city", "state", "published_at", "id"), False),
            (("country", "state", "published_at", "id"), False),
        )
        constraints = [
            Check("kind IN ('recommend','life','haul','trip','question','followup','repost')"),
            Check("state IN ('draft','scheduled','published','hidden','removed')"),
            Check("visibility IN ('public','followers','unlisted')"),
            Check("disclosure IN ('none','own','affiliate','gift','paid')"),
            Check("state <> 'published' OR published_at IS NOT NULL"),
            Check("state <> 'scheduled' OR scheduled_at IS NOT NULL"),
            Check("(latitude IS NULL) = (longitude IS NULL)"),
        ]


class PostText(BaseModel):
    """Title and body in the other Chinese script, converted from `version`."""

    post = ForeignKeyField(Post, backref="texts", on_delete="CASCADE", index=False)
    lang = CharField(12)
    version = IntegerField(default=1)
    title = CharField(TITLE_LIMIT, default="")
    body_html = TextField(default="")
    excerpt = CharField(EXCERPT_LIMIT, default="")

    class Meta:
        indexes = ((("post", "lang"), True),)


class PostRevision(BaseModel):
    """What a post was after each save since it was published, append-only."""

    post = ForeignKeyField(Post, backref="revisions", on_delete="RESTRICT", index=False)
    version = IntegerField()
    by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")
    at = UtcField(default=now)
    data = JsonField()

    class Meta:
        indexes = ((("post", "version"), True),)


class PostPicture(BaseModel):
    """A picture in its order, with the author's description."""

    post = ForeignKeyField(Post, backref="picture_rows", on_delete="CASCADE", index=False)
    position = SmallIntegerField()
    file = ForeignKeyField(File, null=True, backref="+", on_delete="SET NULL")
    alt = CharField(ALT_LIMIT, default="")

    class Meta:
        indexes = ((("post", "position"), True),)


class PostProduct(BaseModel):
    """A product in a post. `price` (minor units of `currency`) is what it cost when it was put there.

    A pin shows it at a point of the picture with this position: thousandths of its width and height.
    """

    post = ForeignKeyField(Post, backref="product_rows", on_delete="CASCADE", index=False)
    product = ForeignKeyField(Product, backref="post_rows", on_delete="CASCADE", index=False)
    position = SmallIntegerField()
    currency = CharField(3)
    price = BigIntegerField()
    pin_picture = SmallIntegerField(null=True)
    pin_x = SmallIntegerField(null=True)
    pin_y = SmallIntegerField(null=True)
    at = UtcField(default=now)

    class Meta:
        indexes = ((("post", "product"), True), (("product", "post"), False))
        constraints = [
            Check("price >= 0"),
            Check("pin_x IS NULL OR (pin_x BETWEEN 0 AND 1000 AND pin_y BETWEEN 0 AND 1000)"),
        ]


class PostTag(BaseModel):
    """A tag of a post that was published at `at`."""

    post = ForeignKeyField(Post, backref="tag_rows", on_delete="CASCADE", index=False)
    tag = ForeignKeyField(Tag, backref="post_tags", on_delete="CASCADE", index=False)
    at = UtcField(default=now)

    class Meta:
        indexes = ((("post", "tag"), True), (("tag", "at", "post"), False))


class Comment(BaseModel):
    """A word under a post. `root` is the comment at the top of its branch, None for the top itself (`depth` 0).

    Removed where others answered, it stays as an empty place.
    """

    post = ForeignKeyField(Post, backref="comment_rows", on_delete="CASCADE", index=False)
    author = ForeignKeyField(Member, backref="comments", on_delete="RESTRICT", index=False)
    parent = ForeignKeyField("self", null=True, backref="answers", on_delete="CASCADE")
    root = ForeignKeyField("self", null=True, backref="branch", on_delete="CASCADE", index=False)
    depth = SmallIntegerField(default=0)
    state = CharField(10, default="published")
    lang = CharField(12, default="zh-hant")
    body = TextField(default="")
    body_html = TextField(default="")
    replies = IntegerField(default=0)
    created_at = UtcField(default=now)
    edited_at = UtcField(null=True)

    class Meta:
        indexes = (
            (("post", "depth", "id"), False),
            (("root", "depth", "id"), False),
            (("author", "created_at"), False),
        )
        constraints = [
            Check("state IN ('published','hidden','removed')"),
            Check("(depth = 0) = (root_id IS NULL) AND (depth = 0) = (parent_id IS NULL)"),
        ]


class Mention(BaseModel):
    """A member named with @ in a post, or in a comment under it."""

    post = ForeignKeyField(Post, backref="mentions", on_delete="CASCADE")
    comment = ForeignKeyField(Comment, null=True, backref="mentions", on_delete="CASCADE")
    member = ForeignKeyField(Member, backref="+", on_delete="CASCADE", index=False)
    at = UtcField(default=now)

    class Meta:
        indexes = ((("member", "at"), False),)


class PostLike(BaseModel):
    post = ForeignKeyField(Post, backref="like_rows", on_delete="CASCADE", index=False)
    member = ForeignKeyField(Member, backref="likes", on_delete="CASCADE", index=False)
    at = UtcField(default=now)

    class Meta:
        indexes = ((("member", "post"), True), (("post", "at"), False))


class PostDraft(BaseModel):
    """What stands in a composer and is not saved yet. `post` is None for a new one; `key` is its address.

    `seq` rises with each autosave, so that two tabs notice each other; `form` holds the fields as a browser sends them.
    """

    member = ForeignKeyField(Member, backref="post_drafts", on_delete="CASCADE", index=False)
    post = ForeignKeyField(Post, null=True, backref="drafts", on_delete="CASCADE")
    key = CharField(32, unique=True)
    base_version = IntegerField(null=True)
    seq = IntegerField(default=0)
    title = CharField(TITLE_LIMIT, default="")
    form = JsonField()
    created_at = UtcField(default=now)
    updated_at = UtcField(default=now)

    class Meta:
        indexes = ((("member", "updated_at"), False),)


class PostNotice(BaseModel):
    """What a moderator should look at: words or pictures that stood elsewhere before, or more links than is usual."""

    post = ForeignKeyField(Post, backref="notices", on_delete="CASCADE", index=False)
    kind = CharField(20)
    other = ForeignKeyField(Post, null=True, backref="+", on_delete="SET NULL")
    at = UtcField(default=now)
    settled_at = UtcField(null=True)
    settled_by = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")

    class Meta:
        indexes = ((("post", "kind"), True), (("settled_at", "at"), False))
        constraints = [Check("kind IN ('repeated_words','repeated_picture','many_links')")]
