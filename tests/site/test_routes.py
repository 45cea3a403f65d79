"""Who may open what: every route of the application × every role, written down. A new route without a row fails."""

from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule

from tests.site.desking import DESK
from tests.site.gathering import GROUPS
from tests.site.rows import CIRCLE, MODERATION, Row, buyer, desk, everyone, guests, members, operator, posted, waiting
from tests.site.talking import THREADS, thread_path
from tests.site.world import ROLES, World

ROUTES: dict[str, Row] = {
    **CIRCLE,
    **GROUPS,
    **THREADS,
    "/": everyone("/"),
    "/new-posts": members("/new-posts", 303),
    "/healthz": everyone("/healthz"),
    "/robots.txt": everyone("/robots.txt"),
    "/sitemap.xml": everyone("/sitemap.xml"),
    "/sitemaps/<name>-<int:number>.xml": everyone("/sitemaps/products-0.xml"),
    "/search": everyone("/search?q=茶碗"),
    "/search/suggestions": everyone("/search/suggestions?q=茶"),
    "/categories": everyone("/categories"),
    "/categories/<slug>": everyone("/categories/tea-bowls"),
    "/brands": everyone("/brands"),
    "/brands/<slug>": everyone("/brands/{brand}"),
    "/places": everyone("/places"),
    "/places/<country>": everyone("/places/japan"),
    "/places/<country>/<city>": everyone("/places/japan/kyoto"),
    "/@<handle>": everyone("/@mei"),
    "/@<handle>/feed.atom": everyone("/@mei/feed.atom"),
    "/@<handle>/products.xml": everyone("/@mei/products.xml"),
    "/@<handle>/question": members("/@mei/question"),
    "/@<handle>/p/<int:product_id>": everyone("/@mei/p/{bowl}", 301),
    "/@<handle>/p/<int:product_id>-<slug>": everyone("{bowl_path}"),
    "/desk/components": everyone("/desk/components"),
    "/desk": desk("/desk"),
    "/desk/searches": desk("/desk/searches"),
    "/desk/members": desk("/desk/members?q=mei"),
    "/desk/members/<int:member_id>": desk("/desk/members/1"),
    "/desk/members/<int:member_id>/suspension": posted("/desk/members/1/suspension"),
    "/desk/members/<int:member_id>/suspension/removal": posted("/desk/members/1/suspension/removal"),
    "/desk/members/<int:member_id>/sessions/removal": posted("/desk/members/1/sessions/removal"),
    "/desk/members/<int:member_id>/sessions/<int:session_id>/removal": posted("/desk/members/1/sessions/1/removal"),
    "/desk/storefronts": desk("/desk/storefronts"),
    "/desk/storefronts/<int:storefront_id>": desk("/desk/storefronts/1"),
    "/desk/storefronts/<int:storefront_id>/approval": posted("/desk/storefronts/1/approval"),
    "/desk/storefronts/<int:storefront_id>/refusal": posted("/desk/storefronts/1/refusal"),
    "/desk/posts": desk("/desk/posts"),
    "/desk/posts/<int:notice_id>/settling": posted("/desk/posts/1/settling"),
    **MODERATION,
    **DESK,
    "/desk/goods-rules": desk("/desk/goods-rules"),
    "/desk/goods-rules/new": operator("/desk/goods-rules/new"),
    "/desk/goods-rules/<int:rule_id>": operator("/desk/goods-rules/1"),
    "/desk/goods-rules/<int:rule_id>/pause": posted("/desk/goods-rules/1/pause"),
    "/desk/goods-rules/<int:rule_id>/pause/removal": posted("/desk/goods-rules/1/pause/removal"),
    "/objection/<token>": everyone("/objection/not-a-token", 404),
    "/me": members("/me"),
    "/me/mail": members("/me/mail", 301),
    "/unsubscribe/<token>": everyone("/unsubscribe/not-a-token", 400),
    "/me/profile": members("/me/profile"),
    "/me/privacy": members("/me/privacy"),
    "/me/preview": members("/me/preview"),
    "/me/uploads": posted("/me/uploads"),
    "/me/uploads/<token>": members("/me/uploads/none", 404),
    "/me/uploads/states": members("/me/uploads/states?id=1"),
    "/me/files": members("/me/files"),
    "/me/files/<name>": Row("/me/files/{paper}", (303, 404, 200, 404, 200)),
    "/me/data": members("/me/data"),
    "/me/exports": posted("/me/exports"),
    "/me/departure": members("/me/departure"),
    "/me/departure/removal": posted("/me/departure/removal"),
    "/me/email": members("/me/email"),
    "/me/password": members("/me/password"),
    "/me/handle": members("/me/handle"),
    "/me/confirmation": members("/me/confirmation"),
    "/me/sessions": members("/me/sessions"),
    "/me/sessions/<int:session_id>/removal": posted("/me/sessions/1/removal"),
    "/me/sessions/others/removal": posted("/me/sessions/others/removal"),
    "/confirm/<token>": everyone("/confirm/not-a-token", 410),
    "/email-change/<token>": members("/email-change/not-a-token", 410),
    "/email-stop/<token>": everyone("/email-stop/not-a-token", 410),
    "/reports/<kind>/<int:subject_id>": Row("/reports/product/{bowl}", (303, 200, 303, 200, 200)),
    "/studio": buyer("/studio", 303),
    "/studio/storefront": members("/studio/storefront"),
    "/studio/storefront/closure": posted("/studio/storefront/closure"),
    "/studio/storefront/closure/removal": posted("/studio/storefront/closure/removal"),
    "/studio/products": buyer("/studio/products", 403),
    "/studio/products/<int:product_id>/row": Row("/studio/products/{bowl}/row", (303, 403, 303, 403, 403)),
    "/studio/views": buyer("/studio/views", 403),
    "/studio/views/<int:view_id>": posted("/studio/views/1"),
    "/studio/views/<int:view_id>/up": posted("/studio/views/1/up"),
    "/studio/views/<int:view_id>/down": posted("/studio/views/1/down"),
    "/studio/views/<int:view_id>/removal": posted("/studio/views/1/removal"),
    "/studio/changes": buyer("/studio/changes", 403),
    "/studio/changes/<int:change_id>": Row("/studio/changes/1", (303, 403, 404, 403, 403)),
    "/studio/changes/<int:change_id>/application": posted("/studio/changes/1/application"),
    "/studio/changes/<int:change_id>/cancellation": posted("/studio/changes/1/cancellation"),
    "/studio/changes/<int:change_id>/undo": posted("/studio/changes/1/undo"),
    "/studio/export": buyer("/studio/export", 403),
    "/studio/export/products.csv": buyer("/studio/export/products.csv", 403),
    "/studio/products/new": buyer("/studio/products/new", 403),
    "/studio/products/<int:product_id>": buyer("/studio/products/{bowl}", 403),
    "/studio/products/drafts": posted("/studio/products/drafts"),
    "/studio/products/drafts/<key>/removal": posted("/studio/products/drafts/x/removal"),
    "/studio/products/preview": posted("/studio/products/preview"),
    "/studio/products/<int:product_id>/copies": posted("/studio/products/{bowl}/copies"),
    "/studio/products/<int:product_id>/history": buyer("/studio/products/{bowl}/history", 403),
    "/studio/products/<int:product_id>/history/<int:version>/restoration": posted(
        "/studio/products/{bowl}/history/1/restoration"
    ),
    "/studio/brands": buyer("/studio/brands?brand=a", 403),
    "/studio/products/<int:product_id>/publication": posted("/studio/products/{bowl}/publication"),
    "/studio/products/<int:product_id>/archiving": posted("/studio/products/{bowl}/archiving"),
    "/studio/products/<int:product_id>/removal": posted("/studio/products/{bowl}/removal"),
    "/studio/imports": buyer("/studio/imports", 403),
    "/studio/imports/<int:run_id>": Row("/studio/imports/1", (303, 403, 404, 403, 403)),
    "/studio/imports/<int:run_id>/mapping": Row("/studio/imports/1/mapping", (303, 403, 404, 403, 403)),
    "/studio/imports/<int:run_id>/report.csv": Row("/studio/imports/1/report.csv", (303, 403, 404, 403, 403)),
    "/studio/imports/<int:run_id>/cells": posted("/studio/imports/1/cells"),
    "/studio/imports/<int:run_id>/start": posted("/studio/imports/1/start"),
    "/studio/imports/<int:run_id>/cancellation": posted("/studio/imports/1/cancellation"),
    "/studio/imports/<int:run_id>/undoing": posted("/studio/imports/1/undoing"),
    "/studio/imports/<int:run_id>/removal": posted("/studio/imports/1/removal"),
    "/sign-in": guests("/sign-in"),
    "/sign-out": posted("/sign-out"),
    "/join": guests("/join"),
    "/reset": everyone("/reset"),
    "/sign-in/code": waiting("/sign-in/code"),
    "/sign-in/recovery": waiting("/sign-in/recovery"),
    "/sign-in/rescue": waiting("/sign-in/rescue"),
    "/sign-in/factor": waiting("/sign-in/factor"),
    "/sign-in/passkey": guests("/sign-in/passkey"),
    "/sign-in/passkey/<token>": posted("/sign-in/passkey/x"),
    "/me/security": members("/me/security"),
    "/me/security/totp": members("/me/security/totp"),
    "/me/security/totp/<token>": posted("/me/security/totp/x"),
    "/me/security/totp/removal": posted("/me/security/totp/removal"),
    "/me/security/codes": members("/me/security/codes"),
    "/me/security/passkeys": Row("/me/security/passkeys", (302, 200, 200, 200, 200)),
    "/me/security/passkeys/<token>": posted("/me/security/passkeys/x"),
    "/me/security/passkeys/removal": everyone("/me/security/passkeys/removal", 302),
    "/verify/passkey": Row("/verify/passkey", (302, 200, 200, 200, 200)),
    "/verify/passkey/<token>": posted("/verify/passkey/x"),
    "/verify": Row("/verify", (302, 200, 200, 200, 200)),
    "/reset/<token>": Row("/reset/not-a-token", (302, 302, 302, 302, 302)),
}
# Addresses that hold no language.
BARE = ("/healthz", "/robots.txt", "/sitemap")


