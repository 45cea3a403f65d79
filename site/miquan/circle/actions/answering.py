"""Comments: written, changed, taken back."""

from datetime import timedelta

from miquan import text
from miquan.circle import care
from miquan.circle.actions import parts
from miquan.circle.actions.counting import count
from miquan.circle.actions.liking import seen_by
from miquan.circle.models import COMMENT_LIMIT, Comment, Mention, Post
from miquan.circle.queries.visible import comments_for
from miquan.circle.rules import MAX_DEPTH, NotHere, NotReady, Problem
from miquan.circle.wording import rendered
from miquan.db import held, now, transaction
from miquan.i18n import lazy
from miquan.moderation.actions import audit
from miquan.moderation.judging import hold, let_go
from miquan.outbox import Event, record
from miquan.versions import bump

_OFTEN, _OFTEN_IN = 10, timedelta(minutes=10)


def write_comment(post_id: int, body: str, *, by: int, parent_id: int | None = None, lang: str = "zh-hant") -> Comment:
    """Raises NotHere for a post or comment that they may not see, NotReady with what is wrong."""
    body = _judged(body, by)
    with transaction():
        post = seen_by(post_id, by, hold=True)
        parent = _parent(post, parent_id, by)
        members = parts.named_members(body, by)
        judgement = care.judged(by, body)
        comment: Comment = Comment.create(
            post=post.id, author=by, parent=parent and parent.id, root=parent and (parent.root_id or parent.id),
            depth=min(parent.depth + 1, MAX_DEPTH) if parent else 0, lang=lang, body=body, body_html=rendered(body, members).html,
            state="hidden" if judgement.waits else "published",
        )  # fmt: skip
        if parent:
            Comment.update(replies=Comment.replies + 1).where(Comment.id == parent.id).execute()
        if judgement.waits:
            hold("comment", comment.id, by, judgement)
        else:
            _come_out(comment, members)
    return comment


def _come_out(comment: Comment, members: dict[str, int]) -> None:
    """It counts, and whoever it is for hears of it."""
    count(comment.post_id, comments=1)
    new = parts.sync_mentions(comment.post, members, comment)
    told = {"comment": comment.id, "parent": comment.parent_id}
    record(Event.COMMENT_WRITTEN, subject=("post", comment.post_id), data=told, by=comment.author_id)
    for member in care.those_told(comment.author_id, new):
        more = {"post": comment.post_id, "comment": comment.id}
        record(Event.MEMBER_MENTIONED, subject=("member", member), data=more, by=comment.author_id)
    bump("pages")


def release_comment(comment_id: int) -> Comment:
    """A moderator has looked at what waited, and it comes out. Raises NotHere."""
    with transaction():
        comment: Comment | None = held(
            Comment.select().where(Comment.id == comment_id, Comment.state == "hidden")
        ).first()
        if comment is None:
            raise NotHere
        comment.state = "published"
        comment.save(only=[Comment.state])
        _come_out(comment, parts.named_members(comment.body, comment.author_id))
    return comment


def _judged(body: str, by: int) -> str:
    body = text.clean_text(body, COMMENT_LIMIT + 1)
    problems = []
    if not body:
        problems.append(Problem("body", "missing", lazy("寫下你想說的")))
    if len(body) > COMMENT_LIMIT:
        problems.append(Problem("body", "long", lazy("最多4,000個字")))
    if care.is_new(by):
        lately = Comment.select().where(Comment.author == by, Comment.created_at > now() - _OFTEN_IN).count()
        if lately >= _OFTEN:
            problems.append(Problem("body", "often", lazy("說得很快，休息一下再說")))
        problems += care.too_much_in(body)
    if problems:
        raise NotReady(problems)
    return body


def _parent(post: Post, parent_id: int | None, by: int) -> Comment | None:
    if parent_id is None:
        return None
    query = Comment.select().where(Comment.id == parent_id, Comment.post == post.id, comments_for(by))
    # Held, so that it does not go while somebody answers it.
    parent: Comment | None = held(query).first()
    if parent is None:
        raise NotHere
    return parent


