"""The door between uploads and the files that media keeps: one way in for every view that takes files."""

from typing import IO

from werkzeug.datastructures import FileStorage

from miquan.db import now
from miquan.media import actions, quota, refusals
from miquan.media.models import File
from miquan.uploads import rules
from miquan.uploads.purposes import PURPOSES


def receive_file(stream: IO[bytes], *, owner: int, purpose: str, receipt: str = "", filename: str = "") -> File:
    """Hand a whole file to media. Raises rules.Refused with the reason."""
    until = now() + rules.UNSAVED if PURPOSES[purpose].saved else None
    try:
        return actions.receive(
            stream, owner=owner, purpose=purpose, receipt=receipt, filename=filename, keep_until=until
        )
    except refusals.Refused as refusal:
        raise rules.Refused(str(refusal.reason)) from None


def receive_sent(sent: FileStorage, *, owner: int, purpose: str, nonce: str) -> File:
    """A file of a plain form. Sent twice with the form of one nonce it is one file. Raises rules.Refused."""
    receipt = rules.receipt_of(nonce.encode("utf-8", "ignore"), sent.stream.read())
    return receive_file(sent.stream, owner=owner, purpose=purpose, receipt=receipt, filename=sent.filename or "")


def check_room(member_id: int, size: int) -> None:
    """A look ahead at the member's quota, for so many bytes more. Raises rules.Refused: space, count."""
    try:
        quota.check_room(member_id, size)
    except refusals.Refused as refusal:
        raise rules.Refused(str(refusal.reason)) from None
