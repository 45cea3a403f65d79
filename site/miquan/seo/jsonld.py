"""Structured data. `script` is the only way it gets into a page, and it escapes what could end the element."""

from collections.abc import Iterable
from typing import Any

import orjson
from markupsafe import Markup

from miquan import i18n
from miquan.seo.page import absolute

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def script(items: list[dict[str, Any]]) -> Markup:
    """JSON-LD as inert data: `<`, `>` and `&` never stand in it as such. Empty for nothing to say."""
    if not items:
        return Markup("")
    graph = items[0] if len(items) == 1 else {"@graph": items}
    body = orjson.dumps({"@context": "https://schema.org", **graph}).decode()
    for char, escape in _ESCAPES.items():
        body = body.replace(char, escape)
    return Markup('<script type="application/ld+json">') + Markup(body) + Markup("</script>")  # noqa: S704  escaped above


def breadcrumbs(trail: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """A trail of (name, root-relative address); the last crumb carries no address."""
    steps = list(trail)
    items = []
    for position, (name, path) in enumerate(steps, 1):
        item: dict[str, Any] = {"@type": "ListItem", "position": position, "name": name}
        if position < len(steps):
            item["item"] = absolute(path)
        items.append(item)
    return {"@type": "BreadcrumbList", "itemListElement": items}


def item_list(entries: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """An ordered list of (name, root-relative address)."""
    items = [
        {"@type": "ListItem", "position": i, "name": name, "url": absolute(path)}
        for i, (name, path) in enumerate(entries, 1)
    ]
    return {"@type": "ItemList", "itemListElement": items}


def website() -> dict[str, Any]:
    return {
        "@type": "WebSite",
        "name": i18n._("蜜圈"),
        "alternateName": ["蜜圈", "Miquan"],
        "url": absolute(f"/{i18n.current_lang()}/"),
        "inLanguage": i18n.HTML_LANGS[i18n.current_lang()],
        "potentialAction": {
            "@type": "SearchAction",
            "target": absolute(f"/{i18n.current_lang()}/search?q={{search_term_string}}"),
            "query-input": "required name=search_term_string",
        },
    }


def organization() -> dict[str, Any]:
    return {"@type": "Organization", "name": i18n._("蜜圈"), "url": absolute("/"), "logo": absolute("/static/logo.svg")}
