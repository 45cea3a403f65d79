"""What search engines and link previews are told about a page: one object, made by the view."""

from dataclasses import dataclass, field
from typing import Any

from flask import request
from markupsafe import Markup

from miquan import i18n
from miquan.config import settings
from miquan.media.shown import Picture
from miquan.text import excerpt

TITLE = 60
DESCRIPTION = 155


def absolute(path: str) -> str:
    """A root-relative address with the site's own scheme and host."""
    return settings().url + path


@dataclass
class Seo:
    """Title and description come from the page's content. `path` is the address below the language, its canonical.

    `shared`: whether previews of links may tell of it.
    """

    title: str
    description: str
    path: str
    index: bool = True
    shared: bool = True
    kind: str = "website"
    picture: Picture | None = None
    feed: str = ""
    data: list[dict[str, Any]] = field(default_factory=list)

    @property
    def canonical(self) -> str:
        return absolute(f"/{i18n.current_lang()}{self.path}")

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """(hreflang, address), every language and x-default: the same on each of them."""
        found = [(i18n.HTML_LANGS[lang], absolute(f"/{lang}{self.path}")) for lang in i18n.LANGS]
        return [*found, ("x-default", absolute(f"/{i18n.SOURCE}{self.path}"))]

    @property
    def image(self) -> str:
        return absolute(self.picture.src.replace("-640.", "-1280.")) if self.picture else ""

    @property
    def json_ld(self) -> Markup:
        from miquan.seo.jsonld import script

        return script(self.data)

    @property
    def locale(self) -> str:
        return {"zh-hant": "zh_TW", "zh-hans": "zh_CN", "en": "en_US"}[i18n.current_lang()]


def seo(title: str, description: str, *, path: str | None = None, **more: Any) -> Seo:
    """A page's description; the title gets the site's name, both are cut to what is shown in results."""
    name = i18n._("蜜圈")
    full = f"{title}・{name}" if title and title != name else name
    return Seo(
        title=full if len(full) <= TITLE else excerpt(title, TITLE),
        description=excerpt(description, DESCRIPTION),
        path=request.environ.get("PATH_INFO", "/") if path is None else path,
        **more,
    )
