"""Every field of every form: a limit that is the model's, and no over-long input that breaks a page."""

import re
from collections.abc import Iterator
from secrets import token_hex
from typing import Any

import pytest
from wtforms import FieldList, FileField, FormField, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import Length

from miquan.accounts import models as accounts
from miquan.accounts.factors.forms import CodeForm, ProofForm, RecoveryForm
from miquan.accounts.factors.passkeys import PasskeyAnswerForm, PasskeyForm
from miquan.accounts.forms import ForgotForm, JoinForm, ResetForm, SignInForm
from miquan.boards.models import Board
from miquan.boards.views import BoardForm, PlaceForm
from miquan.brands.models import Brand
from miquan.catalogue.forms import CellForm, MappingForm, UploadForm
from miquan.catalogue.models import FIX_LIMIT, ImportRun
from miquan.circle import models as circle
from miquan.circle.forms import CommentForm, HideForm, PostForm, RepostForm
from miquan.departures.views import LeaveForm
from miquan.desk.membership import ReasonForm
from miquan.i18n import LANGS
from miquan.me.forms import EmailForm, HandleForm, PasswordForm
from miquan.media.models import File, FileAccess
from miquan.media.views import LookForm
from miquan.moderation.actions import NOTE_LIMIT
from miquan.moderation.objections import ObjectionForm
from miquan.moderation.views import ReportForm
from miquan.notifications.forms import HearingForm
from miquan.once import LIMIT as NONCE_LIMIT
from miquan.products import models as products
from miquan.profiles.forms import PrivacyForm, ProfileForm
from miquan.restrictions.forms import RuleForm
from miquan.restrictions.models import NOTE_LIMIT as NOTE_LENGTH
from miquan.restrictions.models import GoodsRule
from miquan.storefronts import models as storefronts
from miquan.storefronts.asking import QuestionForm
from miquan.storefronts.settings.forms import StorefrontForm
from miquan.studio.bulk.forms import PriceForm, ShipsForm, TagsForm
from miquan.studio.editor.forms import ProductForm
from miquan.studio.listing.forms import RowForm, ViewForm
from miquan.studio.models import SavedView
from tests.browsing import Browser, Page, alone
from tests.cast import Cast
from tests.moderation import forms as moderation
from tests.site import desking, gathering, talking
from tests.site.world import World

