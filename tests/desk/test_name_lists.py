"""Tags and brands at the desk stand by name, or what is used most first."""

from typing import Any

import pytest

from miquan.brands.models import Brand
from miquan.desk.naming import queries
from miquan.products.models import Product, Tag
from tests.browsing import Browser
from tests.cast import Cast


@pytest.mark.parametrize("which", ["tags", "brands"])
def test_by_use_and_page_by_page(app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch, which: str) -> None:
    if which == "tags":
        for name, posts in (("a", 1), ("b", 3), ("c", 3), ("d", 2)):
            Tag.create(name=name, slug=name, posts=posts)
    else:
        for name, many in (("a", 1), ("b", 3), ("c", 3), ("d", 2)):
            brand = Brand.create(name=name, slug=name, key=name)
            ids = [cast.product(f"{name}{n}").id for n in range(many)]
            Product.update(brand=brand.id).where(Product.id.in_(ids)).execute()
    kind, found, after = which[:-1], [], ""
    monkeypatch.setattr(queries, "PAGE", 2)
    for _page in range(2):
        rows, after = queries.listed(kind, "", after, by_use=True)
        found += [row.name for row in rows]
    assert (found, after) == (["b", "c", "d", "a"], "")
    page = Browser(app, cast.ou).get(f"/zh-hant/desk/{which}?by=use")
    assert page.words("td")[0] == "b"
    assert f"/zh-hant/desk/{which}?by=use&after=3-" in (page.all("a", rel="next")[0].get("href") or "")
    assert Browser(app, cast.ou).get(f"/zh-hant/desk/{which}?by=use&after=x-y").status == 200
