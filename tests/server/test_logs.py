"""Logs are one event a line, whatever a stranger puts into them."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from miquan import logs

NASTY = "/en/\n2026 [info] forged \x1b[2J\u202e\ud800"


@pytest.fixture(autouse=True)
def put_back() -> Iterator[None]:
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers[:], logging.root.level = handlers, level
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@pytest.mark.parametrize("production", [True, False])
def test_nobody_can_forge_a_line(production: bool) -> None:
    out = io.StringIO()
    logs.configure(production=production, stream=out)
    logs.access("GET", NASTY, 404, 1.0, None)
    logging.getLogger("other").warning("said %s", NASTY)
    lines = out.getvalue().splitlines()
    assert len(lines) == 2
    assert not any(c in out.getvalue() for c in ("\x1b[2J", "\u202e", "\ud800"))


def test_production_writes_json_with_the_requests_id() -> None:
    out = io.StringIO()
    logs.configure(production=True, stream=out)
    found = logs.begin_request()
    logs.access("GET", "/en/search", 200, 12.34, 7)
    line = json.loads(out.getvalue())
    assert line["request_id"] == found == logs.request_id()
    assert (line["path"], line["status"], line["ms"], line["member"]) == ("/en/search", 200, 12.3, 7)
    assert line["level"] == "info"
    assert line["timestamp"].endswith("Z")


def test_an_error_keeps_its_trace_on_one_line() -> None:
    out = io.StringIO()
    logs.configure(production=True, stream=out)
    try:
        raise ValueError("two\nlines")
    except ValueError:
        structlog.get_logger("x").exception("failed")
        logging.getLogger("y").exception("failed too")
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(found) == 2
    assert all("ValueError" in line["exception"] for line in found)


def test_each_request_begins_with_nothing_bound() -> None:
    first = logs.begin_request()
    structlog.contextvars.bind_contextvars(member=1)
    assert logs.begin_request() != first
    assert "member" not in structlog.contextvars.get_contextvars()
