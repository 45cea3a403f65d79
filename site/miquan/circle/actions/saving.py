"""Writing a post down: a new draft, or a new version of what is there."""

from typing import Any

from miquan import text
from miquan.accounts.models import Member
from miquan.circle import care, rules
from miquan.circle.actions import parts
from miquan.circle.actions.counting import is_counted, recount_around
from miquan.circle.machine import AUTHOR, POST
from miquan.circle.models import BODY_LIMIT, PLACE_LIMIT, TITLE_LIMIT, Post, PostPicture, PostProduct, PostRevision
from miquan.circle.rules import PostWords
from miquan.circle.wording import rendered, words_key
from miquan.db import held, now, transaction
from miquan.i18n import _, lazy
from miquan.moderation.judging import Judgement, hold
from miquan.outbox import Event, record
from miquan.versions import bump

_EDITABLE = ("draft", "scheduled", "published", "hidden")


def save_post(words: PostWords, *, by: int, post_id: int | None = None, version: int | None = None) -> Post:
    """Store a new draft, or the next version of a post. What was published before is kept as a revision.

    Raises rules.NotReady, rules.NotHere for a post that is not theirs, rules.Outdated when `version` is not the newest.
    """
    words = _cleaned(words)
    with transaction():
        post = locked(post_id, by=by) if post_id else Post(author=by, demo=Member.get_by_id(by).demo)
        is_out = post.state in ("published", "hidden")
        problems = rules.problems_for_publishing(words) if is_out else rules.problems_with(words)
        if is_out:
            problems += care.problems_with_words(by, f"{words.title}\n{words.body}")
        if problems := [*problems, *_wrong_origin(words, by, post)]:
            raise rules.NotReady(problems)
        judgement = _judged(words, by) if post.state == "published" else Judgement()
        if version is not None and post.id and post.version != version:
            raise rules.Outdated
        was, tags = is_counted(post), parts.tags_of(post) if post.id else []
        _write(post, words)
        if judgement.waits:
            withhold(post, judgement, AUTHOR)
        if is_out:
            after = parts.sync_tags(post, post.published_at)
            recount_around(post, was, tags, after)
            store_revision(post, by=by)
            record(Event.POST_EDITED, subject=("post", post.id), by=by)
            bump("pages")
    return post


def withhold(post: Post, judgement: Judgement, actor: str) -> Post:
    """Out of sight until a moderator has looked; its author sees that it waits."""
    step = POST.step(post.state, "hold", actor=actor)
    post.state, post.scheduled_at, post.state_reason = step.to, None, str(_("有人看過才會出現"))
    post.save()
    hold("post", post.id, post.author_id, judgement)
    if step.event:
        record(step.event, subject=("post", post.id), by=post.author_id)
    return post


def _judged(words: PostWords, by: int) -> Judgement:
    pictures = [picture.file_id for picture in words.pictures if picture.file_id]
    told = "\n".join((words.title, words.body, *(picture.alt for picture in words.pictures if picture.alt)))
    return care.judged(by, told, pictures, again=True)


def locked(post_id: int, *, by: int | None = None) -> Post:
    """The post, held until the transaction ends. `by`: only this author's, and no repost. Raises rules.NotHere."""
    query = Post.select().where(Post.id == post_id, Post.state.in_(_EDITABLE))
    post: Post | None = held(query.where(Post.author == by, Post.kind != "repost") if by is not None else query).first()
    if post is None:
        raise rules.NotHere
    return post


def _cleaned(words: PostWords) -> PostWords:
    spot = words.spot
    return PostWords(
        **{
            **vars(words),
            "title": text.clean_line(words.title, TITLE_LIMIT + 1),
            "body": text.clean_text(words.body, BODY_LIMIT + 1),
            "spot": rules.Spot(
                spot.country, spot.city, text.clean_line(spot.place, PLACE_LIMIT),
                rules.coarse(spot.latitude), rules.coarse(spot.longitude),
            ),
        }
    )  # fmt: skip


def _wrong_origin(words: PostWords, by: int, post: Post) -> list[rules.Problem]:
    """Somebody may only go on with a post of their own that is out."""
    if words.follows_up is None or words.follows_up == post.follows_up_id:
        return []
    earlier = Post.select().where(Post.id == words.follows_up, Post.author == by, Post.state == "published")
    if earlier.where(Post.kind != "repost").exists() and words.follows_up != post.id:
        return []
    return [rules.Problem("follows_up", "unknown", lazy("選一篇你以前寫的帖，接著說"))]


def _write(post: Post, words: PostWords) -> None:
    spot = words.spot
    is_new, is_out = post.id is None, post.state in ("published", "hidden")
    members = parts.named_members(f"{words.title}\n{words.body}", post.author_id)
    shown = rendered(words.body, members)
    values: dict[str, Any] = {
        "kind": words.kind, "title": words.title, "body": words.body, "lang": words.lang, "visibility": words.visibility,
        "body_html": shown.html, "excerpt": shown.excerpt, "country": spot.country, "city": spot.city, "place": spot.place,
        "latitude": spot.latitude, "longitude": spot.longitude, "follows_up": words.follows_up,
        "words_key": words_key(words.title, words.body), "slug": text.slugify(words.title or shown.excerpt[:60]),
        "updated_at": now(),
    }  # fmt: skip
    for name, value in values.items():
        setattr(post, name, value)
    post.version = 1 if is_new else post.version + 1
    post.edited_at = now() if is_out else None
    if is_new:
        post.save()
    parts.sync_pictures(post, words)
    post.disclosure = rules.disclosed(words.disclosure, has_own=parts.sync_products(post, words))
    post.save()
    new = parts.sync_mentions(post, members)
    parts.store_other_script(post, sorted(members))
    if is_out:
        tell_mentioned(post, new)


def tell_mentioned(post: Post, members: list[int], comment: int | None = None) -> None:
    for member in care.those_told(post.author_id, members):
        more = {"post": post.id} | ({"comment": comment} if comment else {})
        record(Event.MEMBER_MENTIONED, subject=("member", member), data=more, by=post.author_id)


def store_revision(post: Post, *, by: int | None) -> None:
    """What the post is from now on, unchangeable."""
    pictures = PostPicture.select(PostPicture.file, PostPicture.alt).where(PostPicture.post == post.id)
    products = PostProduct.select(PostProduct.product, PostProduct.currency, PostProduct.price)
    names = ("kind", "title", "body", "lang", "visibility", "disclosure", "country", "city", "place")
    data = {
        **{name: getattr(post, name) for name in names},
        "pictures": list(pictures.order_by(PostPicture.position).dicts()),
        "products": list(products.where(PostProduct.post == post.id).order_by(PostProduct.position).dicts()),
    }
    PostRevision.create(post=post.id, version=post.version, by=by, data=data)
