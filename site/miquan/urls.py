"""Addresses of things, built without the router: a page shows hundreds, and `url_for` costs 8 µs each."""

from functools import lru_cache
from urllib.parse import quote, urlencode

from miquan.viewer import viewer


def person(handle: str) -> str:
    return f"{viewer().root}/@{handle}"


def product(handle: str, product_id: int, slug: str) -> str:
    return f"{viewer().root}/@{handle}/p/{product_id}-{slug}"


def post(post_id: int, slug: str) -> str:
    return f"{viewer().root}/c/{post_id}-{slug}"


def group(slug: str) -> str:
    return f"{viewer().root}/g/{slug}"


def thread(group_slug: str, thread_id: int, slug: str, number: int = 0) -> str:
    """`number` leads to a reply, on whatever page it stands."""
    return f"{viewer().root}/g/{group_slug}/t/{thread_id}-{slug}" + (f"?at={number}#r{number}" if number else "")


def tag(slug: str) -> str:
    return f"{viewer().root}/tags/{_quoted(slug)}"


@lru_cache(maxsize=10_000)
def _quoted(slug: str) -> str:
    return quote(slug, safe="")


def category(slug: str) -> str:
    return f"{viewer().root}/categories/{slug}"


def brand(slug: str) -> str:
    return f"{viewer().root}/brands/{slug}"


def place(country_slug: str, city_slug: str = "") -> str:
    return f"{viewer().root}/places/{country_slug}" + (f"/{city_slug}" if city_slug else "")


def search(query: str) -> str:
    return f"{viewer().root}/search?{urlencode({'q': query})}"


def picture(name: str, width: int) -> str:
    """A public rendition of a stored picture."""
    return f"/media/{name[:2]}/{quote(name)}-{width}.webp"
