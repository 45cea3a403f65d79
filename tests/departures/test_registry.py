"""Nothing that is held of a member is forgotten: every table that leads to members is in the registry."""

import re
from typing import Any

from miquan.accounts.models import Member
from miquan.departures.registry import NOT_COVERED, SECTIONS, STAYS
from tests.departures.leaver import all_tables

_POINTS_AT = re.compile(r"^(member|owner|actor|actor_id|reporter|by|user|sender|recipient)$")
_SECRET = re.compile(
    r"pass(?!ed)|secret|token|hash$|uniquifier|codes|wrapped|public_key|credential|receipt|user_handle"
)
# Named like secrets, but what a member may have: hashes of their own words and files.
_HARMLESS = {("File", "sha256"), ("File", "phash"), ("Product", "import_hash")}


def leads_to_members() -> set[str]:
    """Tables with a member's number in them, and those that point at such tables."""
    tables = all_tables()
    found = {t.__name__ for t in tables if any(_POINTS_AT.match(f.name) for f in t._meta.sorted_fields)} | {"Member"}
    while True:
        more = {
            t.__name__
            for t in tables
            if any(f.rel_model.__name__ in found for f in t._meta.refs if f.rel_model is not t or t is Member)
        }
        if more <= found:
            return found
        found |= more


def test_every_table_that_leads_to_members_is_in_a_section_or_says_why_not(app: Any) -> None:
    covered = {model.__name__ for section in SECTIONS for model in section.covers}
    leads = leads_to_members()
    assert len(leads) > 25
    assert leads - covered - set(NOT_COVERED) == set()
    assert not covered & set(NOT_COVERED)
    assert all(len(reason) > 20 for reason in NOT_COVERED.values())
    assert {t.__name__ for t in all_tables()} >= set(NOT_COVERED)


def test_sections_have_names_and_words_of_their_own(app: Any) -> None:
    names = [section.name for section in SECTIONS]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z_]+", name) for name in names)
    assert len({str(section.title) for section in SECTIONS}) == len(names)
    assert len({str(words) for words in STAYS}) == len(STAYS) >= 5
    assert names[-1] == "account"


def exported(rows: Any) -> set[str]:
    """The names of everything in rows, those of nested rows too."""
    found: set[str] = set()
    for row in rows:
        for name, value in row.items():
            found.add(name)
            if isinstance(value, list) and value and isinstance(value[0], dict):
                found |= exported(value)
    return found


def test_no_section_exports_what_opens_an_account(app: Any, cast: Any) -> None:
    from tests.departures.leaver import leaver

    member = leaver(cast)
    for section in SECTIONS:
        names = exported(section.export(member.id))
        harmless = {name for _table, name in _HARMLESS}
        assert {n for n in names if _SECRET.search(n)} - harmless == set(), section.name
