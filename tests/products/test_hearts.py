"""Products that a reader keeps: the button on their page, the heart on their cards, and that neither is anybody else's."""

from typing import Any

from miquan.boards import actions as boards
from tests.browsing import Browser, Page
from tests.cast import Cast
from tests.circle.filled import followed

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def saves(page: Page) -> list[str]:
    return [f.get("action") or "" for f in page.all("form") if "/saves/product/" in (f.get("action") or "")]


def tokens(page: Page) -> set[str]:
    return {e.get("value") or "" for e in page.all("input", name="csrf_token")}


def test_a_product_is_kept_from_its_page(app: Any, cast: Cast) -> None:
    bowl = cast.product("志野茶碗")
    here, save = f"/zh-hant/@mei/p/{bowl.id}-{bowl.slug}", f"/zh-hant/saves/product/{bowl.id}"
    nina, ruo = Browser(app, cast.nina), Browser(app, cast.ruo)
    for browser in (nina, ruo):
        page = browser.get(here)
        (link,) = page.all("a", class_="act", href=save)
        assert (link.get("hx-get"), link.get("hx-trigger")) == (save, "load")
        assert not saves(page), "members share it"
        assert saves(browser.get(save)) == [save]
    part = nina.get(save, headers=PART).text
    assert "<html" not in part
    assert f'action="{save}"' in part
    assert nina.post(save, nina.get(save).fields(save)).status == 303
    assert saves(nina.get(save)) == [f"{save}/removal"]
    assert saves(ruo.get(save)) == [save], "the other's is untouched"
    assert nina.get("/zh-hant/saves/product/999").status == 404
    visitor = Browser(app).get(here)
    assert not saves(visitor)
    assert [a for a in visitor.all("a", class_="act") if (a.get("href") or "").endswith(f"/sign-in?next={here}")]


def test_cards_of_a_member_have_a_heart(app: Any, cast: Cast) -> None:
    bowl, vase = cast.product("志野茶碗"), cast.product("花瓶")
    boards.save("product", bowl.id, by=cast.nina.id)
    save = "/zh-hant/saves/product"
    nina, ruo = Browser(app, cast.nina), Browser(app, cast.ruo)
    page, other = nina.get("/zh-hant/@mei"), ruo.get("/zh-hant/@mei")
    assert set(saves(page)) == {f"{save}/{bowl.id}/removal", f"{save}/{vase.id}"}
    assert set(saves(other)) == {f"{save}/{bowl.id}", f"{save}/{vase.id}"}
    assert len(tokens(page)) == len(tokens(other)) == 1
    assert tokens(page) != tokens(other), "the cards are kept, the tokens in them are not"
    assert not saves(Browser(app).get("/zh-hant/@mei"))
    assert not saves(nina.get("/zh-hant/categories/tea-bowls")), "that page is shared by members"
    fields = page.fields(f"{save}/{vase.id}")
    answer = nina.post(f"{save}/{vase.id}", fields, headers=PART).text
    assert f'id="heart-{vase.id}"' in answer
    assert f'href="{save}/{vase.id}/board"' in answer
    followed(cast.nina, "storefront", bowl.storefront)
    assert f"{save}/{bowl.id}/removal" in saves(nina.get("/zh-hant/"))
