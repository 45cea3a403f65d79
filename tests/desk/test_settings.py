"""What operators choose holds at once, in every process, and is written down."""

from typing import Any

import pytest

from miquan.choices import Choice, choice
from miquan.circle import rules
from miquan.desk.settings import views
from miquan.desk.settings.actions import change
from miquan.moderation.models import AuditEntry
from miquan.storefronts.actions import StorefrontDraft, open_storefront
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.test_posts import posted

PATH = "/zh-hant/desk/settings"


def test_the_form_shows_what_holds_and_changes_only_what_was_changed(app: Any, cast: Cast) -> None:
    desk = Browser(app, cast.ou)
    fields = desk.get(PATH).fields()
    assert {name: fields[name] for name in views.NAMES} == {
        "opening": "open", "new_days": "7", "new_posts": "5", "new_links": "2", "new_mentions": "3", "posts_a_day": "50",
    }  # fmt: skip
    assert desk.send(PATH, opening="review", new_links="0").location == PATH
    assert (choice("opening"), choice("new_links"), choice("new_days")) == ("review", 0, 7)
    assert {row.name: row.by for row in Choice.select()} == {"opening": cast.ou.id, "new_links": cast.ou.id}
    acts = [(row.action, row.actor_id, row.data) for row in AuditEntry.select().order_by(AuditEntry.id)]
    assert acts == [
        ("setting.changed", cast.ou.id, {"name": "opening", "before": "open", "now": "review"}),
        ("setting.changed", cast.ou.id, {"name": "new_links", "before": 2, "now": 0}),
    ]
    assert desk.send(PATH).status == 303
    assert AuditEntry.select().count() == 2, "nothing changed"


def test_a_form_that_is_sent_twice_changes_once(app: Any, cast: Cast) -> None:
    desk = Browser(app, cast.ou)
    form = {**desk.get(PATH).fields(), "new_days": "3"}
    desk.post(PATH, form)
    change({"new_days": 9}, by=cast.ou.id)
    assert desk.post(PATH, form).status == 303
    assert choice("new_days") == 9


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("opening", "maybe"), ("new_days", "61"), ("new_days", "-1"), ("new_posts", "0"), ("new_links", "x"), ("posts_a_day", "9" * 400), ("posts_a_day", "")],
)  # fmt: skip
def test_what_cannot_be_is_refused_beside_its_field(app: Any, cast: Cast, name: str, wrong: str) -> None:
    page = Browser(app, cast.ou).send(PATH, **{name: wrong, "new_mentions": "9"})
    assert page.status == 422
    assert [e for e in page.tree.iter() if e.get("id") == f"{name}-wrong"]
    assert page.fields()["new_mentions"] == "9", "what was typed is kept"
    assert Choice.select().count() == 0


def test_what_was_chosen_rules_posts_and_storefronts(app: Any, cast: Cast) -> None:
    change({"new_links": 3, "new_posts": 2}, by=cast.ou.id)
    posted(cast.nina, "http://a.org http://b.org https://c.org")
    posted(cast.nina, "第二篇")
    with pytest.raises(rules.NotReady):
        posted(cast.nina, "第三篇")
    change({"new_days": 0}, by=cast.ou.id)
    posted(cast.nina, "http://a.org http://b.org https://c.org https://d.org")
    assert open_storefront(cast.ruo.id, StorefrontDraft(currency="EUR")).state == "open"
    change({"opening": "review"}, by=cast.ou.id)
    assert open_storefront(cast.nina.id, StorefrontDraft(currency="EUR")).state == "pending"


def test_another_process_learns_of_it(app: Any, cast: Cast) -> None:
    assert choice("new_days") == 7
    held = dict(app.extensions["miquan.choices"])
    change({"new_days": 1}, by=cast.ou.id)
    app.extensions["miquan.choices"] = held
    assert choice("new_days") == 1
    with pytest.raises(KeyError):
        choice("secret")


@pytest.mark.parametrize("who", ["mo", "mei"])
def test_nobody_else_may(app: Any, cast: Cast, who: str) -> None:
    browser = Browser(app, getattr(cast, who))
    token = browser.get("/zh-hant/me").fields("/sign-out")["csrf_token"]
    assert browser.get(PATH).status == 403
    assert browser.post(PATH, {"csrf_token": token, "opening": "review", "new_days": "1"}).status == 403
    assert Choice.select().count() == 0
    assert Browser(app).get(PATH).status == 303
