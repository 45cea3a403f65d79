"""A member with a row in every table of notifications."""

from miquan.accounts.models import Member
from miquan.circle.models import Post
from miquan.db import now
from miquan.notifications.models import Notice, NoticeCause, NoticeChoice, NoticeHours, NoticeLetter
from tests.cast import Cast


def noticed(member: Member, cause: NoticeCause, *, read: bool = False) -> Notice:
    """A notice as it lies in the table."""
    row: Notice = Notice.create(
        member=member.id, type=cause.type, kind=cause.kind, subject=cause.subject, first=cause.id, last=cause.id
    )
    if read:
        Notice.update(closed=row.id, read_at=now()).where(Notice.id == row.id).execute()
    return row


def fill_notices(cast: Cast, member: Member) -> None:
    post = Post.get(Post.author == member.id)
    theirs = NoticeCause.create(type="like", kind="post", subject=post.id, actor=cast.mei.id, told_at=now())
    noticed(member, theirs)
    mine = NoticeCause.create(type="follow", kind="member", subject=cast.mei.id, actor=member.id, told_at=now())
    noticed(cast.mei, mine, read=True)
    NoticeChoice.create(member=member.id, type="like", channel="off")
    NoticeHours.create(member=member.id, since=22, until=7)
    NoticeLetter.create(member=member.id, slot="daily")
