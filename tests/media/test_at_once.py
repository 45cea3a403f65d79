"""A hundred uploads of twenty members at once, sent twice over, while the worker is killed in the middle."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from miquan import db as kernel
from miquan.db import database
from miquan.media import storage
from miquan.media.actions import receive
from miquan.media.erasing import renditions
from miquan.media.models import File, FileFact, MediaUsage
from miquan.media.refusals import Refused
from miquan.outbox import Delivery, Event, EventRow
from miquan.outbox.claims import later
from miquan.outbox.worker import Worker
from tests.cast import Cast
from tests.faults.served import within
from tests.media.making import picture, work

MEMBERS = 20
EACH = 5
# These have room for two files more.
FULL = 4
BROKEN = 4


@contextmanager
def worker(app: Any, database_url: str) -> Iterator[int]:
    """A worker in a process of its own, by its id. Forked: a start from nothing takes seconds."""
    kernel.database.obj.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            kernel.bind(database_url)
            Worker(app, ["media"]).run()
        finally:
            os._exit(1)
    try:
        yield pid
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def state(name: str) -> int:
    return int(File.select().where(File.state == name).count())


def bring(app: Any, start: threading.Barrier, member: int, number: int) -> str:
    """What became of one upload."""
    data = picture()[:-300] if number == BROKEN else picture(comment=f"{member}-{number}".encode())
    with app.app_context():
        start.wait(60)
        try:
            return str(receive(data, owner=member, purpose="product", receipt=f"r{number}").name)
        except Refused as refusal:
            return str(refusal.reason)
        finally:
            database.close()


def upload_all(app: Any, members: list[int]) -> dict[tuple[int, int], set[str]]:
    """Each upload is sent by two threads at the same moment."""
    orders = [(member, number) for member in members for number in range(EACH)] * 2
    orders.sort()
    found: dict[tuple[int, int], set[str]] = {order: set() for order in orders}
    start = threading.Barrier(20)
    with ThreadPoolExecutor(20) as many:
        for order, said in zip(orders, many.map(lambda o: bring(app, start, *o), orders), strict=True):
            found[order].add(said)
    return found


def test_a_hundred_at_once_while_the_worker_is_killed(app: Any, cast: Cast, database_url: str) -> None:
    members = [cast.member(f"one_of_{number}", f"會員{number}").id for number in range(MEMBERS)]
    quota = app.extensions["miquan"].quota_files
    before = {member: quota - 2 if member in members[:FULL] else 0 for member in members}
    MediaUsage.insert_many([{"member": m, "bytes": 0, "files": files} for m, files in before.items()]).execute()
    with ThreadPoolExecutor(1) as aside:
        with worker(app, database_url):
            uploading = aside.submit(upload_all, app, members)
            within(60, lambda: state("ready") >= 5, "the worker is in the middle of them")
        found = uploading.result()
    assert state("waiting") > 0, "the worker was too quick to be killed in the middle"
    Delivery.update(claimed_until=later(-1)).where(Delivery.claimed_until.is_null(False)).execute()
    work(app, "media")
    assert state("waiting") == 0
    assert not Delivery.select().where(Delivery.lane == "media", Delivery.done_at.is_null()).exists()
    check_files(found, members)
    check_storage()
    check_quota(before)


def check_files(found: dict[tuple[int, int], set[str]], members: list[int]) -> None:
    """One file an upload, or one refusal, also where it was sent twice; nothing was set aside."""
    assert all(len(said) == 1 for said in found.values()), found
    for member in members:
        taken = {name for number in range(EACH) for name in found[member, number] if len(name) > 10}
        rows = list(File.select().where(File.owner == member))
        assert len(rows) == (2 if member in members[:FULL] else EACH)
        assert {row.name for row in rows} == taken
    broken = list(File.select().where(File.state == "refused"))
    assert {row.problem for row in broken} <= {"broken"}
    assert len(broken) >= MEMBERS - FULL
    assert not Delivery.select().where(Delivery.set_aside_at.is_null(False)).exists()
    told = EventRow.select(EventRow.subject_id).where(EventRow.name == Event.FILE_READY)
    ready = sorted(row[0] for row in File.select(File.id).where(File.state == "ready").tuples())
    assert sorted(row[0] for row in told.tuples()) == ready
    assert sorted(row[0] for row in FileFact.select(FileFact.file).tuples()) == ready


def check_storage() -> None:
    """Every byte belongs to a row, and every row has its bytes."""
    rows = list(File.select().where(File.state == "ready"))
    assert {key for key, _at in storage.private().keys("")} == {row.original for row in rows}
    assert {key for key, _at in storage.public().keys("")} == {key for row in rows for key in renditions(row.name)}


def check_quota(before: dict[int, int]) -> None:
    for usage in MediaUsage.select():
        mine = [row.bytes for row in File.select().where(File.owner == usage.member_id, File.state == "ready")]
        assert (usage.bytes, usage.files - before[usage.member_id]) == (sum(mine), len(mine))
