"""Reading and searching are noted after the answer went out, and learnt from together; robots and visitors do not count."""

from typing import Any

from miquan.db import counting_queries
from miquan.portraits import actions
from miquan.portraits.models import Signal, Weight
from miquan.portraits.readings import Noted
from tests.cast import Cast
from tests.circle.test_posts import posted

PERSON = (b"user-agent", b"Mozilla/5.0 (Macintosh) Firefox/140.0")


def scope(path: str, *headers: tuple[bytes, bytes], member: int = 0, **more: Any) -> Any:
    return {"path": path, "method": "GET", "headers": list(headers), "miquan.member": member, **more}


def test_reading_a_post_and_a_product_counts(app: Any, cast: Cast) -> None:
    post, bowl, noted = posted(cast.mei, "河邊 #鐵瓶"), cast.product(tags=("茶",)), Noted(app, 3_600)
    me = cast.nina.id
    with counting_queries() as seen:
        for path in (
            f"/zh-hant/c/{post.id}-{post.slug}",
            f"/en/c/{post.id}-x",
            f"/zh-hans/@mei/p/{bowl.id}-{bowl.slug}",
        ):
            noted.note(scope(path, PERSON, member=me), 200)
    assert seen == [], "the page waits for nothing"
    noted.flush()
    assert {(row.verb, row.kind, row.item) for row in Signal.select()} == {
        ("view", "post", post.id),
        ("view", "product", bowl.id),
    }
    assert {row.key for row in Weight.select().where(Weight.kind == "tag")} == {"鐵瓶", "茶"}
    noted.flush()
    noted.close()


def test_searching_counts_for_what_is_called_so(app: Any, cast: Cast) -> None:
    post, noted = posted(cast.mei, "河邊 #鐵瓶"), Noted(app, 3_600)
    cast.product(brand="Arabia")
    for query in (
        b"q=%E9%90%B5%E7%93%B6&sort=new",
        b"q=arabia",
        b"q=Tea+bowls",
        b"",
        b"q=",
        b"q=nothing-is-called-so",
        b"q=%00%ff",
    ):
        noted.note(scope("/zh-hant/search", PERSON, member=cast.nina.id, query_string=query), 200)
    noted.flush()
    assert {row.verb for row in Signal.select()} == {"search"}
    found = {(row.kind, row.key): row.weight for row in Weight.select()}
    assert found["tag", "鐵瓶"] == 2.0
    assert found["category", "tea-bowls"] == found["brand", "arabia"] == 1.6
    assert post.id


def test_what_was_read_while_paused_is_not_learnt_after_resuming(app: Any, cast: Cast) -> None:
    post, noted, me = posted(cast.mei, "河邊 #鐵瓶"), Noted(app, 3_600), cast.nina.id
    path = f"/zh-hant/c/{post.id}-{post.slug}"
    actions.pause(by=me)
    noted.note(scope(path, PERSON, member=me), 200)
    actions.resume(by=me)
    noted.flush()
    assert Signal.select().count() == 0
    noted.note(scope(path, PERSON, member=me), 200)
    noted.flush()
    assert Signal.select().count() == 1


def test_who_does_not_count(app: Any, cast: Cast) -> None:
    post, noted = posted(cast.mei, "河邊 #鐵瓶"), Noted(app, 3_600)
    path, me = f"/zh-hant/c/{post.id}-{post.slug}", cast.nina.id
    robot = (b"user-agent", b"Mozilla/5.0 (compatible; Googlebot/2.1)")
    part = (b"hx-request", b"true")
    noted.note(scope(path, PERSON), 200)
    noted.note(scope(path, robot, member=me), 200)
    noted.note(scope(path, member=me), 200)
    noted.note(scope(path, PERSON, (b"sec-purpose", b"prefetch"), member=me), 200)
    noted.note(scope(path, PERSON, part, member=me), 200)
    noted.note(scope(path, PERSON, member=me), 404)
    noted.note({**scope(path, PERSON, member=me), "method": "HEAD"}, 200)
    noted.note(scope(path, PERSON, member=cast.mei.id), 200)
    noted.note(scope(f"/zh-hant/c/{post.id}/history", PERSON, member=me), 200)
    noted.note(scope("/zh-hant/", PERSON, member=me), 200)
    noted.flush()
    assert Signal.select().count() == Weight.select().count() == 0
