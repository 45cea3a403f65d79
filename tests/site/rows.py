"""What each role gets at an address: visitor, stranger, owner, moderator, operator. And the rows of the circle."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """Where to knock, and what each role gets: visitor, stranger, owner, moderator, operator."""

    path: str
    get: tuple[int, ...]


def everyone(path: str, status: int = 200) -> Row:
    return Row(path, (status,) * 5)


def members(path: str, status: int = 200) -> Row:
    """A visitor is sent to sign in."""
    return Row(path, (303, status, status, status, status))


def buyer(path: str, others: int) -> Row:
    """A visitor is sent to sign in; members without a storefront get `others`."""
    return Row(path, (303, others, 200, others, others))


def desk(path: str) -> Row:
    """For those who look after the site."""
    return Row(path, (303, 403, 403, 200, 200))


def operator(path: str) -> Row:
    """For those who keep the site's own rules."""
    return Row(path, (303, 403, 403, 403, 200))


def guests(path: str) -> Row:
    """Who is signed in already is sent on."""
    return Row(path, (200, 302, 302, 302, 302))


def waiting(path: str) -> Row:
    """Between password and second factor: nobody else has anything to do here."""
    return Row(path, (302, 303, 303, 303, 303))


def posted(path: str) -> Row:
    """Nothing to see by GET."""
    return everyone(path, 405)


CIRCLE: dict[str, Row] = {
    "/c/new": members("/c/new"),
    "/c/drafts": members("/c/drafts"),
    "/c/drafts/<key>/removal": posted("/c/drafts/x/removal"),
    "/c/preview": posted("/c/preview"),
    "/c/people": members("/c/people?q=n"),
    "/c/products": members("/c/products?find=碗"),
    "/c/<int:post_id>": everyone("/c/{river}", 301),
    "/c/<int:post_id>-<slug>": everyone("{river_path}"),
    "/c/<int:post_id>/edit": Row("/c/{river}/edit", (303, 404, 200, 404, 404)),
    "/c/<int:post_id>/history": everyone("/c/{river}/history"),
    "/c/<int:post_id>/publication": posted("/c/{river}/publication"),
    "/c/<int:post_id>/schedule/removal": posted("/c/{river}/schedule/removal"),
    "/c/<int:post_id>/removal": Row("/c/{river}/removal", (303, 404, 200, 404, 404)),
    "/c/<int:post_id>/hiding": posted("/c/{river}/hiding"),
    "/c/<int:post_id>/hiding/removal": posted("/c/{river}/hiding/removal"),
    "/c/<int:post_id>/like": posted("/c/{river}/like"),
    "/c/<int:post_id>/like/removal": posted("/c/{river}/like/removal"),
    "/c/<int:post_id>/repost": Row("/c/{river}/repost", (303, 200, 403, 200, 200)),
    "/c/<int:post_id>/repost/removal": posted("/c/{river}/repost/removal"),
    "/c/<int:post_id>/comments": posted("/c/{river}/comments"),
    "/c/<int:post_id>/comments/<int:comment_id>": everyone("/c/{river}/comments/{comment}"),
    "/c/<int:post_id>/comments/<int:comment_id>/edit": Row(
        "/c/{river}/comments/{comment}/edit", (303, 200, 404, 404, 404)
    ),
    "/c/<int:post_id>/comments/<int:comment_id>/removal": Row(
        "/c/{river}/comments/{comment}/removal", (303, 200, 200, 200, 200)
    ),
    "/tags/<slug>": everyone("/tags/tea"),
    "/saves/<kind>/<int:item>": members("/saves/post/{river}"),
    "/saves/<kind>/<int:item>/removal": posted("/saves/post/{river}/removal"),
    "/saves/<kind>/<int:item>/board": members("/saves/post/{river}/board", 404),
    "/follows/<kind>/<int:target>": posted("/follows/member/1"),
    "/follows/<kind>/<int:target>/removal": posted("/follows/member/1/removal"),
    "/me/welcome": members("/me/welcome", 303),
    "/me/welcome/<any(role, topics, places):step>": members("/me/welcome/topics"),
    "/me/welcome/people": members("/me/welcome/people"),
    "/me/welcome/skipping": posted("/me/welcome/skipping"),
    "/me/portrait": members("/me/portrait"),
    "/me/portrait/stances": posted("/me/portrait/stances"),
    "/me/portrait/additions": posted("/me/portrait/additions"),
    "/me/portrait/dwells/<any(post, product):kind>/<int:item>": posted("/me/portrait/dwells/post/{river}"),
    "/me/portrait/pause": posted("/me/portrait/pause"),
    "/me/portrait/pause/removal": posted("/me/portrait/pause/removal"),
    "/me/portrait/reset": posted("/me/portrait/reset"),
    "/me/portrait/sources/<kind>/<path:key>": members("/me/portrait/sources/tag/none", 404),
    "/me/portrait/download": members("/me/portrait/download"),
    "/recommendations": members("/recommendations"),
    "/recommendations/<kind>/<int:item>/hiding": posted("/recommendations/post/{river}/hiding"),
    "/recommendations/<kind>/<int:item>/hiding/removal": posted("/recommendations/post/{river}/hiding/removal"),
    "/@<handle>/followers": everyone("/@mei/followers"),
    "/@<handle>/following": everyone("/@mei/following"),
    "/@<handle>/posts": everyone("/@mei/posts"),
    "/@<handle>/posts.atom": everyone("/@mei/posts.atom"),
    "/tags/<slug>/feed.atom": everyone("/tags/tea/feed.atom"),
    "/places/<country>/posts": everyone("/places/japan/posts"),
    "/places/<country>/<city>/posts": everyone("/places/japan/kyoto/posts"),
    "/c/<int:post_id>/picture.png": everyone("/c/{river}/picture.png"),
    "/me/notifications": members("/me/notifications"),
    "/me/notifications/new": members("/me/notifications/new", 303),
    "/me/notifications/bell": members("/me/notifications/bell", 303),
    "/me/notifications/reading": posted("/me/notifications/reading"),
    "/me/notifications/types/<name>/muting": posted("/me/notifications/types/like/muting"),
    "/me/notifications/threads/<int:thread_id>/muting": posted("/me/notifications/threads/1/muting"),
    "/me/notifications/settings": members("/me/notifications/settings"),
    "/me/mutes": members("/me/mutes"),
    "/me/mutes/<kind>/<int:target>": members("/me/mutes/tag/1"),
    "/me/mutes/<int:mute_id>/removal": posted("/me/mutes/1/removal"),
    "/me/blocks/<int:member_id>": posted("/me/blocks/1"),
    "/me/blocks/<int:member_id>/removal": posted("/me/blocks/1/removal"),
    "/me/boards": members("/me/boards"),
    "/me/boards/<int:board_id>": members("/me/boards/1", 404),
    "/me/boards/<int:board_id>/removal": members("/me/boards/1/removal", 404),
    "/@<handle>/boards/<int:board_id>": everyone("/@mei/boards/1", 404),
    "/@<handle>/boards/<int:board_id>-<slug>": everyone("/@mei/boards/1-x", 404),
}

