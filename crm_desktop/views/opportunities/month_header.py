"""The forecast by month above the timeline: won, weighted and open amounts of each month as bars and figures."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.models.rules.forecast import Total
from crm_desktop.store.queries.closing import MonthForecast
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.opportunities.board_words import main_currency, money_words, weighted
from crm_desktop.views.opportunities.months import Axis
from crm_desktop.views.tables.painting import draw_words, word_width
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component, set_surface
from crm_desktop.views.widgets.paint import rounded_box

_HEIGHT, _BARS = 132, 52
_NONE = MonthForecast(Total(), Total())


class MonthHeader(Component, QWidget):
    """`header.show_months(months, formats)`; `names` is how much room the names below take."""

    def __init__(self, names: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self._months: Mapping[str, MonthForecast] = {}
        self._formats: Formats | None = None
        set_surface(self, "surface")
        self.settle()

    def show_months(self, months: Mapping[str, MonthForecast], formats: Formats) -> None:
        """Show the forecast of these months."""
        self._months, self._formats = months, formats
        said = []
        for month in self.axis.months:
            found = months.get(f"{month:%Y-%m}", _NONE)
            if found.won.count or found.open.count:
                said.append(f"{formats.month(month)}: {self._sentence(found, formats)}")
        self.setAccessibleName(f"{tr('opportunities', 'Forecast by month')}. {'. '.join(said)}")
        self.update()

    @property
    def axis(self) -> Axis:
        """Where the months stand."""
        assert self._formats is not None
        return Axis(self._formats.today, self._names, max(1.0, self.width() - self._names - 16))

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().scaled(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the legend, then a column for each month."""
        super().paintEvent(event)
        if self._formats is None:
            return
        painter, theme, scaled = QPainter(self), current_theme(), current_theme().scaled
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("border.default"))
        title = QRectF(24, scaled(12), self._names - 32, scaled(20))
        words = tr("opportunities", "Forecast by month")
        draw_words(painter, title, words, theme.color("text.primary"), ("bodyStrong", None))
        legend = ((text("opportunities", "Won"), "won"), (text("opportunities", "Weighted"), "weighted"),
                  (text("opportunities", "Open"), "open"))  # fmt: skip
        for number, (name, key) in enumerate(legend):
            line = QRectF(24, scaled(38 + 22 * number), self._names - 32, scaled(20))
            rounded_box(painter, QRectF(line.x(), line.center().y() - 5, 10, 10), 3, _colour(key))
            draw_words(painter, line.adjusted(16, 0, 0, 0), str(name), theme.color("text.secondary"), ("caption", None))
        every = Total()
        for forecast in self._months.values():
            every.include(forecast.won)
            every.include(forecast.open)
        self._paint_months(painter, main_currency(every.units))

    def _paint_months(self, painter: QPainter, currency: str) -> None:
        axis = self.axis
        shown = [self._months.get(f"{month:%Y-%m}", _NONE) for month in axis.months]
        sums = [each.won.units.get(currency, 0) + each.open.units.get(currency, 0) for each in shown]
        most = max(1, *sums)
        for number, (month, forecast) in enumerate(zip(axis.months, shown, strict=True)):
            box = QRectF(axis.left + number * axis.column, 0, axis.column, self.height())
            self._paint_month(painter, box, (f"{month:%Y-%m}", forecast), currency, most)

    def _paint_month(
        self, painter: QPainter, box: QRectF, month: tuple[str, MonthForecast], currency: str, most: int
    ) -> None:
        assert self._formats is not None
        theme, scaled, (name, forecast) = current_theme(), current_theme().scaled, month
        painter.fillRect(QRectF(box.x(), 0, 1, box.height()), theme.color("border.subtle"))
        foot, room = scaled(12) + scaled(_BARS), float(scaled(_BARS))
        won = forecast.won.units.get(currency, 0)
        bars = (("open", won + forecast.open.units.get(currency, 0)),
                ("weighted", won + forecast.open.forecast(currency)), ("won", won))  # fmt: skip
        wide = min(26.0, box.width() - 12)
        for key, amount in bars:
            high = room * max(0, amount) / most
            if high >= 1:
                bar = QRectF(box.center().x() - wide / 2, foot - high, wide, high)
                rounded_box(painter, bar, 3, _colour(key))
        now = self._formats.today
        ink = theme.color("text.primary" if name == f"{now:%Y-%m}" else "text.secondary")
        expected = {unit: forecast.won.units.get(unit, 0) + weighted(forecast.open).get(unit, 0)
                    for unit in {**forecast.won.units, **forecast.open.units}}  # fmt: skip
        figure = money_words(expected, self._formats, figure=True) if any(expected.values()) else "–"
        _centred(painter, QRectF(box.x(), foot + 4, box.width(), scaled(20)), figure, ink, 600)
        label = self._formats.words.months[int(name[5:]) - 1]
        _centred(painter, QRectF(box.x(), foot + scaled(24), box.width(), scaled(20)), label, ink, None)

    @staticmethod
    def _sentence(found: MonthForecast, formats: Formats) -> str:
        return tr(
            "opportunities", "{won} won, {weighted} weighted, {open} open",
            won=money_words(found.won.units, formats), weighted=money_words(weighted(found.open), formats),
            open=money_words(found.open.units, formats),
        )  # fmt: skip


def _centred(painter: QPainter, box: QRectF, words: str, ink: QColor, weight: int | None) -> None:
    width = min(word_width(words, "caption", weight), box.width() - 4)
    spot = QRectF(box.center().x() - width / 2, box.y(), width + 1, box.height())
    draw_words(painter, spot, words, ink, ("caption", weight))


def _colour(key: str) -> QColor:
    theme = current_theme()
    if key == "won":
        return theme.color("success.solid")
    colour = QColor(theme.color("accent.solid"))
    colour.setAlphaF(1.0 if key == "weighted" else 0.4 if theme.dark else 0.28)
    return colour
