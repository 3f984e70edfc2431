"""The icon beside the clock, where the system has such a place: back to the window, sync, a new task, the end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from crm_desktop.composition.program import Program
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import Text, label, text
from crm_desktop.views.theme.icons import logo

_OFFERED = ("new_task", "new_visit", "sync_now", "quit")
"""Actions of the first window, in the order of the menu; those that are not offered now are left out."""


class Tray(QObject):
    """`Tray(program)`; shown only where the system has a tray."""

    def __init__(self, program: Program) -> None:
        super().__init__(program.window)
        self._program = program
        self.menu = QMenu(program.window)
        self.icon = QSystemTrayIcon(logo(64), self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._clicked)
        self.menu.aboutToShow.connect(self.fill)
        current_language().changed.connect(self._name)
        self._name()
        self.fill()
        self.icon.setVisible(QSystemTrayIcon.isSystemTrayAvailable())

    def fill(self) -> None:
        """Offer what can be done now; while the program is locked only the way to it, and the end."""
        board, locked = self._program.tools.actions, self._program.window.covered
        self.menu.clear()
        self._add(text("shell", "Open Fieldline CRM"), self._program.window.come_to_front)
        for key in _OFFERED:
            action = board.find(key)
            if action is not None and action.enabled() and (not locked or key == "quit"):
                words = action.text
                self._add(words if isinstance(words, Text) else label("acts", key), partial(self._run, key))

    def _add(self, words: Text, run: Callable[[], object]) -> None:
        self.menu.addAction(str(words)).triggered.connect(lambda _checked=False: run())

    def _run(self, key: str) -> None:
        if key not in ("sync_now", "quit"):
            self._program.window.come_to_front()
        self._program.tools.actions.run(key)

    def _clicked(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self._program.window.come_to_front()

    def _name(self) -> None:
        self.icon.setToolTip(str(text("widgets", "Fieldline CRM")))
