"""The processes as a list with pictures: thumbnail and name, client, as-is or to-be, state, pains, steps."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.models.rules.views import Definition
from crm_desktop.store.queries.process_gallery import GalleryAsked, GalleryRow, process_gallery
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Wording, label, say, text, tr
from crm_desktop.views.processes.thumbnails import Thumbnails
from crm_desktop.views.refresh import Changed
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.badge import badge_size, paint_badge
from crm_desktop.views.widgets.component import Component, set_surface
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paint import draw_text, rounded_box

NAME, ACCOUNT, FORM, STATE, PAINS, STEPS = range(6)
_WIDTHS = {ACCOUNT: 200, FORM: 132, STATE: 110, PAINS: 130, STEPS: 90}
_PICTURE = QSize(136, 84)
_ROW, _PAD, _HEADING = 100, 16, 32
_ROWS = Qt.ItemDataRole.UserRole
_SHOWN = frozenset({"process", "account", "pain", "node", "lane", "flow"})
_STATES = {"draft": "neutral", "reviewed": "info", "agreed": "success", "retired": "neutral"}
GroupOf: TypeAlias = Callable[[GalleryRow], str]
_Index = QModelIndex | QPersistentModelIndex
_ORDER: dict[int, Callable[[GalleryRow], Any]] = {
    NAME: lambda row: row.record.title.casefold(),
    ACCOUNT: lambda row: row.account.casefold(),
    FORM: lambda row: str(row.record.get("form")),
    STATE: lambda row: str(row.record.get("state")),
    PAINS: lambda row: -row.pains,
    STEPS: lambda row: -row.steps,
}


class GalleryModel(QAbstractTableModel):
    """The rows, in the order of the list or of a column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[GalleryRow] = []
        self.headings: dict[int, tuple[str, int]] = {}
        """What stands above the first row of each group: its name, and how many it has."""
        self._group_of: GroupOf | None = None
        self._sorted: tuple[int, bool] | None = None

    def show_rows(self, rows: list[GalleryRow], group_of: GroupOf | None = None) -> None:
        """Show other rows; in groups where `group_of` names a row's group and they come by it."""
        self.beginResetModel()
        self.rows, self._group_of = list(rows), group_of
        self._arrange()
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many processes there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Return how many columns there are."""
        return 6

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell says; all of it to screen readers."""
        row = self.rows[index.row()]
        if role == _ROWS:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return _words(row, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == NAME:
            group, _ = self.headings.get(index.row(), ("", 0))
            return ", ".join(filter(None, (group, *(_words(row, column) for column in range(6)))))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's heading."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return str(_heading(section))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in order."""
        self.beginResetModel()
        self._sorted = (column, order == Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self._arrange()
        self.endResetModel()

    def name_groups(self) -> None:
        """Name the groups again: who is meant may have become known since."""
        if self._group_of is not None and self._sorted is None:
            for at, (_, count) in self.headings.items():
                self.headings[at] = (self._group_of(self.rows[at]), count)
            self.dataChanged.emit(self.index(0, 0), self.index(max(len(self.rows) - 1, 0), 5))

    def _arrange(self) -> None:
        self.headings = {}
        if self._sorted is not None:
            self.rows.sort(key=_ORDER[self._sorted[0]], reverse=self._sorted[1])
        elif self._group_of is not None:
            at = 0
            for name, group in groupby(self.rows, key=self._group_of):
                count = len(list(group))
                self.headings[at] = (name, count)
                at += count


class Gallery(Component, QWidget):
    """`gallery.show_definition(definition)`; the page hears `record_changed` and `opened`."""

    record_changed = Signal(str)
    opened = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._definition: Definition | None = None
        self._group_of: GroupOf | None = None
        self.model = GalleryModel(self)
        self.thumbnails = Thumbnails(desk, _PICTURE, self.devicePixelRatioF(), self)
        self.table = GalleryTable(self.model, self.thumbnails, self._open)
        self.count = Label("", "caption", "text.secondary", elide=True)
        self.only_pains = QCheckBox()
        say(self.only_pains.setText, text("processes", "Only with open pain points"))
        self.only_pains.toggled.connect(lambda _on: self.read())
        head = QHBoxLayout()
        head.setContentsMargins(_PAD, 6, _PAD, 6)
        head.addWidget(self.count, 1)
        head.addWidget(self.only_pains)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        set_surface(self, "surface")
        self.setFocusProxy(self.table)
        self.table.selectionModel().currentRowChanged.connect(lambda index, _old: self._tell(index))
        self.thumbnails.arrived.connect(lambda _id: self.table.viewport().update())
        desk.refresh.changed.connect(self._written)
        self.settle()

    @property
    def current(self) -> str:
        """The id of the current process, or ""."""
        index = self.table.currentIndex()
        return self.model.rows[index.row()].record.id if index.isValid() else ""

    def retranslate(self) -> None:
        """Name the list again."""
        self.table.setAccessibleName(str(label("kinds", "process.plural")))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 5)

    def show_definition(self, definition: Definition, group_of: GroupOf | None = None) -> None:
        """Show the processes of a list; `group_of` names the group of each where the list has groups."""
        self._definition, self._group_of = definition, group_of
        self.read()

    def name_groups(self) -> None:
        """Name the groups again."""
        self.model.name_groups()

    def read(self) -> None:
        """Read again what is shown."""
        if self._definition is not None:
            formats = current_formats(self._desk.clock.now())
            pains = self.only_pains.isChecked()
            asked = GalleryAsked(self._definition, self._desk.me, formats.today, formats.zone, pains)
            self._desk.read(self, self._take, process_gallery, asked)

    def _take(self, rows: list[GalleryRow]) -> None:
        here = self.current
        self.model.show_rows(rows, self._group_of)
        self.count.set_wording(text("processes", "%n map(s)", n=len(rows)))
        at = next((number for number, row in enumerate(self.model.rows) if row.record.id == here), 0)
        if rows:
            self.table.setCurrentIndex(self.model.index(at, 0))

    def _tell(self, index: QModelIndex) -> None:
        if index.isValid():
            self.record_changed.emit(self.current)

    def _open(self) -> None:
        if self.current:
            self.opened.emit(self.current)

    def _written(self, change: Changed) -> None:
        if self.isVisible() and not _SHOWN.isdisjoint(change.kinds):
            self.read()


class GalleryTable(QTableView):
    """The table: rows with a picture, keys and clicks as in every list."""

    def __init__(self, model: GalleryModel, thumbnails: Thumbnails, open_current: Callable[[], object]) -> None:
        super().__init__()
        self._open = open_current
        self.setModel(model)
        self.setItemDelegate(GalleryDelegate(thumbnails, self))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(current_theme().scaled(_ROW))
        header = self.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        header.setHighlightSections(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, current_theme().scaled(width))
        self.doubleClicked.connect(lambda _index: open_current())
        model.modelReset.connect(self._make_room)

    def _make_room(self) -> None:
        """Give the first row of each group room for the group's name."""
        model = self.model()
        assert isinstance(model, GalleryModel)
        for row in range(model.rowCount()):
            height = current_theme().scaled(_ROW + (_HEADING if row in model.headings else 0))
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current process with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)


class GalleryDelegate(QStyledItemDelegate):
    """Paints picture and name, words, badges."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one cell."""
        theme, row = current_theme(), index.data(_ROWS)
        place = QRectF(option.rect)
        model, state = index.model(), option.state
        if isinstance(model, GalleryModel) and index.row() in model.headings:
            head = QRectF(place.left(), place.top(), place.width(), theme.scaled(_HEADING))
            _paint_heading(painter, head, model.headings[index.row()], named=index.column() == NAME)
            place.setTop(head.bottom())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, theme.color("bg.selected"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, theme.color("bg.hover"))
        painter.fillRect(QRectF(place.left(), place.bottom(), place.width(), 1), theme.color("border.subtle"))
        if index.column() == NAME:
            self._paint_name(painter, place, row)
        else:
            _paint_fact(painter, place, row, index.column())
        painter.restore()

    def _paint_name(self, painter: QPainter, place: QRectF, row: GalleryRow) -> None:
        theme = current_theme()
        picture = QRectF(place.left() + _PAD, place.top() + (place.height() - _PICTURE.height()) / 2,
                         _PICTURE.width(), _PICTURE.height())  # fmt: skip
        image = self._thumbnails.of(row.record.id, row.stamp)
        if image is not None:
            painter.drawImage(picture, image)
        rounded_box(painter, picture, theme.radius("sm"), None, theme.color("border.default"))
        rest = QRectF(picture.right() + 14, place.top(), place.right() - picture.right() - 20, place.height())
        top = rest.adjusted(0, rest.height() / 2 - 22, 0, -rest.height() / 2)
        draw_text(painter, top, row.record.title, theme.font("bodyStrong"), theme.color("text.primary"))
        below = rest.adjusted(0, rest.height() / 2, 0, -rest.height() / 2 + 20)
        words = str(row.record.get("version") or row.record.get("industry") or "")
        draw_text(painter, below, words, theme.font("caption"), theme.color("text.secondary"))


def _paint_heading(painter: QPainter, place: QRectF, heading: tuple[str, int], *, named: bool) -> None:
    """Paint the band above a group, and into its first cell the group's name and count."""
    theme = current_theme()
    painter.fillRect(place, theme.color("bg.subtle"))
    painter.fillRect(QRectF(place.left(), place.bottom() - 1, place.width(), 1), theme.color("border.subtle"))
    if named:
        name, count = heading
        room, font = place.adjusted(_PAD, 0, -_PAD, 0), theme.font("body", weight=500)
        draw_text(painter, room, name, font, theme.color("text.primary"))
        beside = min(QFontMetricsF(font).horizontalAdvance(name), room.width() - 40) + 8
        words = tr("processes", "%n map(s)", n=count)
        draw_text(painter, room.adjusted(beside, 0, 0, 0), words, theme.font("caption"), theme.color("text.secondary"))


def _paint_fact(painter: QPainter, place: QRectF, row: GalleryRow, column: int) -> None:
    theme, words = current_theme(), _words(row, column)
    room = place.adjusted(8, 0, -8, 0)
    if column in (FORM, STATE, PAINS) and words and (column != PAINS or row.pains):
        icon = "flame" if column == PAINS else ""
        size = badge_size(words, icon)
        tone = "danger" if column == PAINS else "neutral" if column == FORM else _STATES[_state(row)]
        spot = QRectF(
            room.left(), room.center().y() - size.height() / 2, min(size.width(), room.width()), size.height()
        )
        paint_badge(painter, spot, words, tone, icon)
        return
    if column == PAINS:
        side = theme.icon_size("xs")
        paint_icon(painter, "check", QRectF(room.left(), room.center().y() - side / 2, side, side),
                   theme.color("text.tertiary"))  # fmt: skip
        room = room.adjusted(side + 4, 0, 0, 0)
    draw_text(painter, room, words, theme.font("body"), theme.color("text.secondary"))


def _state(row: GalleryRow) -> str:
    return str(row.record.get("state") or "draft")


def _words(row: GalleryRow, column: int) -> str:
    match column:
        case 0:
            return row.record.title
        case 1:
            return row.account
        case 2:
            return str(label("options", f"process.form.{row.record.get('form') or 'as_is'}"))
        case 3:
            return str(label("options", f"process.state.{_state(row)}"))
        case 4:
            return tr("processes", "%n pain point(s)", n=row.pains) if row.pains else tr("processes", "None open")
        case _:
            return tr("processes", "%n step(s)", n=row.steps)


def _heading(column: int) -> Wording:
    names: tuple[Wording, ...] = (
        label("kinds", "process"),
        label("fields", "process.account_id"),
        label("fields", "process.form"),
        label("fields", "process.state"),
        label("kinds", "pain.plural"),
        label("kinds", "node.plural"),
    )
    return names[column]
