"""mei's browser, and her file on its way."""

import io
from typing import Any

import pytest

from miquan.catalogue.models import ImportRun
from miquan.outbox.worker import Worker
from tests.browsing import Browser, Page
from tests.cast import Cast

INDEX = "/zh-hant/studio/imports"


class Importing:
    """A member's imports by hand, without scripts."""

    def __init__(self, app: Any, member: Any) -> None:
        self.app, self.browser = app, Browser(app, member)

    def send(self, content: str | bytes, name: str = "goods.csv") -> Page:
        data = content.encode() if isinstance(content, str) else content
        return self.browser.send(INDEX, action="/studio/imports", to=INDEX, file=(io.BytesIO(data), name))

    def preview(self, content: str | bytes, name: str = "goods.csv") -> Page:
        """Send a file; the page that it leads to."""
        page = self.send(content, name)
        assert page.status == 303, page.text[:2_000]
        return self.browser.follow(page)

    @property
    def run(self) -> ImportRun:
        found: ImportRun = ImportRun.select().order_by(ImportRun.id.desc()).get()
        return found

    @property
    def path(self) -> str:
        return f"{INDEX}/{self.run.id}"

    def page(self) -> Page:
        return self.browser.get(self.path)

    def press(self, verb: str, **more: Any) -> Page:
        """Send the form of a page that goes to this address."""
        return self.browser.send(self.path, action=f"/{self.run.id}/{verb}", to=f"{self.path}/{verb}", **more)

    def mend(self, line: int, place: int, value: str, **more: Any) -> Page:
        told = {**self.page().fields(), "line": str(line), "place": str(place), "value": value}
        return self.browser.post(f"{self.path}/cells", told, **more)

    def work(self, rounds: int = 50) -> int:
        """Let the worker do what there is to do; how many rounds it took."""
        worker = Worker(self.app)
        return next(n for n in range(rounds) if not worker.step("imports"))

    def bring(self, content: str | bytes, name: str = "goods.csv") -> ImportRun:
        """A file from the upload to its end."""
        self.preview(content, name)
        assert self.press("start").status == 303
        self.work()
        return self.run

    def report(self) -> str:
        page = self.browser.get(f"{self.path}/report.csv")
        assert page.status == 200
        return page.body.decode("utf-8-sig")


@pytest.fixture
def mei(app: Any, cast: Cast) -> Importing:
    """Her prices are in pounds, as those of the exports that tests write."""
    cast.kyoto.currency = "GBP"
    cast.kyoto.save()
    return Importing(app, cast.mei)


def figures(run: ImportRun) -> tuple[Any, ...]:
    return run.state, run.rows, run.used, run.refused, run.created, run.changed, run.unchanged