FORMS = {
    "leave": LeaveForm,
    "storefront": StorefrontForm,
    "goods rule": RuleForm,
    "product": lambda: ProductForm(currency="JPY", data={"kept": [{}]}),
    "import": UploadForm,
    "columns": lambda: MappingForm(ImportRun(mapping={"columns": {}}, header=None)),
    "cell": CellForm,
    "report": ReportForm,
    **moderation.FORMS,
    "question": QuestionForm,
    "objection": ObjectionForm,
    "reason": ReasonForm,
    "profile": ProfileForm,
    "privacy": PrivacyForm,
    "notifications": HearingForm,
"join": JoinForm, "sign in": SignInForm, "forgot": ForgotForm, "reset": ResetForm, "code": CodeForm,
    "recovery code": RecoveryForm, "new authenticator": ProofForm, "passkey": PasskeyForm,
    "passkey's answer": PasskeyAnswerForm, "look": LookForm, "email": EmailForm, "password": PasswordForm,
    "handle": HandleForm,
    "row": lambda: RowForm(currency="JPY", single=True),
    "saved view": ViewForm,
    "bulk price": lambda: PriceForm(currency="JPY"),
    "bulk tags": TagsForm,
    "bulk days": ShipsForm,
    "post": lambda: PostForm(earlier=[], data={"kept": [{}], "things": [{}]}), "comment": CommentForm, "repost": RepostForm, "hiding": HideForm,
    "board": BoardForm, "board of a thing": PlaceForm, **talking.FORMS, **gathering.FORMS, **desking.FORMS,
}  # fmt: skip
SHOP, GOOD, VARIANT = storefronts.Storefront, products.Product, products.Variant
COLUMNS: dict[tuple[str, str], Any] = {
    ("storefront", "headline"): SHOP.headline, ("storefront", "holiday_note"): SHOP.holiday_note, ("storefront", "city"): accounts.Member.city,
    ("goods rule", "words"): GoodsRule.words, ("goods rule", "source"): GoodsRule.source,
    ("product", "title"): GOOD.title, ("product", "shop"): GOOD.shop, ("product", "shop_city"): GOOD.shop_city,
    ("product", "condition"): GOOD.condition, ("product", "hs_code"): GOOD.hs_code, ("product", "brand"): Brand.name,
    ("product", "option1"): products.ProductOption.name, ("product", "option2"): products.ProductOption.name,
    ("product", "option3"): products.ProductOption.name, ("product", "value1"): VARIANT.option1, ("product", "value2"): VARIANT.option2,
    ("product", "value3"): VARIANT.option3, ("product", "sku"): VARIANT.sku, ("product", "barcode"): VARIANT.barcode, ("product", "name"): products.ProductAttribute.name,
    ("product", "value"): products.ProductAttribute.value, ("product", "alt"): products.ProductPicture.alt,
    ("product", "source_url"): products.ProductPicture.source_url, ("join", "handle"): accounts.Member.handle,
    ("email", "email"): accounts.Member.email, ("handle", "handle"): accounts.Member.handle,
    ("join", "display_name"): accounts.Member.display_name, ("join", "email"): accounts.Member.email,
    ("profile", "display_name"): accounts.Member.display_name, ("profile", "short_name"): accounts.Member.short_name,
    ("profile", "city"): accounts.Member.city,
    ("passkey", "name"): accounts.Passkey.name,
    ("look", "reason"): FileAccess.reason,
    ("saved view", "name"): SavedView.name, ("saved view", "query"): SavedView.query,
    ("leave", "handle"): accounts.Member.handle,
    ("post", "title"): circle.Post.title, ("post", "city"): circle.Post.city, ("post", "place"): circle.Post.place,
    ("post", "alt"): circle.PostPicture.alt, ("hiding", "reason"): circle.Post.state_reason,
    **moderation.COLUMNS, **talking.COLUMNS, **gathering.COLUMNS, **desking.COLUMNS, ("board", "name"): Board.name,
    ("board of a thing", "name"): Board.name,
}  # fmt: skip
# Text columns hold any length: these are the limits that actions cut at.
CONSTANTS = {
    ("goods rule", "nonce"): NONCE_LIMIT, ("goods rule", "note_hant"): NOTE_LENGTH, ("goods rule", "note_hans"): NOTE_LENGTH, ("goods rule", "note_en"): NOTE_LENGTH,
    ("storefront", "story"): storefronts.STORY_LIMIT, ("storefront", "shipping_policy"): storefronts.POLICY_LIMIT,
    ("storefront", "returns_policy"): storefronts.POLICY_LIMIT, ("storefront", "fee_policy"): storefronts.POLICY_LIMIT,
    ("product", "story"): products.STORY_LIMIT, ("report", "note"): NOTE_LIMIT, ("cell", "value"): FIX_LIMIT, ("objection", "words"): NOTE_LIMIT, ("reason", "reason"): NOTE_LIMIT, ("join", "ref"): accounts.HANDLE_LIMIT,
    ("storefront", "nonce"): NONCE_LIMIT, ("product", "nonce"): NONCE_LIMIT, ("question", "nonce"): NONCE_LIMIT,
    ("post", "body"): circle.BODY_LIMIT, ("comment", "body"): circle.COMMENT_LIMIT, ("repost", "word"): circle.WORD_LIMIT,
    ("post", "nonce"): NONCE_LIMIT, ("comment", "nonce"): NONCE_LIMIT, ("repost", "nonce"): NONCE_LIMIT,
    **talking.CONSTANTS, **gathering.CONSTANTS, **desking.CONSTANTS, ("profile", "nonce"): NONCE_LIMIT,
    ("profile", "bio"): accounts.BIO_LIMIT,
}  # fmt: skip
# The library's own: it compares them with what is stored, and their page says how long they may be.
_LIBRARY = {"csrf_token", "next", "password", "password_confirm", "email", "submit"}


