"""Side doors out of closed groups, round what is blocked, and through the limits."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from miquan import text
from miquan.accounts.models import Member
from miquan.circle import actions as circle
from miquan.circle import care
from miquan.circle.models import PostPicture
from miquan.circle.rules import PostWords
from miquan.circle.wording import links_in
from miquan.db import database, now
from miquan.groups import actions as groups
from miquan.groups.models import Group
from miquan.groups.rules import GroupWords
from miquan.groups.rules import NotReady as GroupNotReady
from miquan.moderation.audit import audit, row_hash, verify, words_digest
from miquan.moderation.blocking import block
from miquan.moderation.deciding import Wish, decide
from miquan.moderation.likeness import hosts_in
from miquan.moderation.models import AuditEntry, Hold
from miquan.outbox import Event, EventRow
from miquan.threads import actions
from miquan.threads.models import Reply, ThreadDraft
from miquan.threads.rules import NotReady, PictureWords, PollWords, Said, ThreadWords
from miquan.triggers import history_may_be_erased
from miquan.versions import bump
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.test_posts import posted, written
from tests.notifications.telling import rows, sentences
from tests.threads.filled import grouped, joined, threaded
from tests.threads.test_at_once import within
from tests.threads.test_pages import base
from tests.threads.test_writing import words

HIDDEN_LINKS = [
    "[看](//evil.example/a)", "[看](http\\://evil.example)", "[看](http&colon;//evil.example)", "[看](http:evil.example)", "<http:evil.example>",
    "[看](https:/evil.example)", "[看][1]\n\n[1]: //evil.example", "[看](HTTP&#58;\\/\\/evil.example)",
]  # fmt: skip


@pytest.mark.parametrize("source", HIDDEN_LINKS)
def test_a_link_is_one_however_it_is_spelt(source: str) -> None:
    assert 'href="' in text.render_markdown(source), "it can be followed"
    assert hosts_in(source) == {"evil.example"}
    assert links_in(source) == 1


def test_links_within_the_site_are_no_others() -> None:
    assert text.addresses_in("[茶](/g/kyoto-tea) [我](@mei) [信](mailto:a@example.org) <b>x</b>") == []


def test_blocked_words_do_not_pass_by_other_signs_or_places(app: Any, cast: Cast) -> None:
    block("word", "賭博網", "refuse", by=cast.ou.id)
    block("word", "高利貸", "hold", by=cast.ou.id)
    block("host", "evil.example", "refuse", by=cast.ou.id)
    group = grouped(owner=cast.mei)
    refused = ("賭\u200d博網", "赌博网", "賭\ufe0f博\u034f網", "ＷＷＷ賭博網", HIDDEN_LINKS[0])
    told = [ThreadWords("discussion", "來玩", Said(body)) for body in refused]
    told += [
        ThreadWords("discussion", "來玩", Said("選一個"), PollWords(("茶", "賭博網"))),
        ThreadWords("discussion", "來玩", Said("看照片", pictures=(PictureWords(1, "賭博網"),))),
    ]
    for one in told:
        with pytest.raises(NotReady, match="blocked"):
            actions.start_thread(group.id, one, by=cast.mei.id)
    asked = ThreadWords("discussion", "來玩", Said("選一個"), PollWords(("茶", "高利貸")))
    assert actions.start_thread(group.id, asked, by=cast.mei.id).state == "hidden"
    assert Hold.select().count() == 1
    for changed in (
        {"name": "賭博網"},
        {"purpose": "赌博网"},
        {"rules": "高利貸"},
        {"flairs": ("賭博網",)},
        {"questions": ("高利貸？",)},
    ):
        with pytest.raises(GroupNotReady, match="blocked"):
            groups.start_group(
                GroupWords(**{"name": "喝茶", "purpose": "說說茶", "slug": "tea-two", **changed}), by=cast.mei.id
            )
    assert Group.select().count() == 1
    bowl, mei, shelf = cast.product(), Browser(app, cast.mei), "/zh-hant/g/kyoto-tea/shelf/new"
    page = mei.send(f"{shelf}?product={bowl.id}", to=shelf, note="賭博網")
    assert (page.status, "不能發的字詞" in page.text, "賭博網" in page.text) == (422, True, True)
    assert mei.send(f"{shelf}?product={bowl.id}", to=shelf, note="好看").status == 303


def test_blocked_words_stand_neither_below_pictures_nor_beside_what_is_passed_on(app: Any, cast: Cast) -> None:
    block("word", "賭博網", "refuse", by=cast.ou.id)
    block("word", "高利貸", "hold", by=cast.ou.id)
    post, draft = posted(cast.nina), written(cast.mei, "看照片")
    for word in ("賭博網", "高利貸"):
        with pytest.raises(NotReady, match="blocked"):
            circle.repost(post.id, by=cast.mei.id, word=word)
    assert circle.repost(post.id, by=cast.mei.id, word="好看").state == "published"
    PostPicture.create(post=draft.id, position=1, alt="高利貸")
    assert circle.publish(draft.id, by=cast.mei.id).state == "hidden"
    with pytest.raises(NotReady, match="blocked"):
        circle.save_post(PostWords(body="好", pictures=(PictureWords(1, "賭博網"),)), by=cast.nina.id, post_id=post.id)


def test_whoever_is_limited_is_told_the_same_wherever_nothing_can_wait(app: Any, cast: Cast) -> None:
    post = posted(cast.nina)
    decide("post", posted(cast.mei).id, Wish("limit", "spam", days=3), by=cast.mo.id)
    with pytest.raises(NotReady, match="body: limited"):
        circle.repost(post.id, by=cast.mei.id, word="好看")
    with pytest.raises(GroupNotReady, match="purpose: limited"):
        groups.start_group(GroupWords("喝茶", "說說茶"), by=cast.mei.id)
    block("word", "賭博網", "refuse", by=cast.ou.id)
    with pytest.raises(NotReady, match="body: blocked"):
        circle.repost(post.id, by=cast.mei.id, word="賭博網")


def test_a_notice_does_not_follow_words_into_a_closed_group(app: Any, cast: Cast) -> None:
    tea = grouped(owner=cast.mei)
    secret = grouped("secret", owner=cast.mei, visibility="private", joining="invite")
    for member in (cast.nina, cast.tang):
        joined(tea, member)
    thread = actions.start_thread(tea.id, words("哪一家"), by=cast.nina.id)
    first = actions.write_reply(thread.id, Said("先說一句"), by=cast.nina.id)
    said = actions.write_reply(thread.id, Said("左京的那家"), by=cast.tang.id)
    answer = actions.write_reply(thread.id, Said("我答你"), by=cast.tang.id, answers=first.number)
    assert len(sentences(cast.nina)) == 2
    for reply in (answer, said):
        new = actions.split_thread(thread.id, Reply.get_by_id(reply.id).number, "新的話題", by=cast.mei.id)
        actions.move_thread(new.id, secret.id, by=cast.mei.id)
    Reply.update(body="搬走以後才說的").execute()
    assert sentences(cast.nina) == []
    assert not [row for row in rows(cast.nina) if "secret" in row.url]


def test_naming_again_and_again_tells_only_so_many(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    people = [cast.member(f"person_{n}", f"人{n}") for n in range(80)]
    names = [" ".join(f"@{one.handle}" for one in people[n : n + 20]) for n in range(0, 80, 20)]
    Member.update(created_at=now().replace(year=2020)).execute()
    thread = actions.start_thread(group.id, words("大家好"), by=cast.mei.id)
    reply = actions.write_reply(thread.id, Said(names[0]), by=cast.mei.id)
    for some in names[1:]:
        actions.edit_reply(thread.id, reply.number, Said(some), by=cast.mei.id)
    told = EventRow.select().where(EventRow.name == Event.MEMBER_MENTIONED)
    assert told.count() == care.MENTIONS_AN_HOUR < len(people)
    assert "person_79" in Reply.get_by_id(reply.id).body_html


def test_many_at_once_are_no_more_than_one_after_the_other(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei, slow_seconds=600)
    joined(group, cast.nina)
    threads = [threaded(group, cast.mei).id for _n in range(6)]

    def say(number: int) -> None:
        try:
            actions.write_reply(threads[number], Said(f"第{number}句"), by=cast.nina.id)
        except NotReady:
            pass
        finally:
            if not database.is_closed():
                database.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(within(app, say), range(6)))
    assert Reply.select().where(Reply.author == cast.nina.id).count() == 1


def test_a_draft_holds_no_more_than_a_form(app: Any, cast: Cast) -> None:
    thread = threaded(grouped(owner=cast.mei), cast.mei)
    mei = Browser(app, cast.mei)
    fields = mei.get(base(thread, "/replies")).fields("/replies")
    much = {f"kept-{n}-alt": "長" * 20_000 for n in range(30)}
    assert mei.post(base(thread, "/draft"), {**fields, "body": "短短的話", **much}).status == 303
    form = ThreadDraft.get().form
    assert form["body"] == ["短短的話"]
    assert len(json.dumps(form, ensure_ascii=False)) < 200_000


def test_the_record_takes_no_rows_and_no_words_from_beside(app: Any, cast: Cast) -> None:
    """Rows with numbers below one were passed over; and other words were announced by whoever can write a row."""
    for reason in ("一", "二"):
        audit("role.granted", ("member", cast.mei.id), by=cast.ou.id, reason=reason)
    tip = verify().tip
    row = AuditEntry.get(AuditEntry.reason == "一")

    def added(action: str, **values: Any) -> None:
        data, salt, before = values.pop("data", {}), "0" * 32, values.pop("before")
        digest, at = words_digest(salt, None, "", data), now()
        about = {"action": action, "subject_kind": "member", "subject_id": 1, "at": at}
        made = row_hash(before, action, ("member", 1), at, digest)
        AuditEntry.create(**about, data=data, salt=salt, digest=digest, before=before, hash=made, **values)

    with history_may_be_erased():
        AuditEntry.update(reason="別的").where(AuditEntry.id == row.id).execute()
    told = {str(row.id): words_digest(row.salt, row.actor_id, "別的", row.data)}
    added("audit.blotted", before=tip, data={"digests": told})
    bump("audit")
    assert verify(tip).bad == row.id
    with history_may_be_erased():
        AuditEntry.update(reason="一").where(AuditEntry.id == row.id).execute()
    assert verify(tip).bad is None
    added("role.granted", before="f" * 64, id=-7)
    assert verify().bad == -7
