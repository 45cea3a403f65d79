"""Every way on which something of a group could get out × every kind of group × everybody who could ask.

The ways out are a table: `tests/groups/ways_out.py`.
"""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from miquan.db import now, transaction
from miquan.departures.registry import SECTIONS
from miquan.groups import actions as groups
from miquan.groups.models import Group, Membership
from miquan.groups.rules import GroupWords, NotReady
from miquan.mail.sending import deliver_mail
from miquan.notifications.actions.choosing import choose
from miquan.notifications.letters import send
from miquan.notifications.queries import unread
from miquan.notifications.queries.inbox import inbox
from miquan.outbox import Event, EventRow
from miquan.search import indexing
from miquan.versions import snapshot
from tests.browsing import Browser, Page
from tests.cast import Cast
from tests.groups.secrets import READERS, WAYS, Scene, asking, known, word, words_in
from tests.groups.test_acts import TEA, begun, codes
from tests.groups.ways_out import ABOUT, ANYWHERE, QUIET, SILENT, Out
from tests.mails import mails
from tests.threads.filled import threaded

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
SENT = (
    "group_",
    "groups.",
    "thread_",
    "threads.",
    "notices.mute_thread",
    "boards.save",
    "boards.place",
    "moderation.new",
)
# What any group answers to: a form that names none, or one that is taken back by whoever sent it.
ALWAYS = ("group_owning.new", "boards.place")
ANSWERED = {
    "reason": "other",
    "body": "在嗎",
    "title": "在嗎",
    "how": "watch",
    "option": "1",
    "then": "out",
    "note": "不好",
}
NOTHING = Out("", "")


def told(page: Page, path: str) -> set[tuple[str, str]]:
    """What an answer tells, its headers too; but not the words that were asked with."""
    headers = "\n".join(value for _name, value in page.headers)
    return words_in(headers + page.body.decode("utf-8", "replace")) - words_in(path)


def address(out: Out, ids: dict[str, Any]) -> str:
    path = out.path.format(**ids)
    return path if path.startswith(("/sitemap", "/robots")) else f"/zh-hant{path}"


def wrongs(out: Out, reader: str, path: str, page: Page, way: str | None, kinds: str) -> Iterator[str]:
    """`way`: the group that was asked for, None where all are meant. What should be told is in `kinds`."""
    found, ways = told(page, path), WAYS if way is None else (way,)
    if way is not None and page.status == 200:
        found |= {(kind, way) for kind in ("exists", "there") if kind in kinds}
    if page.status >= 500:
        yield f"{page.status}"
    for kind, of in sorted(found):
        listed = not out.own and (out.listed or of != way)
        if not known(of, reader, kind, listed=listed) and kind not in out.more(reader):
            yield f"tells {kind} of {of}"
    for kind in kinds.split():
        for of in ways:
            listed = not out.own and (out.listed or way is None)
            may = known(of, reader, kind, listed=listed) or kind in out.more(reader)
            if may and out.to(of, reader) and (kind, of) not in found:
                yield f"does not tell {kind} of {of} ({page.status})"


def asked(browser: Browser, reader: str, name: str, out: Out, ids: dict[str, Any], way: str | None) -> list[str]:
    path, found = address(out, ids), []
    asks = reader == "stranger" or (reader == "member" and out.part)
    for part in (False, True) if asks else (False,):
        page = browser.get(path, headers=HTMX if part else {})
        told_ = out.part if part else out.tells
        found += [
            f"{reader}: {name}{' (part)' * part}: {wrong}" for wrong in wrongs(out, reader, path, page, way, told_)
        ]
    return found


def test_no_way_out_tells_more_than_its_reader_may_know(app: Any, cast: Cast) -> None:
    scene = Scene(cast)
    indexing.rebuild()
    seen = snapshot()["pages"]
    scene.closed()
    assert snapshot()["pages"] >= seen + 3, "what visitors read while it was open is kept nowhere"
    wrong = []
    for reader in READERS:
        browser = Browser(app, scene.people[reader])
        for name, out in ABOUT.items():
            for way in (way for way in out.ways if reader in asking(way)):
                wrong += asked(browser, reader, f"{name} of {way}", out, scene.ids[way], way)
        for name, out in ANYWHERE.items():
            wrong += asked(browser, reader, name, out, scene.ids["public"], None)
    assert not wrong, "\n".join(wrong)
    for way in ("public", "members", "private", "closed"):
        for kind in ("body", "name"):
            page = Browser(app, scene.people["stranger"]).get(f"/zh-hant/search?q={word(kind, way)}")
            tabs = page.text.partition('<nav class="tabs"')[2].partition("</nav>")[0]
            counts = set(re.findall(r'class="count">([^<]+)', tabs))
            assert counts == ({"0", "1"} if known(way, "stranger", kind) else {"0"}), (way, kind)


