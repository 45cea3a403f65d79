"""What a member's files take up: counted by conditional updates, so that a quota is exact however many come at once."""

from miquan.config import settings
from miquan.media import rules
from miquan.media.models import File, MediaUsage
from miquan.media.refusals import Reason, Refused


def check_room(owner: int, many: int) -> None:
    """A look ahead, before bytes are stored. Raises Refused: SPACE or COUNT. Only `take` decides."""
    used = MediaUsage.select(MediaUsage.bytes, MediaUsage.files).where(MediaUsage.member == owner).tuples().first()
    space, files = used or (0, 0)
    if files + 1 > settings().quota_files:
        raise Refused(Reason.COUNT)
    if space + many > settings().quota_bytes:
        raise Refused(Reason.SPACE)


def take(owner: int, many: int) -> None:
    """Count one file of so many bytes, inside the caller's transaction. Raises Refused when it does not fit."""
    MediaUsage.insert(member=owner, bytes=0, files=0).on_conflict_ignore().execute()
    fits = (MediaUsage.bytes + many <= settings().quota_bytes) & (MediaUsage.files + 1 <= settings().quota_files)
    taken = MediaUsage.update(bytes=MediaUsage.bytes + many, files=MediaUsage.files + 1).where(
        MediaUsage.member == owner, fits
    )
    if not taken.execute():
        check_room(owner, many)
        raise Refused(Reason.SPACE)


def uncount(*files: File) -> None:
    """Give back what files of one owner took, inside the caller's transaction, which holds their rows.

    A refused file has given back its share already.
    """
    counted = [f.bytes for f in files if f.owner_id and f.state != "refused" and rules.PURPOSES[f.purpose].counted]
    if not counted:
        return
    space, many = sum(counted), len(counted)
    MediaUsage.update(bytes=MediaUsage.bytes - space, files=MediaUsage.files - many).where(
        MediaUsage.member == files[0].owner_id, MediaUsage.bytes >= space, MediaUsage.files >= many
    ).execute()
