"""How far something is: a bar with its words and its number. Unknown length is words only, never an endless bar."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paint import rounded_box


class Bar(QWidget):
    """The bar alone: `Bar(tone="success")`, `bar.set_share(0.4)`; a number must stand beside it."""

    def __init__(self, height: int = 6, tone: str = "accent", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._tone = tone
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float, tone: str = "") -> None:
        """Fill this share, 0 to 1; in another tone (`accent`, `success`, `warning`, `danger`) where one is given."""
        self._share = min(1.0, max(0.0, share))
        self._tone = tone or self._tone
        self.update()

    def sizeHint(self) -> QSize:
        """Return a usual length."""
        return QSize(120, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint track and filled part."""
        theme, painter, box = current_theme(), QPainter(self), QRectF(self.rect())
        radius = box.height() / 2
        rounded_box(painter, box, radius, theme.color("border.subtle" if theme.dark else "bg.sunken"))
        if self._share > 0:
            filled = QRectF(box)
            filled.setWidth(max(box.height(), box.width() * self._share))
            rounded_box(painter, filled, radius, theme.color(f"{self._tone}.solid"))


class Progress(Component, QWidget):
    """`Progress(text("files", "Uploading {n} of {m} photos", …))`, then `set_progress(0.4, "40%")`."""

    def __init__(self, wording: Wording, *, height: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Label(wording, role="text.secondary", style="caption")
        self._number = Label("", role="text.primary", style="caption")
        self.bar = Bar(height)
        top = QHBoxLayout()
        top.addWidget(self._words, 1)
        top.addWidget(self._number)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.bar)
        self.settle()

    def set_progress(self, share: float | None, number: str = "", wording: Wording | None = None) -> None:
        """Show how far it is; None hides the bar because nobody knows."""
        self.bar.setVisible(share is not None)
        self.bar.set_share(share or 0.0)
        self._number.set_wording(number)
        if wording is not None:
            self._words.set_wording(wording)
        self.setAccessibleName(f"{self._words.text()} {number}".strip())
