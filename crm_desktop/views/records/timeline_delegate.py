"""Paints a timeline's entries: disc with icon, thread, title, wrapped body, time and sync state.

Bodies are laid out once for each width and kept; painting makes no layouts.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.views.records.entry_words import EntryWords
from crm_desktop.views.records.timeline_model import ITEM, TimelineItem, TimelineModel
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width

Index = QModelIndex | QPersistentModelIndex
_MOST_LINES = 4
_MOST_KEPT = 4_000
_PAD, _GAP = 6, 10


class TimelineDelegate(QStyledItemDelegate):
    """For a QListView over a TimelineModel."""

    def __init__(self, view: QListView, model: TimelineModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._sizes: dict[tuple[object, int], QSize] = {}
        self._layouts: dict[tuple[object, int], tuple[QTextLayout | None, int]] = {}
        current_theme().changed.connect(self._forget)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height for the view's width."""
        item, width = self._model.item(index), self._view.viewport().width()
        key = (item.key, width)
        found = self._sizes.get(key)
        if found is None:
            found = self._sizes[key] = QSize(width, self._height(item, width))
        return found

    def _height(self, item: TimelineItem, width: int) -> int:
        theme = current_theme()
        if item.heading:
            return theme.line("caption") + 14
        return theme.line("body") + theme.line("caption") + self._body(item, width)[1] + 2 * _PAD

    def _forget(self) -> None:
        self._layouts.clear()
        self._sizes.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a heading or an entry."""
        item: TimelineItem = index.data(ITEM)
        rect, state = QRectF(option.rect), option.state
        theme = current_theme()
        if item.words is None:
            place = rect.adjusted(2, 6, 0, -4)
            draw_text(painter, place, item.heading, theme.font("caption"), theme.color("text.secondary"))
            return
        if state & QStyle.StateFlag.State_Selected:
            rounded_box(painter, rect, theme.radius("md"), theme.color("bg.selected"))
        elif state & QStyle.StateFlag.State_MouseOver:
            rounded_box(painter, rect, theme.radius("md"), theme.color("bg.hover"))
        if state & QStyle.StateFlag.State_HasFocus:
            rounded_box(painter, rect.adjusted(1, 1, -1, -1), theme.radius("md"), None, theme.color("accent.focus"), 2)
        self._paint_disc(painter, rect, item)
        self._paint_words(painter, rect, item, item.words)

    def _paint_disc(self, painter: QPainter, rect: QRectF, item: TimelineItem) -> None:
        theme, side = current_theme(), current_theme().scaled(26)
        spot = QRectF(rect.x() + 2, rect.y() + _PAD, side, side)
        if not item.last:
            thread = QRectF(spot.center().x() - 0.5, spot.bottom() + 2, 1, rect.bottom() - spot.bottom() + _PAD - 3)
            painter.fillRect(thread, theme.color("border.default"))
        rounded_box(painter, spot, side / 2, theme.color("bg.pressed"))
        icon = item.words.icon if item.words is not None else ""
        paint_icon(painter, icon, spot.adjusted(6, 6, -6, -6), theme.color("text.secondary"))

    def _paint_words(self, painter: QPainter, rect: QRectF, item: TimelineItem, words: EntryWords) -> None:
        theme = current_theme()
        x, y = rect.x() + _left(), rect.y() + _PAD
        width = rect.width() - _left() - _PAD
        title = QRectF(x, y, width, theme.line("body"))
        draw_text(painter, title, words.title, theme.font("body", weight=500), theme.color("text.primary"))
        layout, height = self._body(item, round(rect.width()))
        if layout is not None:
            painter.setPen(theme.color("text.secondary"))
            painter.setFont(theme.font("body"))
            layout.draw(painter, QPointF(x, title.bottom()))
        place = QRectF(x, title.bottom() + height, width, theme.line("caption"))
        draw_text(painter, place, words.meta, theme.font("caption"), theme.color("text.secondary"))
        icon, tone, said = words.state_words
        if said:
            x += text_width(theme.font("caption"), words.meta) + 10
            ink, side = theme.color(f"{tone}.text"), theme.icon_size("sm")
            paint_icon(painter, theme.tokens.icon_for("sync", icon), QRectF(x, place.y(), side, place.height()), ink)
            rest = QRectF(x + side + 4, place.y(), max(0.0, rect.right() - x - side - 8), place.height())
            draw_text(painter, rest, said, theme.font("caption"), ink)

    def _body(self, item: TimelineItem, width: int) -> tuple[QTextLayout | None, int]:
        """Return the laid-out body and its height, at most some lines of it."""
        body = item.words.body if item.words is not None else ""
        if not body:
            return None, 0
        key = (item.key, width)
        if key not in self._layouts:
            if len(self._layouts) >= _MOST_KEPT:
                self._forget()
            self._layouts[key] = _laid_out(body, width - _left() - _PAD)
        return self._layouts[key]


def _left() -> int:
    return current_theme().scaled(26) + 2 + _GAP


def _laid_out(body: str, width: int) -> tuple[QTextLayout, int]:
    theme = current_theme()
    font, height = theme.font("body"), theme.line("body")
    layout = QTextLayout(_shortened(body), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    count = 0
    while count < _MOST_LINES and (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
        line.setPosition(QPointF(0, count * height + (height - line.height()) / 2))
        count += 1
    layout.endLayout()
    return layout, count * height


def _shortened(body: str) -> str:
    # U+2028 is what the layout takes for a forced line break; nobody reads more than a few hundred signs here.
    return body[:600].replace("\n", "\u2028")
