"""People and goods by where they are."""

from typing import Any

from miquan import places, urls
from miquan.accounts.models import Member
from miquan.prepared import Prepared
from miquan.products.models import Product
from miquan.products.rules import PUBLIC_STATES
from miquan.storefronts.models import PUBLIC, Storefront
from miquan.storefronts.queries import BuyerCard, buyers
from miquan.viewer import viewer

_MOST = 5_000


def _lives_in(country: Any, city: Any = None) -> Any:
    """Members who live there and let it be seen."""
    if city is not None:
        return (Member.country == country) & (Member.city == city) & (Member.place_shown == "city")
    return (Member.country == country) & (Member.place_shown != "nobody")


def buyers_in(country: str, city: str = "", limit: int = 6) -> list[BuyerCard]:
    """Buyers who live there, those with the most goods first."""
    rows = _IN_CITY.rows(country, city, limit) if city else _IN_COUNTRY.rows(country, limit)
    return buyers([id_ for (id_,) in rows])


def _buyers_in(limit: Any, here: Any) -> Any:
    query = Storefront.select(Storefront.id).join(Member).where(here, Storefront.state.in_(PUBLIC), Member.active)
    return query.order_by(Storefront.product_count.desc(), Storefront.id).limit(limit).tuples()


_IN_COUNTRY = Prepared(lambda country, limit: _buyers_in(limit, _lives_in(country)))
_IN_CITY = Prepared(lambda country, city, limit: _buyers_in(limit, _lives_in(country, city)))


def products_of_city(country: str, city: str) -> list[int]:
    """Ids of public goods bought in this city, or sold by someone who lives there; newest first."""
    here = ((Product.shop_country == country) & (Product.shop_city == city)) | _lives_in(country, city)
    query = Product.select(Product.id).join(Storefront).join(Member).where(here, Product.state.in_(PUBLIC_STATES))
    return [row[0] for row in query.order_by(Product.published_at.desc(), Product.id.desc()).limit(_MOST).tuples()]


def cities_with_buyers(country: str) -> list[tuple[str, str]]:
    """(name, address) of the cities of a country where buyers live."""
    found = [city for (city,) in _CITIES.rows(country) if places.city(country, city)]
    slug = places.country_slug(country)
    return sorted((places.city_name(country, city, viewer().lang), urls.place(slug, city)) for city in found)


_CITIES = Prepared(
    lambda country: (
        Member.select(Member.city)
        .join(Storefront, on=(Storefront.owner == Member.id))
        .where(Member.country == country, Member.city != "", Member.place_shown == "city")
        .where(Storefront.state.in_(PUBLIC), Member.active)
        .distinct()
        .tuples()
    )
)
