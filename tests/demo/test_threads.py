"""What the demo's people talk about in groups: it fits its tables, and everybody and everything named is there."""

import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from miquan import places, text
from miquan.circle.rules import MAX_TAGS
from miquan.circle.wording import mentions_in
from miquan.demo.seeding import content
from miquan.groups.models import NAME_LIMIT, PURPOSE_LIMIT
from miquan.groups.rules import GroupWords, problems_with
from miquan.threads.facts import OF_KIND, cleaned, facts_in, stored
from miquan.threads.facts import problems_with as problems_with_facts
from miquan.threads.models import BODY_LIMIT, OPTION_LIMIT, TITLE_LIMIT
from miquan.threads.rules import KINDS, MAX_PRODUCTS
from tests.demo.test_content import LANGS, MARKUP, MEMBERS, PRODUCTS, runs

Row = dict[str, Any]
GROUPS = {row["slug"]: row for row in content.groups()}
NAMED = {row["slug"]: {row["owner"], *row["moderators"], *row["members"]} for row in content.load("groups")}
THREADS = content.threads()
HANDLES = {row["handle"] for row in MEMBERS}
GOODS = {row["key"] for row in PRODUCTS if row["state"] in ("published", "sold_out")}
HAN = re.compile("[\u4e00-\u9fff]")
PICTOGRAM = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]")


def faults(row: Row) -> list[str]:
    """Everything that is wrong with a thread."""
    group = GROUPS.get(row["group"])
    if group is None:
        return ["group"]
    said = content.said_in(row)
    wrong = [
        f"{number}: {fault}" for number, one in enumerate(said) for fault in said_wrongly(one, number, row["group"])
    ]
    wrong += [
        name for name, fits in {
            "key": re.fullmatch(r"[a-z0-9-]{3,60}", row["key"]), "kind": row["kind"] in KINDS,
            "title": 4 <= len(row["title"]) <= TITLE_LIMIT and not MARKUP.search(row["title"]),
            "flair": not row.get("flair") or row["flair"] in group["flairs"],
            "days_ago": 0 < row.get("active", 0.001) < row["days_ago"] < content.OLDEST_THREAD,
            "replies": 2 <= len(row["replies"]) <= 9, "poll": "poll" not in row or poll_fits(row["poll"], row["days_ago"]),
            "tags": len(re.findall(r"(?<!\S)#\w+", row["body"])) <= MAX_TAGS,
            "accepted": "accepted" not in row or accepted_fits(row),
        }.items() if not fits
    ]  # fmt: skip
    return wrong


def said_wrongly(one: Row, number: int, group: str) -> list[str]:
    named = {one["by"], *mentions_in(f"{one.get('title', '')}\n{one['body']}")}
    around = HANDLES if GROUPS[group]["visibility"] in ("public", "unlisted") else NAMED[group]
    return [
        name for name, fits in {
            f"unknown here {sorted(named - around)}": named <= around, "lang": one["lang"] in LANGS and (one["lang"] == "en") == (not HAN.search(one["body"])),
            "body": 2 <= len(one["body"]) <= BODY_LIMIT, "markup": not MARKUP.search(re.sub(r"(?m)^> ", "", one["body"])),
            "pictogram": not PICTOGRAM.search(one["body"]), "answers": 0 <= one.get("answers", 0) < max(number, 1),
            f"no such goods {sorted(set(one.get('products', ())) - GOODS)}": set(one.get("products", ())) <= GOODS,
            "too many goods": len(one.get("products", ())) <= MAX_PRODUCTS,
        }.items() if not fits
    ]  # fmt: skip


def poll_fits(poll: Row, days_ago: float) -> bool:
    options = poll["options"]
    whole = 2 <= len(options) <= 10 and len(set(options)) == len(options) and max(map(len, options)) <= OPTION_LIMIT
    return whole and poll.get("closes_in", 1.0) > -days_ago


def accepted_fits(row: Row) -> bool:
    number = row["accepted"]
    return (
        row["kind"] == "question"
        and 1 <= number <= len(row["replies"])
        and row["replies"][number - 1]["by"] != row["by"]
    )


