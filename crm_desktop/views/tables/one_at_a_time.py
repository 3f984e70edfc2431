"""Slow readings of which only the latest matters: at most one runs, so that they never keep others from the store."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from crm_desktop.views.desk import Desk


class OneAtATime(QObject):
    """`slow.read(query, arguments, take)`; while one runs, the newest wish waits and those before it are forgotten."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._runs = False
        self._next: tuple[Callable[..., Any], tuple[Any, ...], Callable[[Any], object]] | None = None

    def read(self, query: Callable[..., Any], arguments: tuple[Any, ...], take: Callable[[Any], object]) -> None:
        """Run a query as soon as the one before it is done; its answer is taken if no newer wish has come."""
        self._next = (query, arguments, take)
        if not self._runs:
            self._begin()

    def _begin(self) -> None:
        if self._next is None:
            return
        query, arguments, take = self._next
        self._next, self._runs = None, True
        work = partial(self._desk.store.read, query, *arguments)
        self._desk.background.read(work, partial(self._done, take), self._failed, owner=self)

    def _done(self, take: Callable[[Any], object], answer: Any) -> None:
        self._runs = False
        if self._next is None:
            take(answer)
        self._begin()

    def _failed(self, error: Exception) -> None:
        self._runs = False
        self._desk.notices.fail(error)
        self._begin()