def text_fields(form: Any) -> dict[str, Any]:
    """Name -> field that a person or a script can put text into, those of nested forms included."""
    found = {}
    for field in form:
        if isinstance(field, FieldList):
            for entry in field.entries or [field.append_entry()]:
                found.update(text_fields(entry.form if isinstance(entry, FormField) else [entry]))
        elif isinstance(field, StringField | TextAreaField | HiddenField | PasswordField) and not isinstance(
            field, FileField
        ):
            found[field.short_name] = field
    return found


def limit_of(field: Any) -> int:
    limits = [v.max for v in field.validators if isinstance(v, Length) and v.max and v.max > 0]
    return min(limits) if limits else int((field.render_kw or {}).get("maxlength", 0))


def fields_of(world: World, name: str) -> dict[str, int]:
    def look() -> dict[str, int]:
        with world.app.test_request_context("/zh-hant/"):
            world.app.preprocess_request()
            return {n: limit_of(f) for n, f in text_fields(FORMS[name]()).items()}

    return dict(alone(look))


@pytest.mark.parametrize("name", FORMS)
def test_every_field_has_a_limit(world: World, name: str) -> None:
    ours = {
        "leave", "import", "columns", "cell", "storefront", "product", "report",
        *talking.FORMS, *gathering.FORMS, *desking.FORMS,
        "post", "comment", "repost", "hiding", "board", "board of a thing",
        "question", "profile", "privacy", "objection", "reason", "row", "saved view", "bulk price",
    }  # fmt: skip
    without = {
        n
        for n, limit in fields_of(world, name).items()
        if not limit and n != "csrf_token" and (name in ours or n not in _LIBRARY)
    }
    assert without == set()


@pytest.mark.parametrize(("form", "field"), sorted(COLUMNS))
def test_a_fields_limit_is_its_columns(world: World, form: str, field: str) -> None:
    assert fields_of(world, form)[field] == COLUMNS[form, field].max_length


@pytest.mark.parametrize(("form", "field"), sorted(CONSTANTS))
def test_a_long_texts_limit_is_the_actions(world: World, form: str, field: str) -> None:
    assert fields_of(world, form)[field] <= CONSTANTS[form, field]


def test_file_names_have_room() -> None:
    assert File.original.max_length >= 64


PAGES = {
    "leave": ("stranger", "/me/departure"),
    "storefront": ("owner", "/studio/storefront"),
    "goods rule": ("operator", "/desk/goods-rules/1"),
    "new product": ("owner", "/studio/products/new"),
    "product": ("owner", "/studio/products/{bowl}"),
    "report": ("stranger", "/reports/product/{bowl}"),
    "question": ("stranger", "/@mei/question"),
    "new post": ("stranger", "/c/new"),
    "post": ("owner", "/c/{river}/edit"),
    "repost": ("stranger", "/c/{river}/repost"),
    **talking.PAGES,
    **gathering.PAGES,
    **desking.PAGES,
    "profile": ("owner", "/me/profile"),
    "privacy": ("owner", "/me/privacy"),
    "join": ("visitor", "/join"),
    "sign in": ("visitor", "/sign-in"),
    "forgot": ("visitor", "/reset"),
    "email": ("stranger", "/me/email"),
    "password": ("stranger", "/me/password"),
    "handle": ("stranger", "/me/handle"),
}
# Their form is another page's too: every value in every field, but many in one sending.
SHARED = {"new product"}
# The form of tending is sent to an address for each act: tests/threads/test_tending.py walks these.
ONE_BY_ONE = [name for name in PAGES if name not in SHARED | {"thread tending"}]
NEVER_TOO_LONG = {"csrf_token", "next", "nonce", "remember", "zone", "ref", "username"}
STRANGE = [
    "\x00", "\ud83d", "-1", "9" * 400, "１２３", "1e309", "nan", "٣", "\u202eabc", "a\r\nBcc: x@example.org",
]  # fmt: skip


def path_of(world: World, name: str) -> str:
    ids = {"bowl": world.products["bowl"].id, "river": world.posts["river"].id, "asked": world.threads["asked"].id}
    return "/zh-hant" + PAGES[name][1].format(**ids)