def test_every_route_has_a_row(app: Any) -> None:
    rows = {out.endpoint for out in (*ABOUT.values(), *ANYWHERE.values())}
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    named = {r for r in routes if r in rows or r.startswith(tuple(SILENT)) or r.split(".")[0] in QUIET}
    assert routes - named == set(), "say in tests/groups/ways_out.py what it tells of groups, and to whom"
    assert rows - routes == set()


def test_what_is_sent_there_answers_nothing(app: Any, cast: Cast) -> None:
    """Every form of groups and threads, sent by who may not know of it: none is told anything, then or on the next page."""
    scene = Scene(cast)
    scene.closed()
    routes = [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods and rule.endpoint.startswith(SENT)]
    assert len(routes) > 40
    wrong = []
    for reader in ("invited", "applicant"):
        browser, told_of = Browser(app, scene.people[reader]), "/zh-hant/me/mutes"
        token = browser.get(told_of).fields()["csrf_token"]
        for way in ("members", "private", "closed"):
            for rule in routes:
                path = f"/zh-hant{filled(rule.rule, scene.ids[way])}"
                for headers in ({}, HTMX):
                    page = browser.post(path, {"csrf_token": token, **ANSWERED}, headers=headers)
                    wrong += [f"{reader}: {path}: {one}" for one in wrongs(NOTHING, reader, path, page, way, "")]
                    if way != "members" and page.status != 404 and rule.endpoint not in ALWAYS:
                        wrong.append(f"{reader}: {path}: {page.status}")
            wrong += [
                f"{reader} of {way}, next page: {one}"
                for one in wrongs(NOTHING, reader, "", browser.get(told_of), None, "")
            ]
    assert not wrong, "\n".join(wrong)


def filled(rule: str, ids: dict[str, Any]) -> str:
    """The address of a route in this group."""
    told_ = {
        "number": 1,
        "member_id": ids["member"],
        "product_id": ids["bowl"],
        "thread_id": ids["thread"],
        "subject_id": ids["thread"],
    }
    told_ |= {
        "slug": ids["slug"],
        "kind": "thread",
        "item": ids["thread"],
        "what": "pin",
        "token": "x",
        "name": "watched",
    }
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(told_.get(found[1], 1)), rule)


# What each of them has said, and what was said of them to them.
SAID = {
    "applicant": {"answer"},
    "former": {"reply"},
    "member": {"reply", "shelf", "gone"},
    "banned": {"note"},
    "stranger": set(),
    "invited": set(),
    "staff": set(),
}


def test_letters_and_what_a_member_takes_along_tell_no_more(app: Any, cast: Cast) -> None:
    scene = Scene(cast)
    scene.closed()
    for reader, own in SAID.items():
        who = scene.people[reader]
        assert who is not None
        taken = words_in(json.dumps([list(s.export(who.id)) for s in SECTIONS], ensure_ascii=False, default=str))
        assert taken == {(kind, way) for kind in own for way in WAYS}, reader
        choose(who.id, dict.fromkeys(("mention", "asked_in", "admitted"), "daily"))
        with transaction():
            send(who, "daily", since=now() - timedelta(days=1))
        letters = [json.dumps(one, default=str) for one in mails() if one.get("to") == who.mailbox]
        found = words_in("".join(letters))
        assert {way for kind, way in found if kind == "title"} == {
            way for way in WAYS if known(way, reader, "title")
        }, reader
        assert not {(kind, way) for kind, way in found if not known(way, reader, kind)}, reader
        assert unread.count(who.id) == len(inbox(who.id).rows)
    # A letter that waits is not sent to who has been put out meanwhile: it is written anew about what is left.
    nina = scene.people["member"]
    Membership.delete().where(Membership.member == nina).execute()
    waiting = [
        row for row in EventRow.select().where(EventRow.name == Event.MAIL_REQUESTED) if row.data["to"] == nina.mailbox
    ]
    for row in waiting:
        deliver_mail(row)
        assert "not_wanted" in EventRow.get_by_id(row.id).data


def test_what_was_said_to_members_is_opened_to_nobody_else(app: Any, cast: Cast) -> None:
    def opened(group: Group, visibility: str) -> None:
        groups.change_group(group.id, GroupWords(**{**vars(TEA), "visibility": visibility}), by=cast.mei.id)

    group = begun(cast, visibility="members")
    opened(group, "public")
    opened(group, "members")
    threaded(group, cast.mei)
    for visibility in ("public", "unlisted"):
        with pytest.raises(NotReady) as refused:
            opened(group, visibility)
        assert codes(refused) == [("visibility", "open")]
    assert Group.get().visibility == "members"
