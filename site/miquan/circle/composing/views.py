"""The composer: writing a post, changing one, keeping drafts, looking ahead, finding products while typing."""

from typing import Any

from flask import Blueprint, abort, flash, request

from miquan import places, urls
from miquan.asking import ask
from miquan.circle import actions, rules, words
from miquan.circle.composing import keeping, reading, saving, tickets
from miquan.circle.composing.ahead import ahead
from miquan.circle.composing.tickets import Ticket
from miquan.circle.forms import APART, PostForm
from miquan.circle.models import BODY_LIMIT, Post
from miquan.circle.queries.finding import products_for
from miquan.circle.queries.reach import within_reach
from miquan.db import now
from miquan.hypermedia import is_partial, redirect_to, respond
from miquan.i18n import _, lazy
from miquan.limits import LOOKING, WRITING, limiter, who
from miquan.once import fresh
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.states import NotAllowed
from miquan.studio.editor.parts import PictureForm
from miquan.studio.editor.sent import formdata
from miquan.templating import clock
from miquan.text import is_number
from miquan.threads.drafts import unsent
from miquan.uploads.showing import limits
from miquan.viewer import viewer

_WAITS = lazy("收到了，有人看過才會出現")
bp = Blueprint("composing", __name__, url_prefix="/c")


@bp.route("/new", methods=["GET", "POST"])
@limiter.limit(WRITING, key_func=who, methods=["POST"])
@requires(Permission.POST_WRITE)
def new() -> Any:
    return _sent(None) if request.method == "POST" else _open(None)


@bp.route("/<int:post_id>/edit", methods=["GET", "POST"])
@limiter.limit(WRITING, key_func=who, methods=["POST"])
@requires(Permission.POST_WRITE)
def edit(post_id: int) -> Any:
    post = _own(post_id)
    return _sent(post) if request.method == "POST" else _open(post)


def _own(post_id: int) -> Post:
    try:
        return reading.own_post(viewer().id or 0, post_id) if post_id < 2**31 else abort(404)
    except rules.NotHere:
        abort(404)


def _form(post: Post | None, **more: Any) -> PostForm:
    return PostForm(earlier=reading.earlier_posts(viewer().id or 0, post.id if post else 0), **more)


def _open(post: Post | None) -> Any:
    """The composer with what was saved, or with a draft that waits to be gone on with."""
    me, post_id = viewer().id or 0, post.id if post else 0
    draft = keeping.own_draft(me, request.args.get("draft", ""), post_id) if "draft" in request.args else None
    key, version = keeping.new_key(me, post_id), post.version if post else 0
    if draft is not None:
        form = _form(post, formdata=formdata(draft.form))
        key, version = draft.key, draft.base_version or version
        form.seq.data = str(draft.seq)
    else:
        form = _form(post, data=reading.form_values(post) if post else _blank())
    form.turn.data, form.nonce.data, form.version.data = "0", fresh(), str(version or "")
    form.ticket.data = tickets.sign(Ticket(me, key, post_id))
    return _page(post, form, 200, waiting=[] if draft else keeping.unfinished(me, post_id), draft=draft)


def _blank() -> dict[str, Any]:
    """A new post, about a product or after an earlier post where the address says so."""
    about, after = request.args.get("product", ""), request.args.get("after", "")
    member = viewer().member
    shows = member.place_shown == "city"
    return {
        "lang": viewer().lang, "country": member.country if shows else "",
        "city": places.city_name(member.country, member.city, viewer().lang) if shows and member.city else "",
        "things": [{"product": about}] if is_number(about, 9) else [],
        "kind": "followup" if is_number(after, 9) else "life", "follows_up": after[:12],
    }  # fmt: skip


def _sent(post: Post | None) -> Any:
    form = _form(post)
    problems = saving.take_in(form, viewer().id or 0)
    if tool := request.form.get("more", ""):
        saving.use(form, tool)
        form.pictures.errors = problems
        return _page(post, form, 200, searched=tool == "find")
    if form.validate() and not problems:
        answer = saving.save(form, post)
        if answer is not None:
            flash(_WAITS if answer.endswith(saving.WAITING) else _done(form), "success")
            return redirect_to(answer)
    form.pictures.errors = [*form.pictures.errors, *problems]
    return _page(post, form, 422)


def _done(form: PostForm) -> str:
    then, at = request.form.get("then", ""), saving.chosen_time(form)
    if then == "schedule" and at:
        return _("排好了，%(time)s會發", time=clock(at))
    return _("發出去了") if then == "publish" else _("存好了")


def _page(
    post: Post | None, form: PostForm, status: int, *, waiting: Any = (), draft: Any = None, searched: bool = False
) -> Any:
    me = viewer().id or 0
    # Called to from another page it comes alone, with the way it is sent.
    called = request.method == "GET" and is_partial()
    address = f"{viewer().root}/c/{post.id}/edit" if post else f"{viewer().root}/c/new"
    return respond(
        "circle/_composer.html" if called else "circle/compose.html", block=None if called else "form", status=status, post=post,
        address=address, words=words, form=form, pictures=reading.pictures_of(form, me),
        things=reading.things_of(form), blank=PictureForm(prefix="kept-__n__-"), limits=limits("post", most=rules.MAX_PICTURES),
        found=products_for(me, form.find.data or "") if searched else [], searched=searched, waiting=waiting, draft=draft,
        posts=reading.waiting_posts(me) if post is None else [], shown=None, kept_at=_clock(draft.updated_at) if draft else "",
        seo=seo(_("改一篇帖") if post else _("寫一篇帖"), "", index=False),
    )  # fmt: skip


