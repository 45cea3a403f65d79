"""What crawlers ask for: robots.txt and the sitemaps, all at addresses without a language."""

from typing import Any
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort, g

from miquan.i18n import HTML_LANGS, LANGS, SOURCE, iso_datetime
from miquan.seo.page import absolute
from miquan.seo.sitemap import PER_FILE, SECTIONS, Entry

bp = Blueprint("seo", __name__)

_BLOCKED = ("search?", "me/", "studio", "desk", "sign-in", "join", "sign-out", "reset", "reports/", "demo")


@bp.get("/robots.txt")
def robots() -> Response:
    lines = ["User-agent: *"]
    lines += [f"Disallow: /{lang}/{path}" for lang in LANGS for path in _BLOCKED]
    lines += ["Allow: /", f"Sitemap: {absolute('/sitemap.xml')}", ""]
    return _public(Response("\n".join(lines), mimetype="text/plain"))


@bp.get("/sitemap.xml")
def index() -> Response:
    """The index: a file for each section and each 10,000 entries of it, with the newest change within."""
    rows = []
    for name, section in SECTIONS.items():
        for number, last in section.files():
            changed = f"<lastmod>{iso_datetime(last)}</lastmod>" if last else ""
            rows.append(f"<sitemap><loc>{absolute(f'/sitemaps/{name}-{number}.xml')}</loc>{changed}</sitemap>")
    return _xml("sitemapindex", rows)


@bp.get("/sitemaps/<name>-<int:number>.xml")
def section(name: str, number: int) -> Response:
    if name not in SECTIONS or number > 5_000:
        abort(404)
    entries = SECTIONS[name].entries(number)
    if not entries:
        abort(404)
    return _xml("urlset", [_url(entry, lang) for entry in entries for lang in LANGS])


def _url(entry: Entry, lang: str) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(absolute(f"/{other}{entry.path}"))}"/>'
        for code, other in [*((HTML_LANGS[x], x) for x in LANGS), ("x-default", SOURCE)]
    )
    changed = f"<lastmod>{iso_datetime(entry.changed)}</lastmod>" if entry.changed else ""
    image = f"<image:image><image:loc>{escape(absolute(entry.image))}</image:loc></image:image>" if entry.image else ""
    return f"<url><loc>{escape(absolute(f'/{lang}{entry.path}'))}</loc>{changed}{links}{image}</url>"


def _xml(root: str, rows: list[str]) -> Response:
    names = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml" '
        'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
    )
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {names}>\n' + "\n".join(rows) + f"\n</{root}>\n"
    return _public(Response(body, mimetype="application/xml"))


def _public(answer: Any) -> Response:
    g.cacheable = True
    answer.headers["Cache-Control"] = "public, max-age=300"
    found: Response = answer
    return found


assert PER_FILE * len(LANGS) <= 50_000
