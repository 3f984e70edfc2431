"""Many conflicts settled in one go: ticked one by one, by record or all; the result shown first, one undo, no stall."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Create
from crm_desktop.models.merge.entries import encode_value
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.records import records
from crm_desktop.store.queries.sync_state import conflicts
from crm_desktop.views.desk import Desk
from crm_desktop.views.sync_centre.page import SyncCentrePage
from crm_desktop.views.theme.current import current_theme
from tests.store.server_side import batch, pulled, row
from tests.support.sample import ME, NOW, ident

pytestmark = pytest.mark.usefixtures("dressed")

RECORDS = 250
_LEFT = Qt.MouseButton.LeftButton


def fill_conflicts(store: Store) -> list[str]:
    """Leave five hundred conflicts on 250 accounts; return the accounts."""
    made = [
        Create("account", {"name": f"Firm {n:03}", "next_step": f"mine {n}", "city": "Suzhou"}) for n in range(RECORDS)
    ]
    store.door.commit("account.create", made)
    rows = []
    for number, each in enumerate(made):
        for field, mine, theirs in (("next_step", f"mine {number}", f"theirs {number}"), ("city", "Suzhou", "Wuxi")):
            common = {
                "record_kind": "account", "record_id": each.id, "field": field, "base": encode_value("before"),
                "mine": encode_value(mine), "theirs": encode_value(theirs), "mine_by": ME, "mine_at": NOW - 1,
                "mine_device": "this device", "theirs_by": ident("zhang"), "theirs_at": NOW - 2, "winner": "mine",
                "state": "open", "owner_id": ME, "account_id": each.id, "created_at": NOW, "created_by": ME,
            }  # fmt: skip
            rows.append(row(ident(f"many.{field}.{number}"), **common))
    store.replica.apply_pull_page(pulled(11, batch("conflict", rows)))
    return [each.id for each in made]


class Longest:
    """The longest gap between two turns of the UI thread's event loop in milliseconds, and what it worked in one."""

    def __init__(self) -> None:
        self.gap, self.work = 0, 0.0
        self._worked = 0.0
        self._since = QElapsedTimer()
        self._timer = QTimer(interval=2)
        self._timer.timeout.connect(self._turn)

    def __enter__(self) -> Longest:
        self._since.start()
        self._worked = time.thread_time()
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._turn()
        self._timer.stop()

    def _turn(self) -> None:
        self.gap = max(self.gap, self._since.restart())
        worked, self._worked = self._worked, time.thread_time()
        self.work = max(self.work, (self._worked - worked) * 1000)


@pytest.fixture
def accounts(desk: Desk) -> list[str]:
    return fill_conflicts(desk.store)


@pytest.fixture
def page(desk: Desk, accounts: list[str], qtbot: QtBot) -> Iterator[SyncCentrePage]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1440, 848)
    made = SyncCentrePage(desk)
    QVBoxLayout(window).addWidget(made)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: made.list.entries.rowCount() == RECORDS)
    yield made
    window.close()


def steps(desk: Desk, ids: list[str]) -> set[str]:
    return {str(each.get("next_step")).split()[0] for each in desk.store.read(records, "account", ids).values()}


def test_all_are_settled_for_one_side_with_the_result_first_and_one_undo(
    desk: Desk, page: SyncCentrePage, accounts: list[str], qtbot: QtBot
) -> None:
    with Longest() as longest:
        qtbot.mouseClick(page.choose_all, _LEFT, pos=page.choose_all.rect().center())
        qtbot.waitUntil(lambda: page.details.currentWidget() is page.many)
        assert len(page.list.ticks.ids) == 2 * RECORDS
        desk.actions.run("conflict_keep_theirs")
        model = page.many.model
        assert [model.data(model.index(0, at)) for at in (1, 2, 3, 4)][-1] in ("theirs 0", "theirs 249", "Wuxi")
    assert steps(desk, accounts) == {"mine"}
    with longest:
        with qtbot.waitSignal(desk.notices.done):
            desk.actions.run("conflict_apply")
        qtbot.waitUntil(lambda: page.list.entries.rowCount() == RECORDS and not page.list.ticking, timeout=20_000)
    assert desk.store.read(conflicts) == []
    assert steps(desk, accounts) == {"theirs"}
    # The UI thread answers for its own work; a busy machine stretches that by half and keeps it waiting besides.
    assert longest.work < 75, f"the UI worked {longest.work:.0f} ms in one turn, a gap of {longest.gap} ms"
    assert longest.gap < 500, f"the UI stood still for {longest.gap} ms, working {longest.work:.0f} ms at most"
    desk.store.door.undo()
    assert len(desk.store.read(conflicts)) == 2 * RECORDS
    assert steps(desk, accounts) == {"mine"}


def test_a_record_and_a_single_conflict_are_ticked_by_key_and_mouse(
    desk: Desk, page: SyncCentrePage, accounts: list[str], qtbot: QtBot
) -> None:
    page.list.setFocus()
    page.list.setCurrentIndex(page.list.entries.index(0, 0))
    qtbot.keyClick(page.list, Qt.Key.Key_Space)
    first = page.list.entries.entries[0]
    assert page.list.ticks.ids == {each.entry.id for each in first.conflicts}
    second = page.list.visualRect(page.list.entries.index(1, 0))
    line = second.topLeft()
    line.setX(46)
    line.setY(line.y() + current_theme().scaled(38) + 10)
    qtbot.mouseClick(page.list.viewport(), _LEFT, pos=line)
    assert len(page.list.ticks.ids) == 3
    assert page.list.ticks.state_of(page.list.entries.entries[1]) == "some"
    assert page.many.header.title.text() == "3 conflicts chosen"
    with qtbot.waitSignal(desk.notices.done):
        qtbot.mouseClick(page.many.apply, _LEFT)
    qtbot.waitUntil(lambda: len(desk.store.read(conflicts)) == 2 * RECORDS - 3)
    assert steps(desk, accounts) == {"mine"}
    qtbot.waitUntil(lambda: page.details.currentWidget() is page.conflict)


def test_conflicts_beyond_one_push_are_one_undo(
    desk: Desk, accounts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from crm_desktop.models.rules import settling
    from crm_desktop.store.settling import settle_many

    monkeypatch.setattr(settling, "MOST_EDITS", 300)
    chosen = [(each.entry, each.record) for each in desk.store.read(conflicts)]
    acts = settle_many(desk.store.door, chosen, ME, NOW, mine=False)
    assert len(acts) > 2
    assert steps(desk, accounts) == {"theirs"}
    desk.store.door.undo()
    assert steps(desk, accounts) == {"mine"}
    assert len(desk.store.read(conflicts)) == 2 * RECORDS
