"""Small painting steps that several components and delegates share. No widgets here."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen


def rounded_box(
    painter: QPainter, rect: QRectF, radius: float, fill: QColor | None, line: QColor | None = None, width: float = 1
) -> None:
    """Paint a rounded rectangle whose line lies inside `rect`, sharp on every screen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if line is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, radius, radius)
        return
    half = width / 2
    painter.setPen(QPen(line, width))
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius - half, radius - half)


def dashed_box(painter: QPainter, rect: QRectF, radius: float, line: QColor, fill: QColor | None = None) -> None:
    """Paint a rounded rectangle with a dashed line: where something can be added."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line, 1, Qt.PenStyle.DashLine))
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def text_width(font: QFont, text: str) -> int:
    """Return the width of one line of text, rounded up."""
    return int(QFontMetricsF(font).horizontalAdvance(text) + 0.999)


def draw_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Draw one line of plain text, vertically centred, cut with an ellipsis where it does not fit."""
    painter.setFont(font)
    painter.setPen(colour)
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width() + 0.5)
    x = rect.x()
    if align & Qt.AlignmentFlag.AlignRight:
        x = rect.right() - metrics.horizontalAdvance(shown)
    elif align & Qt.AlignmentFlag.AlignHCenter:
        x = rect.center().x() - metrics.horizontalAdvance(shown) / 2
    # Centred on the capitals and not on the box: fallback fonts for Chinese make the box taller, never the line.
    baseline = rect.center().y() + metrics.capHeight() / 2
    painter.drawText(QPointF(x, baseline), shown)
