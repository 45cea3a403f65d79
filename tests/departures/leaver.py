"""A member with something in every table, and what is asked of all tables and files afterwards."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask import Flask
from peewee import ModelAlias

from miquan.accounts import actions as accounts
from miquan.accounts.models import HandleChange, Member, MemberSession, Passkey
from miquan.accounts.security import noted
from miquan.catalogue.models import (
    ImportedProduct,
    ImportFinding,
    ImportFix,
    ImportMapping,
    ImportRow,
    ImportRun,
)
from miquan.db import BaseModel, database, now, transaction
from miquan.departures.models import Departure
from miquan.mail.letters import send_letter
from miquan.mail.models import MailRefusal
from miquan.media import storage
from miquan.media.actions import store_picture
from miquan.media.models import File, FileAccess, FileFact, FileKey, MediaUsage, Upload
from miquan.moderation.actions import audit, file_report
from miquan.moderation.models import Decision, Hold, Report, Suspension
from miquan.once import once
from miquan.outbox import Delivery, Event, claims, record
from miquan.outbox.worker import Worker
from miquan.products.draft import PictureDraft, VariantDraft
from miquan.products.models import Product
from miquan.storefronts.actions import StorefrontDraft, open_storefront
from miquan.studio.models import BulkChange, EditorDraft, SavedView
from tests.cast import Cast
from tests.circle.filled import fill_circle
from tests.notifications.filled import fill_notices
from tests.site.world import picture_bytes
from tests.threads.filled import fill_talk

EMAIL, OLD_EMAIL, HANDLE, OLD_HANDLE = "rin.leaver@example.org", "old.rin@example.org", "rin_leaver", "rin_before"
NAME, SHORT = "林予安離開者", "予安離"
# What must not be found anywhere once they are gone.
NAMES = (EMAIL, OLD_EMAIL, HANDLE, OLD_HANDLE, NAME, SHORT, "在京都住了九年的離開者", "離開者工房", "離開者的碗")
SECRETS = (
    "$argon2id$v=19$secret-of-the-leaver",
    "totp-secret-of-the-leaver",
    "codes-of-the-leaver",
    "handle-of-webauthn",
)
TOKEN_HASH = "f" * 64


def leaver(cast: Cast) -> Member:
    """Somebody who joined by invitation, changed names, opened a storefront, brought files, reported and was reported."""
    member = accounts.join(
        email=EMAIL, password=SECRETS[0], handle=HANDLE, display_name=NAME, short_name=SHORT, lang="zh-hant",
        inviter=cast.nina.id, bio="在京都住了九年的離開者", city="kyoto", country="JP", zone="Asia/Tokyo", languages=["ja"],
        tf_primary_method="authenticator", tf_totp_secret=SECRETS[1], mf_recovery_codes=[SECRETS[2]],
        fs_webauthn_user_handle=SECRETS[3], confirmed_at=now(),
    )  # fmt: skip
    HandleChange.create(handle=OLD_HANDLE, member=member.id)
    _account(member)
    # One letter speaks of them to somebody else, another has nothing to do with them.
    told = {"facts": [], "then": "", "link": "/", "button": "看看"}
    send_letter(cast.mei, "notice", subject=NAME, words=f"{NAME}（@{HANDLE}）問你", reply_to=EMAIL, **told)
    send_letter(cast.ou, "notice", subject="@rin_leaver_two", words="另一個人", **told)
    _files(member)
    _shop(cast, member)
    _moderation(cast, member)
    fill_circle(cast, member, NAME, HANDLE)
    fill_talk(cast, member, NAME, HANDLE)
    fill_notices(cast, member)
    return member


def _account(member: Member) -> None:
    MemberSession.create(
        token_hash=TOKEN_HASH, member=member.id, data={"csrf_token": "csrf-of-the-leaver"}, expires_at=now() + timedelta(1),
        address="203.0.113.7", agent="Firefox",
    )  # fmt: skip
    Passkey.create(
        user=member.id,
        credential_id=b"credential-of-the-leaver",
        public_key=b"key-of-the-leaver",
        name="手機",
        usage="first",
    )
    MailRefusal.create(member=member.id, kind="news")
    noted(member.id, "email_changed", old=OLD_EMAIL, new=EMAIL)
    with transaction():
        record(Event.MEMBER_CHANGED, subject=("member", member.id), data={"old": OLD_EMAIL, "new": EMAIL})
    once("nonce", member.id, lambda: f"/zh-hant/@{HANDLE}/p/1-x")


def _files(member: Member) -> None:
    for colour in ("#a0522d", "#556b2f"):
        file = store_picture(picture_bytes(colour), owner=member.id)
        FileFact.insert(file=file.id).on_conflict_ignore().execute()
        FileFact.update(latitude=35.0, longitude=135.7, make="Leica").where(FileFact.file == file.id).execute()
        FileKey.insert(file=file.id, master="1", wrapped="wrapped-key-of-the-leaver").on_conflict_ignore().execute()
        FileAccess.create(file_name=file.name, owner=member.id, actor=member.id, reason="看", address="203.0.113.7")
    Member.update(avatar=file.id).where(Member.id == member.id).execute()
    MediaUsage.insert(member=member.id).on_conflict_ignore().execute()
    storage.private().put("incoming/leaver/1", b"half of a film")
    Upload.create(
        token="leaver", owner=member.id, purpose="product", size=99, parts=["incoming/leaver/1"], received=14,
        expires_at=now() + timedelta(1), filename=f"{HANDLE}.mp4",
    )  # fmt: skip


def _shop(cast: Cast, member: Member) -> None:
    shop = open_storefront(
        member.id, StorefrontDraft(currency="JPY", headline=NAME, story=NAME, expertise=("ceramics-tea",))
    )
    pictures = tuple(PictureDraft(file_id=f.id, alt=NAME) for f in File.select().where(File.owner == member.id))
    more: dict[str, Any] = {
        "storefront": shop, "pictures": pictures, "tags": (NAME, "茶道"), "brand": "離開者工房", "story": f"{NAME}找到的",
        "attributes": (("窯口", NAME),), "shop": NAME,
        "variants": (VariantDraft(price=100, options=("小",)), VariantDraft(price=200, options=("大",))), "options": ("尺寸",),
    }  # fmt: skip
    cast.product("離開者的碗", **more)
    cast.product("離開者的草稿碗", state="draft", **more)
    EditorDraft.create(storefront=shop.id, member=member.id, key="leaver", title="離開者的碗", form={"title": [NAME]})
    SavedView.create(storefront=shop.id, name=NAME, query="q=碗")
    BulkChange.create(storefront=shop.id, by=member.id, verb="tag_add", spec={"tag": NAME})
    _imports(shop.id, member)


def _imports(shop_id: int, member: Member) -> None:
    storage.private().put("imports/le/leaver", f"品名,{NAME}".encode())
    run = ImportRun.create(
        storefront=shop_id, by=member.id, name=f"{HANDLE}.csv", stored="imports/le/leaver", state="done",
        header={"names": [NAME]}, mapping={"columns": {}},
    )  # fmt: skip
    ImportFinding.create(run=run.id, line=2, code="failed", value=NAME)
    ImportRow.create(run=run.id, line=2, cells=[NAME])
    ImportFix.create(run=run.id, line=2, place=0, value=NAME)
    product = Product.get(Product.storefront == shop_id)
    ImportedProduct.create(run=run.id, product=product.id, outcome="created", version_after=1)
    ImportMapping.create(storefront=shop_id, signature="0" * 64, mapping={"columns": {"0": NAME}})


def _moderation(cast: Cast, member: Member) -> None:
    bowl = cast.product("別人的碗")
    file_report(by=member.id, kind="product", subject_id=bowl.id, reason="other", note=f"{NAME}覺得怪")
    closed = file_report(by=member.id, kind="member", subject_id=cast.mei.id, reason="other", note=NAME)
    Report.update(state="resolved").where(Report.id == closed.id).execute()
    Suspension.create(member=member.id, by=cast.ou.id, reason=f"{NAME}吵架", lifted_at=now())
    told = {"subject_kind": "post", "subject_id": 1, "member": member.id}
    Decision.create(**told, verb="warn", reason="offensive", words=f"{NAME}別這樣", thing=f"{NAME}的帖", by=cast.ou.id)
    Hold.create(**told, reasons=["links"])
    audit(
        "member.suspended", ("member", member.id), by=cast.ou.id, reason=f"@{HANDLE}吵架", email=EMAIL, before=OLD_EMAIL
    )


def work(app: Flask, *lanes: str) -> None:
    """Everything that is due gets done."""
    worker = Worker(app)
    while any([worker.step(lane) for lane in lanes or worker.lanes]):
        pass
    for lane in worker.lanes:
        claims.free_lane(lane, worker.holder)


def time_is_up() -> None:
    """The time of grace of every departure is over."""
    with transaction():
        Departure.update(due_at=claims.later(-1)).execute()
        Delivery.update(due_at=claims.later(-1)).where(Delivery.subscriber == "departures.erase_member").execute()


def all_tables() -> list[type[BaseModel]]:
    found, waiting = [], [BaseModel]
    while waiting:
        for model in waiting.pop().__subclasses__():
            if model.__module__.startswith("miquan.") and not isinstance(model, ModelAlias):
                found.append(model)
                waiting.append(model)
    return sorted(found, key=lambda model: model.__name__)


def held(words: tuple[str, ...]) -> Iterator[str]:
    """Where any of these words stands: every column of every table of the database, whatever its kind."""
    escaped = [w.encode("ascii", "backslashreplace").decode() for w in words]
    for table in database.get_tables():
        columns = [column.name for column in database.get_columns(table)]
        for row in database.execute_sql(f'SELECT * FROM "{table}"').fetchall():
            for column, value in zip(columns, row, strict=True):
                text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
                yield from (f"{table}.{column}: {text[:200]}" for w in {*words, *escaped} if w in text)


def bytes_kept() -> set[str]:
    return {key for place in (storage.public(), storage.private()) for key, _at in place.keys("")}
