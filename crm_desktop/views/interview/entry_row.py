"""One entry of the talk: when, what kind, the words, and below them chips and small pictures. One painted widget."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.store.queries.attachments import FileView
from crm_desktop.views.files.previews import Previews
from crm_desktop.views.interview.entry_words import Chip, EntryLook
from crm_desktop.views.interview.wrapping import wrap
from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.badge import badge_colours, badge_size, paint_badge
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width

_LEFT, _TIME, _TILE, _GAP, _PICTURE = 20, 50, 24, 8, QSize(76, 48)


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where a chip or a picture stands."""

    rect: QRectF
    chip: Chip | None = None
    file: int = -1


class EntryRow(Component, QWidget):
    """`EntryRow(look, previews)`; its signals tell what was wanted of it."""

    stand = Signal(str)
    play = Signal(str, int)
    """The entry, and the moment of the talk in milliseconds."""
    open_file = Signal(str, int)
    menu_wanted = Signal(str, object)
    deletion = Signal(str)

    def __init__(self, look: EntryLook, previews: Previews, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self._previews = look, previews
        self._placed: list[_Placed] = []
        self._lines: tuple[str, ...] = ()
        self._kept: QPixmap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        previews.arrived.connect(self._picture_arrived)
        self.settle()

    def show_look(self, look: EntryLook) -> None:
        """Show the entry as it is now."""
        if look != self.look:
            self.look = look
            self._measure()
            self.retranslate()

    def retranslate(self) -> None:
        """Tell the entry in one sentence."""
        chips = ", ".join(str(chip.words) for chip in self.look.chips)
        self.setAccessibleName(" · ".join(part for part in (self.look.time, self.look.words, chips) if part))
        self.setToolTip(str(text("interview", "Internal: never in the report")) if self.look.internal else "")
        self._measure()
        self.update()

    def restyle(self) -> None:
        """Be as high as the words need."""
        self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the row as it was painted last, while it looks the same: the list moves with each answer."""
        ratio = self.devicePixelRatioF()
        if self._kept is None or self._kept.size() != self.size() * ratio:
            self._kept = QPixmap(self.size() * ratio)
            self._kept.setDevicePixelRatio(ratio)
            self._kept.fill(current_theme().color("bg.surface"))
            painter = QPainter(self._kept)
            self._paint(painter)
            painter.end()
        QPainter(self).drawPixmap(0, 0, self._kept)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do what the chip or picture under the pointer is for."""
        found = self._at(event.position())
        if found is None:
            return
        if found.chip is None:
            self.open_file.emit(self.look.id, found.file)
        elif found.chip.node_id:
            self.stand.emit(found.chip.node_id)
        elif found.chip.plays is not None:
            self.play.emit(self.look.id, found.chip.plays)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show by the pointer what can be clicked."""
        found = self._at(event.position())
        active = found is not None and (found.chip is None or found.chip.node_id or found.chip.plays is not None)
        self.setCursor(Qt.CursorShape.PointingHandCursor if active else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete with Delete; Enter plays or opens what there is."""
        if event.key() == Qt.Key.Key_Delete:
            self.deletion.emit(self.look.id)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            self._do_first()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the entry's menu."""
        self.menu_wanted.emit(self.look.id, event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self._kept = None
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it is gone."""
        super().focusOutEvent(event)
        self._kept = None
        self.update()

    @property
    def _words_left(self) -> int:
        return _LEFT + _TIME + _TILE + 12

    def _do_first(self) -> None:
        if self.look.files:
            self.open_file.emit(self.look.id, 0)
            return
        for chip in self.look.chips:
            if chip.plays is not None:
                self.play.emit(self.look.id, chip.plays)
                return
            if chip.node_id:
                self.stand.emit(chip.node_id)
                return

    def _paint(self, painter: QPainter) -> None:
        theme, look = current_theme(), self.look
        top = theme.scaled(10)
        painter.setPen(theme.color("border.subtle"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        if self.hasFocus():
            rounded_box(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), 6, None, theme.color("accent.focus"), 2)
        line = QRectF(_LEFT, top, _TIME, theme.line("bodyLarge"))
        draw_text(painter, line, look.time, theme.font("caption"), theme.color("text.tertiary"))
        self._paint_tile(painter, QRectF(_LEFT + _TIME + 2, top - 1, _TILE, _TILE))
        left = self._words_left
        for number, words in enumerate(self._lines):
            line = QRectF(
                left, top + number * theme.line("bodyLarge"), self.width() - left - 8, theme.line("bodyLarge")
            )
            draw_text(painter, line, words, theme.font("bodyLarge"), theme.color("text.primary"))
        for placed in self._placed:
            if placed.chip is not None:
                self._paint_chip(painter, placed.rect, placed.chip)
            else:
                self._paint_picture(painter, placed)

    def _measure(self) -> None:
        """Place words, chips and pictures for the present width."""
        self._kept = None
        theme = current_theme()
        left, room = self._words_left, max(self.width() - self._words_left - 16, 80)
        self._lines = wrap(self.look.words, theme.font("bodyLarge").toString(), room)
        y = float(theme.scaled(10) + len(self._lines) * theme.line("bodyLarge") + 5)
        self._placed, y = self._place_chips(left, y, room)
        for number, _ in enumerate(self._pictures()):
            x = left + number * (_PICTURE.width() + _GAP)
            self._placed.append(_Placed(QRectF(QPointF(x, y), _PICTURE), file=number))
        bottom = y + _PICTURE.height() if self._pictures() else y
        self.setFixedHeight(int(bottom) + theme.scaled(10))

    def _place_chips(self, left: int, y: float, room: int) -> tuple[list[_Placed], float]:
        placed: list[_Placed] = []
        x, height = float(left), 0
        for chip in self.look.chips:
            size = self._chip_size(chip)
            if x > left and x + size.width() > left + room:
                x, y = float(left), y + height + 4
            width = min(size.width(), room)
            placed.append(_Placed(QRectF(x, y, width, size.height()), chip))
            x, height = x + width + 6, size.height()
        return placed, y + height + (4 if height else 0)

    def _chip_size(self, chip: Chip) -> QSize:
        theme = current_theme()
        if chip.tone == "plain":
            return QSize(text_width(theme.font("caption"), str(chip.words)) + 4, theme.scaled(22))
        if chip.tone == "line":
            return QSize(text_width(theme.font("caption", weight=500), str(chip.words)) + 34, theme.scaled(22))
        return badge_size(str(chip.words), chip.icon)

    def _paint_chip(self, painter: QPainter, rect: QRectF, chip: Chip) -> None:
        theme = current_theme()
        if chip.tone == "plain":
            draw_text(painter, rect, str(chip.words), theme.font("caption"), theme.color("text.secondary"))
        elif chip.tone == "line":
            rounded_box(painter, rect, theme.radius("md"), theme.color("bg.surface"), theme.color("border.default"))
            side = theme.icon_size("xs")
            spot = QRectF(rect.left() + 9, rect.center().y() - side / 2, side, side)
            paint_icon(painter, chip.icon, spot, theme.color("text.secondary"))
            font = theme.font("caption", weight=500)
            words = rect.adjusted(side + 15, 0, -4, 0)
            draw_text(painter, words, str(chip.words), font, theme.color("text.primary"))
        else:
            paint_badge(painter, rect, str(chip.words), chip.tone, chip.icon)

    def _paint_tile(self, painter: QPainter, rect: QRectF) -> None:
        theme = current_theme()
        tint, ink = badge_colours(self.look.tone)
        rounded_box(painter, rect, theme.radius("md"), tint)
        side = theme.icon_size("sm")
        spot = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        paint_icon(painter, self.look.icon, spot, ink)

    def _paint_picture(self, painter: QPainter, placed: _Placed) -> None:
        theme = current_theme()
        rounded_box(painter, placed.rect, theme.radius("sm"), theme.color("bg.sunken"), theme.color("border.default"))
        image = self._previews.find(self._pictures()[placed.file])
        inner = placed.rect.adjusted(2, 2, -2, -2)
        if image is None:
            side = theme.icon_size("md")
            spot = QRectF(inner.center().x() - side / 2, inner.center().y() - side / 2, side, side)
            paint_icon(painter, "image", spot, theme.color("text.tertiary"))
            return
        size = QSize(image.size())
        size.scale(inner.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        corner = QPointF(inner.center().x() - size.width() / 2, inner.center().y() - size.height() / 2)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(corner, size), image)

    def _pictures(self) -> list[FileView]:
        return [file for file in self.look.files if file.media_type.startswith("image/")]

    def _picture_arrived(self, sha256: str) -> None:
        if any(file.sha256 == sha256 for file in self.look.files):
            self._kept = None
            self.update()

    def _at(self, point: QPointF) -> _Placed | None:
        return next((placed for placed in self._placed if placed.rect.contains(point)), None)
