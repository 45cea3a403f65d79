"""The circle: posts and what is said, liked and kept; following, muting, blocking; portraits and recommendations."""

from typing import Any

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    Check,
    DateField,
    DateTimeField,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    SmallIntegerField,
    TextField,
)

from miquan.triggers import drop_append_only, make_append_only

APPEND_ONLY = ("post_revision",)
_COUNTERS = (
    ("member", "following"),
    ("member", "followers"),
    ("member", "posts"),
    ("tag", "posts"),
    ("tag", "followers"),
    ("storefront", "followers"),
)


def _known(db: Any, name: str) -> Any:
    """A table of an earlier migration that the new ones point at."""
    meta = type("Meta", (), {"database": db, "table_name": name})
    return type(name.title(), (Model,), {"Meta": meta})


def _post_tables(db: Any, members: Any, files: Any, products: Any, tags: Any) -> list[Any]:
    class Post(Model):
        author = ForeignKeyField(members, on_delete="RESTRICT", backref="+", index=False)
        kind = CharField(10)
        state = CharField(10)
        visibility = CharField(10)
        disclosure = CharField(10)
        follows_up = ForeignKeyField("self", null=True, on_delete="SET NULL", backref="+")
        repost_of = ForeignKeyField("self", null=True, on_delete="SET NULL", backref="+")
        slug = CharField(80)
        lang = CharField(12)
        title = CharField(120)
        body = TextField()
        body_html = TextField()
        excerpt = CharField(600)
        words_key = CharField(64, index=True)
        version = IntegerField()
        country = CharField(2)
        city = CharField(80)
        place = CharField(120)
        latitude = DoubleField(null=True)
        longitude = DoubleField(null=True)
        cover = ForeignKeyField(files, null=True, on_delete="SET NULL", backref="+")
        pictures = SmallIntegerField()
        hotness = BigIntegerField()
        likes = IntegerField()
        comments = IntegerField()
        saves = IntegerField()
        reposts = IntegerField()
        demo = BooleanField()
        scheduled_at = DateTimeField(null=True)
        published_at = DateTimeField(null=True)
        edited_at = DateTimeField(null=True)
        created_at = DateTimeField()
        updated_at = DateTimeField()
        state_reason = CharField(200)

        class Meta:
            database = db
            table_name = "post"
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

    class PostText(Model):
        post = ForeignKeyField(Post, on_delete="CASCADE", backref="+", index=False)
        lang = CharField(12)
        version = IntegerField()
        title = CharField(120)
        body_html = TextField()
        excerpt = CharField(600)

        class Meta:
            database = db
            table_name = "post_text"
            indexes = ((("post", "lang"), True),)

    class PostRevision(Model):
        post = ForeignKeyField(Post, on_delete="RESTRICT", backref="+", index=False)
        version = IntegerField()
        by = ForeignKeyField(members, null=True, on_delete="RESTRICT", backref="+")
        at = DateTimeField()
        data = JSONField()

        class Meta:
            database = db
            table_name = "post_revision"
            indexes = ((("post", "version"), True),)

    class PostPicture(Model):
        post = ForeignKeyField(Post, on_delete="CASCADE", backref="+", index=False)
        position = SmallIntegerField()
        file = ForeignKeyField(files, null=True, on_delete="SET NULL", backref="+")
        alt = CharField(500)

        class Meta:
            database = db
            table_name = "post_picture"
            indexes = ((("post", "position"), True),)

    class PostProduct(Model):
        post = ForeignKeyField(Post, on_delete="CASCADE", backref="+", index=False)
        product = ForeignKeyField(products, on_delete="CASCADE", backref="+", index=False)
        position = SmallIntegerField()
        currency = CharField(3)
        price = BigIntegerField()
        pin_picture = SmallIntegerField(null=True)
        pin_x = SmallIntegerField(null=True)
        pin_y = SmallIntegerField(null=True)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "post_product"
            indexes = (
                (("post", "product"), True),
                (("product", "post"), False),
            )
            constraints = [
                Check("price >= 0"),
                Check("pin_x IS NULL OR (pin_x BETWEEN 0 AND 1000 AND pin_y BETWEEN 0 AND 1000)"),
            ]

    class PostTag(Model):
        post = ForeignKeyField(Post, on_delete="CASCADE", backref="+", index=False)
        tag = ForeignKeyField(tags, on_delete="CASCADE", backref="+", index=False)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "post_tag"
            indexes = (
                (("post", "tag"), True),
                (("tag", "at", "post"), False),
            )

    class PostDraft(Model):
        member = ForeignKeyField(members, on_delete="CASCADE", backref="+", index=False)
        post = ForeignKeyField(Post, null=True, on_delete="CASCADE", backref="+")
        key = CharField(32, unique=True)
        base_version = IntegerField(null=True)
        seq = IntegerField()
        title = CharField(120)
        form = JSONField()
        created_at = DateTimeField()
        updated_at = DateTimeField()

        class Meta:
            database = db
            table_name = "post_draft"
            indexes = ((("member", "updated_at"), False),)

    class PostNotice(Model):
        post = ForeignKeyField(Post, on_delete="CASCADE", backref="+", index=False)
        kind = CharField(20)
        other = ForeignKeyField(Post, null=True, on_delete="SET NULL", backref="+")
        at = DateTimeField()
        settled_at = DateTimeField(null=True)
        settled_by = ForeignKeyField(members, null=True, on_delete="SET NULL", backref="+")

        class Meta:
            database = db
            table_name = "post_notice"
            indexes = (
                (("post", "kind"), True),
                (("settled_at", "at"), False),
            )
            constraints = [
                Check("kind IN ('repeated_words','repeated_picture','many_links')"),
            ]

    return [Post, PostText, PostRevision, PostPicture, PostProduct, PostTag, PostDraft, PostNotice]


