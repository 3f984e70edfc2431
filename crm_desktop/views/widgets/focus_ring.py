"""The focus ring: 2 px, 2 px away from the control, around whatever has the focus after a key press.

One overlay follows the focus, because a style sheet cannot paint outside a control. Fields and lists paint their own.
"""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from crm_desktop.views.theme.current import current_theme

_REACH = 4
"""2 px of distance and 2 px of ring."""


class FocusRing(QWidget):
    """Follows the focus in all windows of the application; `FocusRing.follow(application)` once."""

    def __init__(self) -> None:
        super().__init__()
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    @classmethod
    def follow(cls, application: QApplication) -> "FocusRing":
        """Make the ring and let it follow from now on."""
        ring = cls()
        application.focusChanged.connect(ring.focus_moved)
        return ring

    def focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Go to the new control; after a click the ring waits for the first key."""
        self.detach()
        if new is None or not _wants_ring(new):
            return
        self._target = new
        by_mouse = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        self._attach(new)
        self.setVisible(not by_mouse)

    def detach(self) -> None:
        """Leave the control."""
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched.clear()
        self._target = None
        self.hide()
        self.setParent(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay with the control while things move, show at a key, leave before the control goes."""
        kind = event.type()
        if kind in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        elif kind == QEvent.Type.KeyPress and watched is self._target:
            self.show()
        elif kind in (QEvent.Type.Hide, QEvent.Type.DeferredDelete, QEvent.Type.ParentChange):
            self.detach()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = painter.pen()
        pen.setColor(current_theme().color("accent.focus"))
        pen.setWidth(2)
        painter.setPen(pen)
        radius = self._radius() + 3
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)

    def _attach(self, target: QWidget) -> None:
        host = _host(target)
        self.setParent(host)
        widget: QWidget | None = target
        while widget is not None and widget is not host:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        self._place()
        self.raise_()

    def _place(self) -> None:
        target, host = self._target, self.parentWidget()
        if target is not None and host is not None:
            rect = _outline(target).adjusted(-_REACH, -_REACH, _REACH, _REACH)
            self.setGeometry(QRect(target.mapTo(host, rect.topLeft()), rect.size()))
            self.raise_()

    def _radius(self) -> float:
        if self._target is None:
            return 6
        wanted = self._target.property("ringRadius")
        return float(wanted) if wanted is not None else 6.0


def _wants_ring(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractButton) or bool(widget.property("focusRing"))


def _host(target: QWidget) -> QWidget:
    """Return the nearest ancestor in which the whole ring is visible, at most the scrolled page or the window."""
    outline = _outline(target).adjusted(-_REACH, -_REACH, _REACH, _REACH)
    widget = target.parentWidget() or target
    while (parent := widget.parentWidget()) is not None and not widget.isWindow():
        scrolled = isinstance(parent.parentWidget(), QAbstractScrollArea)
        if scrolled or widget.rect().contains(QRect(target.mapTo(widget, outline.topLeft()), outline.size())):
            return widget
        widget = parent
    return widget


def _outline(target: QWidget) -> QRect:
    if isinstance(target, QCheckBox | QRadioButton):
        option = QStyleOptionButton()
        option.initFrom(target)
        element = (
            QStyle.SubElement.SE_CheckBoxIndicator
            if isinstance(target, QCheckBox)
            else QStyle.SubElement.SE_RadioButtonIndicator
        )
        return target.style().subElementRect(element, option, target)
    return target.rect()
