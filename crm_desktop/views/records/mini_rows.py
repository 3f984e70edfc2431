"""Short rows that stand for other records in panels and cards: a person, something that happened, an opportunity.

Painted, made once and filled again: showing another record makes no widgets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.avatar import paint_avatar
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width

_GAP = 10
DOT = "dot"
"""A mark that is a plain dot, as of something unread, and no icon."""


@dataclass(frozen=True, slots=True)
class RowLook:
    """What a row says: title, a quiet line below, a figure at the right with a remark below, a tail in its own tone."""

    title: str = ""
    below: str = ""
    figure: str = ""
    remark: str = ""
    face: tuple[str, str] | None = None
    icon: str = ""
    tail: tuple[str, str, str] = ("", "", "")
    """Icon, tone (`info`, `danger`) and words behind the quiet line."""
    steps: tuple[int, int] | None = None
    """How many of how many steps are done: bars at the foot."""
    mark: tuple[str, str] = ("", "")
    """Icon, or `DOT`, and colour role at the right edge."""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ", ".join(filter(None, (self.title, self.below, self.figure, self.remark, self.tail[2])))


class MiniRow(Component, QAbstractButton):
    """`row.show_look(look, run)`; click or Enter runs, a row without anything to run is not a button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = RowLook()
        self._run: Callable[[], object] | None = None
        self._tick: Callable[[], object] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: self._do())
        self.settle()

    @property
    def look(self) -> RowLook:
        """What is shown."""
        return self._look

    def show_look(self, look: RowLook, run: Callable[[], object] | None = None) -> None:
        """Say something else."""
        self._look, self._run = look, run
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if run is not None else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(look.spoken)
        self.setToolTip(look.title if len(look.title) > 30 else "")
        self.restyle()
        self.update()

    def set_tick(self, tick: Callable[[], object] | None) -> None:
        """Let the icon in front be a circle to tick, with Ctrl+Enter as its key."""
        self._tick = tick
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(round(self._block) + 12 + (10 if self._look.steps is not None else 0))

    @property
    def _lines(self) -> float:
        """How tall the words are, in one line or in two."""
        theme, look = current_theme(), self._look
        two = look.below or look.remark or look.tail[2]
        return theme.line("body") + (theme.line("caption") if two else 0)

    @property
    def _block(self) -> float:
        """How tall words and face are together: a row of one line has room for its face too."""
        return max(self._lines, self._side) if self._look.face is not None or self._look.icon else self._lines

    @property
    def _side(self) -> int:
        return current_theme().scaled(28 if self._look.face is not None else 26)

    def sizeHint(self) -> QSize:
        """Take whatever width there is."""
        return QSize(200, self.height())

    def _do(self) -> None:
        if self._run is not None:
            self._run()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Run with Enter as with Space; tick with Ctrl+Enter."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control and self._tick is not None:
            self._tick()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick at the circle, else run."""
        # The circle is small; the whole end of the row counts as it.
        if self._tick is not None and event.position().x() <= self._front_rect().right() + _GAP:
            self.setDown(False)
            self._tick()
            return
        super().mouseReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        """Repaint when the pointer comes and goes."""
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the row."""
        theme, painter, look = current_theme(), QPainter(self), self._look
        if self._run is not None and self.underMouse():
            rounded_box(painter, QRectF(self.rect()), theme.radius("md"), theme.color("bg.hover"))
        x, top = self._paint_front(painter), 6.0 + (self._block - self._lines) / 2
        right = self._paint_right(painter, top)
        first, second = float(theme.line("body")), float(theme.line("caption"))
        ink = theme.color("text.primary")
        weight = 500 if look.below or look.face else 400
        draw_text(painter, QRectF(x, top, right - x, first), look.title, theme.font("body", weight=weight), ink)
        if look.below or look.tail[2]:
            self._paint_below(painter, QRectF(x, top + first, right - x, second))
        if look.steps is not None:
            self._paint_steps(painter, x, top + first + second + 4)

    def _front_rect(self) -> QRectF:
        return QRectF(2, 6 + (self._block - self._side) / 2, self._side, self._side)

    def _paint_front(self, painter: QPainter) -> float:
        theme, look, spot = current_theme(), self._look, self._front_rect()
        if look.face is not None:
            paint_avatar(painter, spot, *look.face)
        elif self._tick is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("border.control"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(spot.adjusted(4, 4, -4, -4))
            if self.underMouse():
                paint_icon(painter, "check", spot.adjusted(7, 7, -7, -7), theme.color("accent.text"))
        elif look.icon:
            rounded_box(painter, spot, spot.width() / 2, theme.color("bg.pressed"))
            paint_icon(painter, look.icon, spot.adjusted(6, 6, -6, -6), theme.color("text.secondary"))
        else:
            return 0.0
        return spot.right() + _GAP

    def _paint_right(self, painter: QPainter, top: float) -> float:
        theme, look = current_theme(), self._look
        font, small = theme.font("body", weight=500), theme.font("caption")
        right, edge = Qt.AlignmentFlag.AlignRight, float(self.width() - 2)
        if look.mark[0]:
            side = theme.icon_size()
            spot = QRectF(edge - side, (self.height() - side) / 2, side, side)
            if look.mark[0] == DOT:
                rounded_box(painter, spot.adjusted(4, 4, -4, -4), side / 2 - 4, theme.color(look.mark[1]))
            else:
                paint_icon(painter, look.mark[0], spot, theme.color(look.mark[1]))
            edge -= side + 8
        width = max(text_width(font, look.figure), text_width(small, look.remark))
        if not width:
            return edge
        figure = QRectF(edge - width, top, width, theme.line("body"))
        draw_text(painter, figure, look.figure, font, theme.color("text.primary"), right)
        below = QRectF(edge - width, top + theme.line("body"), width, theme.line("caption"))
        draw_text(painter, below, look.remark, small, theme.color("text.secondary"), right)
        return edge - width - _GAP

    def _paint_below(self, painter: QPainter, box: QRectF) -> None:
        theme, look, font = current_theme(), self._look, current_theme().font("caption")
        icon, tone, words = look.tail
        tail = text_width(font, words) + theme.icon_size("sm") + 4 if words else 0
        width = min(text_width(font, look.below), box.width() - tail - (8 if tail else 0))
        place = QRectF(box.x(), box.y(), max(0.0, width), box.height())
        draw_text(painter, place, look.below, font, theme.color("text.secondary"))
        if words:
            ink, side = theme.color(f"{tone}.text"), theme.icon_size("sm")
            x = place.right() + (8 if look.below else 0)
            paint_icon(painter, theme.tokens.icon_for("sync", icon), QRectF(x, box.y(), side, box.height()), ink)
            draw_text(painter, QRectF(x + side + 4, box.y(), box.right() - x, box.height()), words, font, ink)

    def _paint_steps(self, painter: QPainter, x: float, y: float) -> None:
        theme = current_theme()
        done, every = self._look.steps or (0, 0)
        length = min(26.0, (self.width() - x) / max(1, every) - 2)
        for number in range(every):
            role = "accent.solid" if number < done else "border.default"
            rounded_box(painter, QRectF(x + number * (length + 2), y, length, 3), 1.5, theme.color(role))
