"""A member's data as a ZIP: complete, without secrets, built through kills, for its owner only, gone after a week."""

import io
import json
import zipfile
from typing import Any

import pytest

from miquan import places
from miquan.accounts.models import Member, MemberSession
from miquan.departures import actions, packing, queries
from miquan.departures.models import MemberExport
from miquan.departures.registry import SECTIONS
from miquan.media import storage
from miquan.media.models import File
from miquan.outbox import Delivery, claims
from tests.browsing import Browser
from tests.cast import Cast
from tests.departures.leaver import EMAIL, HANDLE, NAME, OLD_EMAIL, SECRETS, TOKEN_HASH, bytes_kept, leaver, work
from tests.mails import mails

HIDDEN = (
    *SECRETS,
    TOKEN_HASH,
    "csrf-of-the-leaver",
    "credential-of-the-leaver",
    "key-of-the-leaver",
    "wrapped-key-of-the-leaver",
)


def exported(app: Any, member: Member) -> tuple[MemberExport, bytes]:
    export = actions.ask_export(member.id)
    assert export
    work(app, "leaving")
    export = MemberExport.get_by_id(export.id)
    return export, storage.private().get(export.file.original)


def test_it_holds_every_section_and_the_originals_and_no_secret(app: Any, cast: Cast) -> None:
    member = leaver(cast)
    export, body = exported(app, member)
    packed = zipfile.ZipFile(io.BytesIO(body))
    assert packed.testzip() is None
    files = list(File.select().where(File.owner == member.id, File.purpose != "export"))
    data = {section.name: json.loads(packed.read(f"data/{section.name}.json")) for section in SECTIONS}
    assert {n for n, rows in data.items() if not rows} <= {"departures"}
    (imported,) = (n for n in packed.namelist() if n.startswith("files/imports/"))
    assert packed.read(imported).decode() == f"品名,{NAME}"
    originals = {n for n in packed.namelist() if n.startswith("files/")} - {imported}
    assert originals == {row["original"] for row in data["files"]} == {f"files/{f.name}.jpg" for f in files}
    for file in files:
        assert packed.read(f"files/{file.name}.jpg") == storage.private().get(file.original)
    account = data["account"][0]
    assert (account["email"], account["display_name"], account["inviter"]) == (EMAIL, NAME, "nina")
    goods = {row["title"]: row for row in data["products"]}
    assert set(goods) == {"離開者的碗", "離開者的草稿碗"}
    assert [v["price"] for v in goods["離開者的碗"]["variants"]] == [100, 200]
    assert data["files"][0]["facts"][0]["make"] == "Leica"
    everything = b"".join(packed.read(name) for name in packed.namelist())
    uniquifier = Member.get_by_id(member.id).fs_uniquifier
    assert [
        s for s in (*HIDDEN, uniquifier) if s.encode() in everything or s.encode().hex().encode() in everything
    ] == []
    assert (export.state, export.done, export.total) == ("ready", len(SECTIONS) + 2, len(SECTIONS) + 2)
    assert HANDLE in packed.read("README.txt").decode()
    assert [m["to"] for m in mails() if "打包好了" in m["subject"]] == [EMAIL]
    assert OLD_EMAIL in json.dumps(data["security"])


def test_what_belongs_to_others_is_not_in_it(app: Any, cast: Cast) -> None:
    leaver(cast)
    cast.product("別人的鐵瓶", story="只有我知道的故事")
    _export, body = exported(app, cast.nina)
    packed = zipfile.ZipFile(io.BytesIO(body))
    everything = b"".join(packed.read(name) for name in packed.namelist()).decode()
    assert EMAIL not in everything
    assert "mei@example.org" not in everything
    assert "只有我知道的故事" not in everything


def test_a_build_that_is_killed_begins_anew_and_leaves_nothing_twice(
    app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = leaver(cast)
    before = bytes_kept()
    export = actions.ask_export(member.id)
    assert export
    real = packing._finished

    def killed(*_told: Any) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(packing, "_finished", killed)
    with pytest.raises(KeyboardInterrupt):
        packing.build(export.id)
    shown = queries.newest_export(member.id)
    assert shown
    assert (shown.state, shown.done) == ("building", shown.total)
    assert len(bytes_kept() - before) == 1
    monkeypatch.setattr(packing, "_finished", real)
    work(app, "leaving")
    assert len(bytes_kept() - before) == 1
    assert packing.build(export.id) is False
    assert MemberExport.get_by_id(export.id).state == "ready"
    assert File.select().where(File.purpose == "export").count() == 1


def test_one_at_a_time_and_a_few_a_day(app: Any, cast: Cast) -> None:
    assert actions.ask_export(cast.nina.id)
    assert actions.ask_export(cast.nina.id) is None
    MemberExport.update(asked_at=claims.later(-90_000)).execute()
    shown = queries.newest_export(cast.nina.id)
    assert shown
    assert shown.state == "failed"
    for _time in range(3):
        MemberExport.update(state="failed").execute()
        assert actions.ask_export(cast.nina.id)
    MemberExport.update(state="failed").execute()
    with pytest.raises(actions.CannotAsk):
        actions.ask_export(cast.nina.id)
    assert actions.ask_export(cast.mei.id)


def test_only_the_owner_gets_it_freshly_signed_in_and_for_a_week(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    assert browser.send("/zh-hant/me/data", "/me/exports", to="/zh-hant/me/exports").status == 303
    assert b'hx-trigger="every 1s"' in browser.get("/zh-hant/me/data").body
    work(app, "leaving")
    page = browser.get("/zh-hant/me/data")
    assert b"every 1s" not in page.body
    export = MemberExport.get()
    address = f"/zh-hant/me/files/{export.file.name}"
    assert address.encode() in page.body
    # The same day as in the letter, also for somebody who has named no clock.
    until = places.there("Asia/Taipei", export.expires_at).date().isoformat()
    assert until in page.text
    assert [until in str(m) for m in mails() if "打包好了" in m["subject"]] == [True]
    answer = browser.get(address)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/zip")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert zipfile.ZipFile(io.BytesIO(answer.body)).testzip() is None
    assert Browser(app).get(address).status == 303
    assert [Browser(app, m).get(address).status for m in (cast.mei, cast.mo, cast.ou)] == [404] * 3
    stale = Browser(app, cast.nina)
    for row in MemberSession.select():
        MemberSession.update(data={**row.data, "fs_paa": 0, "fs_gexp": 0}).where(MemberSession.id == row.id).execute()
    assert "/verify" in stale.get(address).location
    _a_week_later(app)
    assert Browser(app, cast.nina).get(address).status == 404
    assert not [key for key in bytes_kept() if key.endswith(".zip")]
    assert not File.select().where(File.purpose == "export").exists()
    assert "上次那一份" in Browser(app, cast.nina).get("/zh-hant/me/data").text


def _a_week_later(app: Any) -> None:
    MemberExport.update(expires_at=claims.later(-1)).execute()
    Delivery.update(due_at=claims.later(-1)).where(Delivery.subscriber == "departures.expire_export").execute()
    work(app, "leaving", "media")
