"""Opening to the public, closing, opening again; and what an operator decides about it."""

from typing import Any

from miquan import text, urls
from miquan.accounts.models import Member
from miquan.choices import choice
from miquan.db import held, now, transaction
from miquan.mail.letters import send_letter
from miquan.moderation.actions import audit
from miquan.outbox import Event, record
from miquan.storefronts import rules
from miquan.storefronts.machine import STOREFRONT
from miquan.storefronts.models import REASON_LIMIT, Storefront, StorefrontReview
from miquan.versions import bump


def close_storefront(storefront_id: int, *, by: int) -> None:
    """The owner closes it: page, goods, search and feeds are gone for others until it is opened again.

    Raises states.NotAllowed.
    """
    with transaction():
        row = locked(storefront_id)
        _decide(row.id, "withdrawn")
        _move(row, "close", by)


def reopen_storefront(storefront_id: int, *, by: int) -> str:
    """The owner opens it again. Returns the state it is in then: `open`, or `pending` where somebody has to look first.

    Raises states.NotAllowed.
    """
    with transaction():
        row = locked(storefront_id)
        newest = StorefrontReview.select(StorefrontReview.decision).where(StorefrontReview.storefront == row.id)
        found = newest.order_by(StorefrontReview.id.desc()).tuples().first()
        asks = rules.must_ask(choice("opening"), found[0] if found else None)
        if asks:
            StorefrontReview.create(storefront=row.id)
        return _move(row, "ask" if asks else "reopen", by)


def approve(storefront_id: int, *, by: int) -> None:
    """An operator lets it open; its owner gets a letter. Raises states.NotAllowed."""
    with transaction():
        row = locked(storefront_id)
        row.opened_at = now()
        _move(row, "approve", by)
        _decide(row.id, "approved", by=by)
        audit("storefront.approved", ("storefront", row.id), by=by)
        _tell(row, "storefront_opened")


def refuse(storefront_id: int, *, by: int, reason: str) -> None:
    """An operator says why it cannot open as it is; its owner gets the words and may ask again. Raises states.NotAllowed."""
    reason = text.clean_text(reason, REASON_LIMIT)
    with transaction():
        row = locked(storefront_id)
        _move(row, "refuse", by)
        _decide(row.id, "refused", by=by, reason=reason)
        audit("storefront.refused", ("storefront", row.id), by=by, reason=reason)
        _tell(row, "storefront_refused", words=reason)


def suspend(storefront_id: int, *, by: int, reason: str) -> None:
    """A moderator takes it out of sight; its owner cannot open it by themselves. Raises states.NotAllowed."""
    _move_as_moderator(storefront_id, "suspend", by, reason)


def resume(storefront_id: int, *, by: int, reason: str = "") -> None:
    """It is open again. Raises states.NotAllowed."""
    _move_as_moderator(storefront_id, "resume", by, reason)


def _move_as_moderator(storefront_id: int, verb: str, by: int, reason: str) -> None:
    with transaction():
        row = locked(storefront_id)
        _move(row, verb, by)
        audit(f"storefront.{verb}", ("storefront", row.id), by=by, reason=reason)


def locked(storefront_id: int) -> Storefront:
    """The row, for changing it inside the caller's transaction."""
    found: Storefront = held(Storefront.select().where(Storefront.id == storefront_id)).get()
    return found


def _move(row: Storefront, verb: str, by: int) -> str:
    step = STOREFRONT.step(row.state, verb)
    row.state, row.updated_at = step.to, now()
    row.save()
    record(Event.STOREFRONT_CHANGED, subject=("storefront", row.id), by=by)
    if step.event == Event.STOREFRONT_OPENED:
        record(Event.STOREFRONT_OPENED, subject=("storefront", row.id), by=by)
    # Its goods come and go with it.
    for name in ("pages", "people", "catalogue"):
        bump(name)
    return step.to


def _decide(storefront_id: int, decision: str, *, by: int | None = None, reason: str = "") -> None:
    """Close the wish that waits, if there is one."""
    values = {"decision": decision, "decided_at": now(), "decided_by": by, "reason": reason}
    waits = (StorefrontReview.storefront == storefront_id) & (StorefrontReview.decision == "")
    StorefrontReview.update(**values).where(waits).execute()


def _tell(row: Storefront, letter: str, **more: Any) -> None:
    owner = Member.get_by_id(row.owner_id)
    send_letter(owner, letter, shop_link=urls.person(owner.handle), settings_link="/studio/storefront", **more)
