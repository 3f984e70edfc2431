"""Text of several lines with the line height of its style, which QLabel cannot do."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component


class Paragraph(Component, QLabel):
    """Plain text that wraps: `Paragraph(text("import", "Nothing is overwritten."), centred=True)`."""

    def __init__(
        self,
        wording: Wording = "",
        style: str = "body",
        role: str = "text.secondary",
        *,
        centred: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._wording = wording
        self._style = style
        self._role = role
        self._centred = centred
        self._heights: dict[int, int] = {}
        self._marks: list[tuple[int, int]] = []
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.settle()

    def set_wording(self, wording: Wording) -> None:
        """Show other words."""
        self._wording = wording
        self.retranslate()

    def set_role(self, role: str) -> None:
        """Take another colour."""
        self._role = role
        self.update()

    def set_style(self, style: str) -> None:
        """Take another type style."""
        if style != self._style:
            self._style = style
            self.restyle()

    def set_marks(self, marks: list[tuple[int, int]]) -> None:
        """Set these stretches off by a green ground: start and length as Qt counts characters."""
        self._marks = marks
        self.update()

    def retranslate(self) -> None:
        """Read the words again."""
        self._heights.clear()
        self.setText(str(self._wording))
        self.updateGeometry()

    def restyle(self) -> None:
        """Take the font from the theme."""
        self._heights.clear()
        self.setFont(current_theme().font(self._style))
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """A narrower paragraph is taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped text."""
        # A layout above asks dozens of times for a few widths.
        if width not in self._heights:
            self._heights[width] = max(1, self._layout(width).lineCount()) * current_theme().line(self._style)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """Prefer a comfortable reading width."""
        widest = max((self.fontMetrics().horizontalAdvance(part) for part in self.text().split("\n")), default=0)
        width = min(widest + 2, current_theme().scaled(480))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Stay readable when narrow."""
        return QSize(40, current_theme().line(self._style))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines at the theme's line height."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setPen(theme.color(self._role if self.isEnabled() else "text.disabled"))
        layout, height = self._layout(self.width()), theme.line(self._style)
        for number in range(layout.lineCount()):
            row = layout.lineAt(number)
            x = (self.width() - row.naturalTextWidth()) / 2 if self._centred else 0
            row.setPosition(QPointF(x, number * height + (height - row.height()) / 2))
        layout.draw(painter, QPointF(0, 0), self._marked())

    def _marked(self) -> list[QTextLayout.FormatRange]:
        ranges = []
        for start, length in self._marks:
            each = QTextLayout.FormatRange()
            each.start, each.length = start, length
            look = QTextCharFormat()
            look.setBackground(current_theme().color("success.tint"))
            look.setForeground(current_theme().color("success.text"))
            each.format = look
            ranges.append(each)
        return ranges

    def _layout(self, width: int) -> QTextLayout:
        # U+2028 is what the layout takes for a forced line break.
        layout = QTextLayout(self.text().replace("\n", "\u2028"), self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        while (row := layout.createLine()).isValid():
            row.setLineWidth(max(1, width))
        layout.endLayout()
        return layout
