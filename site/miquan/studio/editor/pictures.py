"""The pictures that a product form names: those the product has, and those its author has brought since.

Whatever way a file came, by a plain input or by a script, it is a row of `kept` from then on.
"""

from typing import Any

from werkzeug.datastructures import FileStorage

from miquan.i18n import _
from miquan.media.models import File
from miquan.media.shown import Picture, shown_to_owner
from miquan.products.rules import MAX_PICTURES
from miquan.studio.editor.forms import MAX_NEW_PICTURES, ProductForm
from miquan.text import is_number
from miquan.uploads import rules, showing
from miquan.uploads.queries import own_files
from miquan.uploads.receiving import receive_sent

PURPOSE = "product"


def take_in(form: ProductForm, member_id: int) -> list[str]:
    """Receive what the plain file input brought. Returns what is wrong with those that were not taken."""
    files = [f for f in form.pictures.data or [] if isinstance(f, FileStorage) and f.filename]
    form.pictures.data = []
    if len(files) > MAX_NEW_PICTURES:
        return [_("一次最多加六張照片")]
    if len(form.kept) + len(files) > (form.kept.max_entries or 0):
        return [_("照片太多了，先拿掉幾張")]
    problems = []
    for file in files:
        try:
            stored = receive_sent(file, owner=member_id, purpose=PURPOSE, nonce=form.nonce.data or "")
        except rules.Refused as error:
            name = rules.file_name(file.filename or "")
            problems.append(_("%(name)s：%(problem)s", name=name, problem=showing.problem_words(error.reason, PURPOSE)))
        else:
            form.kept.append_entry({"file_id": str(stored.id), "place": len(form.kept) + 1})
    return problems


def named(form: ProductForm, member_id: int) -> dict[str, File]:
    """The author's own files that the form names, by id as it stands there; anybody else's are not among them."""
    told = {str(entry.form.file_id.data or "") for entry in form.kept}
    found = own_files(member_id, [int(id_) for id_ in told if is_number(id_, 9)], PURPOSE)
    return {str(id_): file for id_, file in found.items()}


def refuse(form: ProductForm, files: dict[str, File]) -> bool:
    """Say beside each picture that was refused why; whether there is one that is not taken away."""
    found = False
    for entry in form.kept:
        file = files.get(str(entry.form.file_id.data or ""))
        if file and file.state == "refused" and not entry.form.remove.data:
            entry.form.alt.errors = [
                _("%(problem)s。先把這張拿掉", problem=showing.problem_words(file.problem, file.purpose).rstrip("。."))
            ]
            found = True
    return found


def as_shown(files: dict[str, File]) -> dict[int, Picture]:
    """File id -> picture in whatever state it is, for the editor's list."""
    return {file.id: shown_to_owner(file) for file in files.values()}


def limits() -> dict[str, Any]:
    return showing.limits(PURPOSE, most=MAX_PICTURES)
