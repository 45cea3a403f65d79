"""What is read of files."""

from collections.abc import Iterable

from miquan.config import settings
from miquan.media.models import File, MediaUsage


def by_receipt(owner: int | None, receipt: str) -> File | None:
    """The file that an upload with this receipt became; None when there is none yet."""
    found: File | None = File.get_or_none(File.owner == owner, File.receipt == receipt) if owner and receipt else None
    return found


def ready_among(ids: Iterable[int]) -> set[int]:
    """Those of the files that can be shown."""
    wanted = list(ids)
    if not wanted:
        return set()
    return {row[0] for row in File.select(File.id).where(File.id.in_(wanted), File.state == "ready").tuples()}


def usage(owner: int) -> tuple[int, int, int, int]:
    """Bytes and files that a member has, and how many of each they may have."""
    used = MediaUsage.select(MediaUsage.bytes, MediaUsage.files).where(MediaUsage.member == owner).tuples().first()
    space, files = used or (0, 0)
    return space, files, settings().quota_bytes, settings().quota_files
