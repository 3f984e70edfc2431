"""Size budgets: files, functions and classes stay small enough to be read in one go."""

from __future__ import annotations

from tests.architecture.sources import facts, files, is_migration, shown, text

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
    found = {shown(p, f.line): f.length for p in files() if not is_migration(p) for f in facts(p).functions}
    assert {place: lines for place, lines in found.items() if lines > FUNCTION_LINES} == {}


def test_no_class_is_longer_than_its_budget() -> None:
    found = {shown(path, each.line): each.length for path in files() for each in facts(path).classes}
    assert {place: lines for place, lines in found.items() if lines > CLASS_LINES} == {}


def test_no_class_has_more_methods_than_its_budget() -> None:
    found = {shown(path, each.line): each.methods for path in files() for each in facts(path).classes}
    assert {place: count for place, count in found.items() if count > CLASS_METHODS} == {}


def test_no_function_takes_more_parameters_than_its_budget() -> None:
    found = {shown(path, each.line): each.parameters for path in files() for each in facts(path).functions}
    assert {place: count for place, count in found.items() if count > PARAMETERS} == {}


def test_the_main_window_stays_small() -> None:
    lines = {shown(path): text(path).count("\n") for path in files("crm_desktop") if path.name == "main_window.py"}
    assert {name: count for name, count in lines.items() if count > MAIN_WINDOW_LINES} == {}


def test_every_module_says_what_lives_in_it() -> None:
    silent = [shown(path) for path in files() if not is_migration(path) and not facts(path).documented]
    assert silent == []


def test_package_files_hold_a_docstring_at_most() -> None:
    packages = [path for path in files() if path.name == "__init__.py"]
    assert [shown(path) for path in packages if facts(path).statements > 1] == []