def address(world: World, row: Row) -> str:
    """The row's address with the world's ids and its language filled in."""
    bowl = world.products["bowl"]
    path = row.path.format(
        bowl=bowl.id,
        brand=bowl.brand.slug,
        bowl_path=world.path("bowl", "x")[2:],
        paper=world.paper,
        river=world.posts["river"].id,
        river_path=world.post_path("river"),
        comment=world.comment,
        mei=world.cast.mei.id,
        token=world.token,
        asked=world.threads["asked"].id,
        asked_path=thread_path(world.threads["asked"]),
    )
    return path if path.startswith(BARE) else f"/zh-hant{path}"


def rules(world: World) -> Iterator[Rule]:
    yield from world.app.url_map.iter_rules()


def test_every_route_has_a_row_and_every_row_a_route(world: World) -> None:
    known = {rule.rule for rule in rules(world)}
    assert known - set(ROUTES) == set(), "write down who may open these"
    assert set(ROUTES) - known == set(), "these are gone"


@pytest.mark.parametrize("role", ROLES)
def test_every_role_gets_what_the_table_says(world: World, role: str) -> None:
    wrong = {}
    for rule, row in ROUTES.items():
        browser = world.browser(role)
        got, wanted = browser.get(address(world, row)).status, row.get[ROLES.index(role)]
        if got != wanted:
            wrong[rule] = f"{got} instead of {wanted}"
    assert wrong == {}


