"""Groups, who is in them in which role, invitations, and the shelf of goods that members put there.

Counters (`members`, `threads`) are kept by the actions; `flask recount` mends them. `active_at` is the last word in it.
"""

from peewee import BooleanField, CharField, Check, ForeignKeyField, IntegerField, TextField

from miquan.accounts.models import Member
from miquan.db import BaseModel, JsonField, UtcField, now
from miquan.media.models import File
from miquan.products.models import Product, Tag

NAME_LIMIT = 60
SLUG_LIMIT = 40
PURPOSE_LIMIT = 200
RULES_LIMIT = 4_000
QUESTION_LIMIT = 200
ANSWER_LIMIT = 1_000
NOTE_LIMIT = 300


class Group(BaseModel):
    """`slug` is its address, chosen by people. `rules` is Markdown; `questions` (a list of sentences) are asked of who applies.

    `visibility`: public; unlisted (whoever has the address reads it, it stands in no list); members (its page is public,
    what is said in it is for members); private (outsiders cannot know of it). `slow_seconds` between two words of one
    member; 0 for none. `flairs` are words that its moderators give to threads.
    """

    slug = CharField(SLUG_LIMIT, unique=True)
    name = CharField(NAME_LIMIT)
    purpose = CharField(PURPOSE_LIMIT)
    rules = CharField(RULES_LIMIT, default="")
    rules_html = TextField(default="")
    questions = JsonField(default=list)
    languages = JsonField(default=list)
    flairs = JsonField(default=list)
    lang = CharField(12, default="zh-hant")
    country = CharField(2, default="")
    city = CharField(80, default="")
    picture = ForeignKeyField(File, null=True, backref="+", on_delete="SET NULL")
    visibility = CharField(10, default="public")
    # Its visibility before the site took it out of sight: meanwhile it is private, and not its members' either.
    hidden_from = CharField(10, default="")
    joining = CharField(10, default="open")
    slow_seconds = IntegerField(default=0)
    members = IntegerField(default=0)
    threads = IntegerField(default=0)
    demo = BooleanField(default=False)
    created_by = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")
    created_at = UtcField(default=now)
    updated_at = UtcField(default=now)
    active_at = UtcField(default=now)
    archived_at = UtcField(null=True)
    archived_by = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")

    class Meta:
        # "group" is a word of SQL itself.
        table_name = "talk_group"
        indexes = (
            (("active_at", "id"), False),
            (("members", "id"), False),
            (("visibility", "active_at", "id"), False),
            (("visibility", "members", "id"), False),
            (("country", "visibility"), False),
        )
        constraints = [
            Check("visibility IN ('public','unlisted','members','private')"),
            Check("joining IN ('open','apply','invite')"),
            Check("slow_seconds BETWEEN 0 AND 86400"),
        ]


class GroupTag(BaseModel):
    """What a group is about."""

    group = ForeignKeyField(Group, backref="tag_rows", on_delete="CASCADE", index=False)
    tag = ForeignKeyField(Tag, backref="group_tags", on_delete="CASCADE", index=False)

    class Meta:
        indexes = ((("group", "tag"), True), (("tag", "group"), False))


class GroupAddress(BaseModel):
    """An address that a group had before: it leads on, and nobody else gets it."""

    slug = CharField(SLUG_LIMIT, unique=True)
    group = ForeignKeyField(Group, backref="old_addresses", on_delete="CASCADE")
    at = UtcField(default=now)


class Membership(BaseModel):
    """What a member is to a group. `applicant` waits with their `answers`; `banned` is shut out `until` a moment or for good.

    Whoever left, or was refused, has no row. Only `member`, `moderator` and `owner` are counted and read what is inside.
    """

    group = ForeignKeyField(Group, backref="memberships", on_delete="CASCADE", index=False)
    member = ForeignKeyField(Member, backref="memberships", on_delete="CASCADE", index=False)
    role = CharField(10, default="member")
    answers = JsonField(default=list)
    note = CharField(NOTE_LIMIT, default="")
    by = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")
    until = UtcField(null=True)
    at = UtcField(default=now)

    class Meta:
        indexes = (
            (("group", "member"), True),
            (("member", "role", "group"), False),
            (("group", "role", "id"), False),
            (("group", "id"), False),
        )
        constraints = [
            Check("role IN ('applicant','member','moderator','owner','banned')"),
            Check("until IS NULL OR role = 'banned'"),
        ]


class GroupInvite(BaseModel):
    """A link that lets people in. Only the hash of its token is kept; `uses` counts whom it let in, at most `most`."""

    group = ForeignKeyField(Group, backref="invites", on_delete="CASCADE", index=False)
    by = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")
    token_hash = CharField(64, unique=True)
    most = IntegerField(default=0)
    uses = IntegerField(default=0)
    expires_at = UtcField(null=True)
    revoked_at = UtcField(null=True)
    at = UtcField(default=now)

    class Meta:
        indexes = ((("group", "id"), False),)
        constraints = [Check("uses >= 0 AND (most = 0 OR uses <= most)")]


class GroupProduct(BaseModel):
    """A good that a member put on the group's shelf, and why."""

    group = ForeignKeyField(Group, backref="shelf", on_delete="CASCADE", index=False)
    product = ForeignKeyField(Product, backref="group_rows", on_delete="CASCADE", index=False)
    by = ForeignKeyField(Member, null=True, backref="+", on_delete="SET NULL")
    note = CharField(NOTE_LIMIT, default="")
    at = UtcField(default=now)

    class Meta:
        indexes = ((("group", "product"), True), (("group", "id"), False), (("product", "group"), False))
