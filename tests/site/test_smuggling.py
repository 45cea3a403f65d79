"""What a form does not show cannot be sent along with it."""

from miquan.accounts import models as accounts
from miquan.products import models as products
from miquan.storefronts.models import Storefront
from tests.site.world import World


def test_no_field_can_be_smuggled_in(world: World) -> None:
    """Extra fields of a request never become columns."""
    extra = {
        "state": "published",
        "storefront": 2,
        "storefront_id": 2,
        "price": 1,
        "id": 1,
        "reserved": 9,
        "demo": "1",
        "owner": 1,
        "import_key": "x",
    }
    browser = world.browser("owner")
    page = browser.send("/zh-hant/studio/products/new", title="夾帶的商品", **{"variants-0-price": "500"}, **extra)
    assert page.status == 303
    row = products.Product.get(products.Product.title == "夾帶的商品")
    assert (row.state, row.storefront_id, row.price, row.demo, row.import_key) == (
        "draft",
        world.cast.kyoto.id,
        500,
        False,
        None,
    )
    before = accounts.Member.get_by_id(world.cast.mei.id)
    browser.send(
        "/zh-hant/studio/storefront",
        email="evil@example.org",
        roles="operator",
        products=999,
        verified="1",
        handle="root",
    )
    after = accounts.Member.get_by_id(world.cast.mei.id)
    assert (after.email, after.handle, after.role_names) == (before.email, before.handle, before.role_names)
    assert Storefront.get_by_id(world.cast.kyoto.id).product_count < 20


def test_the_report_is_in_the_reporters_own_name(world: World) -> None:
    from miquan.moderation.models import Report

    browser = world.browser("stranger")
    page = browser.send(
        f"/en/reports/member/{world.cast.mei.id}", reason="other", note="hm", reporter=1, state="resolved", subject_id=1
    )
    assert page.status == 303
    row = Report.get(Report.subject_kind == "member", Report.subject_id == world.cast.mei.id)
    assert (row.reporter_id, row.state) == (world.cast.ruo.id, "new")