def _answer_tables(db: Any, members: Any, posts: Any) -> list[Any]:
    class Comment(Model):
        post = ForeignKeyField(posts, on_delete="CASCADE", backref="+", index=False)
        author = ForeignKeyField(members, on_delete="RESTRICT", backref="+", index=False)
        parent = ForeignKeyField("self", null=True, on_delete="CASCADE", backref="+")
        root = ForeignKeyField("self", null=True, on_delete="CASCADE", backref="+", index=False)
        depth = SmallIntegerField()
        state = CharField(10)
        lang = CharField(12)
        body = TextField()
        body_html = TextField()
        replies = IntegerField()
        created_at = DateTimeField()
        edited_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "comment"
            indexes = (
                (("post", "depth", "id"), False),
                (("root", "depth", "id"), False),
                (("author", "created_at"), False),
            )
            constraints = [
                Check("state IN ('published','hidden','removed')"),
                Check("(depth = 0) = (root_id IS NULL) AND (depth = 0) = (parent_id IS NULL)"),
            ]

    class Mention(Model):
        post = ForeignKeyField(posts, on_delete="CASCADE", backref="+")
        comment = ForeignKeyField(Comment, null=True, on_delete="CASCADE", backref="+")
        member = ForeignKeyField(members, on_delete="CASCADE", backref="+", index=False)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "mention"
            indexes = ((("member", "at"), False),)

    class PostLike(Model):
        post = ForeignKeyField(posts, on_delete="CASCADE", backref="+", index=False)
        member = ForeignKeyField(members, on_delete="CASCADE", backref="+", index=False)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "post_like"
            indexes = (
                (("member", "post"), True),
                (("post", "at"), False),
            )

    class Board(Model):
        owner = ForeignKeyField(members, on_delete="CASCADE", backref="+", index=False)
        name = CharField(60)
        slug = CharField(80)
        visibility = CharField(10)
        items = IntegerField()
        created_at = DateTimeField()
        updated_at = DateTimeField()

        class Meta:
            database = db
            table_name = "board"
            indexes = ((("owner", "name"), True),)
            constraints = [
                Check("visibility IN ('private','public')"),
            ]

    class Save(Model):
        member = ForeignKeyField(members, on_delete="CASCADE", backref="+", index=False)
        board = ForeignKeyField(Board, null=True, on_delete="SET NULL", backref="+", index=False)
        kind = CharField(10)
        item = IntegerField()
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "save"
            indexes = (
                (("member", "kind", "item"), True),
                (("member", "id"), False),
                (("board", "id"), False),
                (("kind", "item", "member"), False),
            )
            constraints = [
                Check("kind IN ('post','product')"),
            ]

    return [Comment, Mention, PostLike, Board, Save]


def _follow_tables(db: Any, members: Any) -> list[Any]:
    class Follow(Model):
        follower = ForeignKeyField(members, on_delete="CASCADE", backref="+", index=False)
        kind = CharField(10)
        target = IntegerField()
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "follow"
            indexes = (
                (("follower", "kind", "target"), True),
                (("kind", "target", "id"), False),
            )
            constraints = [
                Check("kind IN ('member','tag','storefront')"),
                Check("kind <> 'member' OR target <> follower_id"),
            ]

    class Mute(Model):
        member = ForeignKeyField(members, on_delete="CASCADE", backref="+", index=False)
        kind = CharField(10)
        target = IntegerField()
        word = CharField(60)
        until = DateTimeField(null=True)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "mute"
            indexes = ((("member", "kind", "target", "word"), True),)
            constraints = [
                Check("kind IN ('member','tag','word')"),
                Check("(kind = 'word') = (word <> '')"),
            ]

    class Block(Model):
        member = ForeignKeyField(members, on_delete="CASCADE", backref="+", index=False)
        blocked = ForeignKeyField(members, on_delete="CASCADE", backref="+", index=False)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "block"
            indexes = (
                (("member", "blocked"), True),
                (("blocked", "member"), False),
            )
            constraints = [
                Check("member_id <> blocked_id"),
            ]

    return [Follow, Mute, Block]


