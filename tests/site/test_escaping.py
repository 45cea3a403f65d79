"""Attacks in every text field of members, storefronts and goods stay text on every page where they show."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import html5lib
import pytest

from miquan.accounts.models import Member
from miquan.circle.models import Post
from miquan.i18n import LANGS
from miquan.products.actions import publish
from miquan.products.draft import VariantDraft
from miquan.products.models import Product
from tests.browsing import Page, X
from tests.site.world import World, make_world

SHORT = "\"'><img src=x onerror=alert(1)>"
LONG = (
    "</script></title></textarea><script>alert(1)</script>"
    + SHORT
    + "{{7*7}}{% raw %}<svg onload=alert(1)>[x](javascript:alert(1))"
)
MARKDOWN = LONG + (
    '\n\n<iframe src="javascript:alert(1)"></iframe><a href="javascript:alert(1)" onclick="x()">a</a>\n\n![" onerror="alert(1)](x)\n\n'
    "[b](data:text/html,x) <style>p{color:red}</style><form action=//evil.example><input name=q></form><math><mtext><style><img src=x onerror=alert(1)>"
)


@pytest.fixture(scope="module")
def attacked(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world whose every text is an attack, entered through the site's own forms."""
    from miquan import db

    folder = tmp_path_factory.mktemp("attacked")
    (folder / "miquan.db").write_bytes(sqlite_template.read_bytes())
    world = make_world(folder, f"sqlite:///{folder / 'miquan.db'}")
    Member.update(display_name=SHORT, short_name=SHORT, bio=LONG, city=SHORT).where(
        Member.id == world.cast.mei.id
    ).execute()
    _storefront(world)
    _product(world)
    _post(world)
    yield world
    db.database.obj.close_all()


def _storefront(world: World) -> None:
    texts = dict.fromkeys(("story", "shipping_policy", "returns_policy", "fee_policy"), MARKDOWN)
    page = world.browser("owner").send(
        "/zh-hant/studio/storefront",
        headline=SHORT,
        city=SHORT,
        holiday_note=LONG,
        holiday_from="2026-01-01",
        holiday_to="2099-01-01",
        **texts,
    )
    assert page.status == 303, page.text


def _product(world: World) -> None:
    texts = {name: SHORT for name in ("brand", "tags", "option1", "condition", "shop", "shop_city")}
    rows = {
        "variants-0-value1": SHORT,
        "variants-0-price": "900",
        "variants-0-sku": SHORT,
        "facts-0-name": SHORT,
        "facts-0-value": LONG,
    }
    page = world.browser("owner").send(
        "/zh-hant/studio/products/new",
        title=LONG[:200],
        story=MARKDOWN,
        category="tea-bowls",
        shop_country="JP",
        then="publish",
        **texts,
        **rows,
    )
    assert page.status == 303, page.text
    world.products["attack"] = Product.select().order_by(Product.id.desc()).get()


def _post(world: World) -> None:
    """A post, a comment under it, and a word to pass it on, all through their forms."""
    texts = {"title": SHORT, "body": MARKDOWN, "place": SHORT, "city": SHORT}
    page = world.browser("owner").send("/zh-hant/c/new", "/c/new", "/zh-hant/c/new", **texts, then="publish")
    assert page.status == 303, page.text
    post = Post.select().order_by(Post.id.desc()).get()
    world.posts["attack"] = post
    path = f"/zh-hant/c/{post.id}-{post.slug}"
    said = world.browser("stranger").send(path, "/comments", f"/zh-hant/c/{post.id}/comments", body=MARKDOWN[:4_000])
    assert said.status == 303, said.text
    passed = world.browser("stranger").send(f"/zh-hant/c/{post.id}/repost", word=LONG[:500])
    assert passed.status == 303, passed.text
    world.posts["passed"] = Post.get(Post.repost_of == post.id)


def harm(page: Page) -> list[str]:
    """What a browser could run or be led away by; parsed as leniently as browsers do."""
    return [found for e in html5lib.parse(page.text).iter() if isinstance(e.tag, str) for found in _harm_in(e)]


def _harm_in(e: Any) -> Iterator[str]:
    tag = e.tag.split("}")[-1]
    if tag == "script" and e.get("type") != "application/ld+json" and not (e.get("src") or "").startswith("/static/"):
        yield "script"
    if tag in ("iframe", "object", "embed", "base", "style", "math"):
        yield tag
    if tag == "form" and not (e.get("action") or "/").startswith(("/", "?")):
        yield "form"
    for name, value in e.attrib.items():
        clean = "".join(value.split()).lower()
        if str(name).startswith("on") or name == "style" or clean.startswith(("javascript:", "data:text", "vbscript:")):
            yield f"{tag} {name}={value}"
    if tag == "img" and e.get("src") == "x":
        yield "img"


