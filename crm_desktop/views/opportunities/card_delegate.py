"""Paints a card of the board, the slot for a dragged one, and the offer of more. Nothing here knows the store."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.views.opportunities.board_words import Face
from crm_desktop.views.opportunities.card_model import MORE, SLOT, CardModel
from crm_desktop.views.tables.painting import draw_words, word_width
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.avatar import paint_avatar
from crm_desktop.views.widgets.badge import badge_size, paint_badge
from crm_desktop.views.widgets.paint import rounded_box

_Index = QModelIndex | QPersistentModelIndex
GAP = 8
_CARD, _PAD, _MORE = 104, 12, 30
_LIFTED = 0.4
_AVATAR = 20


def card_height() -> int:
    """Return the height of a card, text scale included, without the gap below it."""
    return current_theme().scaled(_CARD)


class CardDelegate(QStyledItemDelegate):
    """The look of the rows of one column."""

    def __init__(self, view: QListView, cards: CardModel) -> None:
        super().__init__(view)
        self._view, self._cards = view, cards

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the same size for every row, so that thousands are laid out at once."""
        return QSize(100, card_height() + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row."""
        model, row = self._cards, index.row()
        box = QRectF(option.rect).adjusted(0, 0, 0, -GAP)
        kind = model.kind_of(row)
        if kind == SLOT:
            _paint_slot(painter, box, model.slot_words)
        elif kind == MORE:
            self._paint_more(painter, box, model, index)
        else:
            hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            self._paint_row(painter, box, index, hovered=hovered)

    def _paint_row(self, painter: QPainter, box: QRectF, index: _Index, *, hovered: bool) -> None:
        card = self._cards.card(index.row())
        if card is None:
            return
        lifted = card.id == self._cards.lifted
        painter.save()
        painter.setOpacity(_LIFTED if lifted else 1.0)
        current = index.row() == self._view.currentIndex().row() and not lifted
        edge = self._edge(current=current, chosen=card.id == self._cards.chosen, hovered=hovered)
        theme, ratio = current_theme(), painter.device().devicePixelRatioF()
        look = (theme.mode, theme.high_contrast, theme.density, theme.text_scale)
        size = (round(box.width()), round(box.height()), ratio)
        painter.drawPixmap(box.topLeft(), _picture(self._cards.face(card), size, edge, look))
        painter.restore()

    def _edge(self, *, current: bool, chosen: bool, hovered: bool) -> tuple[str, float]:
        if current and self._view.hasFocus():
            return "accent.focus", 2
        if current and chosen:
            return "accent.solid", 1
        return ("border.strong" if hovered else "border.default"), 1

    def _paint_more(self, painter: QPainter, box: QRectF, model: CardModel, index: _Index) -> None:
        theme = current_theme()
        box = QRectF(box.x(), box.y(), box.width(), theme.scaled(_MORE))
        current = index.row() == self._view.currentIndex().row() and self._view.hasFocus()
        _dashed(painter, box, None, theme.color("accent.focus" if current else "border.strong"))
        width = min(word_width(model.more_words, "caption"), box.width() - 16)
        spot = QRectF(box.center().x() - width / 2, box.y(), width + 1, box.height())
        draw_words(painter, spot, model.more_words, theme.color("text.secondary"), ("caption", None))


@lru_cache(maxsize=160)
def _picture(
    face: Face,
    size: tuple[int, int, float],
    edge: tuple[str, float],
    look: tuple[object, ...],  # noqa: ARG001 - what the colours and fonts of the theme depend on
) -> QPixmap:
    """Return a card painted once: while one is dragged, all others only move. About fifteen megabytes at most."""
    width, height, ratio = size
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_card(painter, QRectF(0, 0, width, height), face, edge)
    painter.end()
    return picture


def paint_card(painter: QPainter, box: QRectF, face: Face, edge: tuple[str, float] = ("border.default", 1)) -> None:
    """Paint a card into `box`."""
    theme = current_theme()
    rounded_box(painter, box, theme.radius("lg"), theme.color("bg.surface"), theme.color(edge[0]), edge[1])
    inside = box.adjusted(_PAD, theme.scaled(10), -_PAD, -theme.scaled(8))
    lines = _lines(inside)
    _paint_account(painter, lines[0], face)
    draw_words(painter, lines[1], face.name, theme.color("text.primary"), ("bodyStrong", None))
    _paint_money(painter, lines[2], face)
    _paint_step(painter, lines[3], face)


def _lines(inside: QRectF) -> list[QRectF]:
    """Return the four lines of a card, from account to next step."""
    scaled = current_theme().scaled
    heights = (scaled(19), scaled(21), scaled(24), scaled(24))
    lines, y = [], inside.y()
    for height in heights:
        lines.append(QRectF(inside.x(), y, inside.width(), height))
        y += height
    return lines


def _paint_account(painter: QPainter, line: QRectF, face: Face) -> None:
    theme, side = current_theme(), current_theme().icon_size("sm")
    room = line.adjusted(0, 0, -side - 6 if face.icon else 0, 0)
    draw_words(painter, room, face.account, theme.color("text.secondary"), ("caption", None))
    if face.icon:
        spot = QRectF(line.right() - side, line.center().y() - side / 2, side, side)
        paint_icon(painter, face.icon, spot, theme.color(f"{face.tone}.text"))


def _paint_money(painter: QPainter, line: QRectF, face: Face) -> None:
    theme, side = current_theme(), current_theme().icon_size("sm")
    width = word_width(face.close, "caption") + side + 6 if face.close else 0.0
    room = line.adjusted(0, 0, -width - 8 if width else 0, 0)
    draw_words(painter, room, face.amount, theme.color("text.primary"), ("bodyStrong", None))
    if face.close:
        ink = theme.color("danger.text" if face.late else "text.secondary")
        spot = QRectF(line.right() - width, line.center().y() - side / 2, side, side)
        paint_icon(painter, "calendar-x" if face.late else "calendar", spot, ink)
        draw_words(painter, line, face.close, ink, ("caption", None), right=True)


def _paint_step(painter: QPainter, line: QRectF, face: Face) -> None:
    theme, side = current_theme(), current_theme().icon_size("xs")
    disc = theme.scaled(_AVATAR)
    room = line.adjusted(0, 0, -disc - 8, 0)
    if face.owner:
        spot = QRectF(line.right() - disc, line.center().y() - disc / 2, disc, disc)
        paint_avatar(painter, spot, face.owner, face.owner_id)
    if face.idle:
        size = badge_size(face.idle, "snail")
        width = min(float(size.width()), room.width())
        spot = QRectF(room.x(), room.center().y() - size.height() / 2, width, size.height())
        paint_badge(painter, spot, face.idle, "warning", "snail")
    elif face.step:
        ink = theme.color("text.secondary")
        paint_icon(painter, "corner-down-right", QRectF(room.x(), room.center().y() - side / 2, side, side), ink)
        draw_words(painter, room.adjusted(side + 5, 0, 0, 0), face.step, ink, ("caption", None))


def _paint_slot(painter: QPainter, box: QRectF, words: str) -> None:
    theme = current_theme()
    _dashed(painter, box, theme.color("accent.tint"), theme.color("accent.solid"))
    line = QRectF(box.x() + _PAD, box.y() + theme.scaled(10), box.width() - 2 * _PAD, theme.scaled(19))
    draw_words(painter, line, words, theme.color("accent.text"), ("caption", 600))


def _dashed(painter: QPainter, box: QRectF, fill: QColor | None, line: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(line, 1, Qt.PenStyle.DashLine))
    radius = current_theme().radius("lg")
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
