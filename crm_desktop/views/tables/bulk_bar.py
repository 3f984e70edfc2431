"""The dark bar that floats over a list while records are ticked: how many, and what can be done to all of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.shadows import shadow_margins
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.floating import GoesWithEscape, float_box, paint_ground
from crm_desktop.views.widgets.inverse_button import InverseButton
from crm_desktop.views.widgets.label import Label

_ABOVE = 12
Verb = tuple[Wording, str, Callable[[QWidget], object]]
"""What it is called, its icon, and what it runs; it is handed the button, to open something at it."""


class BulkBar(GoesWithEscape, Component, QWidget):
    """`BulkBar(table, verbs, clear)`; `show_count(3)` lets it appear, 0 lets it go. It never moves rows."""

    def __init__(self, ground: QWidget, verbs: list[Verb], clear: Callable[[], object]) -> None:
        # Not a child of the viewport: scrolling would take it along.
        super().__init__(ground)
        self._clear = clear
        self._count = Label("", "body", "text.onTooltip", weight=600)
        self.buttons: list[InverseButton] = []
        row = QHBoxLayout(self)
        row.setSpacing(4)
        row.addWidget(self._count)
        row.addWidget(_Rule())
        for words, icon, run in verbs:
            button = InverseButton(words, lambda: None, icon=icon, flat=True)
            button.clicked.connect(lambda _checked=False, run=run, at=button: run(at))
            self.buttons.append(button)
            row.addWidget(button)
        row.addWidget(_Rule())
        row.addWidget(InverseButton(text("tables", "Clear selection"), clear, icon="x", flat=True, icon_only=True))
        ground.installEventFilter(self)
        self.hide()
        self.settle()

    def show_count(self, count: int) -> None:
        """Appear with how many records are ticked, or go."""
        self._count.set_wording(text("tables", "%n selected", n=count))
        self.setAccessibleName(str(text("tables", "%n selected", n=count)))
        ground, focused = self.parentWidget(), QApplication.focusWidget()
        if not count and ground is not None and focused is not None and self.isAncestorOf(focused):
            # The keys go on in the list, not nowhere.
            ground.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setVisible(count > 0)
        if count:
            self.place()
            self.raise_()

    def place(self) -> None:
        """Float in the middle, above the bottom of the ground."""
        ground = self.parentWidget()
        if ground is not None:
            for short in (False, True):
                # Where large text leaves no room the icons say it alone.
                for button in self.buttons:
                    button.set_icon_only(short)
                self.adjustSize()
                if self.width() <= ground.width():
                    break
            below = shadow_margins(2).bottom()
            y = ground.height() - self.height() + below - _ABOVE
            self.move(max(0, (ground.width() - self.width()) // 2), y)

    def restyle(self) -> None:
        """Take the margins that the shadow needs."""
        room, row = shadow_margins(2), self.layout()
        assert row is not None
        row.setContentsMargins(room.left() + 14, room.top() + 6, room.right() + 6, room.bottom() + 6)
        self.place()

    def retranslate(self) -> None:
        """Fit the words again."""
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the ground's size."""
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self.place()
        return False

    def escape(self) -> None:
        """Untick everything with Escape."""
        self._clear()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint shadow and bar."""
        paint_ground(QPainter(self), float_box(self), ground="bg.tooltip", edge="")


class _Rule(QWidget):
    """A faint line between groups of buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(13, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        ink = QColor(current_theme().color("text.onTooltip"))
        ink.setAlphaF(0.3)
        QPainter(self).fillRect(QRectF(6, 0, 1, self.height()), ink)
