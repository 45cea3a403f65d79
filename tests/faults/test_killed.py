"""kill -9 at random moments: nothing that was acknowledged is lost, and the queue drains.

`MIQUAN_KILLS=50` makes the long drill, which also waits for every lease in real time.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from miquan.accounts.models import Member
from miquan.db import database, is_postgres
from miquan.outbox import Delivery, Event, EventRow
from miquan.outbox.claims import later
from miquan.outbox.models import LaneLease
from miquan.products.models import Product, ProductRevision
from tests.cast import PASSWORD, Cast
from tests.faults.drill import Drill, Oracle
from tests.faults.served import PATIENCE, Served, served, within
from tests.faults.studio import seller_cookies

KILLS = int(os.environ.get("MIQUAN_KILLS", "6"))
LONG = "MIQUAN_KILLS" in os.environ
SEED = int(os.environ.get("MIQUAN_SEED", "20240607"))
SELLERS = 3


def test_nothing_acknowledged_is_lost(app: Any, cast: Cast, database_url: str, tmp_path: Path) -> None:
    cookies = seller_cookies(app, cast, SELLERS)
    with served(tmp_path, database_url) as site:
        drill = Drill(site, SEED)
        drill.run(KILLS, cookies)
        told = drill.oracle
        assert len(drill.kills) == KILLS
        assert len(told.members) >= KILLS / 3, "too few sign-ups for a drill"
        assert len(told.products) >= KILLS, "too few products for a drill"
        assert not told.odd
        drain(site)
        check_members(site, told)
        check_products(site, told)
        check_mail(site, told)
        check_database()
    told_of = f"{len(told.members)} sign-ups, {len(told.products)} products, {len(told.unsure)} unanswered"
    sys.stdout.write(f"{KILLS} kills: {told_of}\n")


def drain(site: Served) -> None:
    """Everything is delivered. What dead workers held comes back when its lease is over."""
    within(PATIENCE, lambda: site.child("worker"), "the worker is back")
    within(PATIENCE, site.client().answers, "the site answers")
    if not LONG:
        forget_the_dead(site)
    within(150, lambda: not undone() and not is_claimed(), "the queue drains")
    assert not Delivery.select().where(Delivery.set_aside_at.is_null(False)).exists()


def undone() -> int:
    return int(Delivery.select().where(Delivery.done_at.is_null()).count())


def is_claimed() -> bool:
    return bool(Delivery.select().where(Delivery.claimed_until.is_null(False)).exists())


def forget_the_dead(site: Served) -> None:
    """Let the minute pass for leases of workers that are no more; the one that lives keeps its own."""
    living = f"{site.child('worker')}-%"
    over = later(-1)
    Delivery.update(claimed_until=over).where(
        Delivery.claimed_until.is_null(False), ~(Delivery.claimed_by**living)
    ).execute()
    LaneLease.update(until=over).where(~(LaneLease.holder**living)).execute()


def check_members(site: Served, told: Oracle) -> None:
    """They exist, each with the event of joining; their session works, and their password."""
    rows = {m.handle: m for m in Member.select().where(Member.handle.in_(list(told.members)))}
    assert rows.keys() == told.members.keys()
    joined = EventRow.select(EventRow.subject_id).where(EventRow.name == Event.MEMBER_JOINED)
    assert {m.id for m in rows.values()} <= {row[0] for row in joined.tuples()}
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda c: site.client(cookies=c).get("/zh-hant/me").status, told.members.values())) == {200}
        some = list(told.members)[:: 1 if LONG else max(1, len(told.members) // 8)]
        assert all(pool.map(lambda pair: signs_in(site, *pair), enumerate(some)))


def signs_in(site: Served, number: int, handle: str) -> bool:
    client = site.client(f"127.9.{number // 200 + 1}.{number % 200 + 1}")
    form = client.get("/zh-hant/sign-in").fields()
    page = client.ask("POST", "/zh-hant/sign-in", {**form, "email": f"{handle}@example.org", "password": PASSWORD})
    return page.status == 302 and client.get("/zh-hant/me").status == 200


def check_products(site: Served, told: Oracle) -> None:
    """Each is published once, told of once, and can be searched for."""
    rows = list(Product.select().where(Product.title.in_(list(told.products))))
    assert {p.title: p.id for p in rows} == told.products
    assert {p.state for p in rows} == {"published"}
    titles = [row[0] for row in Product.select(Product.title).tuples()]
    assert len(titles) == len(set(titles)), "a form that was sent again made a second product"
    assert ProductRevision.select().count() == len(titles)
    published = EventRow.select(EventRow.subject_id).where(EventRow.name == Event.PRODUCT_PUBLISHED)
    assert sorted(row[0] for row in published.tuples()) == sorted(row[0] for row in Product.select(Product.id).tuples())
    check_index(site, told)


def check_index(site: Served, told: Oracle) -> None:
    from miquan.search.kinds import all_ids
    from miquan.search.service import engine

    assert engine().ids() == all_ids()
    for title, number in list(told.products.items())[:: max(1, len(told.products) // 10)]:
        page = site.client().get(f"/zh-hant/search?q={title}")
        assert f"/p/{number}-" in page.text
        assert "目錄正在整理" not in page.text


def check_mail(site: Served, told: Oracle) -> None:
    """Every new member has been written to."""
    letters = [path.read_bytes() for path in (site.folder / "mail").glob("*.eml")]
    to = {line for letter in letters for line in letter.splitlines() if line.startswith(b"To: ")}
    assert {f"To: {handle}@example.org".encode() for handle in told.members} <= to


def check_database() -> None:
    if is_postgres():
        return
    assert database.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute_sql("PRAGMA foreign_key_check").fetchall() == []
