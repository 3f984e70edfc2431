"""The forecast above the board: won, commit, best case and open as one bar, and the figures that the data can say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.models.fields import Values
from crm_desktop.models.rules.forecast import Total, by_category, open_forecast, win_rate
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import Text, text, tr
from crm_desktop.views.opportunities.board_words import main_currency, money_words, weighted
from crm_desktop.views.tables.painting import draw_words, word_width
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component, set_surface
from crm_desktop.views.widgets.paint import rounded_box

_PARTS: tuple[tuple[str, Text], ...] = (
    ("won", text("opportunities", "Won")),
    ("commit", text("opportunities", "Commit")),
    ("best", text("opportunities", "Best case")),
    ("open", text("opportunities", "Open")),
)
_HEIGHT, _BAR, _FIGURE = 96, 14, 180


@dataclass(frozen=True, slots=True)
class _Figure:
    name: str
    value: str
    remark: str


@dataclass(frozen=True, slots=True)
class _Part:
    key: str
    name: str
    value: str
    share: float


class ForecastBar(Component, QWidget):
    """`bar.show_totals(totals, stages, formats)`, with totals and values of the stages by stage id."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[_Part] = []
        self._figures: list[_Figure] = []
        self._shown: tuple[Mapping[str, Total], Mapping[str, Values], Formats] | None = None
        set_surface(self, "surface")
        self.setProperty("edge", "bottom")
        self.settle()

    def show_totals(self, totals: Mapping[str, Total], stages: Mapping[str, Values], formats: Formats) -> None:
        """Show the forecast of these totals."""
        self._shown = (totals, stages, formats)
        found = by_category(totals, stages)
        whole = Total()
        for key, _ in _PARTS:
            whole.include(found.get(key, Total()))
        currency = main_currency(whole.units)
        everything = whole.units.get(currency, 0)
        self._parts = [
            _Part(
                key, str(name), money_words(found.get(key, Total()).units, formats, figure=True),
                max(0, found.get(key, Total()).units.get(currency, 0)) / everything if everything > 0 else 0.0,
            )
            for key, name in _PARTS
        ]  # fmt: skip
        self._figures = [_forecast(totals, stages, found, formats), *_rate(totals, stages, formats)]
        said = [f"{part.name} {part.value}" for part in self._parts]
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
        width = theme.scaled(_FIGURE)
        left = self.width() - width * len(self._figures) - 8
        self._paint_bar(painter, QRectF(24, theme.scaled(27), left - 48, _BAR))
        self._paint_legend(painter, QRectF(24, theme.scaled(48), left - 48, theme.scaled(24)))
        for number, figure in enumerate(self._figures):
            self._paint_figure(painter, QRectF(left + number * width, 0, width, self.height()), figure)

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

    def _paint_legend(self, painter: QPainter, line: QRectF) -> None:
        theme, x = current_theme(), line.x()
        for part in self._parts:
            width = 16 + word_width(part.name, "caption") + 8 + word_width(part.value, "caption", 600)
            if x + width > line.right():
                return
            rounded_box(painter, QRectF(x, line.center().y() - 5, 10, 10), 3, _colour(part.key))
            rest = QRectF(x + 16, line.y(), width, line.height())
            named = draw_words(painter, rest, part.name, theme.color("text.secondary"), ("caption", None))
            value = rest.translated(named + 8, 0)
            draw_words(painter, value, part.value, theme.color("text.primary"), ("caption", 600))
            x += width + 20

    def _paint_figure(self, painter: QPainter, box: QRectF, figure: _Figure) -> None:
        theme, scaled = current_theme(), current_theme().scaled
        painter.fillRect(QRectF(box.x(), scaled(14), 1, box.height() - 2 * scaled(14)), theme.color("border.default"))
        inside = QRectF(box.x() + 16, scaled(13), box.width() - 24, scaled(18))
        quiet = theme.color("text.secondary")
        draw_words(painter, inside, figure.name, quiet, ("caption", None))
        value = QRectF(inside.x(), scaled(32), inside.width(), scaled(30))
        draw_words(painter, value, figure.value, theme.color("text.primary"), ("figure", None))
        draw_words(painter, inside.translated(0, scaled(52)), figure.remark, quiet, ("caption", None))


def _forecast(
    totals: Mapping[str, Total], stages: Mapping[str, Values], found: Mapping[str, Total], formats: Formats
) -> _Figure:
    """Return what is won already and what the open ones are worth by their probability, together."""
    whole, won = open_forecast(totals, stages), found.get("won", Total())
    expected = weighted(whole)
    both = {unit: won.units.get(unit, 0) + expected.get(unit, 0) for unit in {**won.units, **expected}}
    main = main_currency(both)
    others = {unit: amount for unit, amount in both.items() if unit != main and amount}
    remark = tr("opportunities", "%n open", n=whole.count)
    if others:
        remark = f"{remark} · + {money_words(others, formats, figure=True)}"
    value = formats.money_figure(both.get(main, 0), main)
    return _Figure(tr("opportunities", "Weighted forecast"), value, remark)


def _rate(totals: Mapping[str, Total], stages: Mapping[str, Values], formats: Formats) -> list[_Figure]:
    rate = win_rate(totals, stages)
    if rate.per_mille is None:
        return []
    remark = tr("opportunities", "{won} of {closed}", won=rate.won, closed=rate.won + rate.lost)
    return [_Figure(tr("opportunities", "Win rate"), formats.percent((rate.per_mille + 5) // 10), remark)]


def _colour(key: str) -> QColor:
    theme = current_theme()
    if key == "won":
        return theme.color("success.solid")
    colour = QColor(theme.color("accent.solid"))
    weaker, weakest = (0.66, 0.4) if theme.dark else (0.55, 0.28)
    colour.setAlphaF({"commit": 1.0, "best": weaker}.get(key, weakest))
    return colour