def test_every_thread_holds_together() -> None:
    assert {row["key"]: wrong for row in THREADS if (wrong := faults(row))} == {}


def facts_are_wrong(row: Row, began: date) -> list[str]:
    told = content.facts_of(row, began)
    facts = facts_in(told)
    early = facts.until is not None and facts.until < began
    return [*(str(problem.text) for problem in problems_with_facts(facts)), *(["other kind"] if cleaned(row["kind"], facts) != facts else []),
            *(["not as it is stored"] if stored(facts) != told else []), *(["over before it began"] if early else [])]  # fmt: skip


@pytest.mark.parametrize("began", [date(2026, 12, 7) + timedelta(days=n) for n in (0, 1, 5, 25, 200)])
def test_deals_and_trips_say_where_and_until_when(app: Any, began: date) -> None:
    of_kind = [row for row in THREADS if row["kind"] in OF_KIND]
    assert len(of_kind) > 20
    assert all(row.get("facts") for row in of_kind)
    assert not [row["key"] for row in THREADS if "facts" in row and row["kind"] not in OF_KIND]
    assert {row["key"]: wrong for row in of_kind if (wrong := facts_are_wrong(row, began))} == {}
    named = {name for row in of_kind for name in row["facts"]}
    assert named == {"price", "currency", "where", "countries", "cities", "since", "until", "room"}


def test_who_waits_outside_a_group_has_answered_what_it_asks() -> None:
    asked = {slug: row for slug, row in GROUPS.items() if row.get("applicants")}
    assert len(asked) == 2
    for slug, row in asked.items():
        who = [one["by"] for one in row["applicants"]]
        assert row["joining"] == "apply", slug
        assert len(set(who)) == len(who) >= 3
        assert set(who) <= HANDLES - {row["owner"], *row["moderators"], *row["members"]}
        assert all(len(one["answers"]) == len(row["questions"]) and all(one["answers"]) for one in row["applicants"])


def test_the_directory_can_be_narrowed_by_what_groups_are_about_and_where() -> None:
    listed = [row for row in GROUPS.values() if row["visibility"] in ("public", "members")]
    tags = Counter(text.fold(tag) for row in listed for tag in row["tags"])
    countries = Counter(row["country"] for row in listed if row.get("country"))
    assert sum(many > 1 for many in tags.values()) >= 5
    assert countries.most_common(1)[0][1] > 1
    assert 1 < sum(countries.values()) < len(listed)


def test_no_two_threads_are_alike() -> None:
    for name in ("key", "title", "body"):
        assert [told for told, times in Counter(row[name] for row in THREADS).items() if times > 1] == []
    first: dict[str, str] = {}
    said = [(f"{row['key']} {n}", one) for row in THREADS for n, one in enumerate(content.said_in(row))]
    shared = {
        (first[run], place, run)
        for place, one in said
        for run in runs(re.sub(r"(?m)^> .*$|@\w+", "", one["body"]), one["lang"])
        if first.setdefault(run, place) != place
    }
    assert shared == set()


def test_groups_are_what_their_rules_allow() -> None:
    wrong: dict[str, Any] = {}
    names = GroupWords.__dataclass_fields__
    for slug, row in GROUPS.items():
        told = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in row.items()
            if name in names and name != "members"
        }
        found = [f"{problem.field}: {problem.code}" for problem in problems_with(GroupWords(**told))]
        found += sorted({row["owner"], *row["moderators"], *row["members"]} - HANDLES)
        found += [lang for lang in row["languages"] if lang not in LANGS]
        if row.get("city") and not places.city(row["country"], row["city"]):
            found.append(row["city"])
        if found or row["days_ago"] <= content.OLDEST_THREAD or row["owner"] in row["moderators"]:
            wrong[slug] = found
    assert wrong == {}
    assert len(GROUPS) == 14
    assert max(len(row["name"]) for row in GROUPS.values()) <= NAME_LIMIT
    assert max(len(row["purpose"]) for row in GROUPS.values()) <= PURPOSE_LIMIT
    kinds = Counter(row["visibility"] for row in GROUPS.values())
    assert kinds == {"public": 10, "members": 2, "unlisted": 1, "private": 1}
