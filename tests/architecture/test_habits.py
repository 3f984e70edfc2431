"""Habits of the tests themselves: nothing of ours is mocked, nothing sleeps, nothing hides."""

from __future__ import annotations

import re

from tests.architecture.sources import PRODUCT, ROOT, facts, files, imports, shown, text

_NAMED_TEST = re.compile(r"`(?P<file>tests/[\w/]+\.py)?(?:::(?P<test>test_\w+))?(?<!`)`")
_MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|root|Users)/\w")


def test_no_test_mocks() -> None:
    """Fakes are written out where a neighbour must be replaced; patching our own classes hides their contracts."""
    found = [shown(p, line) for p in files("tests") for name, line in imports(p) if name.startswith("unittest.mock")]
    assert found == []


def test_no_test_sleeps() -> None:
    """Waiting is for a condition; a pause is either too short or too long."""
    pauses = ("time.sleep", "sleep", "qtbot.wait", "QTest.qWait")
    found = [shown(path, line) for path in files("tests") for name, line in facts(path).calls if name in pauses]
    assert found == []


def test_the_pages_name_only_tests_that_exist() -> None:
    """A promise whose test was renamed or removed has none any more, and nobody would notice."""
    missing = []
    for page in sorted((ROOT / "docs").rglob("*.md")):
        file = ""
        for named in _NAMED_TEST.finditer(page.read_text(encoding="utf-8")):
            file = named["file"] or file
            path = ROOT / file
            source = path.read_text(encoding="utf-8") if file and path.is_file() else ""
            if not source or (named["test"] and f"def {named['test']}(" not in source):
                missing.append(f"{page.name}: {named[0]}")
    assert missing == []


def test_no_product_file_names_a_developers_folder() -> None:
    assert [shown(path) for path in files(*PRODUCT) if _MACHINE_PATH.search(text(path))] == []


def test_broad_handlers_say_why() -> None:
    """A broad handler belongs to a thread boundary and gives its reason; one that raises again swallows nothing."""
    silent = [
        shown(path, line)
        for path in files(*PRODUCT)
        for line in facts(path).broad
        if "#" not in text(path).splitlines()[line - 1]
    ]
    assert silent == []


def test_the_lock_names_no_index() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")
