"""The spinner, and the rule that it shows only after 300 ms, so that quick work never flickers."""

from PySide6.QtCore import QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component

DELAY_MS = 300
_FRAME_MS = 40


class Busy(QObject):
    """Counts down to the spinner of one widget, then turns it; `widget` repaints itself at each step."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self.visible = False
        self.angle = 0
        self.delay = QTimer(self, singleShot=True, interval=DELAY_MS)
        self.delay.timeout.connect(self._show)
        self._frames = QTimer(self, interval=_FRAME_MS)
        self._frames.timeout.connect(self._turn)

    def set(self, busy: bool) -> None:
        """Begin or end being busy."""
        if busy:
            self.delay.start()
            return
        self.delay.stop()
        self._frames.stop()
        self.visible = False
        self._widget.update()

    def _show(self) -> None:
        self.visible = True
        if current_theme().duration("slow"):
            self._frames.start()
        self._widget.update()

    def _turn(self) -> None:
        self.angle = (self.angle + 15) % 360
        self._widget.update()


class Spinner(Component, QWidget):
    """A spinner of its own, for a place whose content is being read: `spinner.set_busy(True)`."""

    def __init__(self, size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy = Busy(self)
        self.setFixedSize(size, size)
        self.settle()

    def set_busy(self, busy: bool) -> None:
        """Begin or end; nothing shows in the first 300 ms."""
        self._busy.set(busy)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the arc while it is visible."""
        if self._busy.visible:
            painter = QPainter(self)
            paint_spinner(painter, QRectF(self.rect()), current_theme().color("text.secondary"), self._busy.angle)


def paint_spinner(painter: QPainter, rect: QRectF, colour: QColor, angle: int) -> None:
    """Paint three quarters of a circle, turned clockwise by `angle` degrees."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.75, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawArc(rect.adjusted(2, 2, -2, -2), -angle * 16, 270 * 16)
