"""What members want to be written about."""

from miquan.mail.models import MailRefusal


def refused(member_id: int) -> frozenset[str]:
    """The kinds of letters that this member does not want."""
    query = MailRefusal.select(MailRefusal.kind).where(MailRefusal.member == member_id)
    return frozenset(kind for (kind,) in query.tuples())


def refuses(member_id: int, kind: str) -> bool:
    return bool(MailRefusal.select().where(MailRefusal.member == member_id, MailRefusal.kind == kind).exists())
