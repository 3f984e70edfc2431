"""The product's and the developers' Python files, parsed once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCT = ("crm_desktop", "crm_server")
ROOMS = (*PRODUCT, "tools", "benchmarks", "tests")
Function = ast.FunctionDef | ast.AsyncFunctionDef


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
def tree(path: Path) -> ast.Module:
    """Return the parsed source of a file."""
    return ast.parse(text(path), filename=str(path))


def shown(path: Path, line: int = 0) -> str:
    """Return how a finding names its place."""
    relative = path.relative_to(ROOT).as_posix()
    return f"{relative}:{line}" if line else relative


def is_migration(path: Path) -> bool:
    """Tell whether the file is one migration step: those are never edited again, however long they are."""
    return "migrations" in path.parts and "versions" in path.parts


def functions(path: Path) -> Iterator[Function]:
    """Yield every function and method of a file, nested ones too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            yield node


def classes(path: Path) -> Iterator[ast.ClassDef]:
    """Yield every class of a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ClassDef):
            yield node


def length(node: Function | ast.ClassDef) -> int:
    """Return the number of lines a definition takes, without its decorators."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def module_name(path: Path) -> str:
    """Return the dotted name a file is imported by."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Yield every imported dotted name with its line, lazy and typing imports included.

    `from a.b import c` yields `a.b.c`: whether c is a module is the reader's business.
    """
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno
