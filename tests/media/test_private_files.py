"""Who may see which private file, what the answer says of it, and that every look is written down before it is given."""

from datetime import UTC, datetime
from typing import Any

import pytest
from peewee import DatabaseError

from miquan.accounts.models import Member
from miquan.db import now, transaction
from miquan.media import rules, storage
from miquan.media.access import ACCESS
from miquan.media.models import File, FileAccess
from miquan.media.serving import disposition, size_words
from tests.browsing import Browser
from tests.cast import Cast
from tests.site.world import private_file

BODY = b"\xff\xd8\xff\xe0 the papers of Lin Mei, number A123456789"
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def kept(cast: Cast, purpose: str, mime: str = "image/jpeg", body: bytes = BODY, **more: Any) -> File:
    """One of mei's."""
    return private_file(cast.mei.id, purpose, body, mime, **more)


def looks() -> list[tuple[int, str]]:
    rows = FileAccess.select(FileAccess.actor, FileAccess.reason).order_by(FileAccess.id)
    return [(row.actor_id, row.reason) for row in rows]


def address(file: File) -> str:
    return f"/zh-hant/me/files/{file.name}"


# visitor, stranger, owner, moderator, operator; "ask" is the page that wants a reason first.
MATRIX = {
    "paper": (303, 404, 200, 404, "ask"),
    "proof": (303, 404, 200, "ask", "ask"),
    "export": (303, 404, 200, 404, 404),
    "product": (303, 404, 200, 404, 404),
    "banner": (303, 404, 200, 404, 404),
    "group": (303, 404, 200, 404, 404),
    "post": (303, 404, 200, 404, 404),
    "avatar": (303, 404, 200, 404, 404),
    "novelty": (303, 404, 200, 404, 404),
}


def test_who_may_see_what(app: Any, cast: Cast) -> None:
    assert {*ACCESS, *rules.PURPOSES} <= set(MATRIX)
    people = [Browser(app, who) for who in (None, cast.ruo, cast.mei, cast.mo, cast.ou)]
    for purpose, wanted in MATRIX.items():
        file = kept(cast, purpose)
        for browser, expected in zip(people, wanted, strict=True):
            page = browser.get(address(file))
            assert page.status == (200 if expected == "ask" else expected), (purpose, expected)
            assert (page.body == BODY) == (expected == 200)
            assert b"A123456789" not in page.body or expected == 200
            assert page.headers["Cache-Control"] == "private, no-store"
            # Nobody gets it by sending the form's address either.
            sent = browser.post(address(file), {"reason": "x"})
            assert sent.status == 400
            assert b"A123456789" not in sent.body
    # Only what its owner opened of the sealed one: asking for a reason gives nothing away yet.
    assert looks() == [(cast.mei.id, "")]


def test_the_desk_says_why_and_the_owner_reads_it(app: Any, cast: Cast) -> None:
    file = kept(cast, "paper")
    desk = Browser(app, cast.ou)
    page = desk.send(address(file), reason="  ")
    assert page.status == 422
    assert "寫下為什麼要看" in page.text
    assert desk.send(address(file), reason="長" * 201).status == 422
    assert looks() == []
    page = desk.send(address(file), reason="核對\n護照")
    assert (page.status, page.body) == (200, BODY)
    assert looks() == [(cast.ou.id, "核對 護照")]
    # The next look needs a reason again.
    assert desk.get(address(file)).body != BODY
    shelf = Browser(app, cast.mei).get("/zh-hant/me/files")
    assert "核對 護照" in shelf.text
    assert "阿歐" in shelf.text
    assert file.name in shelf.text
    others = Browser(app, cast.ruo).get("/zh-hant/me/files")
    assert file.name not in others.text
    assert "核對" not in others.text


def test_what_is_over_is_not_listed_and_the_day_it_ends_is_the_readers(app: Any, cast: Cast) -> None:
    ends = datetime(2100, 1, 1, 1, tzinfo=UTC)
    over, kept_on = kept(cast, "proof", keep_until=now()), kept(cast, "proof", keep_until=ends)
    Member.update(zone="America/New_York").where(Member.id == cast.mei.id).execute()
    shelf = Browser(app, cast.mei).get("/zh-hant/me/files").text
    assert (over.name in shelf, kept_on.name in shelf, "留到2099-12-31" in shelf) == (False, True, True)


def test_what_waits_or_was_refused_is_for_nobody_else(app: Any, cast: Cast) -> None:
    waiting = kept(cast, "paper", state="waiting")
    refused = File.create(
        owner=cast.mei.id, name="refused01", purpose="paper", visibility="private", mime="image/jpeg", bytes=9, sha256="",
        state="refused",
    )  # fmt: skip
    for browser, first in ((Browser(app, cast.mei), 200), (Browser(app, cast.ou), 404)):
        assert browser.get(address(waiting)).status == first
        assert browser.get(address(refused)).status == 404
    File.update(owner=None).where(File.id == waiting.id).execute()
    assert Browser(app, cast.mei).get(address(waiting)).status == 404


