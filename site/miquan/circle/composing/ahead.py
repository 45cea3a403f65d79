"""Words as others will read them, before they are sent: what the composers of the circle and of groups show."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from miquan.circle.wording import in_language, rendered
from miquan.viewer import viewer


def ahead(title: str, body: str, lang: str, handles: Iterable[str]) -> dict[str, Any]:
    """`handles`: those whom the writer may name there."""
    words = Markup(in_language(rendered(body, handles).html, viewer().root))  # noqa: S704  cleaned by `rendered`
    return {"title": title, "words": words, "lang": lang}
