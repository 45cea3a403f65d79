"""What the operators' desk brings to the walks over routes and forms."""

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
from tests.site.rows import Row, operator, posted

DESK: dict[str, Row] = {
    "/desk/<any(tags, brands):which>": operator("/desk/tags"),
    "/desk/<any(tags, brands):which>/<int:thing_id>": operator("/desk/tags/1"),
    "/desk/<any(tags, brands):which>/<int:thing_id>/name": posted("/desk/tags/1/name"),
    "/desk/<any(tags, brands):which>/<int:thing_id>/merger": posted("/desk/brands/1/merger"),
    "/desk/categories": operator("/desk/categories"),
    "/desk/categories/new": operator("/desk/categories/new"),
    "/desk/categories/<int:category_id>": operator("/desk/categories/1"),
    "/desk/categories/<int:category_id>/<any(name, place, merger):what>": posted("/desk/categories/1/name"),
    "/desk/categories/<int:category_id>/up": posted("/desk/categories/1/up"),
    "/desk/categories/<int:category_id>/down": posted("/desk/categories/1/down"),
    "/desk/groups": operator("/desk/groups"),
    "/desk/groups/<int:group_id>/owner": posted("/desk/groups/1/owner"),
    "/desk/rates": operator("/desk/rates"),
    "/desk/rates/<code>": operator("/desk/rates/JPY"),
    "/desk/rates/<code>/<int:rate_id>/withdrawal": posted("/desk/rates/JPY/1/withdrawal"),
    "/desk/rates/<code>/<int:rate_id>/withdrawal/removal": posted("/desk/rates/JPY/1/withdrawal/removal"),
    "/desk/rates/<code>/offer": posted("/desk/rates/JPY/offer"),
    "/desk/rates/<code>/offer/removal": posted("/desk/rates/JPY/offer/removal"),
    "/desk/announcements": operator("/desk/announcements"),
    "/desk/announcements/<int:announcement_id>/ending": posted("/desk/announcements/1/ending"),
    "/announcements/<int:announcement_id>/dismissal": posted("/announcements/1/dismissal"),
    "/desk/settings": operator("/desk/settings"),
    "/desk/statistics": operator("/desk/statistics?days=90"),
    "/desk/health": operator("/desk/health"),
    "/desk/health/deliveries/replay": posted("/desk/health/deliveries/replay"),
    "/desk/health/deliveries/<int:delivery_id>/replay": posted("/desk/health/deliveries/1/replay"),
    "/desk/health/deliveries/<int:delivery_id>/removal": posted("/desk/health/deliveries/1/removal"),
    "/desk/health/index/rebuilding": posted("/desk/health/index/rebuilding"),
}

FORMS = {"name": NameForm, "merging": MergeForm, "settings": SettingsForm, "announcement": AnnouncementForm, "rate": RateForm, "category": CategoryForm, "new category": NewForm, "category place": PlaceForm, "category merging": CategoryMergeForm}  # fmt: skip
COLUMNS = {("name", "name"): Brand.name, ("merging", "into"): Brand.name, ("rate", "source"): CurrencyRate.source, ("category", "slug"): Category.slug, ("new category", "slug"): Category.slug}  # fmt: skip
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
