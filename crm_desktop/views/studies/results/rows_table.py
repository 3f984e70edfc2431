"""A short table inside a card: as high as its rows, edited in place by keys; its model says what the cells say."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component

_NAME = 132
"""The least width of the first column."""
_Index = QModelIndex | QPersistentModelIndex


class RowsTable(Component, QTableView):
    """`RowsTable(model, name, {1: 90})`: widths by column, the first takes the rest; Enter or F2 edits, Del deletes.

    In a narrow window the `spare` columns are left out, the first of them first, so that names stay legible.
    """

    current_changed = Signal()
    delete_wanted = Signal()

    def __init__(
        self,
        model: QAbstractItemModel,
        name: Wording,
        widths: dict[int, int],
        *,
        lines: int = 1,
        spare: tuple[int, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._lines, self._widths, self._spare = name, lines, widths, spare
        self.setModel(model)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalHeader().hide()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        model.modelReset.connect(self.fit)
        self.settle()

    @property
    def editing(self) -> bool:
        """Whether something is being typed."""
        return self.state() == QAbstractItemView.State.EditingState

    def retranslate(self) -> None:
        """Name the table again."""
        self.setAccessibleName(str(self._name))

    def restyle(self) -> None:
        """Take heights and widths from the theme."""
        theme = current_theme()
        rest = theme.line("caption") if self._lines > 1 else 0
        self.verticalHeader().setDefaultSectionSize(theme.metric("row") + rest)
        head = self.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setMinimumSectionSize(40)
        for column, width in self._widths.items():
            head.resizeSection(column, theme.scaled(width))
        self.fit()

    def fit(self) -> None:
        """Be as high as the rows."""
        rows = self.model().rowCount()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * self._row_height() + 1)

    def sizeHint(self) -> QSize:
        """Take whatever width there is."""
        return QSize(400, self.height())

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell that another row is current."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.current_changed.emit()

    def event(self, event: QEvent) -> bool:
        """Take the keys of the table before the page does something else with them."""
        mine = (Qt.Key.Key_F2, Qt.Key.Key_Delete)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in mine:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit and delete."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and not self.editing:
            self.edit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what has no room."""
        super().resizeEvent(event)
        theme = current_theme()
        room = self.viewport().width() - theme.scaled(_NAME) - sum(map(theme.scaled, self._widths.values()))
        for column in self._spare:
            self.setColumnHidden(column, room < 0)
            room += theme.scaled(self._widths[column]) if room < 0 else 0

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave scrolling to what the card lies in."""
        event.ignore()

    def _row_height(self) -> int:
        return self.verticalHeader().defaultSectionSize()
