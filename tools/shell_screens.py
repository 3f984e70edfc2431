"""Pictures of what floats over the window: the palette, what it offers to do, the news, an export on its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from crm_desktop.models.edits import Create
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator, encode
from crm_desktop.store.queries.records import record
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.palette.palette import Palette
from crm_desktop.views.records.record_drag import Carried, to_mime
from crm_desktop.views.shell.rail_drops import RailDrops
from crm_desktop.views.shell.whats_new import show_news
from crm_desktop.views.tables.exporting import ExportDialog
from crm_desktop.views.tour.tour import Tour
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.workbench.publishing import PublishDialog
from tests.support.sample import ident
from tools.diagram_screens import make_process
from tools.entrance_screens import WorkScreen
from tools.record_screens import OnDesk

Companion = TypeVar("Companion", bound=QWidget)


def build_palette() -> QWidget:
    """Return the window with the palette over it, something typed."""
    return _with_palette(lambda palette: palette.open("恒" if current_language().code == "zh" else "heng"))


def build_palette_recent() -> QWidget:
    """Return the palette before anything is typed."""
    return _with_palette(lambda palette: palette.open())


def build_palette_verbs() -> QWidget:
    """Return the palette with what can be done with a record."""

    def act(palette: Palette) -> None:
        palette.open("恒川" if current_language().code == "zh" else "hengchuan")
        press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier)
        QTimer.singleShot(700, palette, lambda: QApplication.sendEvent(palette.input, press))

    return _with_palette(act)


def build_news() -> QWidget:
    """Return the page of news."""
    return OnDesk(lambda _desk: _laid(show_news))


def build_tour() -> QWidget:
    """Return the tour at the panel beside the list."""
    return _with(Tour, lambda tour: _tour_to(tour, 2))


def build_tour_map() -> QWidget:
    """Return the tour at the drawing of a process."""
    return _with(Tour, lambda tour: _tour_to(tour, 5))


def build_tour_end() -> QWidget:
    """Return the end of the tour on the sample organisation."""

    def act(tour: Tour) -> None:
        tour._sample = True
        _tour_to(tour, 6)

    return _with(Tour, act)


def build_rail_drop() -> QWidget:
    """Return the list of accounts, one of them held over a pinned view."""
    window = WorkScreen()
    chinese = current_language().code == "zh"
    asked = Group((Condition("owner_id", Operator.MINE), Condition("level", Operator.IS, "strategic")))
    view = Create("saved_view", {
        "name": "我的战略客户" if chinese else "My strategic accounts", "record_kind": "account", "pinned": True,
        "definition": encode(Definition(filter=asked)), "audience": "private",
    })  # fmt: skip
    window._desk.act("view.create", [view], "")
    window._desk.navigator.go(Place("accounts"))
    account = window._desk.store.read(record, "account", ident("yunhe"))
    mime = to_mime(Carried("account", (ident("yunhe"),), account.title if account is not None else ""))

    def hold() -> None:
        item = window.workplace.view_item(view.id)
        if item is None or window.findChild(RailDrops) is None:
            QTimer.singleShot(50, window, hold)
            return
        link, held = Qt.DropAction.LinkAction, Qt.MouseButton.LeftButton
        spot = item.geometry().center()
        enter = QDragEnterEvent(spot, link, mime, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(window.workplace.rail, enter)

    QTimer.singleShot(400, window, hold)
    return window


def _tour_to(tour: Tour, stop: int) -> None:
    make_process(tour._desk, "order-to-delivery")
    tour.begin()

    def go_on() -> None:
        if tour.card is not None:
            for _ in range(stop):
                tour.card.onward.emit()

    QTimer.singleShot(300, tour, go_on)


def build_export() -> QWidget:
    """Return an export that takes its time."""

    def make(parent: QWidget) -> Dialog:
        dialog = ExportDialog(screen._desk, parent)
        dialog.progress.set_progress(0.42, "420,000 / 1,000,000")
        return dialog

    screen = OnDesk(lambda _desk: QWidget())
    row = screen.layout()
    assert row is not None
    row.addWidget(_laid(make))
    return screen


def build_publish() -> QWidget:
    """Return the dialog that publishes a notice to chosen people."""

    def make(parent: QWidget) -> Dialog:
        dialog = PublishDialog(screen._desk, parent)
        dialog.subject.setText("四月价目表" if current_language().code == "zh" else "Price list for April")
        dialog.audience.choose("people")
        dialog.people_field.show()
        return dialog

    screen = OnDesk(lambda _desk: QWidget())
    row = screen.layout()
    assert row is not None
    row.addWidget(_laid(make))
    return screen


def _with_palette(act: Callable[[Palette], None]) -> QWidget:
    return _with(Palette, act)


def _with(companion: type[Companion], act: Callable[[Companion], None]) -> QWidget:
    window = WorkScreen()

    def begin() -> None:
        found = window.findChild(companion)
        if found is None:
            QTimer.singleShot(50, window, begin)
        else:
            act(found)

    QTimer.singleShot(50, window, begin)
    return window


def _laid(make: Callable[[QWidget], QDialog]) -> QWidget:
    """Return a dialog as a part of a ground, so that it is in the picture."""
    ground = QWidget()
    ground.resize(900, 700)
    dialog = make(ground)
    dialog.hide()
    dialog.setWindowFlags(Qt.WindowType.Widget)
    QVBoxLayout(ground).addWidget(dialog, 0, Qt.AlignmentFlag.AlignCenter)
    dialog.show()
    return ground
