"""A message of the operating system where it has a place for one; the window itself is told of by its card."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from crm_desktop.views.theme.icons import icon

_SHOWN_MS = 10_000


class SystemNotice(QObject):
    """`notice.tell(title, words)`; a click on the message brings the window to the front."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._tray: QSystemTrayIcon | None = None
        self.told: list[tuple[str, str]] = []
        """What was said last, the newest at the end."""
        self._rest = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._rest.timeout.connect(self.forget)

    def tell(self, title: str, words: str) -> None:
        """Show a message; where the system has no place for it, ask for attention to the window."""
        self.told = [*self.told, (title, words)][-10:]
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            tray = self._place()
            tray.show()
            tray.showMessage(title, words, icon("bell", 32, "accent.text"), _SHOWN_MS)
            self._rest.start()
        else:
            from PySide6.QtWidgets import QApplication

            QApplication.alert(self._window)

    def forget(self) -> None:
        """Take the place in the tray away again, if it was this one's own."""
        if self._tray is not None:
            self._tray.hide()

    def _place(self) -> QSystemTrayIcon:
        if self._tray is None:
            self._tray = QSystemTrayIcon(icon("bell", 32, "accent.text"), self)
            self._tray.messageClicked.connect(self._come)
            self._tray.activated.connect(lambda _reason: self._come())
        return self._tray

    def _come(self) -> None:
        come = getattr(self._window, "come_to_front", None)
        if come is not None:
            come()
