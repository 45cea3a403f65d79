"""The supervisor: what dies comes back, and everything ends together."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from miquan.commands import serve
from miquan.commands.supervisor import FIRST_DELAY, LONGEST_DELAY, STABLE, Child
from tests.ports import free_port
from tests.server.small import until

ROOT = Path(__file__).parents[2]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@dataclass
class Site:
    """A supervisor in a process of its own."""

    port: int
    folder: Path
    process: "subprocess.Popen[bytes]"

    def get(self, path: str = "/en/tiny", method: str = "GET") -> bytes:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)) as talk:
            talk.request(method, path, headers={"Connection": "close"})
            return talk.getresponse().read()

    def answers(self) -> bool:
        try:
            return self.get() == b"ok"
        except OSError:
            return False

    def workers(self) -> list[int]:
        return [int(path.suffix[1:]) for path in self.folder.glob("worker.*")]

    def children(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def web(self) -> int:
        return next(pid for pid in self.children() if pid not in self.workers())


@contextmanager
def supervised(folder: Path, manner: str = "mild") -> Iterator[Site]:
    port = free_port()
    command = [sys.executable, "-m", "tests.server.supervised", str(port), str(folder), manner]
    environ = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}", "MIQUAN_DATA": str(folder)}
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL)
    site = Site(port, folder, process)
    try:
        until(lambda: site.answers() and site.workers(), 120)
        yield site
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def ends(site: Site, number: int) -> tuple[int, float]:
    """The exit code after a signal, and the seconds it took."""
    began = time.monotonic()
    site.process.send_signal(number)
    return site.process.wait(15), time.monotonic() - began


def test_a_killed_worker_and_a_killed_web_process_come_back(tmp_path: Path) -> None:
    with supervised(tmp_path) as site:
        first = site.workers()[0]
        os.kill(first, signal.SIGKILL)
        until(lambda: any(alive(pid) for pid in site.workers() if pid != first))
        web = site.web()
        os.kill(web, signal.SIGKILL)
        # The port stays open: who asks now waits for the next web process.
        assert site.get() == b"ok"
        assert site.web() != web
        assert ends(site, signal.SIGINT)[0] == 0


def test_sigterm_under_load_loses_no_accepted_request(tmp_path: Path) -> None:
    with supervised(tmp_path) as site:
        answered, lost = [0], list[str]()
        threads = [threading.Thread(target=load, args=(site, answered, lost)) for _ in range(12)]
        for thread in threads:
            thread.start()
        until(lambda: answered[0] > 20)
        pids = site.children()
        code, spent = ends(site, signal.SIGTERM)
        for thread in threads:
            thread.join(15)
        assert not lost
        assert answered[0] == (tmp_path / "begun").stat().st_size
        assert code == 0
        assert spent < 10
        assert not any(alive(pid) for pid in pids)


def load(site: Site, answered: list[int], lost: list[str]) -> None:
    """Ask until the port is closed. A request that a server took in and did not answer is lost."""
    while True:
        talk = socket.socket()
        talk.settimeout(15)
        try:
            talk.connect(("127.0.0.1", site.port))
        except OSError:
            return
        with closing(talk):
            try:
                talk.sendall(b"POST /en/slow?s=0.2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                heard = talk.makefile("rb").read()
            except ConnectionResetError:
                # Connected in the moment the port closed: the kernel answered, no server had accepted it.
                return
            if not heard.endswith(b"done"):
                lost.append(repr(heard))
                return
            answered[0] += 1


def test_a_child_that_does_not_listen_is_killed_in_time(tmp_path: Path) -> None:
    with supervised(tmp_path, "stubborn") as site:
        worker = site.workers()[0]
        code, spent = ends(site, signal.SIGTERM)
        assert code == 1
        assert spent < 10
        assert not alive(worker)


def test_no_child_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    with supervised(tmp_path) as site:
        pids = site.children()
        assert len(pids) == 2
        site.process.kill()
        until(lambda: not any(alive(pid) for pid in pids))


def test_the_port_is_closed_until_the_web_process_is_ready() -> None:
    port = free_port()
    with (
        closing(serve.bind("127.0.0.1", port)),
        closing(socket.socket()) as talk,
        pytest.raises(ConnectionRefusedError),
    ):
        talk.connect(("127.0.0.1", port))


def test_a_taken_port_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "_BIND_PATIENCE", 0.1)
    other = socket.create_server(("127.0.0.1", 0))
    with closing(other), pytest.raises(click.ClickException, match="cannot open"):
        serve.bind("127.0.0.1", other.getsockname()[1])


def test_restarts_back_off_and_start_over_when_stable() -> None:
    child = Child("x", [sys.executable, "-c", "raise SystemExit(3)"])
    delays = [_dies(child, after=0.0) for _ in range(9)]
    assert delays[:3] == [FIRST_DELAY, FIRST_DELAY * 2, FIRST_DELAY * 4]
    assert delays[-1] == LONGEST_DELAY
    assert _dies(child, after=STABLE + 1) == FIRST_DELAY


def _dies(child: Child, after: float) -> float:
    child.start()
    assert child.process
    child.process.wait(10)
    child.look(child.began + after)
    assert child.process is None
    assert child.due == child.began + after + child.delay
    return child.delay


@pytest.mark.parametrize(("web_only", "names"), [(True, ["web"]), (False, ["web", "worker"])])
def test_serve_runs_web_and_worker(
    web_only: bool, names: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[Child]] = []

    def run(supervisor: serve.Supervisor) -> int:
        seen.append(supervisor.children)
        return 0

    run_by: Callable[[serve.Supervisor], int] = run
    monkeypatch.setattr(serve.Supervisor, "run", run_by)
    monkeypatch.setenv("MIQUAN_DATA", str(tmp_path))
    monkeypatch.setenv("PORT", str(free_port()))
    assert serve.supervise(serve.from_environment(), web_only=web_only) == 0
    assert [child.name for child in seen[0]] == names