MODERATION: dict[str, Row] = {
    "/moderation": everyone("/moderation"),
    "/rules": everyone("/rules"),
    "/g/<slug>/reports": members("/g/none/reports", 404),
    "/g/<slug>/reports/<int:decision_id>/removal": posted("/g/none/reports/1/removal"),
    "/me/decisions": members("/me/decisions"),
    "/me/decisions/<int:decision_id>/appeal": posted("/me/decisions/1/appeal"),
    "/desk/queue/<any(reports, holds, 'first-posts', media, appeals):name>": desk("/desk/queue/appeals"),
    "/desk/queue/<any(reports, holds, 'first-posts', media):name>": desk("/desk/queue/holds"),
    "/desk/things/<kind>/<int:subject_id>": desk("/desk/things/post/{river}"),
    "/desk/things/<kind>/<int:subject_id>/notes": posted("/desk/things/post/{river}/notes"),
    "/desk/things/<kind>/<int:subject_id>/escalation": posted("/desk/things/post/{river}/escalation"),
    "/desk/decisions/<int:decision_id>/removal": posted("/desk/decisions/1/removal"),
    "/desk/appeals/<int:appeal_id>/answer": posted("/desk/appeals/1/answer"),
    "/desk/replies": desk("/desk/replies"),
    "/desk/replies/new": operator("/desk/replies/new"),
    "/desk/replies/<int:reply_id>": operator("/desk/replies/1"),
    "/desk/replies/<int:reply_id>/removal": posted("/desk/replies/1/removal"),
    "/desk/blocklists": operator("/desk/blocklists"),
    "/desk/blocklists/<int:entry_id>/removal": posted("/desk/blocklists/1/removal"),
}