def _clock(moment: Any = None) -> str:
    return places.local_time(viewer().zone, moment or now())


@bp.get("/drafts")
@requires(Permission.POST_WRITE)
def drafts() -> Any:
    """All that a member has not sent yet: what waits for its time, saved drafts, words that a page kept."""
    me, told = viewer().id or 0, request.args.get("before", "")
    before = int(told) if is_number(told, 9) else 0
    posts, then = reading.drafts_page(me, before)
    return respond(
        "circle/drafts.html", posts=posts, next=then, planned=[] if before else reading.planned_posts(me),
        waiting=[] if before else keeping.unfinished(me, None, keeping.MOST),
        talk=[] if before else unsent(me), seo=seo(_("我的草稿"), "", index=False),
    )  # fmt: skip


@bp.post("/drafts")
@limiter.limit(LOOKING, key_func=who)
@requires(Permission.POST_WRITE)
def keep() -> Any:
    """Keep what stands in the form; answers the line that says so."""
    me = viewer().id or 0
    ticket = tickets.read(request.form.get("ticket", ""), me) or abort(400)
    if ticket.post:
        _own(ticket.post)
    told, version = request.form.get("seq", ""), request.form.get("version", "")
    kept = keeping.keep_words(
        ticket, saving.sent_now(_form(None), APART), seq=int(told) if is_number(told, 9) else 0,
        nonce=request.form.get("nonce", "")[:43].replace("\x00", ""), version=int(version) if is_number(version, 9) else None,
    )  # fmt: skip
    if kept is None:
        abort(400)
    address = f"{viewer().root}/c/{kept.post_id or 'new'}{'/edit' if kept.post_id else ''}?draft={kept.key}"
    if not is_partial():
        return redirect_to(address)
    return respond(
        "studio/editor/_status.html", state="kept", draft=kept, ticket=tickets.sign(Ticket(me, kept.key, kept.post_id or 0)),
        kept_at=_clock(), address=address, sign_in="",
    )  # fmt: skip


@bp.post("/drafts/<key>/removal")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.POST_WRITE)
def drop(key: str) -> Any:
    if not keeping.forget_words(viewer().id or 0, key):
        abort(404)
    flash(_("丟掉了"), "success")
    return redirect_to(f"{viewer().root}/c/new")


@bp.post("/preview")
@limiter.limit(LOOKING, key_func=who)
@requires(Permission.POST_WRITE)
def preview() -> Any:
    """The words as others would read them: beside the form, or as a page of their own."""
    form = _form(None)
    body = (form.body.data or "")[:BODY_LIMIT]
    shown = ahead(form.title.data or "", body, form.lang.data or "zh-hant", _handles(body))
    things = reading.things_of(form)
    if is_partial():
        return respond("circle/_side.html", shown=shown, things=things)
    return respond("circle/preview.html", shown=shown, things=things, seo=seo(_("預覽"), "", index=False))


def _handles(body: str) -> list[str]:
    from miquan.circle.actions.parts import named_members

    return list(named_members(body, viewer().id or 0))


@bp.get("/products")
@limiter.limit(LOOKING, key_func=who)
@requires(Permission.POST_WRITE)
def products() -> Any:
    """Products for what is being typed, as buttons of the composer's form."""
    found = products_for(viewer().id or 0, request.args.get("find", ""))
    return respond("circle/_found.html", found=found, searched=True, address=f"{viewer().root}/c/new")


@bp.get("/people")
@limiter.limit(LOOKING, key_func=who)
@requires(Permission.POST_WRITE)
def people() -> Any:
    """Whom one can name in a post, while typing."""
    return respond("components/_people.html", people=within_reach(request.args.get("q", "")))


@bp.post("/<int:post_id>/publication")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.POST_WRITE)
def publish(post_id: int) -> Any:
    return _change(post_id, actions.publish, _("發出去了"))


@bp.post("/<int:post_id>/schedule/removal")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.POST_WRITE)
def unschedule(post_id: int) -> Any:
    return _change(post_id, actions.unschedule, _("不排了，還是草稿"))


@bp.route("/<int:post_id>/removal", methods=["GET", "POST"])
@limiter.limit(WRITING, key_func=who, methods=["POST"])
@requires(Permission.POST_WRITE)
def remove(post_id: int) -> Any:
    if request.method == "GET":
        post = _own(post_id)
        told = _("文字和照片刪掉以後找不回來。別人在底下說的話會留著。")
        here = f"{viewer().root}/c/{post.id}"
        return ask(
            _("刪掉這篇帖？"), told if post.published_at else _("還沒發出去，刪掉以後找不回來。"), _("刪掉這篇"),
            f"{here}/removal", urls.post(post.id, post.slug),
        )  # fmt: skip
    return _change(post_id, actions.remove, _("刪掉了"), to="/")


def _change(post_id: int, act: Any, done: str, to: str = "") -> Any:
    post = _own(post_id)
    try:
        made = act(post.id, by=viewer().id or 0)
        flash(_WAITS if made.state == "hidden" else done, "success")
    except rules.NotReady as error:
        flash(" ".join(str(p.text) for p in error.problems), "error")
    except (rules.NotHere, NotAllowed):
        flash(_("現在不能這樣做"), "error")
    return redirect_to(viewer().root + (to or f"/c/{post_id}"))
