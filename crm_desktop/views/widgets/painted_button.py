"""What small buttons that paint themselves share: chips, ticks, buttons on dark bars. How each looks: elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component, PressedByEnter


class PaintedButton(PressedByEnter, Component, QToolButton):
    """As wide as its `sizeHint` says, as high as the theme has its `METRIC`; override `said` and `paintEvent`."""

    METRIC = "controlSmall"

    def __init__(self, run: Callable[[], object] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if run is not None:
            self.clicked.connect(lambda _checked=False: run())

    def said(self) -> str:
        """Return what screen readers say of it."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Read the words again."""
        self.setAccessibleName(self.said())
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().metric(self.METRIC))
        self.updateGeometry()

    def _middle(self, x: float, side: float) -> QRectF:
        """Return the place of an icon of this size that begins at `x`."""
        return QRectF(x, (self.height() - side) / 2, side, side)


class RemovableChip(PaintedButton):
    """A chip with an x at its end: the x, Backspace and Delete remove (`removed`), a click elsewhere is `clicked`."""

    removed = Signal()
    PAD = 9

    @property
    def removable(self) -> bool:
        """Whether the x is there."""
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Remove at the x."""
        if self.removable and self.x_rect().adjusted(-5, -8, 8, 8).contains(event.position()):
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove with Backspace or Delete."""
        if self.removable and event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.removed.emit()
            return
        super().keyPressEvent(event)

    def x_rect(self) -> QRectF:
        """Return where the x is."""
        side = current_theme().icon_size("sm")
        return self._middle(self.width() - self.PAD - side, side)
