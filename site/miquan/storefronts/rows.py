"""The rows of which a person's page is made: their SQL is written once."""

from typing import Any

from peewee import JOIN, SQL, Case, Value

from miquan.accounts.models import Member
from miquan.brands.models import Brand
from miquan.brands.queries import with_goods
from miquan.media.models import File
from miquan.prepared import Prepared
from miquan.storefronts.models import PUBLIC, ExpertBrand, Expertise, Storefront, StorefrontText

_Avatar = File.alias("avatar_file")
_Banner = File.alias("banner_file")

MEMBER = Prepared(
    lambda handle: (
        Member.select(Member, _Avatar)
        .join(
            _Avatar,
            JOIN.LEFT_OUTER,
            on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")),
            attr="avatar_file",
        )
        .where(Member.handle == handle, Member.active)
        .limit(1)
    )
)


def _kept_by(owner: Any, lang: Any, *more: Any) -> Any:
    return (
        Storefront.select(Storefront, _Banner, StorefrontText)
        .join(
            _Banner,
            JOIN.LEFT_OUTER,
            on=((_Banner.id == Storefront.banner) & (_Banner.state == "ready")),
            attr="banner_file",
        )
        .join_from(
            Storefront,
            StorefrontText,
            JOIN.LEFT_OUTER,
            on=((StorefrontText.storefront == Storefront.id) & (StorefrontText.lang == lang)),
            attr="rendition",
        )
        .where(Storefront.owner == owner, *more)
        .limit(1)
    )


ANY = Prepared(_kept_by)
PUBLIC_ONE = Prepared(lambda owner, lang: _kept_by(owner, lang, Storefront.state.in_(PUBLIC)))


# Rows of (place, category, brand's name, its slug, whether it has a page) of what one buyer knows, fields and brands.
KNOWN = Prepared(
    lambda storefront: (
        Expertise.select(Expertise.position, Expertise.category, Value(""), Value(""), Value(0))
        .where(Expertise.storefront == storefront)
        .union_all(
            ExpertBrand.select(
                ExpertBrand.position,
                SQL("NULL"),
                Brand.name,
                Brand.slug,
                Case(None, [(Brand.id.in_(with_goods()), 1)], 0),
            )
            .join(Brand)
            .where(ExpertBrand.storefront == storefront)
        )
        .tuples()
    )
)

EXPERTISE = Prepared(
    lambda *storefronts: (
        Expertise.select(Expertise.storefront, Expertise.category)
        .where(Expertise.storefront.in_(storefronts))
        .order_by(Expertise.position)
        .tuples()
    )
)
