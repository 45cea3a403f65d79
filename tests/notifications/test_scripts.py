"""What notices name is in the reader's own script, as on its page, and in letters too."""

from typing import Any

import pytest

from miquan.circle import actions as circle
from miquan.circle.models import Post
from miquan.follows.actions import follow
from miquan.groups import actions as groups
from miquan.i18n import speaking
from miquan.notifications.actions.choosing import choose
from miquan.notifications.subscribers import due, tell_waiting
from miquan.outbox import Event, EventRow
from miquan.products.models import Product
from miquan.threads import actions as talk
from miquan.threads.rules import Said, ThreadWords
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.test_posts import posted
from tests.mails import mails
from tests.notifications.telling import rows, told
from tests.threads.filled import grouped, joined

SCRIPTS = [
    ("zh-hant", "zh-hans", "烤面包的人", "烤麵包的人"),
    ("zh-hans", "zh-hant", "烤麵包的人", "烤面包的人"),
]


def read(member: Any, lang: str) -> list[tuple[str, str, str]]:
    """Sentence, words and their language, the newest first."""
    told()
    with speaking(lang):
        return [(row.sentence, row.words, row.lang) for row in rows(member)]


@pytest.mark.parametrize(("mine", "theirs", "written", "wanted"), SCRIPTS)
def test_threads_and_what_is_said_in_them(
    app: Any, cast: Cast, mine: str, theirs: str, written: str, wanted: str
) -> None:
    group = grouped("bread", cast.nina)
    joined(group, cast.mei)
    thread = talk.start_thread(group.id, ThreadWords("discussion", written, Said("我先說", theirs)), by=cast.mei.id)
    talk.write_reply(thread.id, Said(written, theirs), by=cast.nina.id)
    ((sentence, words, lang),) = read(cast.mei, mine)
    assert wanted in sentence
    assert (words, lang) == (wanted, mine)
    ((sentence, words, lang),) = read(cast.mei, theirs)
    assert written in sentence
    assert (words, lang) == (written, theirs)
    ((sentence, words, lang),) = read(cast.mei, "en")
    assert written in sentence, "English has no script of its own for it"
    assert (words, lang) == (written, theirs)


@pytest.mark.parametrize(("mine", "theirs", "written", "wanted"), SCRIPTS)
def test_groups_also_those_that_one_is_not_in_any_more(
    app: Any, cast: Cast, mine: str, theirs: str, written: str, wanted: str
) -> None:
    group = grouped("bread", cast.mei, name=written, lang=theirs)
    joined(group, cast.nina)
    groups.set_role(group.id, cast.nina.id, "moderator", by=cast.mei.id)
    ((sentence, *_more),) = read(cast.nina, mine)
    assert wanted in sentence
    groups.put_out(group.id, cast.nina.id, "說得太兇", by=cast.mei.id)
    assert wanted in read(cast.nina, mine)[0][0]
    assert written in read(cast.nina, theirs)[0][0]


@pytest.mark.parametrize(("mine", "theirs", "written", "wanted"), SCRIPTS)
def test_goods_and_posts(app: Any, cast: Cast, mine: str, theirs: str, written: str, wanted: str) -> None:
    follow("storefront", cast.kyoto.id, by=cast.nina.id)
    made = cast.product(written, lang=theirs)
    assert Product.get_by_id(made.id).lang == theirs
    told()
    tell_waiting()
    assert read(cast.nina, mine)[0][1:] == (wanted, mine)
    post = posted(cast.mei, written, lang=theirs)
    assert Post.get_by_id(post.id).lang == theirs
    circle.write_comment(post.id, written, by=cast.nina.id, lang=theirs)
    sentence, words, lang = read(cast.mei, mine)[0]
    assert wanted in sentence
    assert (words, lang) == (wanted, mine)


def test_the_inbox_and_a_letter_say_it_so(app: Any, cast: Cast) -> None:
    group = grouped("bread", cast.nina)
    joined(group, cast.mei)
    choose(cast.mei.id, {"own_thread": "mail"})
    thread = talk.start_thread(
        group.id, ThreadWords("discussion", "烤面包的人", Said("我先说", "zh-hans")), by=cast.mei.id
    )
    talk.write_reply(thread.id, Said("烤面包吗", "zh-hans"), by=cast.nina.id)
    told()
    due(EventRow.get(EventRow.name == Event.NOTICES_DUE))
    (letter,) = [one for one in mails() if one["template"] == "notices"]
    assert letter["subject"] == "妮娜在你的話題「烤麵包的人」回覆"
    assert "烤麵包嗎" in letter["text"]
    page = Browser(app, cast.mei).get("/zh-hant/me/notifications")
    assert "烤麵包的人" in page.text
    assert "烤面包" not in " ".join("".join(e.itertext()) for e in page.all("li", class_="notice"))
