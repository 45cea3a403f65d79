"""Members, their roles and their sessions."""

from flask_security.core import RoleMixin, UserMixin, WebAuthnMixin
from peewee import BlobField, BooleanField, CharField, DeferredForeignKey, ForeignKeyField, IntegerField, TextField, fn

from miquan.accounts.rules import HANDLE_LIMIT
from miquan.db import BaseModel, JsonField, UtcField, now

NAME_LIMIT = 40
BIO_LIMIT = 1_000
# What no address holds: after it stands what tells an account apart whose address is another account's.
MAILBOX_END = " "


class Role(BaseModel, RoleMixin):  # type: ignore[misc]
    """member, buyer, moderator or operator."""

    name = CharField(30, unique=True)
    description = CharField(200, default="")


class Member(BaseModel, UserMixin):  # type: ignore[misc]
    """Anyone with an account. `email` is stored lower case; `handle` is the address, `display_name` is free."""

    email = CharField(254, unique=True)
    password = CharField(255, null=True)
    active = BooleanField(default=True)
    fs_uniquifier = CharField(64, unique=True)
    confirmed_at = UtcField(null=True)
    handle = CharField(HANDLE_LIMIT, unique=True)
    display_name = CharField(NAME_LIMIT)
    short_name = CharField(NAME_LIMIT, default="")
    lang = CharField(12, default="zh-hant")
    currency = CharField(3, default="")
    zone = CharField(50, default="")
    country = CharField(2, default="")
    city = CharField(80, default="")
    languages = JsonField(default=list)
    bio = TextField(default="")
    avatar = DeferredForeignKey("File", null=True, on_delete="SET NULL")
    inviter = ForeignKeyField("self", null=True, backref="invited", on_delete="SET NULL")
    demo = BooleanField(default=False)
    created_at = UtcField(default=now)
    # Counters of members they follow, who follow them, and of their posts that everyone may see.
    following = IntegerField(default=0)
    followers = IntegerField(default=0)
    posts = IntegerField(default=0)
    # How often a block between them and somebody has come or gone.
    partings = IntegerField(default=0)
    # When they last posted for everyone or their followers.
    posted_at = UtcField(null=True)
    # Who may write to them, who sees whom they follow, and how much of their place is shown.
    messages_from = CharField(10, default="everyone")
    follows_seen_by = CharField(10, default="everyone")
    place_shown = CharField(10, default="city")
    # `active` is what others see. Who is leaving is out of sight but may still come back until `leaving_at`.
    leaving_at = UtcField(null=True)
    suspended_at = UtcField(null=True)
    # Second factors, by Flask-Security's names; secret and codes are encrypted by it.
    tf_primary_method = CharField(20, null=True)
    tf_totp_secret = CharField(255, null=True)
    # The last half minute whose code was taken: none works twice.
    tf_last_counter = IntegerField(null=True)
    mf_recovery_codes = JsonField(null=True)
    fs_webauthn_user_handle = CharField(64, null=True, unique=True)

    class Meta:
        # Who lives somewhere and lets it be seen is read from the index alone.
        indexes = ((("country", "city", "place_shown", "active", "id"), False), (("created_at",), False))

    @property
    def mailbox(self) -> str:
        """The address they typed. `email` is another where it belongs to somebody else (see `accounts.pretenders`)."""
        return str(self.email).partition(MAILBOX_END)[0]

    def verify_and_update_password(self, password: str) -> bool:
        """Whether it is theirs. Asked again about the same, a row object remembers: a hash is costly."""
        known = self.__dict__.get("_verified")
        if known is None or known[0] != password:
            known = self.__dict__["_verified"] = (password, bool(super().verify_and_update_password(password)))
        return bool(known[1])

    @property
    def is_active(self) -> bool:
        """Whether they may sign in."""
        return self.suspended_at is None and (bool(self.active) or self.leaving_at is not None)

    def calc_username(self) -> str:
        """What authenticator apps and passkeys call the account."""
        return self.mailbox

    def get_id(self) -> str:
        """What a session holds. Peewee has a method of this name too, which would give the row's number."""
        return str(self.fs_uniquifier)

    @property
    def roles(self) -> list[Role]:
        """Their roles, read once a row object."""
        if "_roles" not in self.__dict__:
            self.__dict__["_roles"] = list(Role.select().join(MemberRole).where(MemberRole.member == self.id))
        found: list[Role] = self.__dict__["_roles"]
        return found

    def know_roles(self, names: list[str]) -> None:
        """Take the roles from a query that has read them already."""
        self.__dict__["_roles"] = [Role(name=name) for name in names]

    @property
    def role_names(self) -> frozenset[str]:
        return frozenset(role.name for role in self.roles)


# Compared byte by byte (`db.by_bytes`): the migration says so to PostgreSQL.
Member.add_index(Member.index(fn.LOWER(Member.handle), name="member_handle_bytes"))
Member.add_index(Member.index(fn.LOWER(Member.display_name), name="member_name_bytes"))


class MemberText(BaseModel):
    """A member's texts in another script, by field name."""

    member = ForeignKeyField(Member, backref="texts", on_delete="CASCADE")
    lang = CharField(12)
    fields = JsonField()

    class Meta:
        indexes = ((("member", "lang"), True),)


class MemberRole(BaseModel):
    member = ForeignKeyField(Member, backref="member_roles", on_delete="CASCADE")
    role = ForeignKeyField(Role, on_delete="CASCADE")

    class Meta:
        indexes = ((("member", "role"), True),)


class HandleChange(BaseModel):
    """A handle somebody had: it redirects, and is not given out again for a year."""

    handle = CharField(HANDLE_LIMIT, unique=True)
    member = ForeignKeyField(Member, backref="old_handles", on_delete="CASCADE")
    at = UtcField(default=now)


class MemberSession(BaseModel):
    """A signed-in browser. The cookie holds a random token, this row only its SHA-256: deleted means signed out."""

    token_hash = CharField(64, unique=True)
    member = ForeignKeyField(Member, backref="sessions", on_delete="CASCADE")
    data = JsonField(default=dict)
    created_at = UtcField(default=now)
    seen_at = UtcField(default=now)
    expires_at = UtcField()
    address = CharField(45, default="")
    agent = CharField(300, default="")
    # The browser's time zone says roughly where it is; no service is asked for the address.
    zone = CharField(50, default="")
    via = CharField(20, default="")

    class Meta:
        indexes = ((("member", "seen_at"), False),)


class Passkey(BaseModel, WebAuthnMixin):  # type: ignore[misc]
    """A WebAuthn credential, by Flask-Security's names. `usage` is first or secondary."""

    user = ForeignKeyField(Member, backref="webauthn", on_delete="CASCADE")
    credential_id = BlobField(unique=True)
    public_key = BlobField()
    sign_count = IntegerField(default=0)
    transports = JsonField(null=True)
    backup_state = BooleanField(default=False)
    device_type = CharField(64, default="")
    extensions = CharField(255, null=True)
    name = CharField(64)
    usage = CharField(64)
    created_at = UtcField(default=now)
    lastuse_datetime = UtcField(default=now)


class SecurityEvent(BaseModel):
    """What happened to an account's safety, append-only: sign-ins, changed addresses, passwords, factors."""

    member = ForeignKeyField(Member, backref="security_events", on_delete="CASCADE")
    kind = CharField(40)
    at = UtcField(default=now)
    address = CharField(45, default="")
    agent = CharField(300, default="")
    data = JsonField(default=dict)

    class Meta:
        indexes = ((("member", "at"), False),)
