"""Mending a cell before anything is written: its product is judged again, and the figures follow."""

from peewee import fn

from miquan.catalogue.models import FIX_LIMIT, ImportFinding, ImportFix, ImportRun
from miquan.catalogue.runs.board import AtHand, at_hand
from miquan.catalogue.runs.looking import Looked, store_findings
from miquan.catalogue.runs.rules import FIXED_CHARS, NotNow
from miquan.db import held, transaction
from miquan.i18n import lazy
from miquan.text import clean_text


def mend(run: ImportRun, line: int, place: int, value: str) -> None:
    """Put another value into a cell; its own value takes the mending back. Raises NotNow, LookupError for no such cell."""
    value = clean_text(value, FIX_LIMIT)
    with transaction():
        query = ImportRun.select().where(ImportRun.id == run.id)
        found = held(query).first()
        if found is None or found.state != "preview":
            raise NotNow(lazy("這個匯入已經往前走了，這裡不能再改"))
        before = at_hand(found)
        row = before.rows.get(line)
        if row is None or row.broken or not 0 <= place < len(before.names):
            raise LookupError(line, place)
        _put(run.id, line, place, value, own=row.cells[place] if place < len(row.cells) else "")
        _count_again(found, _looked(before), at_hand(found))


def _put(run_id: int, line: int, place: int, value: str, own: str) -> None:
    mine = (ImportFix.run == run_id) & (ImportFix.line == line) & (ImportFix.place == place)
    ImportFix.delete().where(mine).execute()
    if value != own:
        held = ImportFix.select(fn.SUM(fn.LENGTH(ImportFix.value))).where(ImportFix.run == run_id).scalar() or 0
        if held + len(value) > FIXED_CHARS:
            raise NotNow(lazy("在這裡改的太多了，改好檔案再上傳一次"))
        ImportFix.insert(run=run_id, line=line, place=place, value=value).execute()


def _looked(hand: AtHand) -> Looked:
    found = Looked(rows=len(hand.rows))
    for one in hand.products:
        found.take(one)
    found.take_alone(hand.alone)
    return found


def _count_again(run: ImportRun, before: Looked, hand: AtHand) -> None:
    after = _looked(hand)
    was = before.figures()
    steps = {name: now - was[name] for name, now in after.figures().items() if now != was[name]}
    if steps:
        ImportRun.update({name: getattr(ImportRun, name) + step for name, step in steps.items()}).where(
            ImportRun.id == run.id
        ).execute()
    ImportFinding.delete().where(ImportFinding.run == run.id, ImportFinding.line.in_(list(hand.rows))).execute()
    store_findings(run.id, after)
