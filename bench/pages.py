"""Pages: CPU against a constant page of the same size on the same server, SQL queries, growth."""

from collections.abc import Iterator

from tests.cast import sign_in

from bench.driver import Driver, constant_app
from bench.report import Line
from bench.seeded import Installation
from miquan import memberpages
from miquan.accounts.models import Member
from miquan.db import counting_queries
from miquan.products.models import Product
from miquan.storefronts.models import Storefront

ROUNDS = 60


def addresses() -> dict[str, str]:
    """The pages that are measured; the same storefront and product in every installation."""
    shop = Storefront.select(Storefront, Member).join(Member).order_by(Storefront.id).get()
    product = (
        Product.select().where(Product.storefront == shop.id, Product.state == "published").order_by(Product.id).get()
    )
    handle = shop.owner.handle
    return {
        "front": "/zh-hant/",
        "storefront": f"/zh-hant/@{handle}",
        "product": f"/zh-hant/@{handle}/p/{product.id}-{product.slug}",
        "category": "/zh-hant/categories/ceramics-tea",
    }


def cookie_of(installation: Installation, member: Member | None = None) -> str:
    """A signed-in member's cookie; somebody of the demo when nobody is named."""
    app = installation.use()
    with app.app_context():
        client = app.test_client()
        sign_in(client, member or Member.select().where(Member.demo).order_by(Member.id.desc()).get())
        name = app.session_interface.cookie_name()  # type: ignore[attr-defined]
        cookie = client.get_cookie(name)
        assert cookie is not None
        return f"{name}={cookie.value}"


def _member_ms(installation: Installation, path: str, cookie: str) -> float:
    driver = Driver(installation.use())
    assert driver.get(path, cookie=cookie).status == 200
    driver.cpu_ms(path, 10, cookie=cookie)
    return driver.cpu_ms(path, ROUNDS, cookie=cookie)


def budgets(installation: Installation) -> Iterator[Line]:
    """Visitor, member and queries, for each page."""
    cookie = cookie_of(installation)
    with installation.use().app_context():
        paths = addresses()
    for name, path in paths.items():
        driver = Driver(installation.use())
        body = driver.get(path, accept_encoding="identity").body
        constant = Driver(constant_app(installation.app, body))
        constant.get(path)
        yardstick = constant.cpu_ms(path, ROUNDS)
        driver.get(path)
        visitor = driver.cpu_ms(path, ROUNDS * 4)
        yield Line(f"page.{name}.visitor.ratio", visitor / yardstick, 2)
        yield Line(f"page.{name}.member.ratio", _member_ms(installation, path, cookie) / yardstick, 10)
        yield Line(f"page.{name}.queries", queries_of(installation, path, cookie), 12)


def queries_of(installation: Installation, path: str, cookie: str) -> int:
    """How often the page asks the database when nothing of it is kept."""
    app = installation.use()
    client = app.test_client()
    name, _eq, value = cookie.partition("=")
    client.set_cookie(name, value)
    for kept in ("miquan.cards", "miquan.replies", "miquan.front"):
        app.extensions.pop(kept, None)
    memberpages.init_app(app)
    with counting_queries() as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def growth(small: Installation, big: Installation) -> Iterator[Line]:
    """A member's page at many products against the same page at few, measured in turns."""
    cookies = {id(i): cookie_of(i) for i in (small, big)}
    with small.use().app_context():
        paths = addresses()
    for name, path in paths.items():
        # One after the other, so that a busy moment of the machine weighs on both.
        turns = [[_member_ms(i, path, cookies[id(i)]) for i in (small, big)] for _turn in range(4)]
        few, many = (min(mine) for mine in zip(*turns, strict=True))
        yield Line(f"growth.{name}.{big.products}.ratio", many / few, 1.3)
