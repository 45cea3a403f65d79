"""What the owner of a storefront does with an import. What takes long is left to the worker."""

from typing import Any

from miquan.catalogue.models import ImportFinding, ImportMapping, ImportRow, ImportRun
from miquan.catalogue.runs import files, queries, rules
from miquan.catalogue.runs.files import Sent
from miquan.catalogue.runs.rules import NotNow
from miquan.catalogue.runs.tidying import make_room
from miquan.db import database, db_now, now, transaction
from miquan.i18n import lazy
from miquan.outbox import Event, record
from miquan.storefronts.models import Storefront

MOST_OPEN = 5
_BUSY = lazy("這間小店有一個匯入正在進行，等它好了再來")
_ELSEWHERE = lazy("這個匯入已經在別的地方往前走了，這裡是它現在的樣子")


def begin(storefront: Storefront, sent: Sent, by: int) -> tuple[ImportRun, bool]:
    """Take a file in; (its run, whether it is new). The same bytes that wait already are the same run. Raises NotNow."""
    if found := queries.open_with(storefront.id, sent.digest):
        return found, False
    if queries.open_count(storefront.id) >= MOST_OPEN:
        raise NotNow(lazy("有%(num)s個檔案還沒匯入，先匯入或放棄一個", num=MOST_OPEN))
    # No transaction is open here: storage may be far away.
    make_room(storefront.id, sent.size)
    stored = files.keep(sent)
    run, is_new = _entered(storefront, sent, by, stored)
    if not is_new:
        files.forget(stored)
    return run, is_new


def _entered(storefront: Storefront, sent: Sent, by: int, stored: str) -> tuple[ImportRun, bool]:
    with transaction():
        _alone(storefront.id)
        if found := queries.open_with(storefront.id, sent.digest):
            return found, False
        run: ImportRun = ImportRun.create(
            storefront=storefront.id, by=by, name=sent.name, stored=stored, bytes=sent.size, digest=sent.digest,
            currency=storefront.currency, lang=storefront.lang,
        )  # fmt: skip
        _ask(Event.IMPORT_UPLOADED, run, by)
    return run, True


def read_as(run: ImportRun, *, mapping: Any, currency: str, lang: str, sheet: str, signature: str, by: int) -> None:
    """Have the file read again with what a person said of it. Raises NotNow.

    `mapping` as JSON; None lets it be guessed anew. With a `signature` the storefront remembers it for such files.
    """
    values = {"mapping": mapping, "currency": currency, "lang": lang, "sheet": sheet}
    with transaction():
        _moved(run, rules.OPEN, state="reading", **values)
        if mapping is not None and signature:
            _learn(run.storefront_id, signature, mapping)
        _ask(Event.IMPORT_UPLOADED, run, by)


def _learn(storefront_id: int, signature: str, mapping: Any) -> None:
    values = {"storefront": storefront_id, "signature": signature, "mapping": mapping, "used_at": now()}
    ImportMapping.insert(values).on_conflict(
        conflict_target=[ImportMapping.storefront, ImportMapping.signature],
        preserve=[ImportMapping.mapping, ImportMapping.used_at],
    ).execute()


def start(run: ImportRun, *, by: int) -> None:
    """From here on it is written, by the worker. Pressed twice it is the same start. Raises NotNow."""
    with transaction():
        _alone(run.storefront_id)
        if _state(run) in ("waiting", "running"):
            return
        if queries.writing(run.storefront_id, but=run.id):
            raise NotNow(_BUSY)
        names = ("used", "refused", "noted", "products", "variants", "created", "changed", "unchanged", "position")
        zeroes: dict[str, Any] = dict.fromkeys(names, 0)
        _moved(run, ("preview",), state="waiting", **zeroes)
        # What is found while it is written takes the place of what was found while looking.
        for model in (ImportFinding, ImportRow):
            model.delete().where(model.run == run.id).execute()
        _ask(Event.IMPORT_STARTED, run, by)


def cancel(run: ImportRun) -> None:
    """Stop where it is: what came in stays. Again is no error. Raises NotNow."""
    with transaction():
        _moved(run, ("waiting", "running"), again="cancelled", state="cancelled", finished_at=db_now())


def undo(run: ImportRun, *, by: int) -> None:
    """Take back what a run brought, as far as nobody has changed it since. Raises NotNow."""
    with transaction():
        _alone(run.storefront_id)
        if queries.writing(run.storefront_id, but=run.id):
            raise NotNow(_BUSY)
        if run.finished_at is not None and now() - run.finished_at > rules.UNDO_UNTIL:
            raise NotNow(lazy("過了30天，不能再復原了"))
        if _moved(run, rules.WRITTEN, again="undoing", state="undoing"):
            _ask(Event.IMPORT_UNDO_ASKED, run, by)


def discard(run: ImportRun) -> None:
    """A file that was never imported goes, with all that was learnt of it. Raises NotNow."""
    with transaction():
        mine = (ImportRun.id == run.id) & ImportRun.state.in_((*rules.OPEN, "failed"))
        if not ImportRun.delete().where(mine).execute() and queries.own_run(run.storefront_id, run.id):
            raise NotNow(_ELSEWHERE)
    files.forget(run.stored)


def _alone(storefront_id: int) -> None:
    """Two writes of one storefront take turns, so that neither slips past the other's look."""
    if database.obj.for_update:
        Storefront.select(Storefront.id).where(Storefront.id == storefront_id).for_update().execute()


def _state(run: ImportRun) -> str:
    return str(ImportRun.select(ImportRun.state).where(ImportRun.id == run.id).scalar() or "")


def _moved(run: ImportRun, from_: tuple[str, ...], again: str = "", **values: Any) -> bool:
    """Change a run that is in one of the states. False when it is in the state `again` already. Raises NotNow."""
    mine = (ImportRun.id == run.id) & ImportRun.state.in_(from_)
    if ImportRun.update(values).where(mine).execute():
        return True
    if again and _state(run) == again:
        return False
    raise NotNow(_ELSEWHERE)


def _ask(event: Event, run: ImportRun, by: int) -> None:
    record(event, subject=("import", run.id), by=by)
