"""A file of 20,000 rows: how soon its preview is there, how fast it is written, first and with changes, and in how much
memory. In a process of its own, as the worker is."""

import gc
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from werkzeug.datastructures import FileStorage

from bench.goods import export
from bench.report import Line
from bench.seeded import Installation

_ROWS = 20_000
_MIXED = (1, 2, 6)


def budgets(installation: Installation) -> Iterator[Line]:
    """Products a second, written by one worker; seconds from reading to the preview; megabytes at the most."""
    folder = Path(installation.url.removeprefix("sqlite:///")).parent
    for name, data in _files():
        (folder / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-m", "bench.imports", str(folder)], stdout=subprocess.PIPE, check=True, text=True
    )
    told = json.loads(done.stdout.splitlines()[-1])
    yield Line("import.preview.seconds", told["mixed"], 5, " s")
    yield Line("import.preview.single.seconds", told["single"], 5, " s")
    yield Line("import.products_a_second", told["rate"], 300, at_least=True)
    yield Line("import.again.products_a_second", told["again"], 200, at_least=True)
    yield Line("import.memory", told["memory"], 300, " MB")


def _files() -> Iterator[tuple[str, bytes]]:
    """Made here, so that the measured process holds what a worker holds and no more."""
    yield "single.csv", export(_ROWS, (1,))
    yield "mixed.csv", export(_ROWS, _MIXED)
    yield "again.csv", export(_ROWS, _MIXED, edition=1)


def _measured(folder: Path) -> dict[str, float]:
    from miquan.config import from_environment
    from miquan.factory import create_app
    from miquan.storefronts.models import Storefront

    app = create_app(from_environment({"MIQUAN_DATA": str(folder), "DATABASE_URL": ""}))
    gc.freeze()  # as the worker does
    with app.app_context():
        shop = Storefront.select().order_by(Storefront.id.desc()).first()
        shop.currency = "GBP"
        shop.save()
        single, _run = _previewed(shop, folder / "single.csv")
        mixed, run = _previewed(shop, folder / "mixed.csv")
        rate = _written(run)
        _again, run = _previewed(shop, folder / "again.csv")
        return {"single": single, "mixed": mixed, "rate": rate, "again": _written(run), "memory": _peak()}


def _previewed(shop: Any, path: Path) -> tuple[float, Any]:
    """Seconds until the preview of a file is there, and the run."""
    from miquan.catalogue.models import ImportRun
    from miquan.catalogue.runs import actions, files
    from miquan.catalogue.runs.looking import look

    with path.open("rb") as file:
        run, _new = actions.begin(shop, files.judged(FileStorage(file, path.name)), shop.owner_id)
    began = time.perf_counter()
    look(run)
    seconds = time.perf_counter() - began
    found = ImportRun.get_by_id(run.id)
    assert (found.state, found.refused, found.used) == ("preview", 0, _ROWS), (found.state, found.refused)
    return seconds, found


def _written(run: Any) -> float:
    """Products a second."""
    from miquan.catalogue.models import ImportRun
    from miquan.catalogue.runs import actions
    from miquan.catalogue.runs.running import write_some

    actions.start(run, by=run.by_id)
    found, began = ImportRun.get_by_id(run.id), time.perf_counter()
    while write_some(found):
        pass
    seconds = time.perf_counter() - began
    found = ImportRun.get_by_id(run.id)
    assert (found.state, found.refused) == ("done", 0)
    return float(found.products / seconds)


def _peak() -> float:
    """Megabytes that this process has held at the most. `ru_maxrss` would count what its parent held when it began."""
    told = Path("/proc/self/status").read_text()
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    print(json.dumps(_measured(Path(sys.argv[1]))))
