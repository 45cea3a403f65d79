"""What an application compiles at its start, compiled once a test process: every test makes an application of its own.

Templates cost 150 ms a page, the functions that build addresses 70 ms for all routes, reading static/ 20 ms.
"""

from functools import cache
from types import CodeType
from typing import Any

from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from miquan import assets


class Compiled(BytecodeCache):
    """Code by template and checksum of its source, so that a template changed by a test is compiled anew."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def get_bucket(self, environment: Any, name: str, filename: str | None, source: str) -> Bucket:
        # Each language has templates of its own.
        return super().get_bucket(environment, f"{environment.lang}/{name}", filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._code[bucket.key, bucket.checksum] = bucket.code


COMPILED = Compiled()


def once() -> None:
    """Keep builders of addresses by what they are made from, and the files of static/ by their stamps."""
    compiled = Rule._compile_builder
    builders: dict[Any, Any] = {}

    def builder(self: Rule, append_unknown: bool = True) -> Any:
        key = (self.rule, tuple(self._trace), repr(self.defaults), append_unknown)
        if key not in builders:
            builders[key] = compiled(self, append_unknown)
        return builders[key]

    Rule._compile_builder = builder  # type: ignore[method-assign]
    read, stamps = assets._read, assets._stamps

    @cache
    def kept(root: Any, _stamped: Any) -> Any:
        return read(root)

    assets._read = lambda root: kept(root, tuple(sorted(stamps(root).items())))
