"""What is known about the server that was typed: asked, reachable, or not; shown at the end of its field."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent

from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.paint import draw_text, text_width
from crm_desktop.views.widgets.text_input import TextInput

_INSET, _GAP = 11, 5


class ServerInput(TextInput):
    """The field for the server's address, which can say "Reachable" at its end."""

    def __init__(self) -> None:
        super().__init__(icon="server", placeholder=text("sign_in", "crm.example.com"))
        self._reachable = False
        self.textEdited.connect(lambda _text: self.set_reachable(False))

    def set_reachable(self, reachable: bool) -> None:
        """Say that the server answered, or say nothing."""
        self._reachable = reachable
        self._make_room()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words at the end."""
        super().resizeEvent(event)
        self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field, then the words."""
        super().paintEvent(event)
        if not self._reachable:
            return
        theme, painter = current_theme(), QPainter(self)
        font, ink, side = theme.font("caption"), theme.color("success.text"), theme.icon_size("sm")
        words = str(self._words)
        width = text_width(font, words)
        x = self.width() - _INSET - width
        draw_text(painter, QRectF(x, 0, width + 2, self.height()), words, font, ink)
        paint_icon(painter, "circle-check", QRectF(x - _GAP - side, (self.height() - side) / 2, side, side), ink)

    @property
    def _words(self) -> Wording:
        return text("sign_in", "Reachable")

    def _make_room(self) -> None:
        margins = self.textMargins()
        wanted = text_width(current_theme().font("caption"), str(self._words)) + 30 if self._reachable else 0
        margins.setRight(wanted)
        self.setTextMargins(margins)
