"""The line below a list that stays in sight: how many records, sums and averages, each under its column."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.views.language.texts import tr
from crm_desktop.views.tables.cells import figure_words
from crm_desktop.views.tables.columns import Column, Look
from crm_desktop.views.tables.delegates import PAD
from crm_desktop.views.tables.first_cell import tile_x
from crm_desktop.views.tables.frozen import frozen_width
from crm_desktop.views.tables.list_view import ListView
from crm_desktop.views.tables.painting import draw_words
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component

HEIGHT = 36


class TotalsBar(Component, QWidget):
    """`TotalsBar(view)`; follows the view's columns and its model's figures."""

    def __init__(self, view: ListView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        model, header = view.list_model, view.header()
        for signal in (model.figured, model.settled, model.opened, model.columns_changed, view.ticks.changed):
            signal.connect(self.retranslate)
        header.sectionResized.connect(self.update)
        header.sectionMoved.connect(self.update)
        view.horizontalScrollBar().valueChanged.connect(self.update)
        self.settle()

    def retranslate(self) -> None:
        """Read the figures again."""
        said = [self._count(), *(f"{each.heading} {words}" for each, words in self._figures() if words)]
        self.setAccessibleName(", ".join(said))
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().scaled(HEIGHT) + (8 if current_theme().density == "touch" else 0))

    def sizeHint(self) -> QSize:
        """Ask for the height of one line."""
        return QSize(200, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint count and figures under their columns."""
        theme, painter, header = current_theme(), QPainter(self), self._view.header()
        painter.fillRect(self.rect(), theme.color("bg.surface"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), theme.color("border.default"))
        # The first one last: it lies above those that are scrolled under it.
        for section, (column, words) in reversed(list(enumerate(self._figures()))):
            x, width = header.sectionViewportPosition(section), header.sectionSize(section)
            box = QRectF(x + PAD, 0, width - 2 * PAD, self.height())
            if section == 0:
                if frozen_width(self._view):
                    painter.fillRect(QRectF(0, 1, width, self.height()), theme.color("bg.surface"))
                    painter.fillRect(QRectF(width - 1, 1, 1, self.height()), theme.color("border.strong"))
                box = QRectF(tile_x(), 0, width - tile_x() - PAD, self.height())
                draw_words(painter, box, self._count(), theme.color("text.secondary"))
            elif words:
                money = column.look is Look.NUMBER
                ink = theme.color("text.primary" if money else "text.secondary")
                draw_words(painter, box, words, ink, ("body", 600 if money else None), right=money)

    def _count(self) -> str:
        rows, complete = self._view.list_model.rows, self._view.list_model.complete
        if not complete and rows.count:
            return tr("tables", "Counting")
        return tr("tables", "%n record(s)", n=rows.count)

    def _figures(self) -> list[tuple[Column, str]]:
        model = self._view.list_model
        return [(each, figure_words(each, model.totals, model.words)) for each in model.columns]
