"""From the forms of threads to what is said, with the tools of the circle's composer: pictures, and products while typing."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import request

from miquan import places
from miquan.circle.composing import reading, saving
from miquan.circle.queries.finding import products_for
from miquan.i18n import _
from miquan.money import Money, decimal_text, parse_price
from miquan.once import fresh, once
from miquan.studio.editor.parts import PictureForm
from miquan.studio.editor.sent import formdata
from miquan.text import is_number
from miquan.threads import drafts, rules
from miquan.threads.facts import Facts
from miquan.threads.forms import NewThreadForm, ReplyForm, ThreadForm
from miquan.threads.models import ThreadDraft
from miquan.threads.rules import PollWords, Said
from miquan.uploads.showing import limits
from miquan.viewer import viewer


def said_in(form: ReplyForm) -> Said:
    """What the form says."""
    pictures, products = saving.pictures_in(form), tuple(reading.named_products(form))
    return Said(form.body.data or "", form.lang.data or viewer().lang, pictures, products)


def facts_in(form: ThreadForm) -> Facts:
    """What a deal or a trip says of itself. Raises NotReady for a price that is none."""
    kind, code = form.kind.data, form.currency.data or viewer().currency
    price: int | None = None
    if kind == "deal" and (form.price.data or "").strip():
        try:
            price = parse_price(form.price.data, code)
        except ValueError as error:
            raise rules.NotReady([rules.Problem("price", "wrong", str(error))]) from None
    return Facts(
        price, code, form.where.data or "", (form.link.data or "").strip(), tuple(form.countries.data or ()), form.cities.data or "",
        form.since.data, form.until.data, form.room.data or "",
    )  # fmt: skip


def facts_told(held: Facts) -> dict[str, Any]:
    """As the form shows them."""
    price = decimal_text(Money(held.price, held.currency)) if held.price is not None else ""
    return {
        **vars(held),
        "price": price,
        "countries": list(held.countries),
        "currency": held.currency or viewer().currency,
    }


def poll_in(form: NewThreadForm) -> PollWords | None:
    """What the form asks; None where it has no options."""
    options = tuple(line for line in (form.options.data or "").splitlines() if line.strip())
    if not options:
        return None
    return PollWords(options, bool(form.multiple.data), bool(form.hidden.data), _moment(form.closes_at.data))


def _moment(told: datetime | None) -> datetime | None:
    """A time by the author's clock; one at the end of all calendars is as wrong as one that is over."""
    try:
        return told.replace(tzinfo=ZoneInfo(viewer().zone)).astimezone(UTC) if told else None
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)


def number_in(field: Any) -> int | None:
    """A number that the page itself put into a hidden field."""
    return int(field.data) if is_number(field.data or "", 9) else None


def received(form: ReplyForm, store: Callable[[], str]) -> tuple[str | None, bool]:
    """Take a sent form in: (where to go on, whether only a tool of the page was used).

    What is wrong stands beside its field then, and nothing that was written is lost.
    """
    problems = saving.take_in(form, viewer().id or 0, rules.MAX_PICTURES)
    if tool := request.form.get("more", ""):
        saving.use(form, tool, rules.MAX_PRODUCTS)
        form.pictures.errors = problems
        return None, True
    if form.validate() and not problems:
        answer = _stored(form, store)
        if answer is not None:
            return answer, False
    form.pictures.errors = [*form.pictures.errors, *problems]
    return None, False


def _stored(form: ReplyForm, store: Callable[[], str]) -> str | None:
    try:
        return once(form.nonce.data or fresh(), viewer().id or 0, store)
    except rules.Outdated:
        form.form_errors.append(_("這裡剛在別的地方改過了。先看一眼新的樣子，再改一次"))
    except rules.NotReady as error:
        beside = {"products": "find"}
        for problem in error.problems:
            name = beside.get(problem.field, problem.field)
            field = form[name if name in form else "body"]
            field.errors = [*field.errors, problem.text]
    return None


def forget_sent(form: ReplyForm, group_id: int, thread_id: int | None = None) -> None:
    """What was sent is no draft any more."""
    seq, nonce = number_in(form.seq) or 0, form.nonce.data or ""
    drafts.forget_sent(viewer().id or 0, group_id, thread_id, seq=seq, nonce=nonce)


def drafted(form_class: type[ReplyForm], draft: ThreadDraft) -> ReplyForm:
    """The form as it was left."""
    form = form_class(formdata=formdata(draft.form))
    form.nonce.data, form.seq.data, form.turn.data = fresh(), str(draft.seq), "0"
    return form


def clock(moment: datetime) -> str:
    return places.local_time(viewer().zone, moment)


def around(form: ReplyForm) -> dict[str, Any]:
    """What the pages of a form show beside it."""
    me, searched = viewer().id or 0, request.form.get("more") == "find"
    return {
        "form": form,
        "pictures": reading.pictures_of(form, me),
        "things": reading.things_of(form),
        "blank": PictureForm(prefix="kept-__n__-"),
        "limits": limits("post", most=rules.MAX_PICTURES),
        "found": products_for(me, form.find.data or "") if searched else [],
        "searched": searched,
        # Who asked for more than words finds it open.
        "opens": request.form.get("more") == "open",
    }
