"""An icon, a word and perhaps a number in a row: for legends and lines of facts. Not a badge, never clickable."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.avatar import paint_avatar
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text, text_width

_GAP = 5


class IconWord(Component, QWidget):
    """`IconWord("thumbs-up", "success.text").show_words(label(…), 2)`; `show_face` puts a person's disc in front."""

    def __init__(
        self,
        icon: str = "",
        tone: str = "text.secondary",
        words: Wording = "",
        *,
        ink: str = "text.secondary",
        style: str = "caption",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._tone, self._words, self._ink, self._style = icon, tone, words, ink, style
        self._number: int | None = None
        self._face = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.settle()

    def show_words(self, words: Wording, number: int | None = None) -> None:
        """Say something else."""
        self._words, self._number = words, number
        self.retranslate()

    def show_icon(self, icon: str, words: Wording) -> None:
        """Say something else behind another icon."""
        self._icon, self._face = icon, ("", "")
        self.show_words(words)

    def show_tone(self, icon: str, tone: str) -> None:
        """Take another icon, and its colour for icon and words."""
        self._icon, self._tone, self._ink = icon, tone, tone
        self.retranslate()

    def show_face(self, name: str, record_id: str) -> None:
        """Stand for a person."""
        self._face = (name, record_id)
        self.show_words(name)

    def retranslate(self) -> None:
        """Read the word again."""
        self.setAccessibleName(self._said())
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().scaled(20))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Fit icon and words."""
        return QSize(self._front() + text_width(current_theme().font(self._style), self._said()) + 1, self.height())

    def minimumSizeHint(self) -> QSize:
        """Shrink to the icon and a few letters."""
        return QSize(min(self.sizeHint().width(), self._front() + 24), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint face or icon, and the words."""
        theme, painter, x = current_theme(), QPainter(self), float(self._front())
        if self._face[1]:
            side = theme.scaled(18)
            paint_avatar(painter, QRectF(0, (self.height() - side) / 2, side, side), *self._face)
        elif self._icon:
            side = theme.icon_size("sm")
            spot = QRectF(0, (self.height() - side) / 2, side, side)
            paint_icon(painter, self._icon, spot, theme.color(self._tone))
        rest = QRectF(x, 0, self.width() - x, self.height())
        draw_text(painter, rest, self._said(), theme.font(self._style), theme.color(self._ink))

    def _front(self) -> int:
        theme = current_theme()
        if self._face[1]:
            return theme.scaled(18) + _GAP
        return theme.icon_size("sm") + _GAP if self._icon else 0

    def _said(self) -> str:
        return f"{self._words} {self._number}" if self._number is not None else str(self._words)
