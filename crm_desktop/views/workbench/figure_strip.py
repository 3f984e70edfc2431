"""The key figures at the top: four cells, painted; each opens the rows that it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.badge import badge_size, paint_badge
from crm_desktop.views.widgets.component import Component, PressedByEnter
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width

_PAD = 20
_BAR = 6


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell says. `parts` are shares of the bar with their colour roles; `squares` are done of all."""

    key: str
    name: str
    figure: str
    unit: str = ""
    remark: str = ""
    badge: tuple[str, str, str] = ("", "", "")
    """Words, tone and icon at the right of the name."""
    parts: tuple[tuple[int, str], ...] = ()
    squares: tuple[int, int] | None = None
    marks: tuple[tuple[str, str, str], ...] = ()
    """Icon, colour role and number of each, painted in place of the remark, which says the same in words."""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        said = f"{self.name}: {self.figure} {self.unit}".strip()
        return ", ".join(filter(None, (said, self.badge[0], self.remark)))


class FigureButton(PressedByEnter, Component, QAbstractButton):
    """One figure; a click opens its rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = Look("", "", "")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("focusRing", True)
        self.setAccessibleName(str(text("workbench", "Key figure")))
        self.settle()

    def show_look(self, look: Look) -> None:
        """Say something else."""
        self.look = look
        self.setAccessibleName(look.spoken)
        self.setToolTip(", ".join(filter(None, (look.badge[0], look.remark))))
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        theme = current_theme()
        self.setFixedHeight(theme.line("body") + theme.line("figure") + _BAR + 36)

    def sizeHint(self) -> QSize:
        """Have a usual width."""
        return QSize(240, self.height())

    def event(self, event: QEvent) -> bool:
        """Repaint when the pointer comes and goes."""
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint name, remark, figure and bar."""
        theme, painter, look = current_theme(), QPainter(self), self.look
        if self.underMouse():
            painter.fillRect(self.rect().adjusted(1, 1, -1, -1), theme.color("bg.hover"))
        width, small = self.width() - 2.0 * _PAD, theme.font("caption")
        first = QRectF(_PAD, 12, width, theme.line("body"))
        # The name goes first: what stands beside it is told in the tooltip where there is no room.
        right, room = first.right(), width - text_width(small, look.name) - 10
        if look.badge[0] and badge_size(look.badge[0], look.badge[2]).width() <= room:
            size = badge_size(look.badge[0], look.badge[2])
            spot = QRectF(right - size.width(), first.center().y() - size.height() / 2, size.width(), size.height())
            paint_badge(painter, spot, *look.badge)
            right = spot.x() - 8
        elif look.marks and self._marks_width() <= room:
            right = self._paint_marks(painter, first) - 8
        elif look.remark and not look.marks and text_width(small, look.remark) <= room:
            draw_text(painter, first, look.remark, small, theme.color("text.secondary"), Qt.AlignmentFlag.AlignRight)
        named = QRectF(first.x(), first.y(), max(0.0, right - first.x()), first.height())
        draw_text(painter, named, look.name, theme.font("caption"), theme.color("text.secondary"))
        middle = QRectF(_PAD, first.bottom() + 2, width, theme.line("figure"))
        font = theme.font("figure", weight=600)
        draw_text(painter, middle, look.figure, font, theme.color("text.primary"))
        taken = text_width(font, look.figure) + 8
        unit = QRectF(middle.x() + taken, middle.y() + 3, max(0.0, width - taken), middle.height())
        draw_text(painter, unit, look.unit, small, theme.color("text.secondary"))
        self._paint_bar(painter, QRectF(_PAD, middle.bottom() + 8, width, _BAR))

    def _marks_width(self) -> int:
        font, side = current_theme().font("caption"), current_theme().icon_size("sm")
        return sum(text_width(font, number) + side + 14 for _icon, _role, number in self.look.marks)

    def _paint_marks(self, painter: QPainter, line: QRectF) -> float:
        """Paint the marks at the right; return where they begin."""
        theme, x = current_theme(), line.right()
        font, side = theme.font("caption"), theme.icon_size("sm")
        for icon, role, number in reversed(self.look.marks):
            x -= text_width(font, number)
            draw_text(painter, QRectF(x, line.y(), line.right() - x, line.height()), number, font, theme.color(role))
            x -= side + 4
            paint_icon(painter, icon, QRectF(x, line.center().y() - side / 2, side, side), theme.color(role))
            x -= 10
        return x + 10

    def _paint_bar(self, painter: QPainter, box: QRectF) -> None:
        theme, look = current_theme(), self.look
        if look.squares is not None:
            done, every = look.squares
            side = box.height() + 4
            for number in range(min(every, int(box.width() // (side + 4)))):
                role = "accent.solid" if number < done else "border.default"
                rounded_box(
                    painter, QRectF(box.x() + number * (side + 4), box.y() - 2, side, side), 3, theme.color(role)
                )
            return
        whole = sum(share for share, _ in look.parts)
        x = box.x()
        for share, role in look.parts:
            width = (box.width() - 2 * (len(look.parts) - 1)) * share / whole if whole else 0
            rounded_box(
                painter, QRectF(x, box.y(), max(width, 2.0 if share else 0.0), box.height()), 3, theme.color(role)
            )
            x += width + 2 if share else 0


class FigureStrip(Component, QFrame):
    """`strip.show_looks([Look(…), …])`."""

    wanted = Signal(str, object)
    """The rows of a figure are wanted: its key, and the button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = [FigureButton() for _ in range(4)]
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for cell in self.cells:
            row.addWidget(cell, 1)
            cell.clicked.connect(lambda _checked=False, it=cell: self.wanted.emit(it.look.key, it))
        self.settle()

    def show_looks(self, looks: Sequence[Look]) -> None:
        """Show these figures."""
        for cell, look in zip(self.cells, looks, strict=True):
            cell.show_look(look)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, line, and the lines between the cells."""
        theme, painter = current_theme(), QPainter(self)
        edge = theme.color("border.default")
        rounded_box(painter, QRectF(self.rect()), theme.radius("lg"), theme.color("bg.surface"), edge)
        for cell in self.cells[1:]:
            painter.fillRect(QRectF(cell.x(), 1, 1, self.height() - 2), theme.color("border.subtle"))
