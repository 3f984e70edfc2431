"""A page of accounts on the sample, shown and settled, and the means to wait for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from pytestqt.qtbot import QtBot

from crm_desktop.store.queries.records import record
from crm_desktop.views.accounts.page import AccountsPage
from crm_desktop.views.desk import Desk
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.navigation import Place
from crm_desktop.views.tables.list_page import ListPage
from crm_desktop.views.tables.list_view import ListView
from tests.support.desk import clear_desk, make_desk

T = TypeVar("T")
PLAIN = Qt.KeyboardModifier.NoModifier


@dataclass
class Lists:
    """A shown list page with what tests do to it."""

    page: ListPage
    desk: Desk
    bot: QtBot

    @property
    def table(self) -> ListView:
        return self.page.table

    def rest(self) -> None:
        """Wait until the whole list is known and its first rows are read."""
        model = self.page.model

        def known() -> bool:
            lines = min(model.rows.lines, 15)
            here = all(model.row_at(line) or model.rows.group_at(line) for line in range(lines))
            return model.complete and here and model.totals.count == model.rows.count

        self.bot.waitUntil(known)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.bot.keyClick(self.table, key, modifier)

    def names(self) -> list[str]:
        """Return what stands in the lines, groups in brackets."""
        model = self.page.model
        found = []
        for line in range(model.rows.lines):
            row, group = model.row_at(line), model.rows.group_at(line)
            found.append(f"[{group.value}]" if group is not None else row.title if row is not None else "…")
        return found

    def ticked(self) -> set[str]:
        """Return the names of the ticked records."""
        model, ticks = self.page.model, self.table.ticks
        lines = [line for line in range(model.rows.lines) if model.rows.rowid_at(line) in ticks]
        return {row.title for row in map(model.row_at, lines) if row is not None}

    def line_of(self, name: str) -> int:
        return self.names().index(name)

    def click(self, line: int, column: int = 0, x: int = -1, keys: Qt.KeyboardModifier = PLAIN) -> None:
        """Click into a cell, in its middle or `x` from its left."""
        cell = self.table.visualRect(self.page.model.index(line, column))
        spot = cell.center()
        if x >= 0:
            spot.setX(cell.x() + x)
        self.bot.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, keys, spot)

    def stored(self, record_id: str, kind: str = "account") -> dict[str, Any]:
        """Return a record's values as they stand in the store."""
        found = self.desk.store.read(record, kind, record_id)
        assert found is not None
        return dict(found.values)

    def wait_for(self, value: Callable[[], T], expected: T) -> None:
        self.bot.waitUntil(lambda: value() == expected)


@pytest.fixture(autouse=True)
def _dressed(dressed: None) -> None:
    """Dress every test of this folder."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    clear_desk(made)


@pytest.fixture
def lists(qtbot: QtBot, desk: Desk) -> Iterator[Lists]:
    """Return the page with all accounts, in the order of their names."""
    page = AccountsPage(desk)
    made = Lists(page, desk, qtbot)
    page.resize(1232, 848)
    page.show()
    qtbot.waitExposed(page)
    page.visit(Place("accounts"), None)
    qtbot.waitUntil(lambda: lookups_of(desk).now is not None and page.book.known)
    made.rest()
    yield made
    page.close()
    page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
