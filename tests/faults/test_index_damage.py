"""The running site while its search index is taken away: every answer is a page, and all is found again."""

import http.client
import itertools
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.browsing import Page
from tests.cast import Cast
from tests.faults.served import Served, served, within

# A word of each description; no title holds one.
GOODS = {"琉璃": "早晨的杯子", "竹編": "放麵包的籃子", "柿染": "一件外套"}
HEALED = 15.0


def remove(folder: Path) -> None:
    shutil.rmtree(folder)


def cut_short(folder: Path) -> None:
    for path in files(folder):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite(folder: Path) -> None:
    for path in files(folder):
        path.write_bytes(b"\x80\x04garbage." * 60)


def files(folder: Path) -> list[Path]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    assert any(path.suffix == ".seg" for path in found), "there is no index to damage"
    return found


class Searchers:
    """Two threads that search without a pause, each time for something else, so that no kept page answers."""

    def __init__(self, site: Served) -> None:
        self.site = site
        self.statuses: Counter[int | str] = Counter()
        self.told = 0
        self.stopping = threading.Event()
        self.numbers = itertools.count()

    def search(self) -> None:
        client = self.site.client()
        while not self.stopping.is_set():
            word = list(GOODS)[next(self.numbers) % len(GOODS)]
            try:
                page = client.get(f"/zh-hant/search?q={word} {next(self.numbers)}")
                self.statuses[page.status] += 1
                self.told += "目錄正在整理" in page.text
            except (OSError, http.client.HTTPException) as error:
                self.statuses[type(error).__name__] += 1

    @contextmanager
    def running(self) -> Iterator[None]:
        threads = [threading.Thread(target=self.search) for _ in range(2)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.stopping.set()
            for thread in threads:
                thread.join(30)


def ask(site: Served, word: str) -> Page:
    """The page of results, made now: an address so long is not answered from what is kept."""
    return site.client().get(f"/zh-hant/search?q={word}&x={'x' * 1_100}")


def all_found(site: Served, numbers: dict[str, int]) -> bool:
    """Each product by the word of its description, and no other."""
    pages = {word: ask(site, word) for word in numbers}
    assert {page.status for page in pages.values()} == {200}
    right = (f"/p/{number}-" in pages[word].text for word, number in numbers.items())
    others = (f"/p/{n}-" in pages[word].text for word in numbers for w, n in numbers.items() if w != word)
    return all(right) and not any(others)


def knows_it_is_broken(site: Served) -> bool:
    return "目錄正在整理" in ask(site, "杯子").text


@pytest.mark.parametrize("engine", ["sqlite"])
def test_damage_is_never_an_error_and_heals(app: Any, cast: Cast, database_url: str, tmp_path: Path) -> None:
    numbers = {word: cast.product(title=title, story=f"{word}，手工。").id for word, title in GOODS.items()}
    ways: list[Callable[[Path], None]] = [remove, cut_short, overwrite]
    with served(tmp_path, database_url) as site:
        within(60, lambda: all_found(site, numbers), "the index is built")
        searchers = Searchers(site)
        with searchers.running():
            for damage in ways:
                time.sleep(1.5)
                before = searchers.told
                damage(tmp_path / "search_index")
                within(
                    10,
                    lambda before=before: searchers.told > before,
                    f"readers are told of the damage by {damage.__name__}",
                )  # type: ignore[misc]
                began = time.monotonic()
                within(60, lambda: all_found(site, numbers), f"what {damage.__name__} did is mended")  # type: ignore[misc]
                spent = time.monotonic() - began
                assert spent < HEALED, (damage.__name__, spent)
                assert not knows_it_is_broken(site)
                assert f"/p/{numbers['琉璃']}-" in site.client().get("/zh-hant/search?q=琉璃").text
        assert set(searchers.statuses) == {200}, searchers.statuses
        assert searchers.statuses[200] > 100
