"""Paints a history: an act with its author, and each changed field as `before → after` with "Restore" at its end."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.views.language.texts import tr
from crm_desktop.views.records.history_model import ITEM, HistoryItem
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.avatar import paint_avatar
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width

Index = QModelIndex | QPersistentModelIndex
_LEFT, _NAME = 38, 132


class HistoryDelegate(QStyledItemDelegate):
    """For a list view over a HistoryModel."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height: two lines for an act, one for a field."""
        theme, item = current_theme(), index.data(ITEM)
        if item.title:
            return QSize(200, theme.line("body") + theme.line("caption") + 16)
        return QSize(200, theme.line("body") + 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint an act or a field."""
        item: HistoryItem = index.data(ITEM)
        theme, rect = current_theme(), QRectF(option.rect)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if over or focused:
            rounded_box(painter, rect, theme.radius("md"), theme.color("bg.hover"))
        if focused:
            rounded_box(painter, rect.adjusted(1, 1, -1, -1), theme.radius("md"), None, theme.color("accent.focus"), 2)
        if item.title:
            self._paint_act(painter, rect, item)
        else:
            self._paint_field(painter, rect, item, offered=over or focused)

    @staticmethod
    def restore_rect(rect: QRectF) -> QRectF:
        """Return where "Restore" stands in a field's row."""
        width = text_width(current_theme().font("caption", weight=500), tr("records", "Restore")) + 24
        return QRectF(rect.right() - width - 8, rect.y(), width, rect.height())

    @staticmethod
    def _paint_act(painter: QPainter, rect: QRectF, item: HistoryItem) -> None:
        theme = current_theme()
        side = theme.scaled(26)
        paint_avatar(painter, QRectF(rect.x() + 4, rect.y() + 9, side, side), *item.user)
        x, width = rect.x() + _LEFT, rect.width() - _LEFT - 8
        title = QRectF(x, rect.y() + 8, width, theme.line("body"))
        draw_text(painter, title, item.title, theme.font("body", weight=500), theme.color("text.primary"))
        icon, tone = item.state
        below = QRectF(x, title.bottom(), width, theme.line("caption"))
        ink = theme.color(f"{tone}.text" if tone else "text.secondary")
        if icon:
            mark = theme.icon_size("sm")
            paint_icon(painter, theme.tokens.icon_for("sync", icon), QRectF(x, below.y(), mark, below.height()), ink)
            below.setLeft(x + mark + 4)
        draw_text(painter, below, item.meta, theme.font("caption"), ink)

    def _paint_field(self, painter: QPainter, rect: QRectF, item: HistoryItem, *, offered: bool) -> None:
        theme = current_theme()
        x = rect.x() + _LEFT
        name = QRectF(x, rect.y(), _NAME - 8, rect.height())
        draw_text(painter, name, item.field, theme.font("caption"), theme.color("text.secondary"))
        x += _NAME
        end = self.restore_rect(rect)
        room = (end.x() if item.restores else rect.right()) - x - 30
        font, arrow = theme.font("body"), theme.icon_size("sm")
        before = min(text_width(font, item.before), room * 0.5)
        draw_text(painter, QRectF(x, rect.y(), before, rect.height()), item.before, font, theme.color("text.secondary"))
        spot = QRectF(x + before + 8, rect.y(), arrow, rect.height())
        paint_icon(painter, "arrow-right", spot, theme.color("text.tertiary"))
        after = QRectF(spot.right() + 8, rect.y(), max(0.0, x + room + 30 - spot.right() - 8), rect.height())
        draw_text(painter, after, item.after, font, theme.color("text.primary"))
        if offered and item.restores:
            mark = theme.icon_size("sm")
            paint_icon(painter, "undo-2", QRectF(end.x(), end.y(), mark, end.height()), theme.color("accent.text"))
            words = end.adjusted(mark + 4, 0, 0, 0)
            restore = tr("records", "Restore")
            draw_text(painter, words, restore, theme.font("caption", weight=500), theme.color("accent.text"))
