"""What the composer reads, starting at the viewer: their posts, their files, the products that the form names."""

from typing import Any

from miquan import places
from miquan.circle.models import Post, PostPicture, PostProduct
from miquan.circle.rules import NotHere
from miquan.media.models import File
from miquan.media.shown import Picture, shown_to_owner
from miquan.products.queries import ProductCard, product_cards
from miquan.text import is_number
from miquan.uploads.queries import own_files
from miquan.viewer import viewer

_EARLIER, _WAITING, _PAGE, _MOST_PLANNED = 40, 5, 24, 200


def own_post(member_id: int, post_id: int) -> Post:
    """A post of theirs that can be changed. Raises NotHere."""
    mine = (Post.id == post_id) & (Post.author == member_id) & (Post.kind != "repost") & (Post.state != "removed")
    found: Post | None = Post.get_or_none(mine)
    if found is None:
        raise NotHere
    return found


def earlier_posts(member_id: int, but: int = 0) -> list[tuple[str, str]]:
    """(id, name) of their newest posts that can be gone on with."""
    mine = (Post.author == member_id) & (Post.state == "published") & (Post.kind != "repost") & (Post.id != but)
    rows = Post.select(Post.id, Post.title, Post.excerpt).where(mine).order_by(Post.published_at.desc(), Post.id.desc())
    return [(str(id_), title or excerpt[:40] or f"#{id_}") for id_, title, excerpt in rows.limit(_EARLIER).tuples()]


def waiting_posts(member_id: int) -> list[Post]:
    """Some of their drafts and of what waits for its time."""
    mine = (Post.author == member_id) & Post.state.in_(("draft", "scheduled"))
    return list(Post.select().where(mine, Post.kind != "repost").order_by(Post.updated_at.desc()).limit(_WAITING))


def planned_posts(member_id: int) -> list[Post]:
    """What waits for its time, the next first."""
    mine = (Post.author == member_id) & (Post.state == "scheduled")
    return list(Post.select().where(mine).order_by(Post.scheduled_at, Post.id).limit(_MOST_PLANNED))


def drafts_page(member_id: int, before: int = 0) -> tuple[list[Post], int]:
    """Their drafts, the newest first, and the key of the next page, 0 when there is none."""
    mine = (Post.author == member_id) & (Post.state == "draft") & (Post.kind != "repost")
    query = Post.select().where(mine, *([Post.id < before] if before else []))
    rows = list(query.order_by(Post.id.desc()).limit(_PAGE + 1))
    return rows[:_PAGE], rows[_PAGE - 1].id if len(rows) > _PAGE else 0


def named_files(form: Any, member_id: int) -> dict[str, File]:
    """The author's own files that the form names, by id as it stands there; anybody else's are not among them."""
    told = {str(entry.form.file_id.data or "") for entry in form.kept}
    found = own_files(member_id, [int(id_) for id_ in told if is_number(id_, 9)], "post")
    return {str(id_): file for id_, file in found.items()}


def pictures_of(form: Any, member_id: int) -> dict[int, Picture]:
    return {file.id: shown_to_owner(file) for file in named_files(form, member_id).values()}


def named_products(form: Any) -> list[int]:
    """Ids in the form's order, each once, without those that are taken away."""
    told = [entry.form.product.data or "" for entry in form.things if not entry.form.remove.data]
    return list(dict.fromkeys(int(id_) for id_ in told if is_number(id_, 9) and 0 < int(id_) < 2**31))


def things_of(form: Any) -> dict[int, ProductCard]:
    return {card.id: card for card in product_cards(named_products(form) or [0])}


def form_values(post: Post) -> dict[str, Any]:
    """The form's values from what is stored."""
    names = ("kind", "title", "body", "lang", "visibility", "disclosure", "country", "place")
    pictures = PostPicture.select(PostPicture.file, PostPicture.alt).where(PostPicture.post == post.id)
    products = PostProduct.select(PostProduct.product).where(PostProduct.post == post.id)
    return {
        **{name: getattr(post, name) for name in names},
        "city": places.city_name(post.country, post.city, viewer().lang) if post.city else "",
        "follows_up": str(post.follows_up_id or ""),
        "scheduled_at": places.there(viewer().zone, post.scheduled_at) if post.scheduled_at else None,
        "kept": [
            {"file_id": str(file), "alt": alt, "place": place}
            for place, (file, alt) in enumerate(pictures.order_by(PostPicture.position).tuples(), 1)
            if file
        ],
        "things": [{"product": str(row[0])} for row in products.order_by(PostProduct.position).tuples()],
    }
