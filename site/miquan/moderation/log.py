"""`/moderation`: every decision, for anyone to read. Never what was said, who reported it, or which person decided."""

from typing import Any

from flask import Blueprint, request

from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.moderation import casework, rules
from miquan.moderation.deciding import LOG
from miquan.moderation.models import Decision
from miquan.moderation.registry import KINDS, REASONS
from miquan.pagecache import cached
from miquan.seo.page import seo

bp = Blueprint("moderation_log", __name__)


@bp.get("/moderation")
@cached(query=("kind", "verb", "reason", "before"), tags=(LOG,))
def index() -> Any:
    kind, verb, reason = (request.args.get(name, "") for name in ("kind", "verb", "reason"))
    wanted = [Decision.verb.in_((verb,) if verb in rules.PUBLIC else rules.PUBLIC)]
    wanted += [Decision.subject_kind == kind] if kind in KINDS else []
    wanted += [Decision.reason == reason] if reason in REASONS else []
    where = wanted[0]
    for one in wanted[1:]:
        where &= one
    before = request.args.get("before", "")[:10]
    rows, after = casework.decided(where, before=before)
    return respond(
        "moderation/log.html", rows=rows, after=after, kind=kind, verb=verb, reason=reason, kinds=KINDS, reasons=REASONS, rules=rules,
        seo=seo(_("管理紀錄"), _("管理的人做了什麼、為什麼，每一件都在這裡。"), path="/moderation", index=not (before or kind or verb or reason)),
    )  # fmt: skip


@bp.get("/rules")
@cached()
def guide() -> Any:
    """What goes here and what does not; what happens then."""
    return respond(
        "moderation/rules.html", reasons=REASONS, days=rules.OBJECTING.days,
        seo=seo(_("蜜圈的規矩"), _("什麼可以，什麼不行，之後會怎樣。"), path="/rules"),
    )  # fmt: skip
