"""A browser window whose complaints are kept, and what is asked of every page in it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

# Other processes may use the machine at the same time; what is wrong fails by itself, long before this.
PATIENCE_MS = 30_000
_REFUSALS = (
    "window.__refused = []; document.addEventListener('securitypolicyviolation', "
    "e => window.__refused.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sourceFile + ':' + e.lineNumber))"
)
_SIDEWAYS = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > room + 1)
    .slice(0, 3).map(e => e.tagName + '.' + e.className + ' ' + e.getBoundingClientRect().right);
}"""


@dataclass(frozen=True)
class Site:
    """The running server: where it is, and by name the addresses, below the language, of what it shows."""

    url: str
    paths: dict[str, str]
    mail: Path = Path()


class Window:
    """A page with console errors, uncaught exceptions, failed resources and refusals of the security policy noted."""

    def __init__(self, context: BrowserContext, scripts: bool = True) -> None:
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self._scripts = scripts
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.set_default_navigation_timeout(PATIENCE_MS)
        self.page.on("console", self._hear)
        self.page.on("response", self._answered)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.add_init_script(_REFUSALS)

    def _hear(self, message: ConsoleMessage) -> None:
        # The status of an answer is noted by `_answered`, which knows what was asked for.
        if message.type == "error" and "the server responded with a status" not in message.text:
            self.complaints.append(f"{message.text} {message.location}")

    def _answered(self, answer: Response) -> None:
        if answer.status >= 400 and answer.request.resource_type in ("image", "script", "stylesheet", "font"):
            self.complaints.append(f"{answer.status} {answer.url}")

    def open(self, address: str) -> Page:
        self.page.goto(address, wait_until="load")
        return self.page

    def quiet(self) -> None:
        """Nothing was complained about and nothing refused."""
        assert self.complaints == []
        assert self.page.evaluate("() => window.__refused || []") == []

    def step_in(self, handle: str, lang: str = "zh-hant") -> Page:
        """Become a demo member, as on /demo."""
        self.open(f"/{lang}/demo")
        self.page.locator(f"form[action$='/demo/{handle}'] button").click()
        self.page.wait_for_url(f"**/{lang}/")
        return self.page


@cache
def _axe() -> Axe:
    return Axe()


def serious(page: Page, *rules: str) -> list[str]:
    """What keeps people out: axe's serious and critical findings, of all rules or of those named."""
    options: dict[str, Any] = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    found: list[dict[str, Any]] = _axe().run(page, options=options).response["violations"]
    return [
        f"{v['id']}: {v['help']} {[(n['target'], n['html'][:200]) for n in v['nodes']][:3]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


def sideways(page: Page, width: int) -> list[str]:
    """What sticks out at this width; empty when the page does not scroll sideways."""
    page.set_viewport_size({"width": width, "height": 844})
    return list(page.evaluate(_SIDEWAYS))


def sound(window: Window, address: str, *, thorough: bool = True) -> None:
    """A page as everyone needs it: one heading, nothing wrong, from a wide screen to a narrow one.

    `thorough` also looks at it in the dark and through axe on a phone, where another language changes nothing.
    """
    page = window.open(address)
    assert page.locator("h1").count() == 1
    assert serious(page) == []
    assert sideways(page, 390) == []
    if thorough:
        assert serious(page) == []
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        # Of all rules this is the one that a change of light can break.
        assert serious(page, "color-contrast") == []
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
    assert sideways(page, 320) == []
    window.quiet()
