"""What groups bring to the tests that walk everything: their rows, forms and pages, and groups to look at."""

from typing import Any

from miquan.groups import actions as groups
from miquan.groups.forms import ApplyForm, BanForm, GroupForm, InviteForm, NoteForm, ShelfForm
from miquan.groups.models import ANSWER_LIMIT, NOTE_LIMIT, Group, GroupProduct, Membership
from miquan.groups.rules import GroupWords
from miquan.groups.tokens import token_of
from miquan.once import LIMIT as NONCE_LIMIT
from tests.cast import Cast
from tests.site.rows import Row, everyone, members, posted


def owners(path: str) -> Row:
    """For who owns the group; others who know of it are refused."""
    return Row(path, (303, 403, 200, 403, 403))


# mei owns a public group, ruo applies to it.
GROUPS: dict[str, Row] = {
    "/groups": everyone("/groups?lang=ja&sort=new"),
    "/groups/new": members("/groups/new"),
    "/me/groups": members("/me/groups"),
    "/g/<slug>": everyone("/g/kyoto-tea"),
    "/g/<slug>/about": everyone("/g/kyoto-tea/about"),
    "/g/<slug>/members": everyone("/g/kyoto-tea/members?q=mei"),
    "/g/<slug>/members/<int:member_id>": owners("/g/kyoto-tea/members/{mei}"),
    "/g/<slug>/members/<int:member_id>/role": posted("/g/kyoto-tea/members/{mei}/role"),
    "/g/<slug>/members/<int:member_id>/ownership": posted("/g/kyoto-tea/members/{mei}/ownership"),
    "/g/<slug>/members/<int:member_id>/removal": posted("/g/kyoto-tea/members/{mei}/removal"),
    "/g/<slug>/members/<int:member_id>/ban/removal": posted("/g/kyoto-tea/members/{mei}/ban/removal"),
    "/g/<slug>/shelf": everyone("/g/kyoto-tea/shelf"),
    "/g/<slug>/shelf/new": owners("/g/kyoto-tea/shelf/new"),
    "/g/<slug>/shelf/<int:product_id>/removal": posted("/g/kyoto-tea/shelf/{bowl}/removal"),
    "/g/<slug>/settings": owners("/g/kyoto-tea/settings"),
    "/g/<slug>/archive": posted("/g/kyoto-tea/archive"),
    "/g/<slug>/archive/removal": posted("/g/kyoto-tea/archive/removal"),
    "/g/<slug>/membership": posted("/g/kyoto-tea/membership"),
    "/g/<slug>/membership/removal": posted("/g/kyoto-tea/membership/removal"),
    "/g/<slug>/application": Row("/g/kyoto-tea/application", (303, 200, 303, 200, 200)),
    "/g/<slug>/applications": owners("/g/kyoto-tea/applications"),
    "/g/<slug>/applications/<int:member_id>": posted("/g/kyoto-tea/applications/{mei}"),
    "/g/<slug>/applications/<int:member_id>/removal": posted("/g/kyoto-tea/applications/{mei}/removal"),
    "/g/<slug>/invites": owners("/g/kyoto-tea/invites"),
    "/g/<slug>/invites/<int:invite_id>/removal": posted("/g/kyoto-tea/invites/1/removal"),
    "/join/<token>": Row("/join/{token}", (200, 200, 303, 200, 200)),
}

FORMS: dict[str, Any] = {
    "group": GroupForm,
    "application": lambda: ApplyForm(questions=["喝什麼茶"]),
    "group note": NoteForm,
    "ban": BanForm,
    "invitation": InviteForm,
    "shelf": ShelfForm,
}
COLUMNS: dict[tuple[str, str], Any] = {
    ("group", "name"): Group.name, ("group", "purpose"): Group.purpose, ("group", "slug"): Group.slug, ("group", "rules"): Group.rules,
    ("group", "city"): Group.city, ("ban", "note"): Membership.note, ("shelf", "note"): GroupProduct.note,
}  # fmt: skip
CONSTANTS = {
    ("group", "nonce"): NONCE_LIMIT, ("application", "nonce"): NONCE_LIMIT, ("invitation", "nonce"): NONCE_LIMIT, ("shelf", "nonce"): NONCE_LIMIT,
    ("application", "answer_1"): ANSWER_LIMIT, ("group note", "note"): NOTE_LIMIT,
}  # fmt: skip
PAGES = {
    "new group": ("stranger", "/groups/new"),
    "group": ("owner", "/g/kyoto-tea/settings"),
    "application": ("stranger", "/g/kyoto-tea/application"),
    "shelf": ("owner", "/g/kyoto-tea/shelf/new"),
}


def gather(cast: Cast, product_id: int) -> str:
    """mei keeps a group in Kyoto that one applies to, with a good on its shelf, and one that nobody is to know of.

    Returns the token of a link into the first.
    """
    words = GroupWords(
        name="京都喝茶", purpose="說說在京都喝茶的事，新手問什麼都可以。", slug="kyoto-tea", rules="1. 說自己喝過的\n2. 不評論別人的預算",
        questions=("你喝什麼茶？",), languages=("zh-hant", "ja"), tags=("tea", "茶道"), country="JP", city="kyoto", joining="apply",
    )  # fmt: skip
    group = groups.start_group(words, by=cast.mei.id)
    groups.put_on_shelf(group.id, product_id, "喝薄茶剛好", by=cast.mei.id)
    groups.apply(group.id, ["玄米茶"], by=cast.nina.id)
    secret = GroupWords(
        name="左京的祕密茶會", purpose="不給外人知道", slug="secret-tea", visibility="private", joining="invite"
    )
    groups.start_group(secret, by=cast.mei.id)
    return token_of(groups.invite(group.id, by=cast.mei.id))
