"""The pages of the circle without scripts: writing, reading, answering; and what search engines are told."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.boards.models import Board, Save
from miquan.circle import actions
from miquan.circle.models import Comment, Post, PostDraft, PostLike, PostPicture, PostProduct
from miquan.db import now
from miquan.i18n import LANGS
from miquan.products.models import Product
from tests.browsing import Browser, Page
from tests.cast import Cast
from tests.circle.test_posts import posted
from tests.departures.leaver import work
from tests.site.world import picture_bytes

NEW = "/zh-hant/c/new"
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def fields(page: Page) -> dict[str, Any]:
    return page.fields("/c/new")


def data_of(page: Page, kind: str) -> dict[str, Any]:
    (script,) = page.all("script", type="application/ld+json")
    told = json.loads("".join(script.itertext()))
    (found,) = [one for one in told.get("@graph", [told]) if one["@type"] == kind]
    return dict(found)


def test_a_post_is_written_without_scripts(app: Any, cast: Cast) -> None:
    bowl = cast.product("志野茶碗")
    browser = Browser(app, cast.nina)
    filled = {**fields(browser.get(NEW)), "body": "在河邊找到的 #鐵瓶 @mei", "title": "鐵瓶", "find": "志野"}
    found = browser.post(NEW, {**filled, "more": "find"})
    assert f'value="add:{bowl.id}"' in found.text
    chosen = browser.post(NEW, {**filled, "more": f"add:{bowl.id}"})
    assert fields(chosen)["things-0-product"] == str(bowl.id)
    assert fields(chosen)["body"] == "在河邊找到的 #鐵瓶 @mei"
    sent = {**fields(chosen), "pictures": (BytesIO(picture_bytes()), "河.jpg"), "then": "publish"}
    done = browser.post(NEW, sent)
    assert done.status == 303
    post = Post.get()
    assert (post.state, post.title) == ("published", "鐵瓶")
    assert (PostProduct.select().count(), PostPicture.select().count()) == (1, 1)
    work(app, "media")
    page = browser.follow(done)
    assert page.words("h1") == ["鐵瓶"]
    assert "志野茶碗" in page.text
    assert f'href="/zh-hant/@{cast.mei.handle}"' in page.text
    # The same form sent again is the same post.
    sent["pictures"] = (BytesIO(picture_bytes()), "河.jpg")
    assert browser.post(NEW, sent).location == done.location
    assert Post.select().count() == 1


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    page = browser.send(NEW, "/c/new", NEW, title="只有標題", then="publish")
    assert page.status == 422
    assert fields(page)["title"] == "只有標題"
    assert "寫幾句，或放一張照片" in page.text
    later = browser.send(NEW, "/c/new", NEW, body="晚點發", then="schedule")
    assert later.status == 422
    assert "選一個時間" in later.text
    assert Post.select().where(Post.state != "draft").count() == 0


def test_a_post_is_put_off_by_its_authors_clock(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.mei)
    at = (now() + timedelta(days=2)).replace(minute=0, second=0, microsecond=0)
    local = at + timedelta(hours=9)
    done = browser.send(NEW, "/c/new", NEW, body="後天", scheduled_at=f"{local:%Y-%m-%dT%H:%M}", then="schedule")
    assert done.status == 303
    post = Post.get()
    assert (post.state, post.scheduled_at) == ("scheduled", at)
    assert Browser(app, cast.nina).follow(done).status == 404
    page = browser.follow(done)
    assert "排好時間了" in page.text
    browser.send(page_path(post), "/schedule/removal", f"/zh-hant/c/{post.id}/schedule/removal")
    assert Post.get().state == "draft"
    browser.send(page_path(post), "/publication", f"/zh-hant/c/{post.id}/publication")
    assert Post.get().state == "published"


def page_path(post: Post, lang: str = "zh-hant") -> str:
    return f"/{lang}/c/{post.id}-{post.slug}"


def test_words_are_kept_while_they_are_typed(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    form = fields(browser.get(NEW))
    kept = browser.post("/zh-hant/c/drafts", {**form, "body": "寫到一半", "title": "半"}, headers=PART)
    assert kept.status == 200
    draft = PostDraft.get()
    assert (draft.title, draft.form["body"], draft.seq) == ("半", ["寫到一半"], 1)
    # The same page goes on; another that has not seen this writes apart.
    browser.post("/zh-hant/c/drafts", {**form, "body": "再多一點", "seq": "1"}, headers=PART)
    assert PostDraft.get().form["body"] == ["再多一點"]
    browser.post("/zh-hant/c/drafts", {**form, "body": "另一頁", "nonce": "other"}, headers=PART)
    assert PostDraft.select().count() == 2
    again = browser.get(f"{NEW}?draft={draft.key}")
    assert fields(again)["body"] == "再多一點"
    assert "還沒發出去" in browser.get(NEW).text
    assert browser.post("/zh-hant/c/drafts", {**form, "ticket": "x"}, headers=PART).status == 400
    stranger = Browser(app, cast.ruo)
    token = fields(stranger.get(NEW))["csrf_token"]
    assert stranger.post("/zh-hant/c/drafts", {**form, "csrf_token": token}, headers=PART).status == 400
    assert "再多一點" not in stranger.get(f"{NEW}?draft={draft.key}").text
    done = browser.post(NEW, {**fields(again), "then": "publish"})
    assert done.status == 303
    assert [d.form["body"] for d in PostDraft.select()] == [["另一頁"]]


def test_a_preview_shows_the_words_and_stores_nothing(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    assert cast.mei.id
    form = {**fields(browser.get(NEW)), "body": "**好** @mei <script>x</script>", "title": "題"}
    part = browser.post("/zh-hant/c/preview", form, headers=PART)
    assert '<div id="side">' in part.text
    whole = browser.post("/zh-hant/c/preview", form)
    for page in (part, whole):
        assert "<strong>好</strong>" in page.text
        assert 'href="/zh-hant/@mei"' in page.text
        assert "<script>x" not in page.text
    assert len(whole.words("h1")) == 1
    assert not Post.select().exists()


def test_the_price_of_then_stands_beside_the_price_of_now(app: Any, cast: Cast) -> None:
    bowl = cast.product("志野茶碗")
    post = posted(cast.nina, products=(bowl.id,))
    assert "寫這篇的時候" not in Browser(app).get(page_path(post)).text
    Product.update(price=20_000, price_to=20_000).where(Product.id == bowl.id).execute()
    page = Browser(app).get(page_path(post))
    assert "寫這篇的時候是JPY 18,500" in page.text
    assert "20,000" in page.text
    Product.update(state="archived").where(Product.id == bowl.id).execute()
    assert "已經不在架上了" in Browser(app).get(page_path(post)).text


def test_comments_and_answers_are_plain_forms(app: Any, cast: Cast) -> None:
    post = posted(cast.mei)
    nina, mei = Browser(app, cast.nina), Browser(app, cast.mei)
    done = nina.send(page_path(post), "/comments", f"/zh-hant/c/{post.id}/comments", body="還有嗎 @mei")
    assert done.status == 303
    comment = Comment.get()
    branch = f"/zh-hant/c/{post.id}/comments/{comment.id}"
    assert mei.send(branch, branch, body="有").status == 303
    page = Browser(app).get(page_path(post))
    assert "2則留言" in page.text
    assert page.text.index("還有嗎") < page.text.index("有</p>")
    assert nina.send(page_path(post), "/comments", f"/zh-hant/c/{post.id}/comments", body="  ").status == 422
    changed = nina.send(f"{branch}/edit", body="還有兩只嗎")
    assert changed.status == 303
    assert Comment.get_by_id(comment.id).edited_at is not None
    assert Browser(app, cast.ruo).get(f"{branch}/edit").status == 404
    assert nina.send(f"{branch}/removal", f"{branch}/removal").status == 303
    assert "這則留言不在了" in Browser(app).get(page_path(post)).text
    assert (
        nina.post(f"/zh-hant/c/{post.id}/comments/99/removal", nina.get(page_path(post)).fields("/comments")).status
        == 404
    )


def test_liking_and_saving_answer_a_page_or_the_button(app: Any, cast: Cast) -> None:
    post = posted(cast.mei)
    browser = Browser(app, cast.nina)
    token = {"csrf_token": browser.get(page_path(post)).fields("/like")["csrf_token"]}
    like = f"/zh-hant/c/{post.id}/like"
    assert browser.post(like, token).location.endswith(page_path(post))
    part = browser.post(f"{like}/removal", token, headers=PART)
    assert 'aria-pressed="false"' in part.text
    assert 'aria-pressed="true"' in browser.post(like, token, headers=PART).text
    assert PostLike.select().count() == 1
    save = f"/zh-hant/saves/post/{post.id}"
    place = browser.post(save, token)
    assert place.location.endswith("/board")
    assert browser.send(place.location, name="茶").status == 303
    assert (Board.get().name, Board.get().items, Save.get().board_id) == ("茶", 1, Board.get().id)
    board = browser.get(f"/zh-hant/me/boards/{Board.get().id}")
    assert "今天去了河邊" in board.text
    assert 'aria-pressed="false"' in browser.post(f"{save}/removal", token, headers=PART).text
    for path in ("/zh-hant/c/999/like", "/zh-hant/saves/post/999", "/zh-hant/saves/ghost/1"):
        assert browser.post(path, token).status == 404


def test_a_post_is_passed_on_with_a_word(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "河邊的鐵瓶")
    browser = Browser(app, cast.nina)
    assert browser.send(f"/zh-hant/c/{post.id}/repost", word="看這個").status == 303
    passed = Post.get(Post.repost_of == post.id)
    page = Browser(app).get(page_path(passed))
    assert "看這個" in page.text
    assert "河邊的鐵瓶" in page.text
    assert "noindex" in page.text
    assert browser.send(page_path(post), "/repost/removal", f"/zh-hant/c/{post.id}/repost/removal").status == 303
    assert Post.select().count() == 1


def test_search_engines_are_told_who_said_what_and_when(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "和#鐵瓶 過的一天", title="下雨天")
    first = actions.write_comment(post.id, "好", by=cast.nina.id)
    actions.write_comment(post.id, "謝謝", by=cast.mei.id, parent_id=first.id)
    actions.like(post.id, by=cast.nina.id)
    page = Browser(app).get(page_path(post))
    told = data_of(page, "SocialMediaPosting")
    assert told["author"]["name"] == "林美"
    assert told["headline"] == "下雨天"
    assert told["datePublished"].endswith(("Z", "+00:00"))
    assert told["keywords"] == ["鐵瓶"]
    (comment,) = told["comment"]
    assert (comment["author"]["name"], comment["text"], comment["comment"][0]["text"]) == ("妮娜", "好", "謝謝")
    counts = {c["interactionType"].rsplit("/")[-1]: c["userInteractionCount"] for c in told["interactionStatistic"]}
    assert counts == {"LikeAction": 1, "CommentAction": 2, "ShareAction": 0}
    assert page.status == 200
    assert "noindex" not in page.text


@pytest.mark.parametrize("lang", LANGS)
def test_everyone_reads_it_in_their_own_script(app: Any, cast: Cast, lang: str) -> None:
    post = posted(cast.mei, "在鐵瓶店的長廊", title="鐵瓶")
    actions.write_comment(post.id, "鐵瓶很漂亮", by=cast.nina.id)
    page = Browser(app).get(page_path(post, lang))
    assert page.words("h1") == ["铁瓶" if lang == "zh-hans" else "鐵瓶"]
    assert ("铁瓶很漂亮" in page.text) == (lang == "zh-hans")
    own = Browser(app).get(page_path(post, lang) + "?original")
    assert own.words("h1") == ["鐵瓶"]


def test_a_change_is_told_and_can_be_looked_up(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "第一版的話")
    browser = Browser(app, cast.mei)
    edit = f"/zh-hant/c/{post.id}/edit"
    done = browser.send(edit, "/edit", edit, body="第二版的話")
    assert done.status == 303
    page = Browser(app).follow(done)
    assert "改過" in page.text
    history = Browser(app).get(f"/zh-hant/c/{post.id}/history")
    assert history.text.index("第二版的話") < history.text.index("第一版的話")
    stale = browser.get(f"/zh-hant/c/{post.id}/edit").fields("/edit")
    actions.save_post(actions.saving.PostWords(body="別處改的"), by=cast.mei.id, post_id=post.id)
    refused = browser.post(f"/zh-hant/c/{post.id}/edit", {**stale, "body": "舊頁改的"})
    assert refused.status == 422
    assert refused.fields("/edit")["body"] == "舊頁改的"


def test_who_has_no_confirmed_address_is_asked_for_it(app: Any, cast: Cast) -> None:
    from miquan.accounts.models import Member

    Member.update(confirmed_at=None).where(Member.id == cast.nina.id).execute()
    assert Browser(app, cast.nina).get(NEW).location.endswith("/me/confirmation")


def test_a_town_is_offered_by_its_name_and_stays_the_same_town(app: Any, cast: Cast) -> None:
    Member.update(country="JP", city="kyoto", place_shown="city").where(Member.id == cast.mei.id).execute()
    browser = Browser(app, cast.mei)
    offered = fields(browser.get(NEW))
    assert offered["city"] == "京都"
    assert browser.post(NEW, {**offered, "body": "水聲像松風。", "then": "publish"}).status == 303
    post = Post.get(Post.author == cast.mei.id)
    assert (post.country, post.city) == ("JP", "kyoto")
    assert browser.get(f"/en/c/{post.id}/edit").fields(f"/c/{post.id}/edit")["city"] == "Kyoto"
