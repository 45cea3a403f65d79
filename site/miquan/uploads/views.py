"""Taking files in from scripts: whole ones as a form, large ones in parts, and how far each has come."""

import secrets
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request
from werkzeug.datastructures import FileStorage

from miquan.limits import limiter, who
from miquan.media.models import Upload
from miquan.permissions import Permission, can, requires
from miquan.text import clean_line, is_number
from miquan.uploads import actions, queries, rules, showing
from miquan.uploads.purposes import PURPOSES
from miquan.uploads.receiving import receive_file
from miquan.viewer import viewer

bp = Blueprint("uploads", __name__, url_prefix="/me/uploads")
_SENDING = "120 per minute;2000 per hour"
_PARTS = "600 per minute"


@bp.after_request
def speak_tus(answer: Response) -> Response:
    """What every answer of the protocol carries; OPTIONS tells what the server can do."""
    answer.headers["Tus-Resumable"] = rules.TUS
    if request.method == "OPTIONS" or answer.status_code == 412:
        answer.headers["Tus-Version"] = rules.TUS
        answer.headers["Tus-Extension"] = rules.EXTENSIONS
        answer.headers["Tus-Max-Size"] = str(max(purpose.largest for purpose in PURPOSES.values()))
    return answer


@bp.post("")
@requires(Permission.ME_SEE)
@limiter.limit(_SENDING, key_func=who)
def create() -> Any:
    """Whole files of a form, or, when tus is spoken, the beginning of one that comes in parts."""
    return _begun() if "Tus-Resumable" in request.headers else _whole()


def _purpose(told: str) -> str:
    """A purpose that the reader may bring files for; 403 for others', 400 for none."""
    if told not in PURPOSES:
        abort(400)
    if not can(viewer(), PURPOSES[told].permission):
        abort(403)
    return told


def _whole() -> Any:
    purpose = _purpose(request.form.get("purpose", ""))
    files = request.files.getlist("file")
    receipts = request.form.getlist("receipt")
    if not 0 < len(files) <= rules.FILES_AT_ONCE or len(receipts) not in (0, len(files)):
        abort(400)
    found = [_one(file, purpose, receipt) for file, receipt in zip(files, receipts or [""] * len(files), strict=True)]
    return jsonify(files=found)


def _one(file: FileStorage, purpose: str, receipt: str) -> dict[str, Any]:
    shown = rules.file_name(file.filename or "")
    key = clean_line(receipt, rules.RECEIPT_LIMIT) or secrets.token_hex(16)
    try:
        stored = receive_file(file.stream, owner=viewer().id or 0, purpose=purpose, receipt=key, filename=shown)
    except rules.Refused as error:
        return {
            "id": None, "state": "refused", "problem": error.reason, "words": showing.problem_words(error.reason, purpose),
            "filename": shown,
        }  # fmt: skip
    return {**showing.as_json(stored), "filename": shown}


def _begun() -> Any:
    _speaks_tus()
    told = rules.metadata_of(request.headers.get("Upload-Metadata", ""))
    purpose = _purpose(told.get("purpose", ""))
    size = rules.length_of(request.headers.get("Upload-Length", ""))
    if size is None:
        abort(400)
    try:
        upload = actions.begin(viewer().id or 0, purpose, size, told.get("filename", ""))
    except rules.Refused as error:
        return _refused(error, purpose)
    answer = Response(status=201, headers=_told(upload))
    answer.headers["Location"] = f"{viewer().root}/me/uploads/{upload.token}"
    return answer


def _refused(error: rules.Refused, purpose: str) -> tuple[Response, int]:
    status = {"big": 413, "space": 413, "count": 413, "many": 429}.get(error.reason, 422)
    return jsonify(state="refused", problem=error.reason, words=showing.problem_words(error.reason, purpose)), status


def _speaks_tus() -> None:
    if request.headers.get("Tus-Resumable") != rules.TUS:
        abort(Response(status=412))


def _told(upload: Upload) -> dict[str, str]:
    expires = upload.expires_at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    return {
        "Upload-Offset": str(upload.received), "Upload-Length": str(upload.size), "Upload-Expires": expires,
        "Cache-Control": "no-store",
    }  # fmt: skip


def _own(token: str) -> Upload:
    found = queries.own_upload(viewer().id or 0, token)
    if found is None:
        abort(404)
    return found


@bp.get("/<token>")
@requires(Permission.ME_SEE)
def show(token: str) -> Any:
    """How far an upload has come, and the file that it became."""
    upload = _own(token)
    file = queries.own_files(viewer().id or 0, [upload.file_id or 0]).get(upload.file_id)
    told = {"offset": upload.received, "length": upload.size, "filename": upload.filename}
    answer = jsonify(**told, file=showing.as_json(file) if file else None)
    answer.headers.update(_told(upload))
    return answer


@bp.patch("/<token>")
@requires(Permission.ME_SEE)
@limiter.limit(_PARTS, key_func=who)
def append(token: str) -> Any:
    """The next part. The last one makes the file; sent again without bytes it finishes what a kill left open."""
    _speaks_tus()
    if request.mimetype != rules.PART_TYPE:
        abort(415)
    offset = rules.length_of(request.headers.get("Upload-Offset", ""))
    if offset is None:
        abort(400)
    if (request.content_length or 0) > rules.PART_BYTES:
        abort(413)
    upload = _own(token)
    try:
        actions.append(upload, offset, request.get_data())
        if upload.received == upload.size:
            actions.finish(upload)
    except rules.WrongOffset as error:
        return Response(status=409, headers={"Upload-Offset": str(error.received)})
    except rules.Refused as error:
        return _refused(error, upload.purpose)
    return Response(status=204, headers=_told(upload))


@bp.delete("/<token>")
@requires(Permission.ME_SEE)
def cancel(token: str) -> Any:
    _speaks_tus()
    actions.cancel(_own(token))
    return Response(status=204)


@bp.get("/states")
@requires(Permission.ME_SEE)
def states() -> Any:
    """How the reader's own files stand, by `id`; others are left out."""
    ids = [int(told) for told in request.args.getlist("id")[: rules.STATES_AT_ONCE] if is_number(told, 9)]
    found = queries.own_files(viewer().id or 0, ids)
    return jsonify(files=[showing.as_json(found[id_]) for id_ in ids if id_ in found])
