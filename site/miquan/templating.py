"""What templates may use: the bound translations, addresses, times, icons. Nothing here asks the database."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from babel.dates import format_date, format_skeleton
from flask import Flask, current_app, g, has_request_context, request, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from markupsafe import Markup

from miquan import assets, i18n, places, text, urls
from miquan.db import now
from miquan.folding import FoldingEnvironment, foldable
from miquan.viewer import viewer


def language_links() -> list[tuple[str, str, str, bool]]:
    """(code, own name, address of this page in that language, whether it is the current one)."""
    here = request.environ.get("miquan.lang", "")
    # WSGI gives the path's bytes as latin-1.
    path = quote(request.environ.get("PATH_INFO", "/").encode("latin-1"), safe="/@:~!$&'()*+,;=")
    query = g.get("language_query", "")
    return [(i18n.HTML_LANGS[c], i18n.OWN_NAMES[c], f"/{c}{path}{query}", c == here) for c in i18n.LANGS]


def icon(name: str, size: int = 20, extra: str = "") -> Markup:
    """An icon of the sprite; its meaning stands in the text beside it."""
    return _drawn(name, size, extra, assets.static_url("icons.svg"))


@lru_cache(maxsize=2_000)
def _drawn(name: str, size: int, extra: str, sprite: str) -> Markup:
    """A page has forty of them, and putting one together costs as much as a small query."""
    return Markup(
        '<svg class="icon {}" width="{}" height="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
    ).format(extra, size, size, sprite, name)


def address(endpoint: str, **values: Any) -> str:
    """As `url_for`, which costs 8 µs each time: of a page that is always at one place the address is kept."""
    if values or endpoint.startswith(".") or not has_request_context():
        return url_for(endpoint, **values)
    kept: dict[tuple[str, str], str] = current_app.extensions.setdefault("addresses", {})
    key = request.script_root, endpoint
    if key not in kept:
        kept[key] = url_for(endpoint)
    return kept[key]


def when(moment: datetime) -> str:
    """A time as people say it: within a day relative, this year without the year, else with it. What is to come is a day."""
    age = (now() - moment).total_seconds()
    if -60 < age < 60:
        return i18n._("剛剛")
    if 0 < age < 3600:
        return i18n.ngettext("%(num)s分鐘前", "%(num)s分鐘前", int(age // 60))
    if 0 < age < 86_400:
        return i18n.ngettext("%(num)s小時前", "%(num)s小時前", int(age // 3600))
    there, today = places.there(viewer().zone, moment), places.there(viewer().zone, now())
    return day_shown(there.date(), i18n.current_lang(), with_year=there.year != today.year)


def day(moment: datetime) -> str:
    """The day by the reader's clock, for tables and for what ends on it."""
    return f"{places.there(viewer().zone, moment):%Y-%m-%d}"


def minute(moment: datetime) -> str:
    return f"{places.there(viewer().zone, moment):%Y-%m-%d %H:%M}"


def clock(moment: datetime) -> str:
    """Day and time by the reader's clock, for what is still to come."""
    there = places.there(viewer().zone, moment)
    return i18n._(
        "%(day)s%(time)s", day=day_shown(there.date(), i18n.current_lang(), with_year=False), time=f"{there:%H:%M}"
    )


@lru_cache(maxsize=4_000)
def day_shown(day: date, lang: str, *, with_year: bool) -> str:
    """A day as people write it. A list may hold fifty of them, and each costs 50 µs."""
    if lang == "en":
        return str(format_date(day, "d MMM yyyy" if with_year else "d MMM", locale="en"))
    return str(format_skeleton("yMMMd" if with_year else "MMMd", day, locale=i18n.LOCALES[lang]))


def number(value: int) -> str:
    return f"{value:,}"


def whole_tags(words: str) -> str:
    """A `#` and its tag stay on one line: U+2060 forbids a break, and is not seen."""
    return words.replace("#", "#\u2060")


def own_script(name: str) -> str:
    """The name of a tag or a mark, in the reader's script; its address stays."""
    return text.name_to_script(name, viewer().lang)


def init_app(app: Flask) -> None:
    app.jinja_environment = FoldingEnvironment
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    # First, because it puts slower functions of the same names in.
    i18n.babel.init_app(
        app, locale_selector=lambda: i18n.LOCALES[i18n.current_lang()], default_locale=i18n.LOCALES[i18n.SOURCE]
    )
    app.jinja_env.globals.update(
        _=i18n._,
        gettext=i18n._,
        ngettext=i18n.ngettext,
        viewer=viewer,
        static_url=assets.static_url,
        icon=icon,
        language_links=language_links,
        html_lang=lambda: viewer().html_lang,
        lang_tag=lambda lang: i18n.HTML_LANGS.get(lang, lang),
        when=when,
        clock=clock,
        number=number,
        csrf_token=generate_csrf,
        url_for=address,
        search_url=urls.search,
        demo_site=app.extensions["miquan"].demo,
        demo_mail=app.extensions["miquan"].demo and not app.extensions["miquan"].smtp_url,
    )
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    folding: FoldingEnvironment = app.jinja_env  # type: ignore[assignment]
    folding.folded = {"_": i18n._, "url_for": foldable(address)}

    app.jinja_env.filters.update(
        whole_tags=whole_tags, own_script=own_script, iso=i18n.iso_datetime, day=day, minute=minute
    )
