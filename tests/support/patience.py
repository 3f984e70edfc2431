"""A bot that waits for conditions as long as a slow and busy machine may take; on a good one it waits no longer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

PATIENCE_MS = 60_000
"""Only a test that fails waits so long."""


class PatientBot(QtBot):
    """pytest-qt's bot; what it waits for may take its time."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 0) -> None:
        """Wait until the callback is true, or raises no AssertionError any more."""
        super().waitUntil(callback, timeout=max(timeout, PATIENCE_MS))

    def waitExposed(self, widget: Any, *, timeout: int = 0) -> Any:
        """Wait until the widget is on the screen."""
        return super().waitExposed(widget, timeout=max(timeout, PATIENCE_MS))

    def waitActive(self, widget: Any, *, timeout: int = 0) -> Any:
        """Wait until the widget's window has the focus."""
        return super().waitActive(widget, timeout=max(timeout, PATIENCE_MS))

    def waitSignal(self, signal: Any, *, timeout: int = 0, raising: bool | None = None, **more: Any) -> Any:
        """Wait for the signal; where its absence is no failure, for just so long."""
        patience = timeout if raising is False else max(timeout, PATIENCE_MS)
        return super().waitSignal(signal, timeout=patience, raising=raising, **more)


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> PatientBot:
    """The bot for tests of windows."""
    return PatientBot(request)
