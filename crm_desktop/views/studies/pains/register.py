"""The register as a table: pains under their steps or capabilities, with what they cost and what is next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from crm_desktop.models.studies.pain_cost import total
from crm_desktop.models.studies.pain_register import Row
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import Text, label, text, tr
from crm_desktop.views.studies.pains.words import cost_in_words, next_in_words, sums_in_words
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import icon
from crm_desktop.views.widgets.component import Component

_PAIN = Qt.ItemDataRole.UserRole
_TONES = {"severe": "danger.text", "medium": "warning.text", "minor": "text.secondary"}
_WIDTHS = (0, 150, 76, 76, 112, 164)
_NAME_WIDTH = 200
_RIGHT = (3, 4)
_DISPENSABLE = (1, 3, 2)
"""Columns that give way, in this order, where the window is narrow: the panel says it all."""


class Register(Component, QTreeWidget):
    """`show_rows(groups, names, formats)`; `chosen` gives the id of the pain that is current."""

    chosen = Signal(str)
    opened = Signal(str)
    menu_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._filling = False
        self._by_step = False
        self.setColumnCount(len(_WIDTHS))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("register", True)
        self.setProperty("pane", True)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda spot: self.menu_wanted.emit(self.viewport().mapToGlobal(spot)))
        self.currentItemChanged.connect(lambda item, _before: self._tell(item))
        self.itemDoubleClicked.connect(lambda item, _column: self.opened.emit(str(item.data(0, _PAIN) or "")))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.settle()

    def retranslate(self) -> None:
        """Name the columns again."""
        self.setHeaderLabels([str(each) for each in _heads()])
        for column in _RIGHT:
            self.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(tr("pains", "Problems"))

    def restyle(self) -> None:
        """Take widths of the theme."""
        for column, width in enumerate(_WIDTHS):
            if width:
                self.setColumnWidth(column, current_theme().scaled(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out columns where the names of the problems would be cut."""
        super().resizeEvent(event)
        self._fit()

    @property
    def current(self) -> str:
        """The id of the pain that is current, "" where none is."""
        item = self.currentItem()
        return str(item.data(0, _PAIN) or "") if item is not None else ""

    def show_rows(
        self, groups: Sequence[tuple[str, Sequence[Row]]], names: Mapping[str, str], formats: Formats
    ) -> None:
        """Show pains under the names of their groups; what was current stays current."""
        current = self.current
        self._filling = True
        self.clear()
        self._items = {}
        single = not names
        self.setRootIsDecorated(not single)
        for key, rows in groups:
            above = None if single else self._group(names.get(key, key), rows, formats)
            for row in rows:
                self._items[row.id] = self._pain(above, row, formats)
        self.expandAll()
        self._by_step = any(row.node is not None and row.node.id == key for key, rows in groups for row in rows)
        self._fit()
        self._filling = False
        self.choose(current if current in self._items else next(iter(self._items), ""))
        self._tell(self.currentItem())

    def choose(self, pain_id: str) -> None:
        """Make a pain the current one."""
        item = self._items.get(pain_id)
        if item is not None:
            self.setCurrentItem(item)
            self.scrollToItem(item)

    def lines(self) -> list[list[str]]:
        """Return what is shown of pains, line by line."""
        return [[item.text(column) for column in range(len(_WIDTHS))] for item in self._items.values()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current pain's step with Enter; the rest is the table's own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit(self.current)
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        left = self.viewport().width() - current_theme().scaled(_NAME_WIDTH)
        shown = [number for number, width in enumerate(_WIDTHS) if width and not (number == 1 and self._by_step)]
        for number in _DISPENSABLE:
            if number in shown and sum(current_theme().scaled(_WIDTHS[each]) for each in shown) > left:
                shown.remove(number)
        for number in range(1, len(_WIDTHS)):
            self.setColumnHidden(number, number not in shown)

    def _group(self, name: str, rows: Sequence[Row], formats: Formats) -> QTreeWidgetItem:
        sums = sums_in_words(total(row.chain.cost for row in rows), formats)
        item = QTreeWidgetItem(self, [name, "", "", "", sums, ""])
        font = current_theme().font("bodyStrong")
        for column in (0, 4):
            item.setFont(column, font)
        item.setTextAlignment(4, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return item

    def _pain(self, above: QTreeWidgetItem | None, row: Row, formats: Formats) -> QTreeWidgetItem:
        pain, theme = row.chain.pain, current_theme()
        severity = str(pain.get("severity") or "medium")
        times = pain.get("times_per_month")
        words = [
            pain.title,
            row.step or tr("pains", "The whole process"),
            str(label("options", f"pain.severity.{severity}")),
            formats.number(times) if isinstance(times, int) else "–",
            cost_in_words(row.chain.cost, formats) or "–",
            str(next_in_words(row.chain.missing)) or str(label("options", f"pain.state.{_state(row)}")),
        ]
        item = QTreeWidgetItem(words)
        item.setData(0, _PAIN, row.id)
        item.setIcon(0, icon("triangle-alert" if row.problems else "flame", 16, _TONES.get(severity, "text.secondary")))
        item.setForeground(2, theme.color(_TONES.get(severity, "text.secondary")))
        item.setForeground(5, theme.color("accent.text" if row.chain.missing else "success.text"))
        for column in _RIGHT:
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for column, said in enumerate(words):
            item.setToolTip(column, said)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, ", ".join(words))
        if above is None:
            self.addTopLevelItem(item)
        else:
            above.addChild(item)
        return item

    def _tell(self, item: QTreeWidgetItem | None) -> None:
        if not self._filling:
            self.chosen.emit(str(item.data(0, _PAIN) or "") if item is not None else "")


def _state(row: Row) -> str:
    state = str(row.chain.pain.get("state") or "open")
    return "solved" if state == "open" and row.chain.missing is None else state


def _heads() -> tuple[Text, ...]:
    return (
        text("pains", "Problem"),
        text("pains", "Step"),
        label("fields", "pain.severity"),
        text("pains", "A month"),
        text("pains", "Cost a month"),
        text("pains", "Next"),
    )
