"""A name that is read most of the time and typed now and then: a line edit that looks like a heading until touched."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import text_width


class NameEdit(Component, QLineEdit):
    """`NameEdit(rename, "bodyStrong")`; `show_name`, then `rename(text)` after Enter or leaving with another text."""

    def __init__(
        self,
        rename: Callable[[str], object],
        style: str = "bodyStrong",
        *,
        name: Wording = "",
        wide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rename, self._style, self._name = rename, style, name
        self._held = ""
        self.setFrame(False)
        self.setProperty("quiet", True)
        horizontal = QSizePolicy.Policy.Expanding if wide else QSizePolicy.Policy.Maximum
        self.setSizePolicy(horizontal, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(lambda _text: self.updateGeometry())
        self.returnPressed.connect(self._take)
        self.settle()

    def show_name(self, name: str) -> None:
        """Show a name, unless the person is typing one."""
        if not self.hasFocus() or self.text() == self._held:
            self._held = name
            self.setText(name)
            self.setCursorPosition(0)

    def sizeHint(self) -> QSize:
        """Fit the name."""
        return QSize(text_width(self.font(), self.text() or "      ") + 14, current_theme().line(self._style) + 2)

    def retranslate(self) -> None:
        """Read the field's name again."""
        self.setAccessibleName(str(self._name))

    def restyle(self) -> None:
        """Look like a heading."""
        self.setFont(current_theme().font(self._style))
        self.updateGeometry()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._take()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Bring back what stood there with Escape."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._held:
            self.setText(self._held)
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        typed = self.text().strip()
        if typed == self._held:
            return
        self._held = typed
        self._rename(typed)
