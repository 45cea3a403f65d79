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


def _people(*ids: Any) -> Any:
    query = Member.select(*columns(_Avatar)).join(
        _Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready"))
    )
    return query.where(Member.id.in_(ids), Member.active).tuples()


_PEOPLE = Prepared(_people)
