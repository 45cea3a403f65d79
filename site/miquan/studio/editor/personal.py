"""What editors hold of a member: words that were never saved."""

from collections.abc import Iterator

from miquan.db import transaction
from miquan.departures.section import Row, Section, rows_of
from miquan.i18n import lazy
from miquan.studio.models import EditorDraft


def _drafts(member_id: int) -> Iterator[Row]:
    return rows_of(EditorDraft, EditorDraft.member == member_id, ("member", "key"))


def _erase(member_id: int, _keep_words: bool) -> None:
    with transaction():
        EditorDraft.delete().where(EditorDraft.member == member_id).execute()


SECTIONS = (Section("drafts", lazy("你寫到一半、還沒儲存的商品"), (EditorDraft,), _drafts, _erase),)
