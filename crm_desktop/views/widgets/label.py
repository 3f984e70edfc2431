"""One line of text in a type style and a colour role. Several lines: `paragraph.py`."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component


def giving_way(label: "Label") -> "Label":
    """Return the label, as wide as its words, and narrower where large text leaves no room."""
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return label


class Label(Component, QLabel):
    """Plain text: `Label(text("accounts", "Next step"), "caption", "text.secondary")`."""

    def __init__(
        self,
        wording: Wording = "",
        style: str = "body",
        role: str = "text.primary",
        *,
        weight: int | None = None,
        elide: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._wording = wording
        self._style = style
        self._role = role
        self._weight = weight
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.settle()

    @property
    def elides(self) -> bool:
        """Whether the text may be cut, and is told whole in the tooltip."""
        return self._elide

    def set_wording(self, wording: Wording) -> None:
        """Show other words."""
        self._wording = wording
        self.retranslate()

    def set_role(self, role: str) -> None:
        """Take another colour."""
        self._role = role
        self.restyle()

    def retranslate(self) -> None:
        """Read the words again."""
        self.setText(str(self._wording))
        self.updateGeometry()

    def restyle(self) -> None:
        """Take font, colour and line height from the theme."""
        theme = current_theme()
        self.setFont(theme.font(self._style, weight=self._weight))
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, theme.color(self._role))
        self.setPalette(palette)
        self.setMinimumHeight(theme.line(self._style))

    def minimumSizeHint(self) -> QSize:
        """Shrink to a few letters where the text may be cut."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), 40), hint.height()) if self._elide else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cut what does not fit, and tell the whole in the tooltip."""
        if not self._elide:
            super().paintEvent(event)
            return
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.contentsRect(), int(self.alignment()), shown)
