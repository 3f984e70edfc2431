"""The tour: by keys and by mouse, at real controls, once for each person, and the way to throw the sample away."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.diagrams.new_maps import from_template
from crm_desktop.diagrams.templates import as_map, templates
from crm_desktop.models.ids import is_sample, new_id, sample_number
from crm_desktop.sync.status import Connection, PillState, SyncStatus
from crm_desktop.views.navigation import Place
from crm_desktop.views.tour.card import TourCard
from crm_desktop.views.tour.stops import STOPS, Stop
from crm_desktop.views.tour.tour import Tour
from tests.support.finding import child
from tests.support.sample import ident
from tests.views.shell.conftest import Shell


def _begun(qtbot: QtBot, shell: Shell) -> tuple[Tour, TourCard]:
    tour = shell.window.findChild(Tour)
    assert tour is not None
    assert shell.desk.actions.run("take_tour")
    qtbot.waitUntil(lambda: tour.card is not None)
    assert tour.card is not None
    return tour, tour.card


def _surrounds(tour: Tour, stop: Stop) -> bool:
    """Tell whether the frame stands around the control that the stop is about."""
    target, frame = tour._find(stop.landmark), tour._frame
    if target is None or frame is None or not frame.isVisible():
        return False
    return frame.geometry().contains(target.mapTo(tour.window(), target.rect().center()))


def test_enter_leads_past_every_control(qtbot: QtBot, shell: Shell) -> None:
    template = next(each for each in templates() if each.key == "order-to-delivery")
    made = from_template(as_map(template, "en"), "Order to delivery", ident("hengchuan"), shell.desk.me)
    shell.desk.store.door.commit("diagram.from_template", made.edits)
    shell.tools.sync.publish(SyncStatus(state=PillState.UP_TO_DATE, connection=Connection.ONLINE))
    tour, card = _begun(qtbot, shell)
    seen = list[str]()
    for stop in STOPS:
        assert tour.stop is stop
        qtbot.waitUntil(partial(_surrounds, tour, stop), timeout=10_000)
        assert card.isAncestorOf(QApplication.focusWidget() or shell.window), "pages do not take the keys away"
        assert shell.window.rect().contains(card.geometry().center())
        seen.append(stop.landmark)
        QTest.keyClick(QApplication.focusWidget() or shell.window, Qt.Key.Key_Return)
    assert seen == [stop.landmark for stop in STOPS]
    assert card.finish.isVisible()
    assert not card.delete.isVisible()
    with qtbot.waitSignal(shell.desk.around.tour_taken):
        QTest.keyClick(QApplication.focusWidget() or shell.window, Qt.Key.Key_Return)
    assert tour.card is None
    assert tour.stop is None


def test_the_mouse_goes_on_and_back_and_leaves_what_is_shown(qtbot: QtBot, shell: Shell) -> None:
    tour, card = _begun(qtbot, shell)
    QTest.mouseClick(card.next, Qt.MouseButton.LeftButton)
    assert tour.stop is STOPS[1]
    QTest.mouseClick(card.previous, Qt.MouseButton.LeftButton)
    assert tour.stop is STOPS[0]
    rail = shell.window.workplace.rail
    assert tour._frame is not None
    middle = rail.mapTo(shell.window, rail.rect().center())
    assert shell.window.childAt(middle) is not tour._frame, "clicks go through the frame"
    shell.desk.navigator.go(Place("contacts"))
    QTest.mouseClick(card.skip, Qt.MouseButton.LeftButton)
    assert tour.card is None
    assert shell.window.workplace.host.place == Place("contacts")


def test_escape_ends_it_and_gives_the_focus_back(qtbot: QtBot, shell: Shell) -> None:
    shell.desk.navigator.go(Place("accounts"))
    before = QApplication.focusWidget()
    tour, card = _begun(qtbot, shell)
    assert card.isAncestorOf(QApplication.focusWidget() or shell.window)
    QTest.keyClick(QApplication.focusWidget() or shell.window, Qt.Key.Key_Escape)
    assert tour.card is None
    shell.desk.navigator.go(Place("accounts"))
    assert QApplication.focusWidget() is before


def test_it_begins_by_itself_on_the_sample_alone_and_offers_to_throw_it_away(qtbot: QtBot, shell: Shell) -> None:
    assert is_sample(sample_number(2**79 + 5))
    assert not is_sample(new_id())
    first = shell.window.findChild(Tour)
    assert first is not None
    assert first.card is None, "nobody asked for it, and these are no sample's people"
    desk = shell.desk
    desk.around.tour_due = True
    object.__setattr__(desk, "me", sample_number(7))
    tour = Tour(desk, shell.window)
    qtbot.waitUntil(lambda: tour.card is not None)
    card = tour.card
    assert card is not None
    for _ in tour._stops:
        QTest.mouseClick(card.next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.delete.isVisible() and card.delete.height() > 20)
    with qtbot.waitSignals([desk.around.tour_taken, desk.around.sign_out_wanted]):
        QTest.mouseClick(card.delete, Qt.MouseButton.LeftButton)
    assert not desk.around.tour_due
    assert tour.card is None


def test_the_card_stands_inside_the_smallest_window(qtbot: QtBot, shell: Shell) -> None:
    shell.window.resize(1100, 680)
    tour, card = _begun(qtbot, shell)
    for _ in tour._stops:
        qtbot.waitUntil(lambda: shell.window.rect().contains(card.geometry().center()))
        inside = shell.window.rect().adjusted(-40, -40, 40, 40)
        assert inside.contains(card.geometry()), (tour.stop, card.geometry())
        assert child(card, type(card.next), "Next").mapTo(shell.window, QPoint()).y() < 680
        QTest.mouseClick(card.next, Qt.MouseButton.LeftButton)
