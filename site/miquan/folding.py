"""Calls in templates whose answer never changes in one language: worked out once, when the template is compiled.

A page asks for a hundred translations and forty addresses, which is a third of what rendering it costs. A call counts
when all that it is given stands in the template itself. So there is one environment a language, each with its own
compiled templates; the one that Flask knows hands on to that of the language which is bound.
"""

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from flask import has_request_context, request
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer
from werkzeug.routing import BuildError

from miquan import i18n


class FoldingEnvironment(Environment):
    """`folded` are the functions by name whose calls may be folded; each says by KeyError that this one may not."""

    lang = ""
    folded: Mapping[str, Callable[..., Any]]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.folded = {}
        self._spoken: dict[str, FoldingEnvironment] = {}

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> Template:
        return (
            super().get_template(name, parent, globals)
            if self.lang
            else self._bound().get_template(name, parent, globals)
        )

    def select_template(self, names: Any, parent: Any = None, globals: Any = None) -> Template:
        return (
            super().select_template(names, parent, globals)
            if self.lang
            else self._bound().select_template(names, parent, globals)
        )

    def _bound(self) -> "FoldingEnvironment":
        lang = i18n.current_lang()
        if lang not in self._spoken:
            spoken: FoldingEnvironment = self.overlay()  # type: ignore[assignment]
            spoken.lang = lang
            self._spoken[lang] = spoken
        return self._spoken[lang]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        return _Folding(self.folded).visit(parsed) if self.lang else parsed  # type: ignore[no-any-return]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Jinja lays a map of its own over the globals for each template, and goes through it at every include and
        import: some 50 µs each, at thirty a page. Our templates have no globals of their own."""
        return super().make_globals(d) if d else self.globals


class _Folding(NodeTransformer):
    def __init__(self, folded: Mapping[str, Callable[..., Any]]) -> None:
        self._folded = folded

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.node.name not in self._folded or not _is_literal(node):
            return node
        try:
            value = self._folded[node.node.name](*(arg.value for arg in node.args))  # type: ignore[attr-defined]
        except KeyError:
            return node
        return nodes.Const(value, lineno=node.lineno)


def _is_literal(node: nodes.Call) -> bool:
    more = node.kwargs or node.dyn_args or node.dyn_kwargs
    return not more and all(isinstance(arg, nodes.Const) for arg in node.args)


def foldable(address: Callable[[str], str]) -> Callable[[str], str]:
    """`address` of an endpoint where it will be the same for everyone: on a page of this language, at the site's root."""

    def folded(endpoint: str) -> str:
        if endpoint.startswith(".") or not has_request_context() or request.script_root != f"/{i18n.current_lang()}":
            raise KeyError(endpoint)
        try:
            return address(endpoint)
        except BuildError as unknown:
            raise KeyError(endpoint) from unknown

    return folded
