"""Asking a buyer a question: it goes to them by mail, and they answer to the asker's address."""

from typing import Any

from flask import Blueprint, abort, flash, request
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from miquan import text, urls
from miquan.accounts.models import Member
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _, lazy
from miquan.limits import REPORTING, limiter, who
from miquan.mail.letters import send_letter
from miquan.mail.queries import refuses
from miquan.mail.rules import called
from miquan.once import fresh, once
from miquan.permissions import Permission, requires
from miquan.products.queries import ProductPage, product_page
from miquan.products.rules import PUBLIC_STATES
from miquan.seo.page import seo
from miquan.storefronts.queries import Profile, profile
from miquan.viewer import viewer

bp = Blueprint("asking", __name__)
LIMIT = 2_000


class QuestionForm(FlaskForm):  # type: ignore[misc]
    """One question in the asker's own words."""

    nonce = HiddenField(validators=[Length(max=43)])
    words = TextAreaField(
        lazy("想問什麼"),
        validators=[DataRequired(lazy("寫下你想問的")), Length(max=LIMIT, message=lazy("最多2,000個字"))],
    )


@bp.route("/@<handle>/question", methods=["GET", "POST"])
@requires(Permission.BUYER_ASK)
@limiter.limit(REPORTING, key_func=who, methods=["POST"])
def question(handle: str) -> Any:
    buyer = profile(handle)
    if buyer is None or buyer.storefront is None:
        abort(404)
    product = _product(buyer)
    form = QuestionForm(data={"nonce": fresh()})
    refused = refuses(buyer.member.id, "question")
    takes = buyer.takes_questions and not buyer.member.demo and not refused
    if takes and form.validate_on_submit():
        once(form.nonce.data or fresh(), viewer().id or 0, lambda: _send(buyer, product, form.words.data))
        flash(_("寄給%(name)s了，回信會到你的信箱", name=buyer.person.called), "success")
        return redirect_to(product.url if product else buyer.person.url)
    if form.is_submitted() and not takes:
        abort(403)
    status = 422 if form.is_submitted() else 200
    title = _("問%(name)s", name=buyer.person.called)
    return respond(
        "storefronts/question.html", block="form", status=status, form=form, profile=buyer, product=product, refused=refused,
        seo=seo(title, "", index=False),
    )  # fmt: skip


def _product(buyer: Profile) -> ProductPage | None:
    """The product the question is about, if it is this buyer's and public."""
    asked = request.args.get("product", "")
    if not text.is_number(asked, 9):
        return None
    found = product_page(int(asked))
    fits = found and found.person.id == buyer.person.id and found.row.state in PUBLIC_STATES
    return found if fits else None


def _send(buyer: Profile, product: ProductPage | None, words: str) -> str:
    asker: Member = viewer().member
    send_letter(
        buyer.member, "question", kind="question", reply_to=asker.email,
        asker=called(asker.display_name, asker.handle), handle=asker.handle, words=text.clean_text(words, LIMIT),
        title=product.title if product else "", about_link=product.url if product else urls.person(asker.handle),
        reply_address=asker.email,
    )  # fmt: skip
    return buyer.person.url