def edit_comment(comment_id: int, body: str, *, by: int) -> Comment:
    """Change one's own words. Raises NotHere, NotReady."""
    body = _judged(body, by)
    with transaction():
        query = Comment.select().where(Comment.id == comment_id, Comment.author == by, Comment.state == "published")
        comment: Comment | None = held(query).first()
        if comment is None:
            raise NotHere
        members = parts.named_members(body, by)
        judgement = care.judged(by, body, again=True)
        comment.body, comment.body_html, comment.edited_at = body, rendered(body, members).html, now()
        comment.save()
        parts.sync_mentions(comment.post, members, comment)
        if judgement.waits:
            Comment.update(state="hidden").where(Comment.id == comment.id).execute()
            count(comment.post_id, comments=-1)
            hold("comment", comment.id, by, judgement)
        bump("pages")
    return comment


def remove_comment(comment_id: int, *, by: int | None, moderator: bool = False, reason: str = "") -> Comment:
    """The writer, the post's author or a moderator takes a comment away. Answered, it leaves an empty place.

    One that is hidden only a moderator does: it waits, or may be objected to. Raises NotHere.
    """
    with transaction():
        found = Comment.select(Comment.post).where(Comment.id == comment_id).tuples().first()
        # The post first, as everywhere: two who take away under one post take turns.
        post = held(Post.select().where(Post.id == found[0])).first() if found else None
        there = Comment.state != "removed" if moderator else Comment.state == "published"
        comment: Comment | None = Comment.get_or_none(Comment.id == comment_id, there)
        if post is None or comment is None or not (moderator or by in (comment.author_id, post.author_id)):
            raise NotHere
        if comment.state == "published":
            count(post.id, comments=-1)
        let_go("comment", comment.id)
        Mention.delete().where(Mention.comment == comment.id).execute()
        Comment.update(state="removed", body="", body_html="", edited_at=None).where(Comment.id == comment.id).execute()
        _clear_away(comment)
        if moderator and by != comment.author_id:
            audit("comment.removed", ("comment", comment.id), by=by, reason=reason)
        told = {"comment": comment.id, "author": comment.author_id}
        record(Event.COMMENT_REMOVED, subject=("post", post.id), data=told, by=by)
        bump("pages")
    return comment


def hide_comment(comment_id: int, *, by: int, reason: str) -> Comment:
    """A moderator takes a comment out of sight; its place stays. Raises NotHere."""
    return _put(comment_id, "published", "hidden", by, reason)


def show_comment(comment_id: int, *, by: int, reason: str = "") -> Comment:
    """A moderator brings it back. Raises NotHere."""
    return _put(comment_id, "hidden", "published", by, reason)


def _put(comment_id: int, before: str, after: str, by: int, reason: str) -> Comment:
    with transaction():
        found = Comment.select(Comment.post).where(Comment.id == comment_id).tuples().first()
        if found is None or not held(Post.select().where(Post.id == found[0])).first():
            raise NotHere
        comment: Comment | None = Comment.get_or_none(Comment.id == comment_id, Comment.state == before)
        if comment is None:
            raise NotHere
        comment.state = after
        comment.save(only=[Comment.state])
        count(comment.post_id, comments=1 if after == "published" else -1)
        audit(
            "comment.shown" if after == "published" else "comment.hidden", ("comment", comment.id), by=by, reason=reason
        )
        bump("pages")
    return comment


def _clear_away(comment: Comment | None) -> None:
    """Empty places under which nothing stands go, upwards."""
    while comment is not None:
        row = Comment.get_or_none(Comment.id == comment.id)
        if row is None or row.state != "removed" or row.replies:
            return
        Comment.delete().where(Comment.id == row.id).execute()
        if row.parent_id:
            Comment.update(replies=Comment.replies - 1).where(Comment.id == row.parent_id).execute()
        comment = Comment.get_or_none(Comment.id == row.parent_id) if row.parent_id else None
