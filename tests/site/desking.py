"""What the operators' desk brings to the walk over forms."""

from miquan.announcements.models import WORDS_LIMIT
from miquan.announcements.views import AnnouncementForm
from miquan.brands.models import Brand
from miquan.desk.naming.views import MergeForm, NameForm
from miquan.desk.settings.views import SettingsForm
from miquan.products.models import Tag

FORMS = {"name": NameForm, "merging": MergeForm, "settings": SettingsForm, "announcement": AnnouncementForm}
COLUMNS = {("name", "name"): Tag.name, ("merging", "into"): Brand.name}
CONSTANTS = {("announcement", field): WORDS_LIMIT for field in ("hant", "hans", "en")}
PAGES = {"settings": ("operator", "/desk/settings"), "announcement": ("operator", "/desk/announcements")}
