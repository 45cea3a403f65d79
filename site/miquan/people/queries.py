"""People by number, as they are shown beside what they do."""

from collections.abc import Sequence
from typing import Any

from peewee import JOIN

from miquan.accounts.models import Member
from miquan.media.models import File
from miquan.people.shown import Person, columns, person
from miquan.prepared import Prepared, padded

_Avatar = File.alias("avatar_file")


def people_by_id(ids: Sequence[int]) -> dict[int, Person]:
    """Whoever of them is there; whether the reader may see them is for the caller to know."""
    return {row[0]: person(*row) for row in _PEOPLE.rows(*padded(ids))} if ids else {}


def people_shown() -> Any:
    """A query of people with what a Person is made of; who of them is up to the caller."""
    avatar = (_Avatar.id == Member.avatar) & (_Avatar.state == "ready")
    return Member.select(*columns(_Avatar)).join(_Avatar, JOIN.LEFT_OUTER, on=avatar)


_PEOPLE = Prepared(lambda *ids: people_shown().where(Member.id.in_(ids), Member.active).tuples())
