"""Publishing, putting off, hiding and removing: each checked by the post's state machine."""

from datetime import datetime

from miquan.accounts.models import Member
from miquan.circle import care, rules
from miquan.circle.actions import parts
from miquan.circle.actions.counting import count, has_posted, is_counted, recount_around, warm
from miquan.circle.actions.saving import locked, store_revision, tell_mentioned, withhold
from miquan.circle.machine import AUTHOR, CLOCK, MODERATOR, POST
from miquan.circle.models import REASON_LIMIT, Mention, Post, PostPicture, PostProduct, PostText
from miquan.db import db_now, now, transaction
from miquan.moderation.actions import audit
from miquan.moderation.judging import Judgement, let_go
from miquan.outbox import Event, record
from miquan.text import clean_line
from miquan.versions import bump


def publish(post_id: int, *, by: int) -> Post:
    """Show a post to those it is for. Raises rules.NotReady, rules.NotHere, states.NotAllowed."""
    with transaction():
        post = locked(post_id, by=by)
        return _publish(post, AUTHOR)


def _publish(post: Post, actor: str) -> Post:
    state = POST.step(post.state, "release" if actor == MODERATOR else "publish", actor=actor).to
    if actor != MODERATOR and (judgement := _judged(post, actor)).waits:
        return withhold(post, judgement, actor)
    post.state_reason = ""
    post.state, post.published_at, post.scheduled_at = state, now(), None
    post.updated_at = post.published_at
    post.save()
    after = parts.sync_tags(post, post.published_at)
    recount_around(post, False, [], after)
    warm(post.id)
    has_posted(post)
    members = Member.select(Member.handle, Member.id).join(Mention, on=(Mention.member == Member.id))
    named = dict(members.where(Mention.post == post.id, Mention.comment.is_null()).tuples())
    parts.store_other_script(post, sorted(named))
    store_revision(post, by=post.author_id)
    record(Event.POST_PUBLISHED, subject=("post", post.id), by=post.author_id)
    tell_mentioned(post, sorted(named.values()))
    bump("pages")
    return post


def _judged(post: Post, actor: str) -> Judgement:
    words = rules.PostWords(
        kind=post.kind, title=post.title, body=post.body, follows_up=post.follows_up_id,
        pictures=tuple(rules.PictureWords(0) for _n in range(post.pictures)),
    )  # fmt: skip
    # A follow-up outlives what it followed.
    problems = [p for p in rules.problems_for_publishing(words) if p.field != "follows_up" or actor == AUTHOR]
    if problems := [*problems, *care.problems_with(post)]:
        raise rules.NotReady(problems)
    pictures = list(PostPicture.select(PostPicture.file, PostPicture.alt).where(PostPicture.post == post.id).tuples())
    told = "\n".join((post.title, post.body, *(alt for _file, alt in pictures if alt)))
    return care.judged(post.author_id, told, [file for file, _alt in pictures if file])


def release(post_id: int, *, by: int) -> Post:
    """A moderator has looked at what waited: it comes out, now or again. Raises rules.NotHere, states.NotAllowed."""
    with transaction():
        post = locked(post_id)
        return _publish(post, MODERATOR) if post.published_at is None else show(post_id, by=by)


def schedule(post_id: int, at: datetime | None, *, by: int) -> Post:
    """Have a draft come out at a moment. Raises rules.NotReady."""
    problem = rules.problem_with_time(at, now())
    if problem is not None or at is None:
        raise rules.NotReady([problem] if problem else [])
    with transaction():
        post = locked(post_id, by=by)
        post.state = POST.step(post.state, "schedule", actor=AUTHOR).to
        post.scheduled_at = at
        post.save()
        record(Event.POST_SCHEDULED, subject=("post", post.id), by=by, due_at=at)
    return post


def unschedule(post_id: int, *, by: int) -> Post:
    """A draft again."""
    with transaction():
        post = locked(post_id, by=by)
        post.state = POST.step(post.state, "unschedule", actor=AUTHOR).to
        post.scheduled_at = None
        post.save()
    return post


def publish_due(post_id: int) -> bool:
    """The time of a scheduled post has come. False when it was put off, called back, published or removed meanwhile."""
    with transaction():
        due = (Post.id == post_id) & (Post.state == "scheduled") & (Post.scheduled_at <= db_now())
        if not Post.select().join(Member).where(due, Member.active).exists():
            return False
        try:
            _publish(locked(post_id), CLOCK)
        except rules.NotReady:
            # What has become impossible waits for its author as a draft.
            Post.update(state="draft", scheduled_at=None).where(Post.id == post_id).execute()
            return False
    return True


def hide(post_id: int, *, by: int, reason: str) -> Post:
    """A moderator takes a post out of sight; its author sees why."""
    return _moderate(post_id, "hide", Event.POST_HIDDEN, by, reason)


def show(post_id: int, *, by: int, reason: str = "") -> Post:
    """A moderator brings it back."""
    return _moderate(post_id, "show", Event.POST_SHOWN, by, reason)


def _moderate(post_id: int, verb: str, event: Event, by: int, reason: str) -> Post:
    with transaction():
        post = locked(post_id)
        was, tags = is_counted(post), parts.tags_of(post)
        post.state = POST.step(post.state, verb, actor=MODERATOR).to
        post.state_reason = clean_line(reason, REASON_LIMIT) if verb == "hide" else ""
        post.save()
        recount_around(post, was, tags, tags)
        if post.repost_of_id:
            count(post.repost_of_id, reposts=1 if post.state == "published" else -1)
        audit(str(event), ("post", post.id), by=by, reason=reason)
        record(event, subject=("post", post.id), by=by)
        bump("pages")
    return post


def remove(post_id: int, *, by: int | None, reason: str = "", moderator: bool = False) -> Post:
    """Take a post away for good: its words and pictures go, its place stays, so that what others wrote makes sense."""
    with transaction():
        post = locked(post_id, by=None if moderator else by)
        let_go("post", post.id)
        was_shown, was, tags = post.state == "published", is_counted(post), parts.tags_of(post)
        post.state = POST.step(post.state, "remove", actor=MODERATOR if moderator else AUTHOR).to
        parts.drop_pictures(post)
        post.title = post.body = post.body_html = post.excerpt = post.words_key = post.place = post.city = (
            post.country
        ) = ""
        post.latitude = post.longitude = None
        post.state_reason, post.slug, post.hotness = clean_line(reason, REASON_LIMIT), "post", 0
        post.save()
        recount_around(post, was, tags, [])
        for part in (PostText, PostProduct):
            part.delete().where(part.post == post.id).execute()
        Mention.delete().where(Mention.post == post.id, Mention.comment.is_null()).execute()
        parts.sync_tags(post, now())
        if was_shown and post.repost_of_id:
            count(post.repost_of_id, reposts=-1)
        if moderator:
            audit(str(Event.POST_REMOVED), ("post", post.id), by=by, reason=reason)
        _gone(post, by)
    return post


def _gone(post: Post, by: int | None) -> None:
    """Of what never was out nothing is left."""
    if post.published_at is None:
        Post.delete().where(Post.id == post.id).execute()
        return
    record(Event.POST_REMOVED, subject=("post", post.id), by=by)
    bump("pages")
