"""A figure of a step, typed as people say it: 45m, 2 h, 18/day, 3.5 %."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.views.diagram.bars.name_edit import NameEdit
from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paint import rounded_box


class FigureTile(Component, QFrame):
    """`FigureTile(name, "timer", take)`; `take` is given what was typed and says whether it can be read."""

    def __init__(self, name: Wording, icon: str, take: Callable[[str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name, self._take = icon, take
        self._wrong = False
        self._icon = QLabel()
        self.value = NameEdit(self._typed, "heading", name=name, wide=True)
        self.value.setPlaceholderText("–")
        self.value.textEdited.connect(lambda _text: self._mark(wrong=False))
        head = QHBoxLayout()
        head.setSpacing(5)
        head.addWidget(self._icon)
        head.addWidget(Label(name, "caption", "text.secondary"), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 8, 6)
        column.setSpacing(1)
        column.addLayout(head)
        column.addWidget(self.value)
        self.settle()

    def show_value(self, words: str) -> None:
        """Show the figure."""
        self.value.show_name(words)
        self._mark(wrong=False)

    def restyle(self) -> None:
        """Take the icon in the theme's colour."""
        self._icon.setPixmap(pixmap(self._icon_name, current_theme().icon_size("sm"), "text.secondary"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tile; with a red line where what stands there cannot be read."""
        theme, painter = current_theme(), QPainter(self)
        line = theme.color("danger.solid" if self._wrong else "border.default")
        rounded_box(painter, QRectF(self.rect()), theme.radius("md"), theme.color("bg.surface"), line)

    def mousePressEvent(self, event: object) -> None:
        """Begin to type wherever the tile is clicked."""
        self.value.setFocus(Qt.FocusReason.MouseFocusReason)
        self.value.selectAll()

    def _typed(self, words: str) -> None:
        self._mark(wrong=not self._take(words))

    def _mark(self, *, wrong: bool) -> None:
        self._wrong = wrong
        self.update()
