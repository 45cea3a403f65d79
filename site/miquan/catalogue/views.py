"""`/studio/imports`: a file of goods, from the upload to the report, in at most four screens."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, flash, request, url_for

from miquan.catalogue.forms import CellForm, MappingForm, UploadForm, targets_for
from miquan.catalogue.mapping import Mapping, problems_with
from miquan.catalogue.models import ImportRun
from miquan.catalogue.runs import actions, files, queries, rules, showing
from miquan.catalogue.runs.board import board_of
from miquan.catalogue.runs.looking import look
from miquan.catalogue.runs.mending import mend
from miquan.catalogue.runs.reporting import as_csv
from miquan.catalogue.runs.rules import NotATable, NotNow, Read
from miquan.hypermedia import is_partial, redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.money import CURRENCIES
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.storefronts.models import Storefront
from miquan.storefronts.queries import own_storefront
from miquan.text import is_number
from miquan.viewer import viewer

bp = Blueprint("imports", __name__, url_prefix="/studio/imports")
_SENDING = "40 per hour"
# A small file is read again while its owner waits.
_READING = "20 per minute;200 per hour"
_MENDING = "600 per minute"


def _mine() -> Storefront:
    found = own_storefront(viewer().id or 0)
    if found is None:
        abort(404)
    return found


def _own(run_id: int) -> ImportRun:
    """A run of the reader's storefront; 404 for anyone else's."""
    found = queries.own_run(_mine().id, run_id)
    if found is None:
        abort(404)
    return found


def _to(run: ImportRun) -> Any:
    return redirect_to(url_for("imports.show", run_id=run.id))


@bp.route("", methods=["GET", "POST"])
@requires(Permission.PRODUCT_EDIT)
@limiter.limit(_SENDING, key_func=who, methods=["POST"])
def index() -> Any:
    """A file to send, and what became of the earlier ones."""
    mine, form = _mine(), UploadForm()
    if form.validate_on_submit():
        try:
            return _begun(mine, form)
        except (NotATable, NotNow) as error:
            form.file.errors = [str(error.message)]
    status = 422 if form.is_submitted() else 200
    return respond(
        "studio/import/index.html", block="form", status=status, form=form, runs=queries.runs(mine.id), rules=rules,
        seo=seo(_("匯入商品"), "", index=False),
    )  # fmt: skip


def _begun(mine: Storefront, form: UploadForm) -> Any:
    sent = files.judged(form.file.data)
    run, is_new = actions.begin(mine, sent, viewer().id or 0)
    if not is_new:
        flash(_("這個檔案你剛剛傳過，接著看就好"), "success")
    elif sent.size <= rules.AT_ONCE_BYTES:
        look(run)
    return _to(run)


@bp.get("/<int:run_id>")
@requires(Permission.PRODUCT_EDIT)
def show(run_id: int) -> Any:
    """Whatever the run is at: the page asks for itself every second while the worker has something to do."""
    run = _own(run_id)
    if run.state in ("mapping", "preview") and is_partial():
        return _to(run)
    if run.state == "mapping":
        return redirect_to(url_for("imports.mapping", run_id=run.id))
    return _preview(run) if run.state == "preview" else _going(run)


def _going(run: ImportRun) -> Any:
    kept = queries.kept_products(run.id) if run.state == "undone" else []
    findings = queries.findings(run.id, refused=True, limit=rules.MOST_FINDINGS) if run.state in rules.OVER else []
    return respond(
        "studio/import/show.html", block="step", run=run, rules=rules, progress=showing.progress_of(run), kept=kept,
        findings=showing.by_reason(findings), notes=_notes(run), undo_until=showing.undo_until(run),
        seo=seo(run.name, "", index=False),
    )  # fmt: skip


def _notes(run: ImportRun) -> Any:
    return showing.notes_of(run.id) if run.state in rules.OVER or run.state == "preview" else []


def _preview(run: ImportRun, form: CellForm | None = None, status: int = 200) -> Any:
    return respond(
        "studio/import/preview.html", block="preview", status=status, run=run, board=board_of(run), notes=_notes(run), form=form,
        read=Read.from_json(run.header), stamp=showing.stamp(run), before=queries.came_before(run), encoding=showing.encoding_of(run),
        busy=queries.writing(run.storefront_id, but=run.id), currencies=CURRENCIES,
        doubtful=queries.doubtful_prices(run.id), seo=seo(_("匯入預覽"), "", index=False),
    )  # fmt: skip


@bp.route("/<int:run_id>/mapping", methods=["GET", "POST"])
@requires(Permission.PRODUCT_EDIT)
@limiter.limit(_READING, key_func=who, methods=["POST"])
def mapping(run_id: int) -> Any:
    """Which column is what; shown by itself only where a person must look."""
    run = _own(run_id)
    if run.state not in ("mapping", "preview"):
        return _to(run)
    form, problems = MappingForm(run), []
    told = _told(run, form)
    if form.validate_on_submit():
        another = form.sheet.data != run.sheet
        problems = [] if another else problems_with(told)
        if not problems:
            return _read_as(run, form, None if another else told)
    status = 422 if form.is_submitted() else 200
    return respond(
        "studio/import/mapping.html", block="form", status=status, run=run, form=form, mapping=told, problems=problems,
        columns=showing.columns_of(run, told), targets=targets_for(told), seo=seo(_("對應欄位"), "", index=False),
    )  # fmt: skip


def _told(run: ImportRun, form: MappingForm) -> Mapping:
    """The mapping as the form has it; what stands in it is never trusted."""
    known = Mapping.from_json(run.mapping)
    if not form.is_submitted():
        return known
    width = len(Read.from_json(run.header).names)
    columns = {str(place): request.form.get(f"column-{place}", "") for place in range(width)}
    if not any(name.startswith("column-") for name in request.form):
        # The preview only asks for the currency.
        columns = known.to_json()["columns"]
    said = {name: getattr(form, name).data for name in ("currency", "decimal", "group")}
    return Mapping.from_json({"format": known.format, "columns": columns, "state": form.status.data, **said})


def _read_as(run: ImportRun, form: MappingForm, told: Mapping | None) -> Any:
    read = Read.from_json(run.header)
    try:
        actions.read_as(
            run, mapping=told.to_json() if told else None, currency=form.currency.data, lang=form.lang.data, sheet=form.sheet.data,
            signature=read.signature, by=viewer().id or 0,
        )  # fmt: skip
    except NotNow as error:
        flash(str(error.message), "error")
        return _to(run)
    if run.bytes <= rules.AT_ONCE_BYTES:
        look(_own(run.id))
    return _to(run)


@bp.post("/<int:run_id>/cells")
@requires(Permission.PRODUCT_EDIT)
@limiter.limit(_MENDING, key_func=who)
def cells(run_id: int) -> Any:
    """Mend one cell; its product is judged again at once."""
    run, form = _own(run_id), CellForm()
    if not is_number(form.line.data or "", 9) or not is_number(form.place.data or "", 4):
        abort(404)
    if run.state == "preview" and not form.validate():
        return _preview(run, form, 422)
    line = int(form.line.data)
    try:
        mend(run, line, int(form.place.data), form.value.data or "")
    except LookupError:
        abort(404)
    except NotNow as error:
        flash(str(error.message), "error")
        return _to(run)
    if is_partial():
        return _preview(_own(run_id))
    return redirect_to(url_for("imports.show", run_id=run.id, _anchor=f"line-{line}"))


@bp.post("/<int:run_id>/start")
@requires(Permission.PRODUCT_PUBLISH)
@limiter.limit(WRITING, key_func=who)
def start(run_id: int) -> Any:
    """Now it is written."""
    run = _own(run_id)
    if run.state == "preview" and request.form.get("stamp", "")[:64] != showing.stamp(run):
        flash(_("對應在別的分頁改過了，再看一次再匯入"), "error")
        return _to(run)
    return _do(run, lambda: actions.start(run, by=viewer().id or 0))


@bp.post("/<int:run_id>/cancellation")
@requires(Permission.PRODUCT_PUBLISH)
@limiter.limit(WRITING, key_func=who)
def cancel(run_id: int) -> Any:
    run = _own(run_id)
    return _do(run, lambda: actions.cancel(run))


@bp.post("/<int:run_id>/undoing")
@requires(Permission.PRODUCT_PUBLISH)
@limiter.limit(WRITING, key_func=who)
def undo(run_id: int) -> Any:
    run = _own(run_id)
    return _do(run, lambda: actions.undo(run, by=viewer().id or 0))


def _do(run: ImportRun, act: Callable[[], None]) -> Any:
    try:
        act()
    except NotNow as error:
        flash(str(error.message), "error")
    return _to(run)


@bp.post("/<int:run_id>/removal")
@requires(Permission.PRODUCT_EDIT)
@limiter.limit(WRITING, key_func=who)
def remove(run_id: int) -> Any:
    """Give a file up that was never imported."""
    run = _own(run_id)
    try:
        actions.discard(run)
    except NotNow as error:
        flash(str(error.message), "error")
        return _to(run)
    flash(_("放棄了，什麼都沒有寫進小店"), "success")
    return redirect_to(url_for("imports.index"))


@bp.get("/<int:run_id>/report.csv")
@requires(Permission.PRODUCT_EDIT)
def report(run_id: int) -> Any:
    """The rows that were not used, to be mended and sent again."""
    run = _own(run_id)
    if not run.refused or not run.stored:
        abort(404)
    try:
        pieces = files.open_report(run.stored)
    except FileNotFoundError:
        abort(404)
    used = board_of(run).used if run.state == "preview" else set()
    names = Read.from_json(run.header).names
    return Response(
        as_csv(pieces, names, used, queries.fixes_of(run.id)),
        mimetype="text/csv",
        headers={"Content-Disposition": showing.disposition(run), "X-Content-Type-Options": "nosniff"},
    )
