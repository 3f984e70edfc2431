"""The bar at the bottom of a window: what just happened, and Undo for six seconds. One at a time."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QTimer
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.theme.shadows import shadow_margins
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.floating import GoesWithEscape, float_box, paint_ground
from crm_desktop.views.widgets.inverse_button import InverseButton
from crm_desktop.views.widgets.key_cap import KeyCap
from crm_desktop.views.widgets.label import Label


class UndoBar(GoesWithEscape, Component, QWidget):
    """`bar.offer(text("accounts", "%n account(s) assigned to {name}", n=3, name=name), undo)`.

    A child of the window, never a window of its own. It waits while the pointer or the focus is on it; after it went,
    Ctrl Z still undoes the same thing.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._undo: Callable[[], object] | None = None
        self._icon = "check"
        self._words = Label("", role="text.onTooltip", elide=False)
        self._button = InverseButton(text("widgets", "Undo"), self._run_undo)
        self._cap = KeyCap("Ctrl+Z", inverse=True)
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setSpacing(10)
        for part in (self._words, self._button, self._cap):
            row.addWidget(part)
        window.installEventFilter(self)
        self._button.installEventFilter(self)
        self.hide()
        self.settle()

    def offer(self, wording: Wording, undo: Callable[[], object]) -> None:
        """Say what happened and offer to undo it."""
        self._appear(wording, "check", undo)

    def tell(self, wording: Wording, icon: str = "check") -> None:
        """Say what happened where there is nothing to undo."""
        self._appear(wording, icon, None)

    def dismiss(self) -> None:
        """Go."""
        self.timer.stop()
        self._undo = None
        self.hide()

    def restyle(self) -> None:
        """Take the margins that the shadow needs."""
        margins = shadow_margins(2)
        row = self.layout()
        assert row is not None
        row.setContentsMargins(
            margins.left() + 24 + current_theme().icon_size(),
            margins.top() + 4,
            margins.right() + 18,
            margins.bottom() + 4,
        )
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom of the window, wait while the button has the focus."""
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self._place()
        elif watched is self._button and event.type() == QEvent.Type.FocusIn:
            self.timer.stop()
        elif watched is self._button and event.type() == QEvent.Type.FocusOut:
            self._wait_again()
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait while the pointer is here."""
        self.timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Count down again."""
        self._wait_again()

    def escape(self) -> None:
        """Go with Escape."""
        self.dismiss()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint shadow, bar and icon."""
        theme, painter = current_theme(), QPainter(self)
        box = float_box(self)
        paint_ground(painter, box, ground="bg.tooltip", edge="")
        side = theme.icon_size("md")
        spot = QRectF(box.x() + 14, box.center().y() - side / 2, side, side)
        paint_icon(painter, self._icon, spot, theme.color("text.onTooltip"))

    def _appear(self, wording: Wording, icon: str, undo: Callable[[], object] | None) -> None:
        self._undo, self._icon = undo, icon
        self._words.set_wording(wording)
        self._button.setVisible(undo is not None)
        self._cap.setVisible(undo is not None)
        self.setAccessibleName(str(wording))
        self._place()
        self.show()
        self.raise_()
        self._wait_again()

    def _run_undo(self) -> None:
        undo = self._undo
        self.dismiss()
        if undo is not None:
            undo()

    def _wait_again(self) -> None:
        focused = QApplication.focusWidget() is self._button
        if self.isVisible() and not self.underMouse() and not focused:
            self.timer.start(current_theme().duration("toast"))

    def _place(self) -> None:
        window = self.parentWidget()
        if window is not None:
            self.adjustSize()
            below = shadow_margins(2).bottom()
            self.move((window.width() - self.width()) // 2, window.height() - self.height() + below - 24)
