"""The palette: opens over the window, lists while one types, does what is chosen. All from this device."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.store.queries.find import Found
from crm_desktop.store.queries.palette import look_up
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import text
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.palette.palette_frame import PaletteFrame
from crm_desktop.views.palette.row_delegate import RowDelegate
from crm_desktop.views.palette.row_model import RowModel
from crm_desktop.views.palette.rows import (
    MOST_COMMANDS,
    CommandRow,
    Heading,
    RecordRow,
    Row,
    Wish,
    commands,
    listing,
    nothing_listed,
    record_row,
    wish,
)
from crm_desktop.views.palette.verbs import do, likely_verbs, verbs_of
from crm_desktop.views.recent import recent_of
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.shadows import shadow_margins
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.floating import paint_ground

_LEVEL = 3


class Palette(Component, QWidget):
    """`Palette(desk, window)`, then `open(text)`; a child of the window that dims what lies below."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._back: QWidget | None = None
        self._recent = recent_of(desk)
        self._belongs: RecordRow | None = None
        self._subject: RecordRow | None = None
        """The record whose acts are listed."""
        self._ahead: list[Callable[[], object]] | None = None
        """What keys asked for before the rows of the newest text arrived, done on those; None: they stand there."""
        self.model = RowModel()
        self.frame = PaletteFrame(self)
        self._delegate = RowDelegate(self)
        self.view.setItemDelegate(self._delegate)
        self.view.setModel(self.model)
        self.view.clicked.connect(lambda index: self._choose(self.model.rows[index.row()], stay=False))
        self.input.textEdited.connect(self._typed)
        self.input.installEventFilter(self)
        window.installEventFilter(self)
        desk.navigator.palette_requested.connect(self.open)
        self.hide()
        self.settle()

    @property
    def input(self) -> QLineEdit:
        """The field one types into."""
        return self.frame.input

    @property
    def view(self) -> QListView:
        """The rows below it."""
        return self.frame.list

    @property
    def current(self) -> Row | None:
        """The row that Enter chooses."""
        index = self.view.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def open(self, start: str = "") -> None:
        """Show the palette with a text to start with, or take it away when it is open without one."""
        if self.isVisible() and not start:
            self.dismiss()
            return
        if not self.isVisible():
            self._back = QApplication.focusWidget()
        self._belongs = None
        self.setGeometry(self.window().rect())
        self.input.setText(start)
        self.show()
        self.raise_()
        self.input.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._typed(start)

    def dismiss(self) -> None:
        """Take the palette away and give the focus back."""
        self._ahead = None
        self.hide()
        if self._back is not None and self._back.isVisible():
            self._back.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size; let the field's keys move in the list."""
        if watched is self.input and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self.setGeometry(self.window().rect())
        return False

    def resizeEvent(self, event: QEvent) -> None:
        """Keep the frame in the upper middle."""
        self._place_frame()

    def restyle(self) -> None:
        """Follow colours, and sizes that grow with the text."""
        self._place_frame()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go away at a click beside the frame."""
        if not self.frame.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what lies below, and paint the frame's shadow."""
        theme, painter = current_theme(), QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.scrim"))
        paint_ground(painter, QRectF(self.frame.geometry()), level=_LEVEL)

    def _place_frame(self) -> None:
        theme = current_theme()
        width = min(theme.scaled(640), self.width() - 32)
        rows = sum(self.view.sizeHintForRow(number) for number in range(len(self.model.rows)))
        height = min(self.frame.wanted_height(rows), max(200, self.height() - 140))
        top = min(96, max(16, (self.height() - height) // 3))
        before, box = self.frame.geometry(), QRect((self.width() - width) // 2, top, width, height)
        if box != before:
            self.frame.setGeometry(box)
            # Only where the frame and its shadow lie or lay: all of the window is painted again below a dimmed place.
            self.update(before.united(box).marginsAdded(shadow_margins(_LEVEL)))

    def _key(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        moves: dict[int, Callable[[], None]] = {
            int(Qt.Key.Key_Down): partial(self._move, 1),
            int(Qt.Key.Key_Up): partial(self._move, -1),
            int(Qt.Key.Key_PageDown): partial(self._move, 7),
            int(Qt.Key.Key_PageUp): partial(self._move, -7),
            int(Qt.Key.Key_Escape): self._step_back,
            int(Qt.Key.Key_Return): partial(self._choose_current, control),
            int(Qt.Key.Key_Enter): partial(self._choose_current, control),
        }
        if control and event.key() == Qt.Key.Key_K:
            self.dismiss()
            return True
        if event.key() == Qt.Key.Key_Right and self.input.cursorPosition() == len(self.input.text()):
            return self._when_listed(self._list_verbs)
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Backspace) and self._subject is not None:
            self._step_back()
            return True
        run = moves.get(event.key())
        if run is None:
            return event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if event.key() == Qt.Key.Key_Escape:
            run()
            return True
        return self._when_listed(run)

    def _when_listed(self, run: Callable[[], object]) -> bool:
        """Do it with the rows of what stands in the field, later if they are not here yet; tell whether it is done."""
        if self._ahead is None:
            return run() is not False
        self._ahead.append(run)
        return True

    def _list_verbs(self) -> bool:
        """List what can be done with the current record; tell whether there is one."""
        row = self.current
        if self._subject is not None or not isinstance(row, RecordRow):
            return False
        self._subject = row
        self._show(verbs_of(row, self._desk), wish(self.input.text()))
        return True

    def _step_back(self) -> None:
        """Leave the topmost layer only: the acts of a record, then the palette."""
        if self._subject is None:
            self.dismiss()
        else:
            self._typed(self.input.text())

    def _move(self, by: int) -> None:
        choices = self.model.choices()
        if not choices:
            return
        row = self.view.currentIndex().row()
        at = choices.index(row) if row in choices else 0
        step = at + by
        self._select(choices[step % len(choices) if abs(by) == 1 else max(0, min(step, len(choices) - 1))])

    def _select(self, row: int) -> None:
        index = self.model.index(row)
        self.view.setCurrentIndex(index)
        if row == self.model.choices()[0]:
            self.view.scrollToTop()
        else:
            self.view.scrollTo(index)
        self.frame.announce(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))

    def _typed(self, typed: str) -> None:
        self._subject = None
        asked = wish(typed)
        if typed:
            self._belongs = None
        whose = (self._belongs.kind, self._belongs.id) if self._belongs else None
        self._ahead = []
        self._desk.background.read(
            partial(self._desk.store.read, look_up, asked.text, asked.kinds, whose, tuple(self._recent.opened)),
            partial(self._found, asked),
            self._failed,
            owner=self,
            token="palette",  # noqa: S106 - names the reading, opens nothing
        )

    def _found(self, asked: Wish, found: list[Found]) -> None:
        lookups, formats = lookups_of(self._desk), current_formats(self._desk.clock.now())
        records = [record_row(each, lookups, formats) for each in found]
        offered = commands(self._desk.actions.usable(), asked.text) if asked.narrow in ("", "commands") else []
        recent = not asked.text and self._belongs is None and not asked.narrow
        heading = text("palette", "Recent") if recent else text("palette", "Records")
        acts = likely_verbs(records[0], self._desk) if records and asked.text and not asked.narrow else []
        shown = offered if asked.narrow == "commands" else offered[:MOST_COMMANDS]
        self._show(listing(records, [] if self._belongs else shown, heading, acts), asked)
        ahead, self._ahead = self._ahead or [], None
        for run in ahead:
            if self.isVisible():
                self._when_listed(run)

    def _failed(self, error: Exception) -> None:
        self._ahead = None
        self._desk.notices.fail(error)

    def _show(self, rows: list[Row], asked: Wish) -> None:
        self.model.show(rows)
        self.frame.show_nothing("" if rows else nothing_listed(asked))
        self._place_frame()
        choices = self.model.choices()
        if choices:
            self._select(choices[0])

    def _choose_current(self, stay: bool) -> None:
        row = self.current
        if row is not None:
            self._choose(row, stay=stay)

    def _choose(self, row: Row, *, stay: bool) -> None:
        if isinstance(row, Heading):
            return
        if isinstance(row, CommandRow) and row.subject is not None:
            self.dismiss()
            do(row.action, row.subject, self._desk)
        elif isinstance(row, CommandRow):
            self.dismiss()
            self._desk.actions.run(row.action)
        elif row.process_id:
            if not stay:
                self.dismiss()
            self._desk.navigator.go(Place("processes", row.process_id, tab=row.id))
        elif KINDS[row.kind].page:
            if not stay:
                self.dismiss()
            self._desk.navigator.go(Place(KINDS[row.kind].plural, row.id), self._neighbours(row))
        else:
            self._belongs = row
            self.input.clear()
            self.input.setPlaceholderText(str(text("palette", "Records of {name}", name=row.title)))
            self._typed("")

    def _neighbours(self, chosen: RecordRow) -> Neighbours:
        ids = tuple(row.id for row in self.model.rows if isinstance(row, RecordRow) and row.kind == chosen.kind)
        return Neighbours(ids, ids.index(chosen.id), len(ids))
