"""What is published is found at once: through the studio's form, the outbox, the index and the visitors' page cache."""

import time
from pathlib import Path
from typing import Any

from tests.cast import Cast
from tests.faults.served import Client, served, within
from tests.faults.studio import seller_cookies, studios

WORDS = ("琉璃", "竹編", "柿染", "漆器", "團扇")
SOON = 3.0


def found(client: Client, word: str) -> set[str]:
    """The addresses of goods on the page of results."""
    page = client.get(f"/zh-hant/search?q={word}")
    assert page.status == 200
    return {part.partition('"')[0].partition("-")[0] for part in page.text.split("/p/")[1:]}


def test_a_published_product_is_found_within_seconds(app: Any, cast: Cast, database_url: str, tmp_path: Path) -> None:
    cookies = seller_cookies(app, cast, 1)
    cast.product(title="早就在的茶碗", story="有人問過的東西")
    with served(tmp_path, database_url) as site:
        seller = studios(site, cookies)[0]
        visitor, member = site.client(), site.client(cookies=cookies[0])
        within(20, lambda: found(visitor, "茶碗"), "the index is built")
        spent = []
        for word in WORDS:
            # Somebody has just looked for it in vain, so that the empty page is in the cache.
            assert not found(visitor, word)
            number = seller.send(seller.form(f"小物第{WORDS.index(word)}號", story=f"用{word}做的，手工。"))
            began = time.monotonic()
            assert number
            # Asking at once keeps a page that was made before the index knew.
            within(20, lambda w=word, n=number: str(n) in found(visitor, w), f"a visitor finds {word}")  # type: ignore[misc]
            spent.append(time.monotonic() - began)
            assert str(number) in found(member, word)
        assert max(spent) < SOON, spent
