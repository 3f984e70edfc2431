"""Paints a file's row: small picture or icon, name, the quiet line, where its content is, how far it has moved."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.views.files.file_model import FileModel
from crm_desktop.views.files.file_words import FileWords
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width

Index = QModelIndex | QPersistentModelIndex
_PAD, _GAP, _FACE = 8, 12, 40
_NARROW = 560
"""Below this width the state stands behind the quiet line instead of at the right."""


class FileDelegate(QStyledItemDelegate):
    """For a FileList over a FileModel."""

    def __init__(self, view: QListView, model: FileModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of every row."""
        theme = current_theme()
        words = theme.line("body") + theme.line("caption")
        height = max(theme.scaled(_FACE), words) + 2 * _PAD
        return QSize(self._view.viewport().width(), max(height, theme.metric("row")))

    def dots(self, rect: QRectF) -> QRectF:
        """Return the place of the menu's dots in a row."""
        side = float(current_theme().metric("controlSmall"))
        return QRectF(rect.right() - side - 4, rect.center().y() - side / 2, side, side)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        theme, rect, state = current_theme(), QRectF(option.rect), option.state
        words, line = self._model.words(index), self._model.line(index)
        if state & QStyle.StateFlag.State_Selected:
            rounded_box(painter, rect, theme.radius("md"), theme.color("bg.selected"))
        elif state & QStyle.StateFlag.State_MouseOver:
            rounded_box(painter, rect, theme.radius("md"), theme.color("bg.hover"))
        if state & QStyle.StateFlag.State_HasFocus:
            rounded_box(painter, rect.adjusted(1, 1, -1, -1), theme.radius("md"), None, theme.color("accent.focus"), 2)
        side = theme.scaled(_FACE)
        face = QRectF(rect.x() + _PAD, rect.center().y() - side / 2, side, side)
        self._paint_face(painter, face, self._model.previews.find(line.view), words.icon)
        dots = self.dots(rect)
        paint_icon(painter, "ellipsis", dots.adjusted(6, 6, -6, -6), theme.color("text.secondary"))
        box = QRectF(face.right() + _GAP, rect.y(), dots.x() - face.right() - 2 * _GAP, rect.height())
        self._paint_words(painter, box, words)

    def _paint_face(self, painter: QPainter, spot: QRectF, image: QImage | None, icon: str) -> None:
        theme, radius = current_theme(), current_theme().radius("md")
        rounded_box(painter, spot, radius, theme.color("bg.sunken"))
        if image is None:
            inset = spot.width() * 0.27
            paint_icon(painter, icon, spot.adjusted(inset, inset, -inset, -inset), theme.color("text.secondary"))
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        clip = QPainterPath()
        clip.addRoundedRect(spot, radius, radius)
        painter.setClipPath(clip)
        painter.drawImage(spot, image, _middle(image))
        painter.restore()
        rounded_box(painter, spot, radius, None, theme.color("border.default"))

    def _paint_words(self, painter: QPainter, box: QRectF, words: FileWords) -> None:
        theme, caption = current_theme(), current_theme().font("caption")
        first, second = float(theme.line("body")), float(theme.line("caption"))
        top = box.center().y() - (first + second) / 2
        width = self._state_width(words)
        beside = box.width() >= theme.scaled(_NARROW)
        room = box.width() - (width + _GAP if beside else 0)
        ink = theme.color("text.primary")
        draw_text(painter, QRectF(box.x(), top, room, first), words.title, theme.font("body", weight=500), ink)
        below = QRectF(box.x(), top + first, room, second)
        if beside:
            draw_text(painter, below, words.meta, caption, theme.color("text.secondary"))
            self._paint_state(painter, QRectF(box.right() - width, box.center().y() - second / 2, width, second), words)
            return
        # Where there is little room, where the content is matters more than who added it.
        short = min(width, below.width() * 0.6)
        taken = min(float(text_width(caption, words.meta)), below.width() - short - _GAP)
        draw_text(
            painter, QRectF(below.x(), below.y(), taken, second), words.meta, caption, theme.color("text.secondary")
        )
        self._paint_state(painter, QRectF(below.x() + taken + _GAP, below.y(), short, second), words)

    def _state_width(self, words: FileWords) -> float:
        theme = current_theme()
        return text_width(theme.font("caption"), words.state) + theme.icon_size("sm") + 6

    def _paint_state(self, painter: QPainter, box: QRectF, words: FileWords) -> None:
        theme, side = current_theme(), current_theme().icon_size("sm")
        ink = theme.color(f"{words.tone}.text" if words.tone else "text.secondary")
        paint_icon(painter, words.state_icon, QRectF(box.x(), box.y(), side, box.height()), ink)
        rest = QRectF(box.x() + side + 6, box.y(), box.width() - side - 6, box.height())
        draw_text(painter, rest, words.state, theme.font("caption"), ink)
        if words.share is not None:
            track = QRectF(box.x(), box.bottom() + 2, box.width(), 3)
            rounded_box(painter, track, 1.5, theme.color("border.default"))
            track.setWidth(max(3.0, track.width() * words.share))
            rounded_box(painter, track, 1.5, theme.color("info.solid"))


def _middle(image: QImage) -> QRectF:
    """Return the square in the middle, so that nothing is squeezed."""
    side = min(image.width(), image.height())
    return QRectF((image.width() - side) / 2, (image.height() - side) / 2, side, side)