def _portrait_tables(db: Any, members: Any) -> list[Any]:
    class Portrait(Model):
        member = ForeignKeyField(members, primary_key=True, on_delete="CASCADE", backref="+")
        role = CharField(10)
        paused = BooleanField()
        paused_at = DateTimeField(null=True)
        reset_at = DateTimeField(null=True)
        asked_at = DateTimeField(null=True)
        skipped = BooleanField()

        class Meta:
            database = db
            table_name = "portrait"
            constraints = [
                Check("role IN ('','shopper','buyer','both')"),
            ]

    class Interest(Model):
        member = ForeignKeyField(members, on_delete="CASCADE", backref="+", index=False)
        kind = CharField(10)
        key = CharField(80)
        stance = CharField(10)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "interest"
            indexes = (
                (("member", "kind", "key"), True),
                (("kind", "key", "member"), False),
            )
            constraints = [
                Check("kind IN ('tag','category','brand','country','language','band')"),
                Check("stance IN ('named','raised','lowered','banned')"),
            ]

    class Weight(Model):
        member = ForeignKeyField(members, on_delete="CASCADE", backref="+", index=False)
        kind = CharField(10)
        key = CharField(80)
        weight = DoubleField()
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "portrait_weight"
            indexes = ((("member", "kind", "key"), True),)
            constraints = [
                Check("kind IN ('tag','category','brand','country','language','band')"),
            ]

    class Signal(Model):
        member = ForeignKeyField(members, on_delete="CASCADE", backref="+", index=False)
        verb = CharField(10)
        kind = CharField(10)
        item = IntegerField()
        day = DateField()
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "signal"
            indexes = (
                (("member", "verb", "kind", "item", "day"), True),
                (("at",), False),
            )
            constraints = [
                Check("verb IN ('view','dwell','like','comment','save','follow','search','hide')"),
            ]

    class Recommended(Model):
        member = ForeignKeyField(members, on_delete="CASCADE", backref="+", index=False)
        kind = CharField(10)
        item = IntegerField()
        rank = IntegerField()
        score = DoubleField()
        reason = CharField(20)
        reason_id = IntegerField(null=True)
        reason_key = CharField(80)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "recommended"
            indexes = (
                (("member", "kind", "item"), True),
                (("member", "kind", "rank"), False),
                (("kind", "item"), False),
            )
            constraints = [
                Check("kind IN ('post','member','product')"),
            ]

    class Similar(Model):
        kind = CharField(10)
        item = IntegerField()
        other = IntegerField()
        weight = DoubleField()

        class Meta:
            database = db
            table_name = "similar"
            indexes = (
                (("kind", "item", "other"), True),
                (("kind", "other"), False),
            )
            constraints = [
                Check("kind IN ('post','member','product')"),
            ]

    class Dismissed(Model):
        member = ForeignKeyField(members, on_delete="CASCADE", backref="+", index=False)
        kind = CharField(10)
        item = IntegerField()
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "dismissed"
            indexes = ((("member", "kind", "item"), True),)
            constraints = [
                Check("kind IN ('post','member','product','tag')"),
            ]

    return [Portrait, Interest, Weight, Signal, Recommended, Similar, Dismissed]


def _tables(db: Any) -> list[Any]:
    members, files, products, tags = (_known(db, name) for name in ("member", "file", "product", "tag"))
    posts = _post_tables(db, members, files, products, tags)
    return [
        *posts,
        *_answer_tables(db, members, posts[0]),
        *_follow_tables(db, members),
        *_portrait_tables(db, members),
    ]


def up(migrator: Any, db: Any) -> None:
    for table, column in _COUNTERS:
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN {column} INTEGER NOT NULL DEFAULT 0')
    migrator.migrate(migrator.add_column("member", "posted_at", DateTimeField(null=True)))
    db.create_tables(_tables(db))
    for table in APPEND_ONLY:
        make_append_only(db, table)


def down(migrator: Any, db: Any) -> None:
    for table in APPEND_ONLY:
        drop_append_only(db, table)
    db.drop_tables(list(reversed(_tables(db))))
    for table, column in (*_COUNTERS, ("member", "posted_at")):
        migrator.migrate(migrator.drop_column(table, column))
