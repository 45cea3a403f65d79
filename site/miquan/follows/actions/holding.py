"""Two members held while what lies between them changes."""

from miquan.accounts.models import Member
from miquan.db import is_postgres


def hold(*members: int) -> None:
    """Until the transaction ends nobody else follows or blocks between these; rows that point to them still come in.

    By id, so that two who follow each other cannot wait for each other.
    """
    query = Member.select(Member.id).where(Member.id.in_(set(members))).order_by(Member.id)
    list((query.for_update("FOR NO KEY UPDATE") if is_postgres() else query).tuples())