SAID = (
    ("image/jpeg", "image/jpeg", True),
    ("image/webp", "image/webp", True),
    ("image/heic", "image/heic", False),
    ("application/pdf", "application/pdf", False),
    ("video/mp4", "video/mp4", False),
    ("text/html", "application/octet-stream", False),
    ("image/svg+xml", "application/octet-stream", False),
)


def test_what_the_answer_says(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.mei)
    for mime, said, inline in SAID:
        says(browser, kept(cast, "proof", mime, b"<script>alert(1)</script>"), said, inline)


def says(browser: Browser, file: File, said: str, inline: bool) -> None:
    page = browser.get(address(file))
    assert page.headers["Content-Type"] == said
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Content-Security-Policy"] == SANDBOX
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in page.headers["Vary"]
    assert page.headers["Content-Disposition"].startswith("inline" if inline else "attachment")
    assert "filename*=UTF-8''%E8%AD%89%E6%98%8E-" in page.headers["Content-Disposition"]
    head = browser.ask("HEAD", address(file))
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", "25")


def test_names_after_rfc_6266() -> None:
    assert (
        disposition('a"b\r\n.pdf', inline=False)
        == "attachment; filename=\"a_b__.pdf\"; filename*=UTF-8''a%22b%0D%0A.pdf"
    )
    assert disposition("證.pdf", inline=True) == "inline; filename=\"_.pdf\"; filename*=UTF-8''%E8%AD%89.pdf"
    assert [size_words(n) for n in (0, 999_499, 1_500_000, 2_000_000_000)] == ["1 KB", "999 KB", "1.5 MB", "2.0 GB"]


def test_parts_of_what_is_not_sealed(app: Any, cast: Cast) -> None:
    video, paper, browser = kept(cast, "proof", "video/mp4"), kept(cast, "paper"), Browser(app, cast.mei)
    page = browser.get(address(video), headers={"Range": "bytes=4-9"})
    assert (page.status, page.body) == (206, BODY[4:10])
    assert page.headers["Content-Range"] == f"bytes 4-9/{len(BODY)}"
    assert browser.get(address(video), headers={"Range": "bytes=-3"}).body == BODY[-3:]
    page = browser.get(address(video), headers={"Range": "bytes=9999-"})
    assert (page.status, page.headers["Content-Range"]) == (416, f"bytes */{len(BODY)}")
    for asked in ({"Range": "bytes=0-1,4-5"}, {"Range": "words=1-2"}, {"Range": "bytes=1-2", "If-Range": '"x"'}):
        assert browser.get(address(video), headers=asked).body == BODY
    page = browser.get(address(paper), headers={"Range": "bytes=4-9"})
    assert (page.status, page.body, page.headers["Accept-Ranges"]) == (200, BODY, "none")


def test_no_name_leads_elsewhere(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.mei)
    for name in ("..", "../secret.key", "%2e%2e%2fsecret.key", "a%00b", "x" * 41, "x" * 5_000, "證件", "a.jpg", " "):
        assert browser.get(f"/zh-hant/me/files/{name}").status == 404, name


def test_a_damaged_or_lost_paper_is_refused_and_the_look_stands(app: Any, cast: Cast) -> None:
    file, browser = kept(cast, "paper"), Browser(app, cast.mei)
    body = bytearray(storage.private().get(file.original))
    body[30] ^= 4
    storage.private().put(file.original, bytes(body))
    page = browser.get(address(file))
    assert page.status == 500
    assert b"A123456789" not in page.body
    storage.private().delete(file.original)
    assert browser.get(address(file)).status == 404
    assert looks() == [(cast.mei.id, "")] * 2


def test_without_a_line_in_the_log_there_is_no_byte(app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    file, opened = kept(cast, "paper"), []

    def refuses(*_args: Any, **_more: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(FileAccess, "create", refuses)
    monkeypatch.setattr("miquan.media.views.open_original", opened.append)
    assert Browser(app, cast.mei).get(address(file)).status == 500
    assert opened == []


def test_the_log_cannot_be_changed_and_outlives_the_file(app: Any, cast: Cast) -> None:
    file, browser = kept(cast, "paper"), Browser(app, cast.mei)
    browser.get(address(file))
    for change in (FileAccess.update(reason="nothing"), FileAccess.delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction():
            change.execute()
    File.delete().where(File.id == file.id).execute()
    page = browser.get("/zh-hant/me/files")
    assert "已刪除的文件" in page.text
    assert looks() == [(cast.mei.id, "")]


def test_long_lists_go_on_by_key(app: Any, cast: Cast) -> None:
    names = [kept(cast, "proof", body=b"x").name for _n in range(52)]
    browser = Browser(app, cast.mei)
    first = browser.get("/zh-hant/me/files")
    onward = [a.get("href") or "" for a in first.all("a", rel="next")]
    assert len(onward) == 1
    second = browser.get(onward[0])
    assert [name in first.text for name in names] == [False] * 2 + [True] * 50
    assert [name in second.text for name in names] == [True] * 2 + [False] * 50
    assert browser.get("/zh-hant/me/files?files=x&looks=-1").status == 200
    strange = browser.get("/zh-hant/me/files?endpoint=x&_method=PUT&_anchor=x&_external=1&_scheme=ftp")
    assert [a.get("href") for a in strange.all("a", rel="next")] == onward
