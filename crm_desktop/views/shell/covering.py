"""Covering the window: one page in front, everything else out of sight, and all of it back as it was afterwards.

Editors, dialogs and drafts below live on; they are hidden, not closed.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget


class Cover:
    """What lies over the stages of one window; `put`, `lift`."""

    def __init__(self, window: QWidget, stages: QStackedWidget) -> None:
        self._window, self._stages = window, stages
        self.page: QWidget | None = None
        self.beneath: QWidget | None = None
        """The stage to return to; who shows another one meanwhile changes it."""
        self._hidden: list[QWidget] = []
        self._focused: QWidget | None = None

    def put(self, page: QWidget) -> None:
        """Show the page alone; a page that lay there before is replaced."""
        before = self.page
        self.page = page
        if before is None:
            self.beneath = self._stages.currentWidget()
            self._focused = QApplication.focusWidget()
            self._hide_others()
        self._stages.addWidget(page)
        self._stages.setCurrentWidget(page)
        if before is not None:
            self._drop(before)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def lift(self) -> None:
        """Show again what lay beneath, with its dialogs, and give the focus back."""
        page, self.page = self.page, None
        if page is None:
            return
        if self.beneath is not None and shiboken6.isValid(self.beneath):
            self._stages.setCurrentWidget(self.beneath)
        self._drop(page)
        hidden, self._hidden = self._hidden, []
        for widget in hidden:
            if shiboken6.isValid(widget):  # it may have gone meanwhile
                widget.show()
        if self._focused is not None and shiboken6.isValid(self._focused) and self._focused.isVisible():
            self._focused.setFocus(Qt.FocusReason.OtherFocusReason)
        self._forget()

    def drop(self) -> None:
        """Take the cover away for good: what was hidden does not come back."""
        page, self.page = self.page, None
        self._hidden = []
        if page is not None:
            self._drop(page)
        self._forget()

    def _hide_others(self) -> None:
        floating = [child for child in self._window.children() if isinstance(child, QWidget) and not child.isWindow()]
        windows = [each for each in QApplication.topLevelWidgets() if each is not self._window]
        # Loaded when something is first covered: the first paint does not need it.
        from crm_desktop.views.widgets.undo_bar import UndoBar

        for widget in (*floating, *windows):
            if widget is self._stages or widget.isHidden():
                continue
            passing = isinstance(widget, UndoBar) or widget.windowType() is Qt.WindowType.Popup
            widget.hide()
            if not passing:
                self._hidden.append(widget)

    def _drop(self, page: QWidget) -> None:
        self._stages.removeWidget(page)
        page.deleteLater()

    def _forget(self) -> None:
        self.beneath = self._focused = None
