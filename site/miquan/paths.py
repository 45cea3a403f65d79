"""Where the files that are not Python lie: in a checkout beside `site/`, in a wheel inside the package."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = PACKAGE.parent.parent
_IN_CHECKOUT = (_CHECKOUT / "templates").is_dir()

ROOT = _CHECKOUT if _IN_CHECKOUT else Path.cwd()
TEMPLATES = (_CHECKOUT if _IN_CHECKOUT else PACKAGE) / "templates"
STATIC = (_CHECKOUT if _IN_CHECKOUT else PACKAGE) / "static"
SEARCH_INDEX = ROOT / "search_index"
TRANSLATIONS = PACKAGE / "translations"
MIGRATIONS = PACKAGE / "migrations"
