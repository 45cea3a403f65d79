"""What a first visit loads, how much of it a partial is, and whether the page jumps about."""

import re
from collections.abc import Iterator

from bench.driver import Answer, Driver
from bench.pages import addresses
from bench.report import Line, Yardstick
from bench.seeded import Installation

_ASSETS = re.compile(r'(?:href|src)="(/static/[^"#]+\.(?:css|js))')
_IMPORTS = re.compile(r'(?:from|import)\s*"([^"]+)"')


def budgets(installation: Installation) -> Iterator[Line | Yardstick]:
    """HTML, CSS and JS as sent, compressed; a partial's bytes against its page's."""
    driver = Driver(installation.use())
    with installation.app.app_context():
        paths = addresses()
    for name, path in paths.items():
        yield Line(f"load.{name}.kilobytes", kilobytes(driver, path), 100, " KB")
    yield Line("partial.options.share", _share(driver, paths["product"] + "?o1=x"), 0.25)
    # A filter's answer is the list itself, which is most of its page: shown without a budget, see DECISIONS.md.
    yield Yardstick("partial.storefront_list.share", _share(driver, paths["storefront"] + "?kind=stock"))
    yield Yardstick("partial.category_list.share", _share(driver, paths["category"] + "?kind=stock"))


def kilobytes(driver: Driver, path: str) -> float:
    """A page with all its styles and scripts."""
    page = driver.get(path)
    plain = driver.get(path, accept_encoding="identity").body.decode()
    return (len(page.body) + sum(len(asset.body) for asset in _assets(driver, plain))) / 1024


def _assets(driver: Driver, html: str) -> list[Answer]:
    waiting, seen, found = list(dict.fromkeys(_ASSETS.findall(html))), set(), []
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        found.append(driver.get(address))
        if address.endswith(".js"):
            source = driver.get(address, accept_encoding="identity").body.decode()
            base = address.rsplit("/", 1)[0]
            for name in _IMPORTS.findall(source):
                waiting.append(_resolved(base, name))
    return found


def _resolved(base: str, name: str) -> str:
    if name.startswith("/"):
        return name
    parts = base.split("/")
    for step in name.split("/"):
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)


def _share(driver: Driver, path: str) -> float:
    """The bytes of a page's part, as htmx asks for it, against those of the whole page."""
    whole = driver.get(path, accept_encoding="identity").body
    part = driver.get(path, accept_encoding="identity", hx_request="true", hx_request_type="partial")
    assert part.status == 200, path
    return len(part.body) / len(whole)
