"""What an application compiles at its start, compiled once a test process: every test makes an application of its own.

Templates cost 150 ms a page, the functions that build addresses 70 ms for all routes, reading static/ 20 ms.
"""

from copy import copy
from functools import cache
from types import CodeType, MethodType
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
_MADE = ("_parts", "_trace", "_converters", "arguments", "_build", "_build_unknown")


def once() -> None:
    """Keep what a rule of addresses compiles to by what it is made from, and the files of static/ by their stamps."""
    compiled = Rule.compile
    rules: dict[Any, dict[str, Any]] = {}

    def compile_(self: Rule) -> None:
        assert self.map is not None
        # Converters know their map only by its class of them, which is the same for every application.
        made_from = (self.rule, repr(self.defaults), self.subdomain, self.host, self.merge_slashes)
        key = (made_from, tuple(self.map.converters))
        if key not in rules:
            compiled(self)
            rules[key] = {name: getattr(self, name) for name in _MADE}
            return
        for name, made in rules[key].items():
            setattr(self, name, made.__func__.__get__(self) if isinstance(made, MethodType) else copy(made))

    Rule.compile = compile_  # type: ignore[method-assign]
    read, stamps = assets._read, assets._stamps

    @cache
    def kept(root: Any, _stamped: Any) -> Any:
        return read(root)

    assets._read = lambda root: kept(root, tuple(sorted(stamps(root).items())))
