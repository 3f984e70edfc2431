"""Fixtures of every test: silence, and doors to PostgreSQL, processes and the Secret Service."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import silence

pytest_plugins = [
    "tests.support.postgres",
    "tests.support.spare_databases",
    "tests.support.databases",
    "tests.support.processes",
    "tests.support.secret_service",
    "tests.support.light_passwords",
    "tests.support.compiled_statements",
    "tests.support.as_it_was",
    "tests.support.order",
    "tests.support.patience",
    "tests.support.mortal.lives",
    "tests.support.central",
    "tests.support.radicale",
]


_SCREENS = silence.ScreensWatch()


@pytest.fixture(autouse=True)
def silent(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves warnings in the log, or threads, timers or windows behind."""
    threads = silence.living_threads()
    windows = silence.top_level_windows()
    timers = silence.TimerWatch()
    with silence.watched_log() as log, timers.watching():
        yield
    problems = [f"thread still runs: {name}" for name in silence.leftover_threads(threads)]
    problems += [f"Qt's classes made outside of the UI thread: {name}" for name in _SCREENS.taken()]
    if silence.qt_is_in_use():
        problems += [f"window left open: {line}" for line in silence.leftover_windows(windows)]
        problems += [f"timer still runs: {line}" for line in timers.leftovers()]
    # Tests that read the log themselves, or provoke warnings on purpose, say so.
    if "caplog" not in request.fixturenames and request.node.get_closest_marker("expects_log") is None:
        problems += [f"logged: {line}" for line in log.lines]
    if problems:
        pytest.fail("the test was not silent:\n  " + "\n  ".join(problems), pytrace=False)
