"""Browsers without JavaScript: they ask for pages, read them strictly, fill in forms and send them.

Each request runs in a context of its own, as on the server, so that nothing of one request is left for the next.
"""

import re
from collections.abc import Callable, Iterator
from contextvars import Context
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask

from miquan.accounts.models import Member
from tests.cast import sign_in

X = "{http://www.w3.org/1999/xhtml}"


def alone(run: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call it with no application, language or reader of the surrounding test."""
    return Context().run(run, *args, **kwargs)


class Page:
    """An answer. `tree` parses it strictly: a page that is not valid HTML raises."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.status: int = answer.status_code
        self.headers = answer.headers
        self.body: bytes = answer.data

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def location(self) -> str:
        return str(self.headers.get("Location", ""))

    @cached_property
    def tree(self) -> Element:
        parser = html5lib.HTMLParser(strict=True)
        found: Element = parser.parse(self.text)
        return found

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements by tag and exact attributes; underscores stand for hyphens."""
        wanted = {name.strip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [e for e in self.tree.iter(X + tag) if all(e.get(k) == v for k, v in wanted.items())]

    def words(self, tag: str) -> list[str]:
        return [" ".join("".join(e.itertext()).split()) for e in self.all(tag)]

    def form(self, action: str | None = None) -> Element:
        """The POST form with this action; without one, the page's largest."""
        forms = [f for f in self.all("form") if (f.get("method") or "").lower() == "post"]
        if action is not None:
            forms = [f for f in forms if (f.get("action") or "").endswith(action)]
        assert forms, f"no POST form {action or ''} in the page"
        return max(forms, key=lambda f: len(list(f.iter())))

    def fields(self, action: str | None = None) -> dict[str, Any]:
        """What a browser would send of a form, submit buttons aside."""
        return dict(_fields(self.form(action)))


def _fields(form: Element) -> Iterator[tuple[str, Any]]:
    # What lies in a <template> is no part of the form yet.
    kept_back = {id(e) for template in form.iter(X + "template") for e in template.iter()}
    for e in (e for e in form.iter() if id(e) not in kept_back):
        name, tag = e.get("name"), e.tag.removeprefix(X) if isinstance(e.tag, str) else ""
        if not name or e.get("disabled") is not None:
            continue
        if tag == "textarea":
            yield name, "".join(e.itertext()).removeprefix("\n")
        elif tag == "select":
            yield from _selected(e, name)
        elif tag == "input" and _is_sent(e):
            yield name, e.get("value") or ""


def _is_sent(e: Element) -> bool:
    kind = e.get("type") or "text"
    if kind in ("checkbox", "radio"):
        return e.get("checked") is not None
    return kind not in ("submit", "button", "file", "image", "reset")


def _selected(e: Element, name: str) -> Iterator[tuple[str, Any]]:
    options = list(e.iter(X + "option"))
    chosen = [o.get("value") or "" for o in options if o.get("selected") is not None]
    if e.get("multiple") is not None:
        yield name, chosen
    elif options:
        yield name, chosen[0] if chosen else options[0].get("value") or ""


class Browser:
    """A visitor's browser, or a member's who is signed in. Addresses carry their language."""

    def __init__(self, app: Flask, member: Member | None = None) -> None:
        self.app = app
        self.client = app.test_client()
        if member is not None:
            alone(sign_in, self.client, member)

    def ask(self, method: str, path: str, **more: Any) -> Page:
        return Page(alone(self.client.open, path, method=method, **more))

    def get(self, path: str, **more: Any) -> Page:
        return self.ask("GET", path, **more)

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> Page:
        return self.ask("POST", path, data=data or {}, **more)

    def send(self, path: str, action: str | None = None, to: str | None = None, **changes: Any) -> Page:
        """Open a page, change fields of its form and send it; a change to None leaves a field out."""
        fields = {**self.get(path).fields(action), **changes}
        return self.post(to or action or path, {k: v for k, v in fields.items() if v is not None})

    def follow(self, page: Page) -> Page:
        assert page.status in (301, 302, 303), page.status
        return self.get(re.sub(r"^https?://[^/]+", "", page.location))

    def cookie(self) -> str:
        """The value of the session's cookie; empty when there is none."""
        found = self.client.get_cookie("miquan")
        return found.value if found else ""