def pages(world: World) -> dict[str, str]:
    product = world.products["attack"]
    return {
        **world.public_paths(),
        "attack": f"/@mei/p/{product.id}-{product.slug}",
        "attack_original": f"/@mei/p/{product.id}-{product.slug}?original",
        "person_original": "/@mei?original",
        "brand_attacked": f"/brands/{product.brand.slug}",
        "found": "/search?q=alert",
        "found_nothing": "/search?q=<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
        "filtered": "/@mei?kind=<script>&a=\"'><img src=x onerror=alert(1)>=1&min=\"'><svg onload=alert(1)>&sort=<b>&after=<b>",
    }


@pytest.mark.parametrize("lang", LANGS)
def test_visitors_are_safe_on_every_page(attacked: World, lang: str) -> None:
    for name, path in pages(attacked).items():
        page = attacked.browser().get(f"/{lang}{path}")
        assert page.status == 200, name
        assert harm(page) == [], name
        page.tree  # noqa: B018  it still is valid HTML
        assert "49" not in page.words("title")[0]


OWN = [
    "/studio",
    "/studio/storefront",
    "/studio/products/{id}",
    "/me",
    "/@mei/question?product={id}",
    "/reports/product/{id}",
    "/c/{post}",
    "/c/{post}/history",
    "/c/{post}/repost",
    "/me/boards",
    "/",
]


@pytest.mark.parametrize("path", OWN)
@pytest.mark.parametrize("role", ["owner", "moderator"])
def test_members_are_safe_too(attacked: World, path: str, role: str) -> None:
    page = attacked.browser(role).get(
        "/zh-hant"
        + path.format(id=attacked.products["attack"].id, post=attacked.post_path("attack")[3:].partition("-")[0])
    )
    # A post's address leads on, and nobody reports what is their own.
    if page.status == 301 or (role == "owner" and path.startswith("/reports/")):
        page = attacked.browser(role).follow(page)
    if role == "owner" or "studio" not in path:
        assert page.status == (403 if role == "owner" and path.endswith("/repost") else 200)
    assert harm(page) == []


def test_the_attack_shows_as_text(attacked: World) -> None:
    product = attacked.products["attack"]
    page = attacked.browser().get(f"/zh-hant/@mei/p/{product.id}-{product.slug}")
    assert SHORT in page.words("h1")[0] or "<script>alert(1)</script>" in page.words("h1")[0]


def test_structured_data_stays_inert(attacked: World) -> None:
    product = attacked.products["attack"]
    page = attacked.browser().get(f"/en/@mei/p/{product.id}-{product.slug}")
    (script,) = page.all("script", type="application/ld+json")
    inside = "".join(script.itertext())
    assert "<" not in inside
    assert "alert(1)" in inside


def test_feeds_and_sitemaps_stay_xml(attacked: World) -> None:
    for path in (
        "/zh-hant/@mei/feed.atom",
        "/sitemap.xml",
        "/sitemaps/products-0.xml",
        "/sitemaps/people-0.xml",
        "/sitemaps/shelves-0.xml",
    ):
        page = attacked.browser().get(path)
        assert page.status == 200
        assert not [e for e in ET.fromstring(page.body).iter() if e.tag == X + "script" or e.tag.endswith("}img")]


def test_an_attack_in_a_file_name_goes_nowhere(attacked: World) -> None:
    from io import BytesIO

    from tests.site.world import picture_bytes

    for name in ("../../../etc/passwd.jpg", "<script>.png", "a.jpg\x00.html", "x" * 400 + ".jpg"):
        page = attacked.browser("owner").send(
            "/zh-hant/studio/products/new",
            title="有照片",
            **{"variants-0-price": "100", "pictures": (BytesIO(picture_bytes()), name)},
        )
        assert page.status == 303
    media = attacked.app.extensions["miquan"].media
    stored = [p.relative_to(media).as_posix() for p in media.rglob("*") if p.is_file()]
    assert all("passwd" not in p and "script" not in p and "html" not in p for p in stored)


def test_publishing_again_keeps_it_escaped(attacked: World) -> None:
    """Rendering twice does not unescape."""
    with attacked.app.app_context():
        product = attacked.cast.product(SHORT, story=MARKDOWN, state="draft", variants=(VariantDraft(price=100),))
        publish(product.id, by=attacked.cast.mei.id)
    for _again in range(2):
        assert harm(attacked.browser().get("/zh-hant/@mei")) == []
