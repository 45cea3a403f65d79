"""What uploads hold of a member: files that are on their way."""

from collections.abc import Iterator

from miquan.departures.section import Row, Section, rows_of
from miquan.i18n import lazy
from miquan.media.models import Upload
from miquan.uploads.actions import cancel


def _uploads(member_id: int) -> Iterator[Row]:
    return rows_of(Upload, Upload.owner == member_id, ("owner", "token", "parts"))


def _erase(member_id: int, _keep_words: bool) -> None:
    """Parts that a kill leaves behind go by the upload's own timer."""
    for row in list(Upload.select().where(Upload.owner == member_id)):
        cancel(row)


SECTIONS = (Section("uploads", lazy("傳到一半的檔案"), (Upload,), _uploads, _erase),)
