"""One product with all that its page shows: eight queries, whatever the number of variants and pictures."""

from dataclasses import dataclass, field
from datetime import date, datetime

from markupsafe import Markup
from peewee import JOIN, Value

from miquan import urls
from miquan.accounts.models import Member
from miquan.accounts.rules import GONE
from miquan.brands.models import Brand
from miquan.categories.tree import Node, tree
from miquan.media.models import File
from miquan.media.shown import Picture, shown
from miquan.money import Price, price_shown
from miquan.people.shown import Person, person_of
from miquan.products.models import (
    Product,
    ProductAttribute,
    ProductOption,
    ProductPicture,
    ProductTag,
    ProductText,
    Tag,
    Variant,
)
from miquan.products.pricing import VariantFacts
from miquan.products.queries.prices import PriceFacts, price_facts, variant_key
from miquan.storefronts.models import Storefront
from miquan.viewer import viewer

_Avatar = File.alias("avatar_file")


@dataclass(frozen=True)
class VariantShown:
    """A combination with its price and how many are left (None: not counted)."""

    id: int
    values: tuple[str, ...]
    price: Price
    left: int | None
    sku: str
    picture_position: int | None
    minor: int

    @property
    def available(self) -> bool:
        return self.left is None or self.left > 0


@dataclass(frozen=True)
class OptionShown:
    """A choice and its values, in the order of the variants."""

    name: str
    values: tuple[str, ...]


@dataclass
class ProductPage:
    """Everything the product page shows, in the reader's language where there is one."""

    row: Product
    person: Person
    storefront: Storefront
    title: str
    lang: str
    story: Markup
    is_converted: bool
    category: Node | None
    brand: Brand | None
    options: list[OptionShown] = field(default_factory=list)
    variants: list[VariantShown] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    attributes: list[tuple[str, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    prices: PriceFacts = field(default_factory=dict)

    @property
    def id(self) -> int:
        return int(self.row.id)

    @property
    def url(self) -> str:
        return urls.product(self.person.handle, self.id, self.row.slug)

    @property
    def price(self) -> Price:
        return price_shown(
            self.row.price, self.row.currency, viewer().currency, from_=self.row.price_to > self.row.price
        )

    @property
    def ships_by(self) -> date | None:
        found: date | None = self.row.ships_by
        return found

    @property
    def changed_at(self) -> datetime:
        found: datetime = self.row.updated_at
        return found

    def price_facts(self, variant: VariantShown | None) -> VariantFacts | None:
        """What the history of prices says of a combination."""
        return self.prices.get(variant_key(variant.values)) if variant else None

    def variant(self, values: tuple[str, ...]) -> VariantShown | None:
        """The combination chosen; None while the choice is not complete or does not exist."""
        return next((v for v in self.variants if v.values == values), None)


def product_page(product_id: int, *, original: bool = False) -> ProductPage | None:
    """A product by id in any state; the view decides by its state. `original` asks for the author's own words."""
    row = _row(product_id)
    if row is None:
        return None
    page = _page(row, None if original else _rendition(product_id))
    names, page.attributes = _options_and_facts(product_id)
    positions = _fill_pictures(page)
    page.variants = _variants(page, len(names), positions)
    page.options = [
        OptionShown(name, tuple(dict.fromkeys(v.values[i] for v in page.variants))) for i, name in enumerate(names)
    ]
    tags = (
        Tag.select(Tag.name)
        .join(ProductTag)
        .where(ProductTag.product == product_id)
        .order_by(Tag.products.desc(), Tag.id)
    )
    page.tags = [name for (name,) in tags.tuples()]
    page.prices = price_facts(product_id)
    return page


def _options_and_facts(product_id: int) -> tuple[list[str], list[tuple[str, str]]]:
    """Names of the options and the free attributes, each in its order: one query for both."""
    options = ProductOption.select(Value(0), ProductOption.position, ProductOption.name, Value(""))
    facts = ProductAttribute.select(Value(1), ProductAttribute.position, ProductAttribute.name, ProductAttribute.value)
    both = options.where(ProductOption.product == product_id) + facts.where(ProductAttribute.product == product_id)
    rows = sorted(both.tuples())
    return [row[2] for row in rows if not row[0]], [(row[2], row[3]) for row in rows if row[0]]


def _row(product_id: int) -> Product | None:
    found: Product | None = (
        Product.select(Product, Storefront, Member, _Avatar, Brand)
        .join(Storefront)
        .join(Member)
        .join(
            _Avatar,
            JOIN.LEFT_OUTER,
            on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")),
            attr="avatar_file",
        )
        .join_from(Product, Brand, JOIN.LEFT_OUTER)
        # What a member has left behind is known to have been there: its address answers 410.
        .where(Product.id == product_id, Member.active | Member.handle.startswith(GONE))
        .first()
    )
    return found


def _rendition(product_id: int) -> ProductText | None:
    found: ProductText | None = (
        ProductText.select().where(ProductText.product == product_id, ProductText.lang == viewer().lang).first()
    )
    return found


def _page(row: Product, rendition: ProductText | None) -> ProductPage:
    source = rendition or row
    return ProductPage(
        row=row,
        person=person_of(row.storefront.owner),
        storefront=row.storefront,
        title=source.title,
        lang=source.lang,
        story=Markup(source.story_html),  # noqa: S704  sanitised by text.story_html when it was stored
        is_converted=rendition is not None,
        category=tree().get(row.category_id),
        brand=row.brand if row.brand_id else None,
    )


def _fill_pictures(page: ProductPage) -> dict[int, int]:
    """Puts the stored pictures on the page; returns picture row id -> place in the gallery."""
    rows = (
        ProductPicture.select(ProductPicture.id, ProductPicture.alt, File.name, File.width, File.height)
        .join(File)
        .where(ProductPicture.product == page.id, File.state == "ready")
        .order_by(ProductPicture.position)
        .tuples()
    )
    places = {}
    for place, (id_, alt, name, width, height) in enumerate(rows):
        places[id_] = place
        picture = shown(name, width, height, alt or page.title)
        assert picture is not None
        page.pictures.append(picture)
    return places


def _variants(page: ProductPage, width: int, places: dict[int, int]) -> list[VariantShown]:
    rows = Variant.select().where(Variant.product == page.id).order_by(Variant.position)
    return [
        VariantShown(
            id=v.id,
            values=(v.option1, v.option2, v.option3)[:width],
            price=price_shown(v.price, page.row.currency, viewer().currency),
            left=None if v.stock is None else v.stock - v.reserved,
            sku=v.sku,
            picture_position=places.get(v.picture_id),
            minor=v.price,
        )
        for v in rows
    ]
