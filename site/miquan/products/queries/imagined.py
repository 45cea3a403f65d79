"""The page of a product that is only a draft yet: the same object as of a stored one, without asking for it."""

from typing import Any

from markupsafe import Markup

from miquan import text
from miquan.brands.models import Brand
from miquan.categories.tree import tree
from miquan.media.shown import Picture
from miquan.money import price_shown
from miquan.people.shown import person_of
from miquan.products.draft import COPIED, ProductDraft, VariantDraft
from miquan.products.models import Product
from miquan.products.queries.one import OptionShown, ProductPage, VariantShown
from miquan.storefronts.models import Storefront
from miquan.viewer import viewer


def imagined_page(draft: ProductDraft, storefront: Storefront, owner: Any, pictures: list[Picture]) -> ProductPage:
    """What shoppers would see of the draft. `owner` is the member with their picture's file as `avatar_file`."""
    storefront.owner = owner
    costs = [v.price for v in draft.variants] or [0]
    row = Product(
        id=0, storefront=storefront, price=min(costs), price_to=max(costs), **{n: getattr(draft, n) for n in COPIED}
    )
    return ProductPage(
        row=row,
        person=person_of(owner),
        storefront=storefront,
        title=draft.title,
        lang=draft.lang,
        story=Markup(text.story_html(draft.story, draft.story_format)),  # noqa: S704  sanitised by story_html
        is_converted=False,
        category=tree().by_slug.get(draft.category),
        brand=Brand(name=draft.brand, slug="") if draft.brand else None,
        options=[
            OptionShown(name, tuple(dict.fromkeys(v.options[i] for v in draft.variants)))
            for i, name in enumerate(draft.options)
        ],
        variants=[_variant(v, draft.currency) for v in draft.variants],
        pictures=pictures,
        attributes=list(draft.attributes),
        tags=list(draft.tags),
    )


def _variant(v: VariantDraft, currency: str) -> VariantShown:
    cost = price_shown(v.price, currency, viewer().currency)
    return VariantShown(0, v.options, cost, v.stock, v.sku, v.picture, v.price)
