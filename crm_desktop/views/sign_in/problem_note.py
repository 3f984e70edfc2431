"""A problem inside a form that belongs to no single field: title, what is safe, what to do next."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.views.language.errors import Explained
from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import rounded_box
from crm_desktop.views.widgets.paragraph import Paragraph


class ProblemNote(Component, QFrame):
    """`note.explain(explained)`, `note.hide()`; a danger tint by default, a warning where nothing failed."""

    def __init__(self, tone: str = "danger", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self._details = ""
        self._icon = QLabel()
        self.title = Paragraph(role=f"{tone}.text")
        self.words = Paragraph(role="text.primary")
        self._copy = Button(text("sign_in", "Copy details"), self._copy_details, kind="link", icon="copy", small=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.words)
        words.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.hide()
        self.settle()

    def explain(self, explained: Explained) -> None:
        """Show an error in its own words."""
        self._details = explained.details
        self.title.set_wording(explained.title)
        self.words.set_wording(f"{explained.explanation} {explained.remedy}".strip())
        self.setAccessibleName(str(explained.title))
        self.setAccessibleDescription(f"{explained.explanation} {explained.remedy}")
        self.show()

    def restyle(self) -> None:
        """Take the icon in the theme's colour."""
        icon = "octagon-alert" if self._tone == "danger" else "triangle-alert"
        self._icon.setPixmap(pixmap(icon, current_theme().icon_size("md"), f"{self._tone}.text"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tint."""
        theme = current_theme()
        ground, line = theme.color(f"{self._tone}.tint"), theme.color(f"{self._tone}.line")
        rounded_box(QPainter(self), QRectF(self.rect()), theme.radius("md"), ground, line)

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
