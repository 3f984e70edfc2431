"""The editor's top line: where I am, as-is or to-be or both, undo, orientation, checks, sync, export, properties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.bars.name_edit import NameEdit
from crm_desktop.views.diagram.bars.pill import StatusPill
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component, line, set_surface
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.segmented import Segmented

_LEAST_NAME, _AIR = 150, 60
"""What the name needs at 100 per cent of text; margins and gaps."""
AS_IS, TO_BE, COMPARE = "as_is", "to_be", "compare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doings:
    """What the page does when something of the top line is chosen."""

    back: Callable[[], object]
    rename: Callable[[str], object]
    mode: Callable[[str], object]
    undo: Callable[[], object]
    redo: Callable[[], object]
    orientation: Callable[[str], object]
    checks: Callable[[], object]
    export: Callable[[], object]
    panel: Callable[[], object]
    versions: Callable[[], object]


class TopLine(Component, QWidget):
    """`TopLine(desk, doings)`; the page fills it."""

    def __init__(self, desk: Desk, do: Doings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, "surface")
        self.back = IconButton(text("diagram", "Back"), "arrow-left", do.back, shortcut="Alt+Left")
        self.name = NameEdit(do.rename, name=label("fields", "process.name"))
        self.badge = Badge("")
        self.below = Label("", "caption", "text.secondary", elide=True)
        self.mode = Segmented(
            [(AS_IS, text("diagram", "As-is"), ""), (TO_BE, text("diagram", "To-be"), ""),
             (COMPARE, text("diagram", "Compare"), "")], do.mode,
        )  # fmt: skip
        self.undo = IconButton(text("diagram", "Undo"), "undo-2", do.undo, shortcut="Ctrl+Z")
        self.redo = IconButton(text("diagram", "Redo"), "redo-2", do.redo, shortcut="Ctrl+Shift+Z")
        self.versions = IconButton(text("diagram", "Versions"), "history", do.versions, shortcut="Ctrl+S")
        self.orientation = Segmented(
            [("vertical", text("diagram", "Lanes as columns"), "columns-3"),
             ("horizontal", text("diagram", "Lanes as rows"), "rows-3")], do.orientation,
        )  # fmt: skip
        self.checks = Button(text("diagram", "Checks"), do.checks, icon="list-checks")
        self.pill = StatusPill(desk)
        self.export = Button(text("diagram", "Export"), do.export, icon="upload")
        self.panel = IconButton(text("diagram", "Properties"), "panel-right", do.panel, shortcut="Ctrl+\\")
        self.panel.setCheckable(True)
        self._lay_out()
        self.settle()

    def show_checks(self, count: int) -> None:
        """Say how much is missing."""
        words: Wording = text("diagram", "Checks") if not count else text("diagram", "Checks {count}", count=count)
        self.checks.set_wording(words)
        self._fit()

    def restyle(self) -> None:
        """Take the height of the theme."""
        self.setFixedHeight(current_theme().metric("topBar"))
        self._fit()

    def retranslate(self) -> None:
        """Fit the words of the other language."""
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the name its room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Say less in a narrow window or with large text; what is left out keeps its key and its place in the menus."""
        room = self.width() - self.mode.sizeHint().width() - current_theme().scaled(_LEAST_NAME) - _AIR
        for said in range(4):
            for button in (self.checks, self.export):
                button.set_icon_only(said >= 1)
            self.orientation.setVisible(said < 2)
            self.versions.setVisible(said < 3)
            if self._end.sizeHint().width() <= room:
                return

    def _lay_out(self) -> None:
        naming = QHBoxLayout()
        naming.setSpacing(6)
        naming.setContentsMargins(0, 0, 0, 0)
        naming.addWidget(self.name)
        naming.addWidget(self.badge)
        naming.addStretch()
        where = QVBoxLayout()
        where.setSpacing(0)
        where.addStretch()
        where.addLayout(naming)
        where.addWidget(self.below)
        where.addStretch()
        left, right = QWidget(), QWidget()
        begin, end = QHBoxLayout(left), QHBoxLayout(right)
        self._end = end
        for row in (begin, end):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
        begin.addWidget(self.back)
        begin.addLayout(where, 1)
        end.addStretch()
        for widget in (
            self.undo,
            self.redo,
            self.versions,
            self.orientation,
            self.checks,
            self.pill,
            self.export,
            self.panel,
        ):
            end.addWidget(widget)
        left.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(left, 1)
        row.addWidget(self.mode, 0, Qt.AlignmentFlag.AlignCenter)
        row.addWidget(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(line())
