"""Cards and section headings: white ground, one line, radius 8, never a shadow and never a card in a card."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.component import Component, line
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paint import rounded_box


class SectionHeader(Component, QWidget):
    """A heading with a quiet remark; put buttons into `end`: `SectionHeader(text("…", "Tickets"), "2")`."""

    def __init__(
        self,
        wording: Wording,
        remark: Wording = "",
        *,
        icon: str = "",
        style: str = "heading",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._icon = QLabel(self)
        self._icon.setVisible(bool(icon))
        self.remark = Label(remark, "caption", "text.secondary", elide=True)
        self.title = Label(wording, style, weight=600, elide=True)
        for words in (self.title, self.remark):
            # As wide as the words, and narrower where large text leaves no room.
            words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        if icon:
            row.addWidget(self._icon)
        row.addWidget(self.title)
        row.addWidget(self.remark)
        row.addStretch()
        self.end = QHBoxLayout()
        self.end.setSpacing(4)
        row.addLayout(self.end)
        self.settle()

    def restyle(self) -> None:
        """Take the icon in the theme's colour."""
        if self._icon_name:
            self._icon.setPixmap(pixmap(self._icon_name, current_theme().icon_size("lg")))


_CORNER = 5
"""How far something square must stay above the foot of a card not to cut its round corners, radius 8."""


class Card(Component, QFrame):
    """`card = Card(text("…", "Opportunities"), "2")`; add content to `card.body`, buttons to `card.header.end`."""

    def __init__(
        self,
        wording: Wording = "",
        remark: Wording = "",
        *,
        icon: str = "",
        padding: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.header = SectionHeader(wording, remark, icon=icon, parent=self)
        self.header.setContentsMargins(16, 0, 12, 0)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(8)
        column = QVBoxLayout(self)
        # What fills the card to its edge must not lie over the round corners at its foot.
        column.setContentsMargins(1, 1, 1, 1 if padding else _CORNER)
        column.setSpacing(0)
        if str(wording):
            column.addWidget(self.header)
            column.addWidget(line())
        else:
            self.header.hide()
        column.addLayout(self.body, 1)
        self.settle()

    def restyle(self) -> None:
        """Take the height of the head from the theme."""
        self.header.setFixedHeight(current_theme().metric("toolbar"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and line."""
        theme = current_theme()
        ground, edge = theme.color("bg.surface"), theme.color("border.default")
        rounded_box(QPainter(self), QRectF(self.rect()), theme.radius("lg"), ground, edge)
