"""Pages of a PDF under way: what goes down the page, when the next one begins, upright or on its side, its foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QIODevice, QLineF, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextLayout,
    QTextOption,
)

from crm_desktop.interchange.docx_report import MARGIN_CM, PAGE_CM
from crm_desktop.views.theme.theme import Theme

_POINTS = 72 / 2.54
MARGIN = MARGIN_CM * _POINTS
SHORT, LONG = PAGE_CM[0] * _POINTS, PAGE_CM[1] * _POINTS
_DPI = 72


class Pages:
    """`Pages(theme, title)`, then what is written goes down from `y`; `finish` gives the file. Lengths are points.

    How many pages there will be is known only in the end, so a report is laid out twice: `total` is 0 the first time.
    """

    def __init__(self, theme: Theme, title: str, footer: str, numbers: str, total: int = 0) -> None:
        self.theme, self._footer, self._numbers, self._total = theme, footer, numbers, total
        self.count, self.aside, self.y = 1, False, MARGIN
        self._buffer = QBuffer()
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        self._writer.setResolution(_DPI)
        self._writer.setTitle(title)
        self._writer.setCreator("Fieldline CRM")
        self._writer.setPageLayout(_layout(aside=False))
        self.painter = QPainter(self._writer)
        self._fonts: dict[tuple[float, int], QFont] = {}

    # Measures

    @property
    def width(self) -> float:
        """Room across the page."""
        return (LONG if self.aside else SHORT) - 2 * MARGIN

    @property
    def bottom(self) -> float:
        """Where the room for text ends."""
        return (SHORT if self.aside else LONG) - MARGIN

    @property
    def left(self) -> float:
        """Where it begins at the left."""
        return MARGIN

    def font(self, size: float, weight: int = 400) -> QFont:
        """Return the program's font in points of paper."""
        found = self._fonts.get((size, weight))
        if found is None:
            found = self.theme.font("body", weight=weight)
            found.setPointSizeF(size)
            self._fonts[size, weight] = found
        return found

    def line_height(self, font: QFont) -> float:
        """Return how far apart lines stand."""
        return QFontMetricsF(font, self._writer).height() * 1.18

    def lines(self, words: str, font: QFont, width: float) -> list[str]:
        """Return words in lines of a width."""
        found = []
        for paragraph in words.splitlines() or [""]:
            layout = QTextLayout(paragraph, font, self._writer)
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            layout.setTextOption(option)
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(max(width, 1))
                found.append(paragraph[line.textStart() : line.textStart() + line.textLength()].rstrip())
            layout.endLayout()
        return found or [""]

    # Going down the page

    def room(self, height: float) -> None:
        """Begin the next page where so much does not fit any more."""
        if self.y + height > self.bottom and self.y > MARGIN:
            self.turn(aside=self.aside)

    def turn(self, *, aside: bool) -> None:
        """Begin the next page, upright or on its side."""
        self._end_page()
        self.aside = aside
        self._writer.setPageLayout(_layout(aside=aside))
        self._writer.newPage()
        self.count += 1
        self.y = MARGIN

    def write(self, words: str, font: QFont, colour: QColor, *, after: float = 4, keep: float = 0) -> None:
        """Write a paragraph, over pages if need be; `keep`: at least so much must fit below its first lines."""
        height, found = self.line_height(font), self.lines(words, font, self.width)
        self.room(height * min(len(found), 2) + keep)
        for line in found:
            self.room(height)
            self.draw_line(line, font, colour, self.left, self.y, self.width)
            self.y += height
        self.y += after

    def draw_line(
        self, words: str, font: QFont, colour: QColor, left: float, top: float, width: float, *, right: bool = False
    ) -> None:
        """Draw one line of text."""
        self.painter.setFont(font)
        self.painter.setPen(colour)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        place = QRectF(left, top, width, self.line_height(font))
        self.painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)

    def rule(self, top: float, colour: QColor, weight: float = 0.5, width: float | None = None) -> None:
        """Draw a line across."""
        self.painter.setPen(QPen(colour, weight))
        self.painter.drawLine(QLineF(self.left, top, self.left + (self.width if width is None else width), top))

    def finish(self) -> bytes:
        """End the file."""
        self._end_page()
        self.painter.end()
        return bytes(self._buffer.data().data())

    def _end_page(self) -> None:
        """Write the foot of every page but the first."""
        if self.count == 1:
            return
        numbers = self._numbers.replace("{pages}", str(self._total)).replace("{page}", str(self.count))
        font, colour = self.font(8), self.theme.color("text.secondary")
        top = self.bottom + 14
        self.draw_line(self._footer, font, colour, self.left, top, self.width * 0.7)
        self.draw_line(numbers, font, colour, self.left + self.width * 0.6, top, self.width * 0.4, right=True)


def widths_of(parts: Sequence[int], width: float) -> list[float]:
    """Return a width in the proportions of its parts."""
    return [width * part / sum(parts) for part in parts]


def _layout(*, aside: bool) -> QPageLayout:
    orientation = QPageLayout.Orientation.Landscape if aside else QPageLayout.Orientation.Portrait
    layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), orientation, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout
