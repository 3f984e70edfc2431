"""The table of a conflict: before, mine and theirs for each field, and a choice between the two for each to decide."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from crm_desktop.models.rules.settling import Side
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.sync_centre.differences import FieldRow, Version
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph

_HEAD = 1
"""The table's rows begin below the heading."""


class ConflictTable(QWidget):
    """`table.show_rows(rows, mine, theirs)`; `choices` says what is chosen by field."""

    chosen = Signal()
    """Another choice was made for a field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices: dict[str, Side] = {}
        self._rows: list[FieldRow] = []
        self._sides: dict[tuple[str, Side], SideCell] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        for column, share in enumerate((3, 5, 7, 7)):
            self._grid.setColumnStretch(column, share)

    def show_rows(self, rows: list[FieldRow], mine: str, theirs: str) -> None:
        """Show fields; `mine` and `theirs` say who wrote when. Choices stay for fields that are still here."""
        self._clear()
        self._rows = rows
        self.choices = {row.field: self.choices[row.field] for row in rows if row.field in self.choices}
        heads = (text("sync_centre", "Field"), text("sync_centre", "Before last sync"))
        for column, words in enumerate(heads):
            self._grid.addWidget(_cell(Label(words, "caption", "text.secondary")), 0, column)
        self._grid.addWidget(_cell(_head(tr("sync_centre", "Mine"), mine)), 0, 2)
        self._grid.addWidget(_cell(_head(tr("sync_centre", "Theirs"), theirs)), 0, 3)
        for place, row in enumerate(rows, start=_HEAD):
            self._add_row(place, row)
        self._grid.setRowStretch(len(rows) + _HEAD, 1)
        self._mark()

    def choose(self, field: str, side: Side) -> None:
        """Choose a side for a field."""
        cell = self._sides.get((field, side))
        if cell is not None:
            self.choices[field] = side
            cell.radio.setChecked(True)
            self._mark()
            self.chosen.emit()

    def choose_all(self, *, mine: bool) -> None:
        """Choose one's own values, or the others', for all fields to decide."""
        for row in self._rows:
            self.choose(row.field, row.side(mine))

    def step(self, field: str, by: int) -> None:
        """Give the focus to the choice of the next field to decide."""
        open_rows = [row for row in self._rows if row.details]
        places = [row.field for row in open_rows]
        if not places:
            return
        at = max(0, min(places.index(field) + by if field in places else 0, len(places) - 1))
        row = open_rows[at]
        side = self.choices.get(row.field, row.side(mine=True))
        self._sides[row.field, side].radio.setFocus(Qt.FocusReason.TabFocusReason)

    def take_side(self, field: str, *, mine: bool) -> None:
        """Choose one's own value, or the other one, for a field, and give it the focus."""
        row = next(each for each in self._rows if each.field == field)
        side = row.side(mine)
        self.choose(field, side)
        self._sides[field, side].radio.setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines between cells, and set off what is chosen."""
        theme, painter = current_theme(), QPainter(self)
        line = theme.color("border.subtle")
        for row in range(len(self._rows) + _HEAD):
            boxes = [self._box(row, column) for column in range(4)]
            top, height = boxes[0].y(), max(box.height() for box in boxes)
            if not row:
                painter.fillRect(QRectF(0, top, self.width(), height), theme.color("bg.subtle"))
            painter.fillRect(QRectF(0, top + height - 1, self.width(), 1), line)
            for box in boxes[1:]:
                painter.fillRect(QRectF(box.x(), top, 1, height), line)

    def _box(self, row: int, column: int) -> QRectF:
        item = self._grid.itemAtPosition(row, column)
        return QRectF(item.geometry()) if item is not None else QRectF()

    def _add_row(self, place: int, row: FieldRow) -> None:
        self._grid.addWidget(_cell(Paragraph(row.name)), place, 0)
        self._grid.addWidget(_cell(Paragraph(row.before.words, role="text.secondary")), place, 1)
        if not row.details:
            self._grid.addWidget(_cell(_version(row.mine)), place, 2)
            self._grid.addWidget(_cell(_version(row.theirs, row.badge)), place, 3)
            return
        group = QButtonGroup(self)
        for column, mine in ((2, True), (3, False)):
            side, version = row.side(mine), row.mine if mine else row.theirs
            owner = tr("sync_centre", "mine") if mine else tr("sync_centre", "theirs")
            self._add_choice(SideCell(self, row, side, version, owner), group, place, column)
        if row.both:
            both = Version(tr("sync_centre", "Both, as they stand now"))
            beside = self._sides[row.field, row.side(mine=False)]
            self._add_choice(SideCell(self, row, Side.BOTH, both, tr("sync_centre", "both")), group, 0, 0, beside)

    def _add_choice(
        self, cell: SideCell, group: QButtonGroup, place: int, column: int, beside: SideCell | None = None
    ) -> None:
        self._sides[cell.row.field, cell.side] = cell
        group.addButton(cell.radio)
        cell.radio.clicked.connect(lambda: self.choose(cell.row.field, cell.side))
        if beside is not None:
            beside.add_below(cell)
        else:
            self._grid.addWidget(cell, place, column)

    def _mark(self) -> None:
        for (field, side), cell in self._sides.items():
            cell.set_chosen(chosen=self.choices.get(field) is side)

    def _clear(self) -> None:
        self._sides.clear()
        for group in self.findChildren(QButtonGroup):
            group.deleteLater()
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)


class SideCell(QWidget):
    """One value to choose: a radio button, the words, a remark; a click anywhere chooses it."""

    def __init__(self, table: ConflictTable, row: FieldRow, side: Side, version: Version, owner: str) -> None:
        super().__init__()
        self.row, self.side = row, side
        self._chosen = False
        self._below: SideCell | None = None
        self.radio = _SideRadio(table, row.field)
        name = tr("sync_centre", "{field}: {side}, {value}", field=row.name, side=owner, value=version.words)
        self.radio.setAccessibleName(name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        inside = QHBoxLayout()
        inside.setContentsMargins(14, 10, 12, 10)
        inside.setSpacing(8)
        inside.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        inside.addWidget(_version(version), 1)
        self._column.addLayout(inside)
        self._column.addStretch()

    def add_below(self, cell: SideCell) -> None:
        """Put another choice below this one."""
        self._below = cell
        self._column.insertWidget(1, cell)

    def set_chosen(self, *, chosen: bool) -> None:
        """Be ringed, or not."""
        self._chosen = chosen
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose this value."""
        self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
        self.radio.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Set off what is chosen."""
        if not self._chosen:
            return
        theme, painter = current_theme(), QPainter(self)
        height = self._below.y() if self._below is not None else self.height()
        box = QRectF(0, 0, self.width(), height)
        painter.fillRect(box, theme.color("accent.tint"))
        painter.setPen(theme.color("accent.solid"))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.drawRect(box.adjusted(1.5, 1.5, -1.5, -1.5))


class _SideRadio(QRadioButton):
    """Left takes mine, right takes theirs, up and down go to the other fields."""

    def __init__(self, table: ConflictTable, field: str) -> None:
        super().__init__()
        self._table, self._field = table, field

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self._table.take_side(self._field, mine=True)
            case Qt.Key.Key_Right:
                self._table.take_side(self._field, mine=False)
            case Qt.Key.Key_Up:
                self._table.step(self._field, -1)
            case Qt.Key.Key_Down:
                self._table.step(self._field, 1)
            case _:
                super().keyPressEvent(event)


def _version(version: Version, badge: str = "") -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    plain = version.remark or not version.marks
    words = Paragraph(version.words, role="text.primary" if plain else "text.secondary")
    words.set_marks(list(version.marks))
    column.addWidget(words)
    if version.remark:
        column.addWidget(Label(version.remark, "caption", "success.text"))
    if badge:
        column.addWidget(Badge(badge, "success", icon="check"))
    column.addStretch()
    return made


def _head(name: str, remark: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(Label(name, "caption", weight=600))
    row.addWidget(Label(remark, "caption", "text.secondary", elide=True), 1)
    return made


def _cell(content: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(14, 10, 12, 10)
    column.addWidget(content)
    column.addStretch()
    return made
