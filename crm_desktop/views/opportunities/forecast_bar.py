"""The forecast above the board: won, commit, best case and open as one bar with the target, and its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.models.fields import Values
from crm_desktop.models.rules.forecast import Total, by_category
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import Text, text, tr
from crm_desktop.views.opportunities.board_words import main_currency, money_words
from crm_desktop.views.opportunities.forecast_figures import Figure, Target, figures_of
from crm_desktop.views.tables.painting import draw_words, word_width
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.component import Component, set_surface
from crm_desktop.views.widgets.paint import rounded_box

_PARTS: tuple[tuple[str, Text], ...] = (
    ("won", text("opportunities", "Won")),
    ("commit", text("opportunities", "Commit")),
    ("best", text("opportunities", "Best case")),
    ("open", text("opportunities", "Open")),
)
_HEIGHT, _BAR, _FIGURE = 96, 14, 180
NO_TARGET = Target()


@dataclass(frozen=True, slots=True)
class _Part:
    key: str
    name: str
    value: str
    share: float


class ForecastBar(Component, QWidget):
    """`bar.show_totals(totals, stages, formats, target)`, with totals and values of the stages by stage id."""

    target_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[_Part] = []
        self._figures: list[Figure] = []
        self._target: tuple[str, str] | None = None
        """What the target is called in the legend, and how much it is."""
        self._mark: float | None = None
        """Where on the bar the target lies."""
        self.setMouseTracking(True)
        set_surface(self, "surface")
        self.setProperty("edge", "bottom")
        self.settle()

    def show_totals(
        self,
        totals: Mapping[str, Total],
        stages: Mapping[str, Values],
        formats: Formats,
        target: Target = NO_TARGET,
        before: Mapping[str, Total] | None = None,
    ) -> None:
        """Show the forecast of these totals, beside the target of the view and beside those of a week ago."""
        found = by_category(totals, stages)
        whole = Total()
        for key, _ in _PARTS:
            whole.include(found.get(key, Total()))
        currency = target.currency if target.units else main_currency(whole.units)
        everything = max(whole.units.get(currency, 0), target.units)
        self._mark = target.units / everything if target.units else None
        self._parts = [
            _Part(
                key, str(name), money_words(found.get(key, Total()).units, formats, figure=True),
                max(0, found.get(key, Total()).units.get(currency, 0)) / everything if everything > 0 else 0.0,
            )
            for key, name in _PARTS
        ]  # fmt: skip
        whole_target = formats.money_figure(target.units, target.currency)
        self._target = (tr("opportunities", "Target"), whole_target) if target.units else None
        self._figures = figures_of(totals, stages, formats, target, before)
        said = [f"{part.name} {part.value}" for part in self._parts]
        said += [" ".join(self._target)] if self._target is not None else []
        said += [f"{figure.name} {figure.value}, {figure.remark}" for figure in self._figures]
        self.setAccessibleName(formats.listed(said))
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().scaled(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bar, legend and figures."""
        super().paintEvent(event)
        theme, painter = current_theme(), QPainter(self)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("border.default"))
        width, left = self._step, self._left
        self._paint_bar(painter, QRectF(24, theme.scaled(27), left - 48, _BAR))
        self._paint_legend(painter, QRectF(24, theme.scaled(48), left - 48, theme.scaled(24)))
        for number, figure in enumerate(self._figures):
            self._paint_figure(painter, QRectF(left + number * width, 0, width, self.height()), figure)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the target where it is shown; keys have the act."""
        if self._is_target(event.position().x()):
            self.target_wanted.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over the target."""
        over = self._is_target(event.position().x())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    @property
    def _left(self) -> int:
        """Where the figures begin."""
        return self.width() - self._step * len(self._figures) - 8

    @property
    def _step(self) -> int:
        """How wide a figure is: as wide as its words need, less where large text leaves no room."""
        room = (self.width() - 8) // max(1, len(self._figures))
        return min(current_theme().scaled(_FIGURE), room)

    def _is_target(self, x: float) -> bool:
        return len(self._figures) > 1 and int((x - self._left) // self._step) == 1

    def _paint_bar(self, painter: QPainter, box: QRectF) -> None:
        if box.width() < 40:
            return
        theme = current_theme()
        rounded_box(painter, box, box.height() / 2, theme.color("bg.sunken"))
        shape = QPainterPath()
        shape.addRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.save()
        painter.setClipPath(shape)
        x = box.x()
        for part in self._parts:
            width = box.width() * part.share
            painter.fillRect(QRectF(x, box.y(), max(0.0, width - 2), box.height()), _colour(part.key))
            x += width
        painter.restore()
        if self._mark is not None:
            at = box.x() + box.width() * self._mark
            painter.fillRect(
                QRectF(min(at, box.right() - 2), box.y() - 5, 2, box.height() + 10), theme.color("text.primary")
            )

    def _paint_legend(self, painter: QPainter, line: QRectF) -> None:
        theme, x = current_theme(), line.x()
        for part in self._parts:
            width = 16 + word_width(part.name, "caption") + 8 + word_width(part.value, "caption", 600)
            if x + width > line.right():
                return
            rounded_box(painter, QRectF(x, line.center().y() - 5, 10, 10), 3, _colour(part.key))
            _paint_named(painter, QRectF(x + 16, line.y(), width, line.height()), part.name, part.value)
            x += width + 20
        if self._target is not None:
            name, value = self._target
            width = 10 + word_width(name, "caption") + 8 + word_width(value, "caption", 600)
            if x + width <= line.right():
                painter.fillRect(QRectF(x, line.center().y() - 6, 2, 12), theme.color("text.primary"))
                _paint_named(painter, QRectF(x + 10, line.y(), width, line.height()), name, value)

    def _paint_figure(self, painter: QPainter, box: QRectF, figure: Figure) -> None:
        theme, scaled = current_theme(), current_theme().scaled
        painter.fillRect(QRectF(box.x(), scaled(14), 1, box.height() - 2 * scaled(14)), theme.color("border.default"))
        inside = QRectF(box.x() + 16, scaled(13), box.width() - 24, scaled(18))
        quiet = theme.color("text.secondary")
        draw_words(painter, inside, figure.name, quiet, ("caption", None))
        value = QRectF(inside.x(), scaled(32), inside.width(), scaled(30))
        draw_words(painter, value, figure.value, theme.color("text.primary"), ("figure", None))
        ink = theme.color("accent.text") if figure.inviting else quiet
        below = inside.translated(0, scaled(52))
        if figure.icon:
            ink, side = theme.color(f"{figure.tone}.text"), theme.icon_size("xs")
            spot = QRectF(below.x(), below.center().y() - side / 2, side, side)
            paint_icon(painter, figure.icon, spot, ink)
            below.setLeft(below.x() + side + 4)
        draw_words(painter, below, figure.remark, ink, ("caption", None))


def _paint_named(painter: QPainter, box: QRectF, name: str, value: str) -> None:
    theme = current_theme()
    named = draw_words(painter, box, name, theme.color("text.secondary"), ("caption", None))
    draw_words(painter, box.translated(named + 8, 0), value, theme.color("text.primary"), ("caption", 600))


def _colour(key: str) -> QColor:
    theme = current_theme()
    if key == "won":
        return theme.color("success.solid")
    colour = QColor(theme.color("accent.solid"))
    weaker, weakest = (0.66, 0.4) if theme.dark else (0.55, 0.28)
    colour.setAlphaF({"commit": 1.0, "best": weaker}.get(key, weakest))
    return colour
