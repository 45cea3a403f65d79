"""What the operators' desk brings to the walk over forms."""

from miquan.announcements.models import WORDS_LIMIT
from miquan.announcements.views import AnnouncementForm
from miquan.brands.models import Brand
from miquan.categories.models import Category
from miquan.categories.rules import NAME_LIMIT
from miquan.desk.categories.views import CategoryForm, NewForm, PlaceForm
from miquan.desk.categories.views import MergeForm as CategoryMergeForm
from miquan.desk.naming.views import MergeForm, NameForm
from miquan.desk.rates.rules import TYPED_LIMIT
from miquan.desk.rates.views import RateForm
from miquan.desk.settings.views import SettingsForm
from miquan.money import CurrencyRate
from miquan.once import LIMIT as NONCE_LIMIT
from miquan.products.models import Tag

FORMS = {"name": NameForm, "merging": MergeForm, "settings": SettingsForm, "announcement": AnnouncementForm, "rate": RateForm, "category": CategoryForm, "new category": NewForm, "category place": PlaceForm, "category merging": CategoryMergeForm}  # fmt: skip
COLUMNS = {("name", "name"): Tag.name, ("merging", "into"): Brand.name, ("rate", "source"): CurrencyRate.source, ("category", "slug"): Category.slug, ("new category", "slug"): Category.slug}  # fmt: skip
CONSTANTS = {("announcement", field): WORDS_LIMIT for field in ("hant", "hans", "en")} | {
    ("rate", "rate"): TYPED_LIMIT, ("rate", "nonce"): NONCE_LIMIT, ("category place", "nonce"): NONCE_LIMIT, ("category merging", "nonce"): NONCE_LIMIT,
    **{(form, field): NAME_LIMIT for form in ("category", "new category") for field in ("hant", "hans", "en")},
    **{(form, "nonce"): NONCE_LIMIT for form in ("category", "new category")},
}  # fmt: skip
PAGES = {
    "settings": ("operator", "/desk/settings"),
    "rate": ("operator", "/desk/rates/JPY"),
    "new category": ("operator", "/desk/categories/new"),
    "announcement": ("operator", "/desk/announcements"),
}