@pytest.mark.parametrize("role", ROLES)
def test_no_post_goes_through_without_a_token(world: World, role: str) -> None:
    wrong = {}
    # One address may have a view for looking and another for sending.
    sent = {rule.rule for rule in rules(world) if "POST" in (rule.methods or ())}
    for rule in rules(world):
        browser = world.browser(role)
        page = browser.post(address(world, ROUTES[rule.rule]), {"title": "x", "words": "x", "then": "publish"})
        wanted = 400 if rule.rule in sent else 405
        if page.status != wanted:
            wrong[rule.rule] = f"{page.status} instead of {wanted}"
    assert wrong == {}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_are_refused_and_told_which_are_allowed(world: World, method: str) -> None:
    for rule in rules(world):
        page = world.browser("owner").ask(method, address(world, ROUTES[rule.rule]))
        # A forged request is refused before anything else is looked at.
        assert page.status in (400, 405), rule.rule
        assert page.status == 400 or "GET" in page.headers["Allow"] or "POST" in page.headers["Allow"]


def test_signing_in_leads_back_to_where_one_wanted_to_go(world: World) -> None:
    page = world.browser().get("/zh-hans/studio/products/new")
    assert page.status == 303
    assert page.location.startswith("/zh-hans/sign-in?next=")
    assert "studio" in page.location


STRANGE_IDS = [
    "/@mei/p/0-x",
    "/@mei/p/99999999-x",
    "/@mei/p/99999999999999999999-x",
    "/@nobody",
    "/categories/none",
    "/brands/none",
    "/c/0-x",
    "/c/99999999999999999999-x",
    "/c/1/comments/99999999999999999999",
    "/tags/none",
    "/g/none",
    "/g/none/members",
    "/g/%00",
    "/join/none",
    "/g/none/t/new-x",
    "/g/bowls/t/0-x",
    "/g/bowls/t/99999999999999999999-x",
    "/g/bowls/t/1/replies/99999999999999999999/history",
]


@pytest.mark.parametrize(
    "path",
    [
        *STRANGE_IDS,
        "/places/atlantis",
        "/places/japan/atlantis",
        "/nothing",
        "/@mei/x",
        "/%00",
        "/@m%00ei",
        "/@%F0%9F%8F%BA",
    ],
)
def test_what_never_was_is_404_in_every_language(world: World, path: str) -> None:
    for lang in ("zh-hant", "zh-hans", "en"):
        page = world.browser().get(f"/{lang}{path}")
        assert page.status == 404
        assert len(page.all("h1")) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/studio/products/0",
        "/studio/products/99999999999999",
        "/reports/product/0",
        "/reports/ghost/1",
        "/@nobody/question",
    ],
)
def test_members_too_get_404_for_what_never_was(world: World, path: str) -> None:
    assert world.browser("owner").get(f"/en{path}").status == 404


def test_the_demo_is_not_there_unless_it_is_asked_for(world: World) -> None:
    assert not world.app.extensions["miquan"].demo
    assert world.browser().get("/zh-hant/demo").status == 404
