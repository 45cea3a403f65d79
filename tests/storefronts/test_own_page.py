"""One's own page speaks to its owner; to everybody else it speaks of them."""

from typing import Any

from miquan.accounts.models import Member
from tests.browsing import Browser, Page
from tests.cast import Cast


def told(page: Page) -> list[str]:
    return [*page.words("h1"), *page.words("h2")]


def test_ones_own_page_says_you(app: Any, cast: Cast) -> None:
    Member.update(bio="住在京都").where(Member.id == cast.nina.id).execute()
    own, other = Browser(app, cast.nina), Browser(app, cast.mei)
    said = [
        ("", "關於你", "關於妮娜"),
        ("", "你還沒有開小店", "這位會員還沒有開小店"),
        ("/posts", "你還沒有寫過帖", "還沒有寫過帖"),
    ]
    said += [("/followers", "關注你的人", "關注妮娜的人"), ("/following", "你關注的", "妮娜關注的")]
    for way, mine, theirs in said:
        page, seen = own.get(f"/zh-hant/@nina{way}"), other.get(f"/zh-hant/@nina{way}")
        assert mine in page.text, way
        assert mine not in seen.text, way
        # What stands as a whole, not somewhere in the page.
        assert theirs in told(seen), way
        assert theirs not in told(page), way
