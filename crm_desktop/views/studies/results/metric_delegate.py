"""Paints the cells of the table of metrics: a figure over its day, a gap in its tone, the trend."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.models.studies.gaps import Gap
from crm_desktop.views.studies.results.metric_model import (
    NAME,
    TO_PEER,
    TO_TARGET,
    TREND,
    MetricModel,
)
from crm_desktop.views.studies.results.trend import paint_trend
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.paint import draw_text, rounded_box

_Index = QModelIndex | QPersistentModelIndex
_GREAT, _SMALL = 0.3, 0.1
"""Gaps from which on they are painted as a danger, and as a warning."""


class MetricDelegate(QStyledItemDelegate):
    """Paints one cell of `MetricModel`."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one cell."""
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        shown.text = ""
        view = option.widget
        view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, view)
        model = index.model()
        if not isinstance(model, MetricModel):
            return
        theme, box = current_theme(), QRectF(option.rect).adjusted(8, 6, -8, -6)
        if index.column() == TREND:
            series = model.series.get(model.rows[index.row()].metric.id, ())
            values = [each.value for each in series]
            if len(values) > 1:
                paint_trend(painter, box.adjusted(0, 4, -4, -4), series, (float(min(values)), float(max(values))))
            return
        row = model.rows[index.row()]
        words, below = str(index.data() or ""), model.below(index)
        line = float(theme.line("body"))
        top = QRectF(box.x(), box.y(), box.width(), line)
        if index.column() in (TO_TARGET, TO_PEER):
            self._paint_gap(painter, box, words, row.to_target if index.column() == TO_TARGET else row.to_peer)
            return
        if index.column() == NAME and row.problems:
            side = float(theme.icon_size())
            paint_icon(painter, "triangle-alert", QRectF(top.right() - side, top.y() + 2, side, side),
                       theme.color("warning.text"))  # fmt: skip
            top.setRight(top.right() - side - 6)
        weight = 500 if index.column() == NAME else 400
        draw_text(painter, top, words, theme.font("body", weight=weight), theme.color("text.primary"))
        second = QRectF(box.x(), top.bottom(), box.width(), theme.line("caption"))
        draw_text(painter, second, below, theme.font("caption"), theme.color("text.secondary"))

    def _paint_gap(self, painter: QPainter, box: QRectF, words: str, found: Gap | None) -> None:
        if found is None:
            return
        theme = current_theme()
        share = float(found.share)
        tone = "success" if found.reached else "danger" if share >= _GREAT else "warning" if share >= _SMALL else "info"
        top = QRectF(box.x(), box.y(), box.width(), theme.line("body"))
        draw_text(painter, top, words, theme.font("body"), theme.color(f"{tone}.text"))
        track = QRectF(box.x(), top.bottom() + 6, min(box.width(), 110.0), 4)
        rounded_box(painter, track, 2, theme.color("border.subtle" if theme.dark else "bg.sunken"))
        filled = QRectF(track)
        filled.setWidth(max(4.0, track.width() * (1.0 if found.reached else share)))
        rounded_box(painter, filled, 2, theme.color(f"{tone}.solid"))
