"""`/c/<id>/picture.png`: what link previews show of a post. Only of what everyone may see."""

from flask import Blueprint, Response, abort, g, request

from miquan.circle.sharing.keeping import Busy, picture, wanted
from miquan.limits import limiter
from miquan.pagecache import PUBLIC

bp = Blueprint("sharing", __name__, url_prefix="/c")


@bp.get("/<int:post_id>/picture.png")
@limiter.limit("60 per minute")
def show(post_id: int) -> Response:
    one = wanted(post_id) if post_id < 2**31 else None
    if one is None:
        abort(404)
    answer = Response(mimetype="image/png")
    answer.set_etag(one.name.removesuffix(".png"))
    answer.headers["Cache-Control"] = PUBLIC
    g.cacheable = True
    if request.if_none_match.contains_weak(answer.get_etag()[0] or ""):
        answer.status_code = 304
    else:
        try:
            answer.set_data(picture(one))
        except Busy:
            abort(503)
    return answer
