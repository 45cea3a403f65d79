"""Modules that answer requests are the outermost layer, whatever they are called: nobody imports anything from them.

What two of them need stands in a module of its own. Whoever mounts a blueprint imports its module, and a module that
adds routes to another's blueprint imports `bp`.
"""

import ast
from collections.abc import Iterator, Mapping

from tests.lint.finding import PACKAGE, Finding, files, finding

_VERBS = frozenset({"get", "post", "put", "patch", "delete", "route"})


def check() -> Iterator[Finding]:
    sources = {_name(path.relative_to(PACKAGE).as_posix()): path for path in files(PACKAGE, "*.py")}
    trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in sources.items()}
    for name, line, view in problems(trees):
        yield finding(sources[name], line, f"{view} answers requests: what is needed of it belongs into another module")


def problems(trees: Mapping[str, ast.Module]) -> Iterator[tuple[str, int, str]]:
    """(module, line, view) for each import from a view that is more than its blueprint."""
    views = {name for name, tree in trees.items() if _answers(tree)}
    for name, tree in trees.items():
        if _mounts(tree):
            continue
        used = {
            node.value.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                # A module that is imported and not used brings its routes.
                told = {f"{node.module}.{one.name}" for one in node.names if (one.asname or one.name) in used} & views
                if node.module in views and {one.name for one in node.names} != {"bp"}:
                    told.add(node.module)
                yield from ((name, node.lineno, view) for view in sorted(told))


def _name(path: str) -> str:
    return ".".join(("miquan", *path.removesuffix(".py").removesuffix("/__init__").split("/")))


def _answers(tree: ast.Module) -> bool:
    """Whether a function of it is decorated with a route of a blueprint."""
    calls = (
        one.func for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
        for one in node.decorator_list if isinstance(one, ast.Call)
    )  # fmt: skip
    return any(
        isinstance(func, ast.Attribute)
        and func.attr in _VERBS
        and isinstance(func.value, ast.Name)
        and func.value.id == "bp"
        for func in calls
    )


def _mounts(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "register_blueprint" for node in ast.walk(tree))
