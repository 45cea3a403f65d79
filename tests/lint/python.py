"""Python: words that readers see are in the catalogue, HTML is made in few places, functions stay short."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.lint.finding import HAN, PACKAGE, Finding, files, finding

_TRANSLATED = frozenset({"_", "ngettext", "lazy"})
_LONGEST_FUNCTION = 40
# Folders of data and of text analysis, where 漢字 are what the code is about.
_ABOUT_HAN = ("demo/", "text", "search/", "migrations/", "places", "catalogue/", "accounts/names")
# What the server says when Flask cannot be asked holds its three languages itself.
_OWN_LANGUAGES = ("asgi/answers.py",)
# Literals that are names of their own, not words to translate.
_NAMES = {
    "i18n.py": {"繁體", "简体", "繁體中文", "简体中文"},
    "seo/jsonld.py": {"蜜圈"},
}
# Where Markup is made, each place with its reason written beside it.
_MARKUP = {
    "templating.py": 1,
    "memberpages.py": 1,
    "circle/composing/ahead.py": 1,
    "circle/queries/comments.py": 1,
    "circle/queries/page.py": 1,
    "groups/queries/finding.py": 1,
    "groups/queries/invites.py": 1,
    "threads/queries/replies.py": 1,
    "products/cardcache.py": 2,
    "studio/listing/rowcache.py": 2,
    "products/queries/one.py": 1,
    "products/queries/imagined.py": 1,
    "storefronts/preview.py": 1,
    "storefronts/queries.py": 1,
    "seo/jsonld.py": 4,
}
_MARKUP_ANYWHERE = ("text", "search/")


def check() -> Iterator[Finding]:
    for path in files(PACKAGE, "*.py"):
        yield from check_source(path, path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8"))


def check_source(path: Path, name: str, source: str) -> Iterator[Finding]:
    """`name` is the path below the package, by which the lists above allow things."""
    tree = ast.parse(source)
    if not name.startswith((*_ABOUT_HAN, *_OWN_LANGUAGES)):
        yield from (
            finding(path, line, f"漢字 outside _(), ngettext() and lazy(): {text}")
            for line, text in _untranslated(tree, name)
        )
    if not name.startswith(_MARKUP_ANYWHERE):
        made = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) == "Markup"]
        for line in made[_MARKUP.get(name, 0) :]:
            yield finding(
                path, line, "Markup() switches escaping off: add the place to tests/lint/python.py with a reason"
            )
    # A migration is a list of tables as they once were: nobody reads it as code.
    if not name.startswith("migrations/"):
        yield from (finding(path, line, text) for line, text in _long_functions(tree))


def _untranslated(tree: ast.Module, name: str) -> Iterator[tuple[int, str]]:
    allowed = {id(node) for node in _docstrings(tree)} | {id(node) for node in _messages(tree)}
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    for node in strings:
        text = str(node.value)
        if HAN.search(text) and id(node) not in allowed and text not in _NAMES.get(name, ()):
            yield node.lineno, text[:40]


def _docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _messages(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in _TRANSLATED:
            yield from node.args


def _called(node: ast.Call) -> str:
    """The name that is called, with or without what stands before its dot."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _long_functions(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > _LONGEST_FUNCTION:
                yield node.lineno, f"{node.name} has {lines} lines, more than {_LONGEST_FUNCTION}"