class Sending:
    """A page's form as it was first shown, sent again and again with one value changed."""

    def __init__(self, world: World, name: str) -> None:
        self.path = path_of(world, name)
        self.browser = world.browser(PAGES[name][0])
        self.fields: dict[str, Any] = self.browser.get(self.path).fields()

    def each(self, value: str) -> Iterator[tuple[str, Page]]:
        """(field, answer) for every field that takes a person's text."""
        for field in self.texts():
            yield field, self.send({field: value})

    def texts(self) -> list[str]:
        """The fields that take a person's text; of rows that are alike, the first one's."""
        alike = {re.sub(r"-\d+-", "-", name): name for name in sorted(self.fields, reverse=True)}
        return sorted(set(alike.values()) - NEVER_TOO_LONG)

    def send(self, changed: dict[str, str]) -> Page:
        # A nonce that was used once answers without looking at the form.
        sent = {**self.fields, **changed} | ({"nonce": token_hex(8)} if "nonce" in self.fields else {})
        form = {k: v.encode("utf-8", "surrogatepass") if isinstance(v, str) else v for k, v in sent.items()}
        return self.browser.post(self.path, form)


@pytest.mark.parametrize("name", ONE_BY_ONE)
def test_too_long_is_refused_beside_the_field_and_never_an_error(world: World, name: str) -> None:
    for field, page in Sending(world, name).each("長" * 70_000):
        assert page.status in (422, 200 if name in ("join", "sign in", "forgot") else 422), f"{field}: {page.status}"
        assert len(page.words("h1")) == 1


@pytest.mark.parametrize("name", ONE_BY_ONE)
@pytest.mark.parametrize("value", STRANGE)
def test_strange_input_never_breaks_a_form(world: World, name: str, value: str) -> None:
    for field, page in Sending(world, name).each(value):
        assert page.status < 500, f"{field}: {page.status}"


@pytest.mark.parametrize("name", sorted(SHARED))
@pytest.mark.parametrize("turn", range(len(STRANGE)))
def test_strange_input_in_every_field_at_once(world: World, name: str, turn: int) -> None:
    sending = Sending(world, name)
    page = sending.send({field: STRANGE[(turn + n) % len(STRANGE)] for n, field in enumerate(sending.texts())})
    assert page.status < 500


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_wrong_is_said_in_the_readers_language(world: World, lang: str) -> None:
    browser = world.browser("owner")
    path = f"/{lang}/studio/products/new"
    wrong = {
        "title": "", "weight_g": "heavy", "ships_by": "someday", "category": "none", "variants-0-price": "cheap", "hs_code": "x",
    }  # fmt: skip
    page = browser.send(path, **wrong)
    assert page.status == 422
    # What scripts fill in later is empty so far.
    marked = [e for e in page.tree.iter() if "wrong" in (e.get("class") or "").split()]
    told = list(filter(None, (" ".join("".join(e.itertext()).split()) for e in marked)))
    assert len(told) >= len(wrong)
    for words in told:
        is_latin = all(ord(c) < 0x2E80 for c in words)
        assert is_latin == (lang == "en"), words
    if lang == "zh-hant":
        assert not [words for words in told if set(words) & set("个无为这应该须请输选择")], told


def test_control_characters_are_no_part_of_what_was_typed(app: Any, cast: Cast) -> None:
    """A NUL that came back in a field would make the page something else than HTML."""
    browser = Browser(app, cast.nina)
    for sent in ("漫長\x00的\x07一天" * 20, "\x00" * 3):
        page = browser.send("/zh-hant/me/mutes", word=sent)
        assert page.status == 422
        assert page.tree is not None
        assert not any(sign in page.text for sign in "\x00\x07")
    page = browser.send("/zh-hant/me/mutes", word="漫\x00長")
    assert page.status == 303
    assert "漫長" in browser.follow(page).text
    posted = browser.send("/zh-hant/c/new", body="第一行\r\n\t第二行\x00", then="draft")
    assert "\x00" not in posted.text
