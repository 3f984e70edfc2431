"""A row of a list dragged into another window: it belongs to the record there, or moves to a stage, with Undo."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.record import Record
from crm_desktop.models.rules.linking import link_field
from crm_desktop.store.queries.records import record, records, where
from crm_desktop.views.accounts.account_page import AccountPage
from crm_desktop.views.files.file_drop import DropSheet
from crm_desktop.views.navigation import Place
from crm_desktop.views.opportunities.board import Board
from crm_desktop.views.opportunities.page import OpportunitiesPage
from crm_desktop.views.records.record_drag import Carried, carried_in, to_mime
from crm_desktop.views.tables.list_page import ListPage
from tests.support.sample import ident
from tests.views.shell.conftest import Shell

_ONE = Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier


def _drop(target: QWidget, carried: Carried, spot: QPoint) -> bool:
    """Carry something over a widget as another window would, and let go; tell whether it was taken."""
    mime = to_mime(carried)
    actions = Qt.DropAction.LinkAction | Qt.DropAction.CopyAction
    QApplication.sendEvent(target, QDragEnterEvent(spot, actions, mime, _ONE, _NONE))
    QApplication.sendEvent(target, QDragMoveEvent(spot, actions, mime, _ONE, _NONE))
    event = QDropEvent(QPointF(spot), actions, mime, _ONE, _NONE, QEvent.Type.Drop)
    event.ignore()
    QApplication.sendEvent(target, event)
    return event.isAccepted()


def _of(shell: Shell, kind: str, word: str) -> Record:
    found = shell.desk.store.read(record, kind, ident(word))
    assert found is not None
    return found


def _carried(shell: Shell, kind: str, word: str) -> Carried:
    return Carried(kind, (ident(word),), _of(shell, kind, word).title)


def test_what_is_dropped_on_an_account_belongs_to_it_until_it_is_undone(qtbot: QtBot, shell: Shell) -> None:
    host = shell.window.workplace.host
    shell.desk.navigator.go(Place("accounts", ident("yunhe")))
    qtbot.waitUntil(lambda: isinstance(host.page, AccountPage) and host.page.content is not None)
    page = host.page
    assert isinstance(page, AccountPage)
    deal = _carried(shell, "opportunity", "cold")
    before = _of(shell, "opportunity", "cold").get("account_id")
    assert before != ident("yunhe")
    mime = to_mime(deal)
    QApplication.sendEvent(page, QDragEnterEvent(QPoint(9, 9), Qt.DropAction.LinkAction, mime, _ONE, _NONE))
    assert [each for each in page.findChildren(DropSheet) if each.isVisible()], "it says what a drop would do"
    assert _drop(page, deal, QPoint(300, 300))
    qtbot.waitUntil(lambda: _of(shell, "opportunity", "cold").get("account_id") == ident("yunhe"))
    assert page.drop.sheet is None
    shell.desk.store.door.undo()
    assert _of(shell, "opportunity", "cold").get("account_id") == before
    assert not _drop(page, _carried(shell, "account", "yunhe"), QPoint(300, 300)), "nothing belongs to itself"
    assert not _drop(page, Carried("user", (ident("lin"),), "Lin Yue"), QPoint(300, 300))


def test_an_opportunity_dropped_on_a_stage_moves_there(qtbot: QtBot, shell: Shell) -> None:
    shell.desk.navigator.go(Place("opportunities"))
    page = shell.window.workplace.host.page
    assert isinstance(page, OpportunitiesPage)
    page.show_as("board")
    qtbot.waitUntil(lambda: bool([e for e in shell.window.findChildren(Board) if e.isVisible() and e.row.columns]))
    board = next(each for each in shell.window.findChildren(Board) if each.isVisible())
    stage = str(_of(shell, "opportunity", "cold").get("stage_id"))
    column = next(
        each for each in board.row.columns
        if each.stage is not None and each.stage.id != stage and not each.folded
        and (each.stage.get("outcome") or "open") == "open" and not each.stage.get("required_fields")
    )  # fmt: skip
    qtbot.waitUntil(column.isVisible)
    qtbot.waitUntil(lambda: board.arrivals._column_at(board.mapFromGlobal(_middle(column))) is column)
    spot = board.mapFromGlobal(_middle(column))
    assert not _drop(board, _carried(shell, "account", "yunhe"), spot)
    assert _drop(board, _carried(shell, "opportunity", "cold"), spot)
    assert column.stage is not None
    wanted = column.stage.id
    qtbot.waitUntil(lambda: _of(shell, "opportunity", "cold").get("stage_id") == wanted)
    others = "stage_id <> ? AND owner_id = ? AND closed_on IS NULL AND deleted_at IS NULL ORDER BY id LIMIT 3"
    deals = shell.desk.store.read(where, "opportunity", others, wanted, shell.desk.me)
    assert len(deals) == 3
    assert _drop(board, Carried("opportunity", tuple(each.id for each in deals), deals[0].title), spot)

    def stages() -> list[object]:
        now = shell.desk.store.read(records, "opportunity", [each.id for each in deals])
        return [now[each.id].get("stage_id") for each in deals]

    qtbot.waitUntil(lambda: stages() == [wanted] * 3)
    shell.desk.store.door.undo()
    assert stages() == [each.get("stage_id") for each in deals], "they came in one act"


def test_a_drag_that_rests_on_a_section_goes_on_there(qtbot: QtBot, shell: Shell) -> None:
    shell.desk.navigator.go(Place("accounts"))
    rail, host = shell.window.workplace.rail, shell.window.workplace.host
    spot = rail._items["agenda"].geometry().center()
    mime = to_mime(_carried(shell, "account", "yunhe"))
    event = QDragEnterEvent(spot, Qt.DropAction.LinkAction, mime, _ONE, _NONE)
    QApplication.sendEvent(rail, event)
    assert rail.springing.timer.isActive()
    rail.springing.timer.timeout.emit()
    qtbot.waitUntil(lambda: host.place.section == "agenda")
    QApplication.sendEvent(rail, QDragLeaveEvent())
    assert rail.springing.over is None
    files = QMimeData()
    files.setText("other")
    QApplication.sendEvent(rail, QDragEnterEvent(spot, Qt.DropAction.LinkAction, files, _ONE, _NONE))
    assert not rail.springing.timer.isActive()


def test_a_row_is_lifted_by_dragging_and_not_by_a_click(qtbot: QtBot, shell: Shell) -> None:
    shell.desk.navigator.go(Place("accounts"))
    page = shell.window.workplace.host.page
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: page.model.row_at(0) is not None)
    page.table.lifted.disconnect()  # carrying runs an event loop of its own, which no test drives
    lifted: list[str] = []
    page.table.lifted.connect(lambda row: lifted.append(row.id))
    first = page.model.row_at(0)
    assert first is not None
    port = page.table.viewport()
    spot = QPoint(300, page.table.rowViewportPosition(0) + 8)
    QTest.mouseClick(port, _ONE, _NONE, spot)
    QTest.mouseMove(port, spot + QPoint(60, 60))
    assert lifted == []
    QTest.mousePress(port, _ONE, _NONE, spot)
    _move(port, spot + QPoint(40, 30))
    assert lifted == [first.id]
    QTest.mouseRelease(port, _ONE, _NONE, spot + QPoint(40, 30))


def _middle(widget: QWidget) -> QPoint:
    return widget.mapToGlobal(widget.rect().center())


def _move(widget: QWidget, spot: QPoint) -> None:
    """Move with the button held down."""
    at = QPointF(spot)
    event = QMouseEvent(QEvent.Type.MouseMove, at, widget.mapToGlobal(at), Qt.MouseButton.NoButton, _ONE, _NONE)
    QApplication.sendEvent(widget, event)


def test_what_is_carried_is_checked_and_every_field_exists() -> None:
    carried = Carried("account", ("0" * 32,), "恒川")
    assert carried_in(to_mime(carried)) == carried
    assert to_mime(carried).text() == "恒川\nfieldline://account/" + "0" * 32
    broken = to_mime(carried)
    broken.setData("application/x-fieldline-record", b"[1]")
    assert carried_in(broken) is None
    assert carried_in(to_mime(Carried("account", ("x",), ""))) is None
    assert link_field("contact", "account") == "account_id"
    assert link_field("opportunity", "contact") == "contact_id"
    assert link_field("account", "contact") == ""
    assert link_field("nothing", "account") == ""
    assert KINDS["task"].has(link_field("task", "opportunity"))
