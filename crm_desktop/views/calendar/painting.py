"""How hours, blocks, ways and the line of now are painted; where they stand say the canvases."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from crm_desktop.views.calendar.blocks import Block, Gap, clock
from crm_desktop.views.tables.painting import draw_words, word_width
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.paint import rounded_box

RIGHT = 12
"""Room beside the blocks."""
_LEFT = 58


def left() -> int:
    """Return the room for the hours, which grows with the text."""
    return current_theme().scaled(_LEFT)


@dataclass(frozen=True, slots=True)
class Look:
    """How a block is shown now."""

    current: bool = False
    focused: bool = False
    faint: bool = False
    """It is being dragged away from here."""
    foot: int = 0
    """So much of its lower end belongs to something else."""


def paint_hours(painter: QPainter, heights: list[int], width: int, now_y: int | None) -> None:
    """Paint the lines of the hours from midnight on; the time of now takes a near hour's place."""
    theme = current_theme()
    for hour, y in enumerate(heights):
        painter.fillRect(QRectF(left(), y, width - left() - RIGHT, 1), theme.color("border.subtle"))
        if now_y is None or abs(y - now_y) > 12:
            spot = QRectF(0, y - 9, left() - 10, 18)
            draw_words(painter, spot, f"{hour:02}:00", theme.color("text.secondary"), ("caption", None), right=True)


def paint_time(painter: QPainter, y: float, minute: int, role: str) -> None:
    """Paint a time beside the hours, in their place."""
    spot = QRectF(0, y - 9, left() - 10, 18)
    painter.fillRect(spot, current_theme().color("bg.surface"))
    ink = current_theme().color(role)
    draw_words(painter, spot.adjusted(0, 0, -2, 0), clock(minute), ink, ("caption", 600), right=True)


def paint_now(painter: QPainter, y: int, span: tuple[float, float], minute: int) -> None:
    """Paint the line of now with its time, from one x to another."""
    ink = current_theme().color("danger.text")
    paint_time(painter, y, minute, "danger.text")
    painter.fillRect(QRectF(span[0] - 6, y, span[1] - span[0] + 6, 1), ink)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    x = span[0] - 8
    painter.drawPolygon(QPolygonF([QPointF(x, y - 3.5), QPointF(x + 5, y + 0.5), QPointF(x, y + 4.5)]))
    painter.restore()


def paint_gap(painter: QPainter, box: QRectF, gap: Gap) -> None:
    """Paint the way to a visit: dashed, since nobody has to be anywhere."""
    theme = current_theme()
    ink = theme.color("danger.text" if gap.late else "text.secondary")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("danger.line" if gap.late else "border.strong"), 1, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -1.5), theme.radius("sm"), theme.radius("sm"))
    painter.restore()
    if box.height() >= theme.scaled(14):
        side = theme.icon_size("xs")
        name = "triangle-alert" if gap.late else "car"
        paint_icon(painter, name, QRectF(box.x() + 8, box.center().y() - side / 2, side, side), ink)
        draw_words(painter, box.adjusted(14 + side, 0, -6, 0), gap.words, ink, ("caption", None))


def paint_block(painter: QPainter, box: QRectF, block: Block, look: Look) -> None:
    """Paint an entry."""
    theme = current_theme()
    hue = theme.hue(block.hue)
    painter.save()
    painter.setOpacity(0.4 if look.faint else 1.0)
    rounded_box(painter, box, theme.radius("sm"), hue.tint)
    painter.fillRect(QRectF(box.x(), box.y() + 1, 3, box.height() - 2), hue.solid)
    if look.current:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent.focus" if look.focused else "accent.line"), 2))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
    narrow = box.width() < 110
    _paint_words(painter, box.adjusted(8 if narrow else 12, 0, -4 if narrow else -10, -look.foot), block)
    painter.restore()


def paint_line(painter: QPainter, box: QRectF, look: Look, words: str, hue_name: str, *, lead: str = "") -> None:
    """Paint an entry as one line: of the whole day, or in a month. `lead` is its time."""
    theme = current_theme()
    hue = theme.hue(hue_name)
    painter.save()
    painter.setOpacity(0.4 if look.faint else 1.0)
    rounded_box(painter, box, theme.radius("sm"), hue.tint)
    painter.fillRect(QRectF(box.x(), box.y() + 1, 3, box.height() - 2), hue.solid)
    x = box.x() + 7
    if lead:
        x += draw_words(painter, QRectF(x, box.y(), box.right() - x, box.height()), lead, hue.ink, ("caption", 600)) + 5
    draw_words(painter, QRectF(x, box.y(), box.right() - x - 3, box.height()), words, hue.ink, ("caption", None))
    if look.current:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent.focus" if look.focused else "accent.line"), 2))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 3, 3)
    painter.restore()


def paint_new(painter: QPainter, box: QRectF, words: str) -> None:
    """Paint what is being made by dragging."""
    theme = current_theme()
    rounded_box(painter, box, theme.radius("sm"), theme.color("accent.tint"), theme.color("accent.line"))
    spot = QRectF(box.x() + 8, box.y(), box.width() - 12, min(box.height(), theme.scaled(22)))
    draw_words(painter, spot, words, theme.color("accent.text"), ("caption", 600))


def _paint_words(painter: QPainter, inside: QRectF, block: Block) -> None:
    theme = current_theme()
    hue = theme.hue(block.hue)
    line, first = theme.scaled(18), theme.scaled(20)
    short = inside.height() < first + 8
    top = QRectF(
        inside.x(), inside.y() if short else inside.y() + 5, inside.width(), inside.height() if short else first
    )
    side = theme.icon_size("sm")
    x = top.x()
    if block.icon and inside.width() > 60:
        paint_icon(painter, block.icon, QRectF(x, top.center().y() - side / 2, side, side), hue.ink)
        x += side + 5
    times = word_width(block.times, "caption")
    wide = inside.width() > times + 90
    room = QRectF(x, top.y(), inside.right() - x - (times + 10 if wide else 0), top.height())
    draw_words(painter, room, block.title, hue.ink, ("bodyStrong", None))
    if wide:
        draw_words(painter, top, block.times, theme.color("text.secondary"), ("caption", None), right=True)
    y = top.bottom() + 1
    lines = block.lines if wide else (("clock", block.times), *block.lines)
    for name, words in lines:
        if y + line > inside.bottom() - 2:
            return
        paint_icon(painter, name, QRectF(inside.x(), y + (line - 12) / 2, 12, 12), hue.ink)
        rest = QRectF(inside.x() + 18, y, inside.width() - 18, line)
        draw_words(painter, rest, words, theme.color("text.secondary"), ("caption", None))
        y += line
