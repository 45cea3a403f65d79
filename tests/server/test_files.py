"""Static files with far-future names, and public media."""

import os
import re
from pathlib import Path

import pytest

from miquan.assets import Assets
from tests.server.small import Running, write_static


def hashed(site: Running, name: str) -> str:
    address: str = site.app.extensions["assets"].url(name)
    return address


def test_a_hashed_name_is_kept_for_a_year_and_a_plain_one_asked_again(site: Running) -> None:
    address = hashed(site, "css/app.css")
    assert re.fullmatch(r"/static/css/app\.[0-9a-f]{8}\.css", address)
    answer, body = site.ask(address)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    plain, same = site.ask("/static/css/app.css")
    assert plain.headers["Cache-Control"] == "public, no-cache"
    assert same == body


def test_an_old_hash_is_gone(site: Running) -> None:
    assert site.ask("/static/css/app.00000000.css")[0].status == 404


def test_a_file_is_not_sent_twice(site: Running) -> None:
    address = hashed(site, "css/app.css")
    etag = site.ask(address)[0].headers["ETag"]
    answer, body = site.ask(address, If_None_Match=f'"other", {etag}')
    assert (answer.status, body) == (304, b"")


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_text_is_compressed(site: Running, encoding: str) -> None:
    answer, body = site.ask(hashed(site, "css/app.css"), Accept_Encoding=encoding)
    assert answer.headers["Content-Encoding"] == encoding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert len(body) < 400


def test_the_stylesheet_is_one_file_in_layers(site: Running) -> None:
    _answer, body = site.ask("/static/css/app.css")
    text = body.decode()
    assert text.startswith("@layer base, pages;")
    assert "@import" not in text
    assert text.index("@layer base {") < text.index("@layer pages {")
    assert f'url("{hashed(site, "icons.svg")}")' in text


def test_modules_import_hashed_names(site: Running) -> None:
    text = site.ask("/static/js/main.js")[1].decode()
    assert f'from "{hashed(site, "js/menu.js")}"' in text
    assert f'import("{hashed(site, "js/menu.js")}")' in text


def test_a_changed_module_changes_the_names_of_those_that_import_it(tmp_path: Path) -> None:
    before = Assets(write_static(tmp_path), production=True).url("js/main.js")
    (tmp_path / "js/menu.js").write_text("export function open() { return 2 }\n")
    assert Assets(tmp_path, production=True).url("js/main.js") != before


def test_modules_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import "./b.js"')
    (tmp_path / "b.js").write_text('import "./a.js"')
    with pytest.raises(ValueError, match="circle"):
        Assets(tmp_path, production=True)


def test_an_import_that_is_missing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "app.css").write_text('@import url("gone.css") layer(base);')
    with pytest.raises(ValueError, match=r"gone\.css"):
        Assets(tmp_path, production=True)


def test_in_development_a_change_is_seen_and_in_production_not(tmp_path: Path) -> None:
    at = [0.0]
    developing = Assets(write_static(tmp_path), production=False, clock=lambda: at[0])
    serving = Assets(tmp_path, production=True, clock=lambda: at[0])
    before = developing.url("css/base.css")
    (tmp_path / "css/base.css").write_text("body { margin: 1px }")
    os.utime(tmp_path / "css/base.css", (1, 1))
    assert developing.url("css/base.css") == before
    at[0] = 2.0
    assert developing.url("css/base.css") != before
    assert serving.url("css/base.css") == before


def test_a_name_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match=r"css/none\.css"):
        Assets(tmp_path, production=True).url("css/none.css")


def test_a_link_in_static_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("private")
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "in.txt").symlink_to(tmp_path / "outside.txt")
    assert Assets(tmp_path / "static", production=True).find("/static/in.txt") is None


def test_a_picture_is_kept_for_ever_and_cannot_run(site: Running) -> None:
    answer, body = site.ask("/media/ab/jar-480.webp")
    assert (answer.status, body[:4]) == (200, b"RIFF")
    assert answer.headers["Content-Type"] == "image/webp"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_picture_is_not_sent_twice(site: Running) -> None:
    first = site.ask("/media/ab/jar-480.webp")[0].headers
    assert site.ask("/media/ab/jar-480.webp", If_None_Match=first["ETag"])[0].status == 304
    assert site.ask("/media/ab/jar-480.webp", If_Modified_Since=first["Last-Modified"])[0].status == 304
    assert site.ask("/media/ab/jar-480.webp", If_Modified_Since="nonsense")[0].status == 200


ATTACKS = [
    "/media/../private/passport.webp",
    "/media/%2e%2e/private/passport.webp",
    "/media/..%2fprivate%2fpassport.webp",
    "/media/ab/../../private/passport.webp",
    "/media//etc/passwd",
    "/media/ab/jar-480.webp%00.html",
    "/media/link.webp",
    "/media/out/passport.webp",
    "/media/notes.txt",
    "/media/ab",
    "/media/",
    "/media/..%5cprivate%5cpassport.webp",
    "/static/../app.py",
    "/static/%2e%2e/static/css/app.css",
    "/static/.secret.css",
    "/static/notes.py",
    "/static//etc/passwd",
    "/static/",
]


@pytest.mark.parametrize("path", ATTACKS)
def test_nothing_else_comes_out(site: Running, path: str) -> None:
    heard = site.say(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    assert heard.split(b" ")[1] in (b"404", b"400")
    assert b"secret" not in heard
    assert b"no-store" in heard


@pytest.mark.parametrize("path", ["/static/css/app.css", "/media/ab/jar-480.webp"])
def test_files_are_only_read(site: Running, path: str) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert site.ask(path, method, b"x")[0].status == 405
