"""Files on their way in, in parts. Bytes are stored before the row says so, and are found again after a kill."""

import secrets
import tempfile
from typing import IO

from miquan.accounts.models import Member
from miquan.config import settings
from miquan.db import held, now, transaction
from miquan.media import storage
from miquan.media.models import File, Upload
from miquan.media.parts import folder, forget_parts, get_part, put_part
from miquan.outbox import Event, record
from miquan.uploads import queries, rules
from miquan.uploads.purposes import PURPOSES
from miquan.uploads.receiving import check_room, receive_file


def begin(member_id: int, purpose: str, size: int, filename: str = "") -> Upload:
    """Announce a file of `size` bytes. Raises rules.Refused: big, empty, many, space, count."""
    if not 0 < size <= PURPOSES[purpose].largest:
        raise rules.Refused("big" if size else "empty")
    with transaction():
        _alone(member_id)
        many, announced = queries.open_uploads(member_id)
        if many >= rules.MAX_OPEN:
            raise rules.Refused("many")
        check_room(member_id, announced + size)
        upload: Upload = Upload.create(
            token=secrets.token_hex(24),
            owner=member_id,
            purpose=purpose,
            filename=rules.file_name(filename),
            size=size,
            expires_at=now() + rules.LIFETIME,
        )
        record(
            Event.UPLOAD_BEGUN,
            subject=("upload", upload.id),
            by=member_id,
            data={"token": upload.token},
            due_at=upload.expires_at,
        )
    return upload


def _alone(member_id: int) -> None:
    """Two beginnings of one member take turns, so that neither slips past the limits."""
    list(held(Member.select(Member.id).where(Member.id == member_id)))


def append(upload: Upload, offset: int, data: bytes) -> int:
    """Store a part that begins at `offset`; returns how many bytes are there now.

    Raises rules.WrongOffset, also when another part came first, and rules.Refused when it is more than was announced, or
    there are too many parts.
    """
    if offset != upload.received:
        raise rules.WrongOffset(upload.received)
    if offset + len(data) > upload.size:
        raise rules.Refused("big")
    if not data:
        return offset
    if len(upload.parts) >= rules.MOST_PARTS:
        raise rules.Refused("parts")
    # A name of its own: of two that begin at the same place only one is taken, and must not be overwritten.
    key = f"{folder(upload.token)}/{offset:015d}-{secrets.token_hex(8)}"
    put_part(key, data, upload.purpose)
    if not _taken(upload, offset, key, len(data)):
        storage.private().delete(key)
        raise rules.WrongOffset(int(Upload.select(Upload.received).where(Upload.id == upload.id).scalar() or 0))
    upload.received, upload.parts = offset + len(data), [*upload.parts, key]
    return int(upload.received)


def _taken(upload: Upload, offset: int, key: str, size: int) -> bool:
    with transaction():
        changed = (
            Upload.update(received=offset + size, parts=[*upload.parts, key])
            .where(Upload.id == upload.id, Upload.received == offset, Upload.file.is_null())
            .execute()
        )
    return bool(changed == 1)


def finish(upload: Upload) -> File:
    """Make a file of an upload whose bytes are all there; done twice it is the same file. Raises rules.Refused."""
    if upload.file_id is None:
        try:
            file = _received(upload)
        except rules.Refused:
            cancel(upload)
            raise
        except FileNotFoundError:
            # Another request has finished it meanwhile and forgotten the parts.
            upload.file_id = Upload.select(Upload.file).where(Upload.id == upload.id).scalar()
            if upload.file_id is None:
                raise
            return _file(upload)
        with transaction():
            Upload.update(file=file.id).where(Upload.id == upload.id).execute()
        upload.file_id = file.id
        forget_parts(upload.token)
    return _file(upload)


def _file(upload: Upload) -> File:
    found: File = File.get_by_id(upload.file_id)
    return found


def _received(upload: Upload) -> File:
    # Beside the data, because /tmp is often memory.
    with tempfile.TemporaryFile(dir=settings().data) as whole:
        _assemble(upload, whole)
        # The token is the receipt: a kill after this line leaves no second file.
        return receive_file(
            whole, owner=upload.owner_id, purpose=upload.purpose, receipt=upload.token, filename=upload.filename
        )


def _assemble(upload: Upload, whole: IO[bytes]) -> None:
    """One part at a time, so that a large file takes no memory."""
    for key in upload.parts:
        whole.write(get_part(key, upload.purpose))
    whole.seek(0)


def cancel(upload: Upload) -> None:
    """End an upload. What it became, if it was whole, stays."""
    with transaction():
        Upload.delete().where(Upload.id == upload.id).execute()
    forget_parts(upload.token)


def expire(token: str) -> None:
    """A day after its beginning nothing of an upload is left but what it became; its row may be gone before."""
    with transaction():
        Upload.delete().where(Upload.token == token).execute()
    forget_parts(token)
