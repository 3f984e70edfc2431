"""Size budgets: files, functions and classes stay small enough to be read in one go."""

from __future__ import annotations

import ast

from tests.architecture.sources import Function, classes, files, functions, is_migration, length, shown, text, tree

FILE_LINES = 400
FUNCTION_LINES = 60
CLASS_LINES = 300
CLASS_METHODS = 25
PARAMETERS = 7
MAIN_WINDOW_LINES = 300


def test_no_file_is_longer_than_its_budget() -> None:
    lines = {shown(path): text(path).count("\n") for path in files() if not is_migration(path)}
    assert {name: count for name, count in lines.items() if count > FILE_LINES} == {}


def test_no_function_is_longer_than_its_budget() -> None:
    found = {shown(p, f.lineno): length(f) for p in files() if not is_migration(p) for f in functions(p)}
    assert {place: lines for place, lines in found.items() if lines > FUNCTION_LINES} == {}


def test_no_class_is_longer_than_its_budget() -> None:
    found = {shown(path, each.lineno): length(each) for path in files() for each in classes(path)}
    assert {place: lines for place, lines in found.items() if lines > CLASS_LINES} == {}


def test_no_class_has_more_methods_than_its_budget() -> None:
    found = {shown(path, each.lineno): _methods(each) for path in files() for each in classes(path)}
    assert {place: count for place, count in found.items() if count > CLASS_METHODS} == {}


def test_no_function_takes_more_parameters_than_its_budget() -> None:
    found = {shown(path, each.lineno): _parameters(each) for path in files() for each in functions(path)}
    assert {place: count for place, count in found.items() if count > PARAMETERS} == {}


def test_the_main_window_stays_small() -> None:
    lines = {shown(path): text(path).count("\n") for path in files("crm_desktop") if path.name == "main_window.py"}
    assert {name: count for name, count in lines.items() if count > MAIN_WINDOW_LINES} == {}


def test_every_module_says_what_lives_in_it() -> None:
    silent = [shown(path) for path in files() if not is_migration(path) and not ast.get_docstring(tree(path))]
    assert silent == []


def test_package_files_hold_a_docstring_at_most() -> None:
    packages = [path for path in files() if path.name == "__init__.py"]
    assert [shown(path) for path in packages if len(tree(path).body) > 1] == []


def _methods(each: ast.ClassDef) -> int:
    return sum(isinstance(node, Function) for node in each.body)


def _parameters(function: Function) -> int:
    arguments = function.args
    names = [each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"]))
