"""The one question before something goes for good: a page of its own, or the same in a dialog where scripts run."""

from typing import Any

from miquan.hypermedia import is_partial, respond
from miquan.i18n import _
from miquan.seo.page import seo


def ask(question: str, told: str, act: str, address: str, back: str) -> Any:
    """`told`: what follows from it; `act`: what the button that does it is called; `address`: where that is posted."""
    return respond(
        "asking/_question.html" if is_partial() else "asking/page.html",
        question=question, told=told, act=act, address=address, back=back, keep=_("先不要"), seo=seo(question, "", index=False),
    )  # fmt: skip
