"""The plain table of the import dialog: cells of words with an icon or a colour, read row by row as they are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text, text_width

Index = QModelIndex | QPersistentModelIndex
_ALIGNED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_REMEMBERED = 400
_DISPLAY, _TOOLTIP = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole
_HEADER = 34


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows."""

    words: str
    role: str = "text.primary"
    icon: str = ""
    opens: bool = False
    """There is something to choose; a small arrow says so."""


class GridModel(QAbstractTableModel):
    """`model.show_rows(headings, count, make)`: `make(line)` gives the cells of a row when they are needed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.headings: Sequence[Wording] = ()
        self._count = 0
        self.cells: Callable[[int], Sequence[Cell]] = lambda _: ()

    def show_rows(self, headings: Sequence[Wording], count: int, make: Callable[[int], Sequence[Cell]]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.headings, self._count = headings, count
        self.cells = lru_cache(maxsize=_REMEMBERED)(make)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many rows there are."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.headings)

    def data(self, index: Index, role: int = 0) -> Any:
        """Return a cell's words, for the eye and for the ear."""
        if role in (_DISPLAY, _TOOLTIP):
            return self.cells(index.row())[index.column()].words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headings[index.column()]}: {self.cells(index.row())[index.column()].words}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Return a column's heading."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.headings):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(self.headings[section])
        return int(_ALIGNED) if role == Qt.ItemDataRole.TextAlignmentRole else None


class GridDelegate(QStyledItemDelegate):
    """Paints a cell, the line below its row, and the ring of the focus."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        model = index.model()
        assert isinstance(model, GridModel)
        box = QRectF(option.rect)
        self.paint_ground(painter, option, box)
        self.paint_cell(painter, box, model.cells(index.row())[index.column()])

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF) -> None:
        """Paint the line below, and the current cell while the table has the focus."""
        theme = current_theme()
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("bg.selected"))
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.color("border.subtle"))
        if state & QStyle.StateFlag.State_HasFocus:
            ink, inner = theme.color("accent.focus"), box.adjusted(0, 0, 0, -1)
            painter.fillRect(QRectF(inner.x(), inner.y(), inner.width(), 2), ink)
            painter.fillRect(QRectF(inner.x(), inner.bottom() - 2, inner.width(), 2), ink)
            painter.fillRect(QRectF(inner.x(), inner.y(), 2, inner.height()), ink)
            painter.fillRect(QRectF(inner.right() - 2, inner.y(), 2, inner.height()), ink)

    def paint_cell(self, painter: QPainter, box: QRectF, cell: Cell) -> None:
        """Paint icon and words."""
        theme, ink, x = current_theme(), current_theme().color(cell.role), box.x() + 8
        if cell.icon:
            side = theme.icon_size("sm")
            paint_icon(painter, cell.icon, QRectF(x, box.center().y() - side / 2, side, side), ink)
            x += side + 6
        end, side = box.right() - 6, theme.icon_size("sm")
        if cell.opens:
            end -= side + 4
            arrow = QRectF(end + 2, box.center().y() - side / 2, side, side)
            paint_icon(painter, "chevron-down", arrow, theme.color("text.secondary"))
        draw_text(painter, QRectF(x, box.y(), end - x, box.height()), cell.words, theme.font("body"), ink)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return a width for the words; rows are all alike."""
        model = index.model()
        assert isinstance(model, GridModel)
        cell, theme = model.cells(index.row())[index.column()], current_theme()
        icon = theme.icon_size("sm") + 6 if cell.icon else 0
        return QSize(text_width(theme.font("body"), cell.words) + icon + 20, theme.metric("row"))


class GridView(Component, QTableView):
    """The table itself: `GridView(name, model)`, widths by `set_widths`, 0 for what is left over."""

    def __init__(self, name: Wording, model: GridModel | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.grid = model if model is not None else GridModel(self)
        self._widths: Sequence[int] = ()
        self.setModel(self.grid)
        self.setItemDelegate(GridDelegate(self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(_ALIGNED)
        self.settle()

    def set_widths(self, widths: Sequence[int]) -> None:
        """Give the columns these widths; one of 0 takes what is left."""
        self._widths = widths
        header, theme = self.horizontalHeader(), current_theme()
        for column in range(min(len(widths), self.grid.columnCount())):
            stretched = widths[column] == 0
            mode = QHeaderView.ResizeMode.Stretch if stretched else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(column, mode)
            if not stretched:
                header.resizeSection(column, theme.scaled(widths[column]))

    def fit_columns(self, least: int = 72, most: int = 220) -> None:
        """Make columns as wide as their first rows need."""
        header, theme = self.horizontalHeader(), current_theme()
        for column in range(self.grid.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            wanted = max(self.sizeHintForColumn(column), header.sectionSizeHint(column))
            header.resizeSection(column, max(theme.scaled(least), min(wanted, theme.scaled(most))))

    def retranslate(self) -> None:
        """Read the name again."""
        self.setAccessibleName(str(self._name))
        self.viewport().update()

    def restyle(self) -> None:
        """Take heights and fonts from the theme."""
        theme = current_theme()
        self.setFont(theme.font("body"))
        self.horizontalHeader().setFont(theme.font("caption", weight=500))
        self.horizontalHeader().setFixedHeight(theme.scaled(_HEADER))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.metric("row"))
        self.set_widths(self._widths)
