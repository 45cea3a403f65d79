"""The door between uploads and the files that media keeps: one way in for every view that takes files."""

from typing import IO

from miquan.media.actions import store_picture
from miquan.media.models import File
from miquan.media.pictures import NotAPicture
from miquan.uploads import rules
from miquan.uploads.purposes import PURPOSES


def receive_file(stream: IO[bytes], *, owner: int, purpose: str, receipt: str = "", filename: str = "") -> File:
    """Hand a whole file to media. Raises rules.Refused with the reason."""
    known = File.get_or_none(File.owner == owner, File.receipt == receipt) if receipt else None
    if known is not None:
        return known  # type: ignore[no-any-return]
    data = stream.read(PURPOSES[purpose].largest + 1)
    if len(data) > PURPOSES[purpose].largest:
        raise rules.Refused("big")
    try:
        file = store_picture(data, owner=owner, purpose=purpose)
    except NotAPicture as error:
        raise rules.Refused(error.reason) from None
    File.update(receipt=receipt).where(File.id == file.id).execute()
    return file


def room_for(member_id: int, size: int) -> bool:
    """Whether the member's quota has room for so many bytes more."""
    return True
