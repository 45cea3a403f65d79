"""Browsers and places in words: what a session list and a letter say of where somebody signed in."""

from functools import cache, lru_cache
from zoneinfo import available_timezones

from babel.dates import get_timezone_location
from ua_parser import parse

from miquan import i18n
from miquan.i18n import _

ZONE_LIMIT = 50
# What people call a system where the parser has another name for it.
_SYSTEMS = {"Mac OS X": "Mac", "iOS": "iPhone", "Chrome OS": "Chromebook"}
_BROWSERS = {
    "Chrome Mobile": "Chrome",
    "Chrome Mobile iOS": "Chrome",
    "Chrome Mobile WebView": "Chrome",
    "HeadlessChrome": "Chrome",
    "Mobile Safari": "Safari",
    "Mobile Safari UI/WKWebView": "Safari",
    "Firefox Mobile": "Firefox",
    "Firefox iOS": "Firefox",
    "Edge Mobile": "Edge",
}


@lru_cache(maxsize=1_024)
def family(agent: str) -> tuple[str, str]:
    """(browser, system) of a User-Agent header, without versions; empty where it does not say."""
    found = parse(agent[:300])
    browser = found.user_agent.family if found.user_agent else ""
    system = found.os.family if found.os else ""
    if system == "iOS" and found.device and found.device.family == "iPad":
        return _BROWSERS.get(browser, browser), "iPad"
    return _BROWSERS.get(browser, browser), _SYSTEMS.get(system, system)


def device(agent: str) -> str:
    """「Mac上的Chrome」 in the bound language."""
    browser, system = family(agent)
    if browser and system:
        return _("%(system)s上的%(browser)s", system=system, browser=browser)
    return browser or system or _("認不出來的瀏覽器")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def known_zone(told: str) -> str:
    """A browser's answer when it is the name of a time zone that we know, else an empty string."""
    return told if len(told) <= ZONE_LIMIT and told in _zones() else ""


def place(zone: str) -> str:
    """「東京時區」 in the bound language; empty for an unknown zone and for one that is no place."""
    if not known_zone(zone) or "/" not in zone or zone.startswith("Etc/"):
        return ""
    city = get_timezone_location(zone, locale=i18n.locale(), return_city=True).rsplit("/", 1)[-1]
    return _("%(city)s時區", city=city)
