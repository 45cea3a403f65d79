"""From the composer's form to a stored post, in one transaction with the draft that it makes superfluous."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import request
from werkzeug.datastructures import FileStorage

from miquan import places, text, urls
from miquan.circle import actions, rules
from miquan.circle.composing import keeping, reading, tickets
from miquan.circle.forms import PostForm
from miquan.circle.models import Post
from miquan.i18n import _
from miquan.once import fresh, once
from miquan.text import is_number
from miquan.uploads import rules as uploads
from miquan.uploads import showing
from miquan.uploads.receiving import receive_sent
from miquan.viewer import viewer

MAX_AT_ONCE = 6
# Characters of a draft: the longest words that a form takes, with everything that may stand beside them.
_ROOM = 150_000


def take_in(form: Any, member_id: int, most: int = rules.MAX_PICTURES) -> list[str]:
    """Receive what the plain file input brought. Returns what is wrong with those that were not taken."""
    files = [f for f in form.pictures.data or [] if isinstance(f, FileStorage) and f.filename]
    form.pictures.data = []
    if len(files) > MAX_AT_ONCE:
        return [_("一次最多加六張照片")]
    if len(form.kept) + len(files) > most:
        return [_("照片最多%(most)s張，先拿掉幾張", most=most)]
    problems = []
    for file in files:
        try:
            stored = receive_sent(file, owner=member_id, purpose="post", nonce=form.nonce.data or "")
        except uploads.Refused as error:
            name = uploads.file_name(file.filename or "")
            problems.append(_("%(name)s：%(problem)s", name=name, problem=showing.problem_words(error.reason, "post")))
        else:
            form.kept.append_entry({"file_id": str(stored.id), "place": len(form.kept) + 1})
    return problems


def pictures_in(form: Any) -> tuple[rules.PictureWords, ...]:
    """The pictures that the form names, in its order."""
    rows = [
        entry.form for entry in form.kept if not entry.form.remove.data and is_number(entry.form.file_id.data or "", 9)
    ]
    rows.sort(key=lambda row: row.place.data or 999)
    return tuple(rules.PictureWords(int(row.file_id.data), row.alt.data or "") for row in rows)


def use(form: Any, tool: str, most: int = rules.MAX_PRODUCTS) -> None:
    """Put a product in, or take one out."""
    verb, _colon, id_ = tool.partition(":")
    if verb == "add" and is_number(id_, 9) and len(form.things) < most:
        if int(id_) not in reading.named_products(form):
            form.things.append_entry({"product": id_})
        form.find.data = ""
    for entry in form.things:
        if verb == "drop" and entry.form.product.data == id_:
            entry.form.remove.data = True


def words_of(form: PostForm) -> rules.PostWords:
    """What the form says."""
    told = form.follows_up.data or ""
    country, city = form.country.data or "", text.clean_line(form.city.data or "", 80)
    if known := places.find_city(city, country) if city else None:
        city, country = known.slug, known.country
    return rules.PostWords(
        kind=form.kind.data or "", title=form.title.data or "", body=form.body.data or "", lang=form.lang.data or "zh-hant",
        visibility=form.visibility.data or "", disclosure=form.disclosure.data or "",
        spot=rules.Spot(country, city, form.place.data or ""),
        follows_up=int(told) if form.kind.data == "followup" and is_number(told, 9) else None,
        pictures=pictures_in(form),
        products=tuple(reading.named_products(form)),
    )  # fmt: skip


def chosen_time(form: PostForm) -> datetime | None:
    """The moment that was chosen, by the author's clock."""
    told = form.scheduled_at.data
    return told.replace(tzinfo=ZoneInfo(viewer().zone)).astimezone(UTC) if told else None


def save(form: PostForm, post: Post | None) -> str | None:
    """Store what the form says and tell where to go on; None, with what is wrong beside its field, when it cannot be."""
    try:
        return once(form.nonce.data or fresh(), viewer().id or 0, lambda: _store(form, post))
    except rules.Outdated:
        form.form_errors.append(_("這篇帖剛在別的地方改過了。先看一眼新的樣子，再改一次"))
    except rules.NotReady as error:
        beside = {"pictures": "pictures", "products": "find"}
        for problem in error.problems:
            field = form[beside.get(problem.field, problem.field)]
            field.errors = [*field.errors, problem.text]
    return None


# Where a member sees what of theirs waits for a moderator.
WAITING = "/me/decisions"


def _store(form: PostForm, post: Post | None) -> str:
    me, then = viewer().id or 0, request.form.get("then", "")
    version = int(form.version.data) if post and is_number(form.version.data or "", 9) else None
    saved = actions.save_post(words_of(form), by=me, post_id=post.id if post else None, version=version)
    if saved.state in ("draft", "scheduled"):
        if then == "publish":
            saved = actions.publish(saved.id, by=me)
        elif then == "schedule":
            saved = actions.schedule(saved.id, chosen_time(form), by=me)
        elif then == "draft" and saved.state == "scheduled":
            saved = actions.unschedule(saved.id, by=me)
    ticket = tickets.read(form.ticket.data or "", me)
    if ticket:
        keeping.forget_words(me, ticket.key)
    if saved.state == "hidden":
        return f"{viewer().root}{WAITING}"
    return urls.post(saved.id, saved.slug)


def sent_now(form: PostForm, names: frozenset[str]) -> dict[str, list[str]]:
    """The post's fields of this request, as they came; of what no page of ours sends not more than fits into one."""
    kept: Any = request.form
    found: dict[str, list[str]] = {}
    room = _ROOM
    for name, values in kept.lists():
        of = name.partition("-")[0]
        if of in form._fields and of not in names and room > 0:
            told = values[0].replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")[:25_000]
            found[name[:100]], room = [told], room - len(name) - len(told)
    return found
