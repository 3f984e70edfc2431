"""A real Secret Service for tests, never the developer's own keyring."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tools import secret_session


@pytest.fixture(scope="session")
def secret_service() -> Iterator[dict[str, str]]:
    """Lead this process, and the processes it starts, to a private unlocked keyring; return the variables that do.

    `dev.py test` has already started one for the whole run; pytest alone starts one here.
    """
    if secret_session.ACTIVE in os.environ:
        names = [*secret_session.HOME_FOLDERS, "HOME", "DBUS_SESSION_BUS_ADDRESS"]
        yield {name: os.environ[name] for name in names}
        return
    if not secret_session.is_possible():
        if os.environ.get("CI"):
            pytest.fail("dbus-daemon and gnome-keyring-daemon are missing: tests in CI need a real Secret Service.")
        pytest.skip("dbus-daemon and gnome-keyring-daemon are needed for a private Secret Service.")
    with secret_session.private_secret_service() as variables, pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        yield variables
