"""What a place shows while it is empty, and why: nothing yet, filtered away, or not on this device."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph

Act = tuple[Wording, str, Callable[[], object]]
"""Verb, icon, what it runs."""


class EmptyState(Component, QWidget):
    """`EmptyState("calendar-off", heading, sentence, act=(verb, "calendar-plus", run))`; the heading says why."""

    def __init__(
        self,
        icon: str,
        heading: Wording,
        sentence: Wording = "",
        *,
        act: Act | None = None,
        primary: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        middle = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(4)
        column.addStretch()
        column.addWidget(self._icon, 0, middle)
        column.addSpacing(8)
        self._heading = Label(heading, "heading")
        self._heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._heading, 0, middle)
        self._sentence = Paragraph(sentence, centred=True)
        column.addWidget(self._sentence)
        if act is not None:
            column.addSpacing(8)
            kind = "primary" if primary else "default"
            column.addWidget(Button(act[0], act[2], kind=kind, icon=act[1]), 0, middle)
        column.addStretch()
        self.settle()

    def set_words(self, heading: Wording, sentence: Wording = "") -> None:
        """Give another reason."""
        self._heading.set_wording(heading)
        self._sentence.set_wording(sentence)

    def restyle(self) -> None:
        """Take the icon in the theme's colour."""
        self._icon.setPixmap(pixmap(self._icon_name, current_theme().scaled(36), "text.tertiary"))
