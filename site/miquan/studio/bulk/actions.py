"""A bulk change from its first wish to its undoing. Everything that takes long is done in slices, each kept by itself."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from peewee import chunked

from miquan.bulk import update_rows
from miquan.db import held, now, transaction
from miquan.once import once
from miquan.outbox import Event, record
from miquan.outbox.timers import every
from miquan.products.actions import change_many
from miquan.products.models import Product
from miquan.products.rules import Problem
from miquan.storefronts.models import Storefront
from miquan.studio.bulk import queries
from miquan.studio.bulk.rules import PLAIN, Facts, change_to, plan, still
from miquan.studio.models import BulkChange, BulkItem

MOST = 20_000
SLICE = 100
MOST_PREVIEWS = 10
_LOOKED_AT = 500
_UNDOABLE = timedelta(hours=24)


def create(storefront: Storefront, verb: str, ids: Sequence[int], *, by: int, nonce: str, words: str = "") -> int:
    """Begin a change of these products, which nothing has happened to yet. Returns its id, the same for one nonce.

    `words` says which products were meant. Whatever needs no more telling is looked at at once.
    """
    spec = {"ids": sorted(set(ids))[:MOST], "words": words}

    def make() -> str:
        made = BulkChange.create(storefront=storefront, by=by, verb=verb, spec=spec)
        _forget_previews(storefront.id)
        return str(made.id)

    change_id = int(once(nonce, by, make))
    change = BulkChange.get_by_id(change_id)
    if verb in PLAIN and change.state == "preview" and "looked" not in change.spec:
        look(change, {})
    return change_id


def _forget_previews(storefront_id: int) -> None:
    """Of previews that nobody went on with, the newest are kept: each may hold thousands of rows."""
    mine = (BulkChange.storefront == storefront_id) & (BulkChange.state == "preview")
    newest = BulkChange.select(BulkChange.id).where(mine).order_by(BulkChange.id.desc()).limit(MOST_PREVIEWS)
    BulkChange.delete().where(mine, BulkChange.id.not_in(newest)).execute()


def look(change: BulkChange, wishes: Mapping[str, Any]) -> None:
    """Work out what the change would do to each product, and keep it as its preview."""
    rows: list[dict[str, Any]] = []
    seen = unchanged = 0
    for ids in chunked(change.spec["ids"], _LOOKED_AT):
        for facts in queries.facts_of(change.storefront_id, ids, tags=change.verb == "tags").values():
            seen += 1
            found = plan(change.verb, wishes, facts)
            if found.refused or found.after:
                rows.append(_item(change, facts, found.before, found.after, found.refused))
            else:
                unchanged += 1
    spec = {**change.spec, **wishes, "looked": True, "seen": seen, "unchanged": unchanged}
    with transaction():
        if _locked(change.id).state != "preview":
            return
        BulkItem.delete().where(BulkItem.change == change.id).execute()
        for some in chunked(rows, _LOOKED_AT):
            BulkItem.insert_many(some).execute()
        total = sum(not row["outcome"] for row in rows)
        BulkChange.update(spec=spec, total=total).where(BulkChange.id == change.id).execute()


def _item(change: BulkChange, facts: Facts, before: Any, after: Any, refused: str) -> dict[str, Any]:
    outcome = "refused" if refused else ""
    return {
        "change": change.id, "product": facts.id, "before": before, "after": after, "outcome": outcome, "reason": refused,
    }  # fmt: skip


def _locked(change_id: int) -> BulkChange:
    query = BulkChange.select().where(BulkChange.id == change_id)
    found: BulkChange = held(query).get()
    return found


def start(change_id: int, *, by: int) -> None:
    """Let the worker make the change; a second press does nothing."""
    with transaction():
        looked = _locked(change_id)
        if looked.state == "preview" and looked.total:
            _to(change_id, "running")
            record(Event.BULK_REQUESTED, subject=("bulk", change_id), by=by)


def cancel(change_id: int) -> None:
    """Stop where it is; what has been done can be undone. A preview is forgotten."""
    with transaction():
        state = _locked(change_id).state
        if state == "preview":
            BulkChange.delete().where(BulkChange.id == change_id).execute()
        elif state == "running":
            _to(change_id, "cancelled", finished_at=now(), undo_until=now() + _UNDOABLE)


def undo(change_id: int, *, by: int) -> bool:
    """Let the worker take the change back. False when its day is over."""
    with transaction():
        _locked(change_id)
        mine = BulkChange.id == change_id
        if not BulkChange.update(state="undoing").where(mine, queries.may_still_be_undone()).execute():
            return False
        record(Event.BULK_REQUESTED, subject=("bulk", change_id), by=by)
    return True


def _to(change_id: int, state: str, **more: Any) -> None:
    BulkChange.update(state=state, **more).where(BulkChange.id == change_id).execute()


def go_on(change_id: int) -> bool:
    """One slice, in a transaction of its own: a kill loses nothing and repeats nothing. False when all is done."""
    with transaction():
        change = _locked(change_id)
        if change.state not in ("running", "undoing"):
            return False
        undoing = change.state == "undoing"
        waiting = BulkItem.select().where(BulkItem.change == change_id, BulkItem.outcome == ("done" if undoing else ""))
        slice_ = list(waiting.order_by(BulkItem.id).limit(SLICE))
        if not slice_:
            _finish(change)
            return False
        (_take_back if undoing else _make)(change, slice_)
    return True


def _finish(change: BulkChange) -> None:
    if change.state == "undoing":
        _to(change.id, "undone", undone_at=now())
    else:
        _to(change.id, "done", finished_at=now(), undo_until=now() + _UNDOABLE)


def _make(change: BulkChange, items: list[BulkItem]) -> None:
    outcomes = _change(change, items, "before", "after")
    update_rows(BulkItem, [_settled(item, "done", "refused", outcomes[item.product_id]) for item in items])
    BulkChange.update(done=BulkChange.done + len(items)).where(BulkChange.id == change.id).execute()


def _take_back(change: BulkChange, items: list[BulkItem]) -> None:
    outcomes = _change(change, items, "after", "before")
    update_rows(BulkItem, [_settled(item, "undone", "kept", outcomes[item.product_id]) for item in items])


def _change(change: BulkChange, items: list[BulkItem], from_: str, to: str) -> dict[int, int | str]:
    """Product -> its version afterwards, or why it stayed: what somebody has changed since is not overwritten."""
    ids = [item.product_id for item in items]
    # Held before they are looked at: on PostgreSQL an edit could come between the look and the change.
    list(held(Product.select(Product.id).where(Product.id.in_(ids)).order_by(Product.id)))
    facts = queries.facts_of(change.storefront_id, ids, tags=change.verb == "tags")
    found: dict[int, int | str] = dict.fromkeys(ids, "gone")
    wanted = []
    for item in items:
        if item.product_id not in facts:
            continue
        now_ = facts[item.product_id]
        if still(getattr(item, from_), now_):
            wanted.append(change_to(now_, getattr(item, to)))
        else:
            found[item.product_id] = "edited"
    for id_, outcome in change_many(wanted, by=change.by_id).items():
        found[id_] = outcome.code if isinstance(outcome, Problem) else outcome
    return found


def _settled(item: BulkItem, good: str, bad: str, outcome: int | str) -> dict[str, Any]:
    if isinstance(outcome, int):
        return {"id": item.id, "outcome": good, "reason": "", "version_after": outcome}
    return {"id": item.id, "outcome": bad, "reason": outcome, "version_after": item.version_after}


@every(3_600.0, name="studio.previews", lane="sweep")
def prune() -> int:
    """Forget previews that nobody went on with."""
    old = BulkChange.created_at < now() - queries.PREVIEW_KEPT
    return int(BulkChange.delete().where(BulkChange.state == "preview", old).execute())
