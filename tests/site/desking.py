"""What the operators' desk brings to the walk over forms."""

from miquan.announcements.models import WORDS_LIMIT
from miquan.announcements.views import AnnouncementForm
from miquan.brands.models import Brand
from miquan.desk.naming.views import MergeForm, NameForm
from miquan.desk.rates.rules import TYPED_LIMIT
from miquan.desk.rates.views import RateForm
from miquan.desk.settings.views import SettingsForm
from miquan.money import CurrencyRate
from miquan.once import LIMIT as NONCE_LIMIT
from miquan.products.models import Tag

FORMS = {"name": NameForm, "merging": MergeForm, "settings": SettingsForm, "announcement": AnnouncementForm, "rate": RateForm}  # fmt: skip
COLUMNS = {("name", "name"): Tag.name, ("merging", "into"): Brand.name, ("rate", "source"): CurrencyRate.source}
CONSTANTS = {("announcement", field): WORDS_LIMIT for field in ("hant", "hans", "en")} | {("rate", "rate"): TYPED_LIMIT, ("rate", "nonce"): NONCE_LIMIT}
PAGES = {
    "settings": ("operator", "/desk/settings"),
    "rate": ("operator", "/desk/rates/JPY"),
    "announcement": ("operator", "/desk/announcements"),
}
