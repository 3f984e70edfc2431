"""The order in which files of tests are handed to workers: the longest first, so that all workers end together.

Within that, pytest-randomly decides. A file's tests stay on one worker (`dev.py test` says `--dist loadfile`): what
they share, a server or ten thousand records, is made once.
"""

from __future__ import annotations

import pytest

LONGEST = (
    "tests/properties/test_chaos.py",
    "tests/server/test_access_matrix.py",
    "tests/end_to_end/test_two_people.py",
    "tests/end_to_end/test_site_visit.py",
    "tests/views/test_every_screen.py",
    "tests/end_to_end/test_leaving.py",
    "tests/end_to_end/test_versions.py",
    "tests/end_to_end/test_restored_server.py",
    "tests/crash/test_clocks.py",
    "tests/end_to_end/test_journey.py",
)
"""A file that takes more than twenty seconds; look at `--durations=50` now and then."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Move the longest files to the front and leave the rest in their random order."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(places)))
