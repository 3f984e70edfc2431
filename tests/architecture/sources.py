"""What the rules need to know of the product's and the developers' Python files, read from each file once.

A parsed tree is let go of as soon as its facts are noted: kept trees of all files would take hundreds of megabytes and
slow the garbage collector in every later test of the process.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCT = ("crm_desktop", "crm_server")
ROOMS = (*PRODUCT, "tools", "benchmarks", "tests")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class FunctionFacts:
    """A function or method, nested ones too."""

    line: int
    length: int
    parameters: int


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """A class."""

    line: int
    length: int
    methods: int


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What one file holds; `calls` are the called names as written, `broad` the lines of handlers that swallow."""

    documented: bool
    statements: int
    functions: tuple[FunctionFacts, ...]
    classes: tuple[ClassFacts, ...]
    imports: tuple[tuple[str, int], ...]
    calls: tuple[tuple[str, int], ...]
    broad: tuple[int, ...]


@cache
def files(*rooms: str) -> tuple[Path, ...]:
    """Return all Python files of the rooms; of all rooms and the root folder without a name."""
    found = [path for room in rooms or ROOMS for path in (ROOT / room).rglob("*.py")]
    return tuple(sorted(found + ([] if rooms else list(ROOT.glob("*.py")))))


@cache
def text(path: Path) -> str:
    """Return the source of a file."""
    return path.read_text(encoding="utf-8")


@cache
def facts(path: Path) -> SourceFacts:
    """Parse a file and return what was noted of it."""
    tree = ast.parse(text(path), filename=str(path))
    notes = _Notes()
    notes.visit(tree)
    return SourceFacts(
        ast.get_docstring(tree) is not None,
        len(tree.body),
        tuple(notes.functions),
        tuple(notes.classes),
        tuple(notes.imports),
        tuple(notes.calls),
        tuple(notes.broad),
    )


def imports(path: Path) -> tuple[tuple[str, int], ...]:
    """Return every imported dotted name with its line, lazy and typing imports included.

    `from a.b import c` gives `a.b.c`: whether c is a module is the reader's business.
    """
    return facts(path).imports


def shown(path: Path, line: int = 0) -> str:
    """Return how a finding names its place."""
    relative = path.relative_to(ROOT).as_posix()
    return f"{relative}:{line}" if line else relative


def is_migration(path: Path) -> bool:
    """Tell whether the file is one migration step: those are never edited again, however long they are."""
    return "migrations" in path.parts and "versions" in path.parts


def module_name(path: Path) -> str:
    """Return the dotted name a file is imported by."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


class _Notes(ast.NodeVisitor):
    """Grows while a tree is walked."""

    def __init__(self) -> None:
        self.functions: list[FunctionFacts] = []
        self.classes: list[ClassFacts] = []
        self.imports: list[tuple[str, int]] = []
        self.calls: list[tuple[str, int]] = []
        self.broad: list[int] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Note a function."""
        self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """Note a function."""
        self._function(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Note a class."""
        methods = sum(isinstance(each, Function) for each in node.body)
        self.classes.append(ClassFacts(node.lineno, _length(node), methods))
        self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        """Note an import of modules."""
        self.imports += [(alias.name, node.lineno) for alias in node.names]

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Note an import from a module."""
        if node.module:
            self.imports += [(f"{node.module}.{alias.name}", node.lineno) for alias in node.names]

    def visit_Call(self, node: ast.Call) -> None:
        """Note a call of a name or of an attribute of a name."""
        called = node.func
        if isinstance(called, ast.Name):
            self.calls.append((called.id, node.lineno))
        elif isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            self.calls.append((f"{called.value.id}.{called.attr}", node.lineno))
        self.generic_visit(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        """Note a handler that takes any exception and raises none."""
        broad = node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")
        if broad and not any(isinstance(each, ast.Raise) for each in ast.walk(node)):
            self.broad.append(node.lineno)
        self.generic_visit(node)

    def _function(self, node: Function) -> None:
        self.functions.append(FunctionFacts(node.lineno, _length(node), _parameters(node)))
        self.generic_visit(node)


def _length(node: Function | ast.ClassDef) -> int:
    """Return the number of lines a definition takes, without its decorators."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _parameters(function: Function) -> int:
    arguments = function.args
    names = [each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"]))
