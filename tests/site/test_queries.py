"""How often a page asks the database: at most twelve times, and as often for fifty rows as for one."""

from typing import Any

import pytest

from miquan import hypermedia
from miquan.brands.models import Brand
from miquan.db import QueryWhileRendering, counting_queries
from miquan.products.draft import VariantDraft
from tests.browsing import Browser, alone
from tests.cast import Cast
from tests.circle.filled import commented, followed, published
from tests.circle.test_posts import posted

MOST = 12
PATHS = {
    "front": "/zh-hant/", "storefront": "/zh-hant/@mei", "category": "/zh-hant/categories/ceramics-tea", "brand": "/zh-hant/brands/{brand}",
    "country": "/zh-hant/places/japan", "city": "/zh-hant/places/japan/kyoto", "search": "/zh-hant/search?q=茶碗", "product": "{product}",
    "brands": "/en/brands", "places": "/en/places", "categories": "/en/categories", "feed": "/en/@mei/feed.atom", "merchant": "/en/@mei/products.xml",
}  # fmt: skip


def fill(cast: Cast, count: int, start: int = 0) -> Any:
    """Goods that each have a brand, a tag and a fact of their own."""
    found = None
    for i in range(start, count):
        found = cast.product(
            f"茶碗第{i}號", category="tea-bowls", shop_country="JP", shop_city="kyoto", brand="樂燒窯", tags=("茶道", f"標籤{i}"),
            attributes=(("窯口", f"窯{i % 7}"), ("年代", "昭和")), options=("尺寸",),
            variants=(VariantDraft(price=1_000 + i, options=("小",)), VariantDraft(price=2_000 + i, options=("大",))),
        )  # fmt: skip
    return found


def asked(browser: Browser, path: str) -> int:
    browser.get(path)

    def ask() -> int:
        with counting_queries() as seen:
            answer = browser.client.get(path)
        assert answer.status_code == 200, path
        return len(seen)

    return int(alone(ask))


@pytest.mark.parametrize("name", PATHS)
def test_visitors_pages_ask_a_fixed_number_of_times(app: Any, cast: Cast, name: str) -> None:
    product = fill(cast, 1)
    path = PATHS[name].format(brand=product.brand.slug, product=f"/zh-hant/@mei/p/{product.id}-{product.slug}")
    browser = Browser(app)
    one = asked(browser, path)
    fill(cast, 50, start=1)
    fifty = asked(browser, path)
    assert one <= MOST
    assert fifty <= MOST
    assert fifty == one


@pytest.mark.parametrize(
    "path",
    [
        "/zh-hant/studio",
        "/zh-hant/studio/products",
        "/zh-hant/studio/products?q=茶碗&sort=stock&panel=1",
        "/zh-hant/@mei",
        "/zh-hant/",
    ],
)
def test_members_pages_too(app: Any, cast: Cast, path: str) -> None:
    fill(cast, 1)
    browser = Browser(app, cast.mei)
    one = asked(browser, path)
    fill(cast, 50, start=1)
    assert asked(browser, path) == one <= MOST


def test_a_posts_page_too(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "去了河邊 #鐵瓶", products=(cast.product("碗").id,))
    path = f"/zh-hant/c/{post.id}-{post.slug}"
    commented(post, cast.nina, "第一則")
    readers = [Browser(app), Browser(app, cast.nina), Browser(app, cast.mei)]
    one = [asked(reader, path) for reader in readers]
    for number in range(50):
        commented(post, cast.nina, f"第{number}則", commented(post, cast.mei, f"答{number}") if number % 2 else None)
    for number in range(10):
        published(cast.mei, f"另一天{number}")
    assert [asked(reader, path) for reader in readers] == one
    assert max(one) <= MOST


def test_a_template_that_asks_the_database_fails(app: Any, cast: Cast) -> None:
    fill(cast, 1)

    def render() -> None:
        with app.test_request_context("/zh-hant/brands"):
            hypermedia.render_block("brands/index.html", "results", brands=Brand.select(), after="")

    with pytest.raises(QueryWhileRendering, match="brands/index"):
        alone(render)


@pytest.mark.parametrize("path", ["/zh-hant/", "/zh-hant/?feed=for-you"])
def test_the_circles_front_page_too(app: Any, cast: Cast, path: str) -> None:
    bowl = cast.product("碗")
    followed(cast.nina, "member", cast.mei)
    followed(cast.nina, "storefront", cast.kyoto)
    posted(cast.mei, "去了河邊 #鐵瓶", products=(bowl.id,))
    readers = [Browser(app), Browser(app, cast.nina)]
    one = [asked(reader, path) for reader in readers]
    for number in range(50):
        author = cast.member(f"author_{number}", f"作者{number}")
        followed(cast.nina, "member", author)
        published(author, f"另一天{number}")
    many = [asked(reader, path) for reader in readers]
    # Goods of which none stands among the newest are not asked for.
    assert all(few - 1 <= now_ <= few for few, now_ in zip(one, many, strict=True))
    assert max(one) <= MOST
