"""How a row of the palette looks: tile or icon, title with what was typed in bold accent, facts, keys."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.record import SyncState
from crm_desktop.views.actions import key_text
from crm_desktop.views.language.texts import tr
from crm_desktop.views.palette.row_model import ROW
from crm_desktop.views.palette.rows import CommandRow, Heading, RecordRow
from crm_desktop.views.tables.painting import draw_words, paint_face
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.key_cap import key_cap_size, paint_key_cap
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width

_STATES = {SyncState.WAITING: "waiting", SyncState.CONFLICT: "conflict", SyncState.PARKED: "failed"}
_STATE_ROLES = {
    SyncState.WAITING: "info.text",
    SyncState.CONFLICT: "warning.text",
    SyncState.PARKED: "danger.text",
}
_INSET, _TILE, _GAP = 20, 28, 12


class RowDelegate(QStyledItemDelegate):
    """Paints headings, records and commands."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the row's height: 28 for headings, 44 for records, 38 for commands, grown with the text."""
        row, theme = index.data(ROW), current_theme()
        height = 28 if isinstance(row, Heading) else 44 if isinstance(row, RecordRow) else 38
        return QSize(0, theme.scaled(height))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        row, box = index.data(ROW), QRectF(option.rect)
        painter.save()
        if isinstance(row, Heading):
            self._heading(painter, box, row)
        else:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            if chosen:
                fill = current_theme().color("bg.selected")
                rounded_box(painter, box.adjusted(8, 0, -8, 0), current_theme().radius("md"), fill)
            if isinstance(row, RecordRow):
                self._record(painter, box, row, chosen)
            else:
                self._command(painter, box, row)
        painter.restore()

    def _heading(self, painter: QPainter, box: QRectF, row: Heading) -> None:
        theme = current_theme()
        inner = box.adjusted(_INSET, 4, -_INSET, 0)
        draw_text(painter, inner, str(row.wording), theme.font("caption"), theme.color("text.secondary"))

    def _record(self, painter: QPainter, box: QRectF, row: RecordRow, chosen: bool) -> None:
        theme = current_theme()
        tile = QRectF(box.x() + _INSET, box.center().y() - _TILE / 2, _TILE, _TILE)
        if row.kind in ("account", "contact", "user"):
            paint_face(painter, tile, row.title, row.id, tile=row.kind == "account")
        else:
            _icon_tile(painter, tile, KINDS[row.kind].icon)
        right = box.right() - _INSET
        if row.state in _STATES:
            side, name = theme.icon_size(), theme.tokens.icon_for("sync", _STATES[row.state])
            place = QRectF(right - side, box.center().y() - side / 2, side, side)
            paint_icon(painter, name, place, theme.color(_STATE_ROLES[row.state]))
            right -= side + _GAP
        if chosen:
            right = self._verbs(painter, box, right) - _GAP
        left, line = tile.right() + _GAP, theme.line("body")
        top = box.center().y() - (line + theme.line("caption")) / 2
        self._title(painter, QRectF(left, top, right - left, line), row)
        below = QRectF(left, top + line, right - left, theme.line("caption"))
        draw_words(painter, below, row.subtitle, theme.color("text.secondary"), ("caption", None))

    def _verbs(self, painter: QPainter, box: QRectF, right: float) -> float:
        """Paint what Enter and the right arrow do; return where that begins."""
        for words, icon in ((tr("palette", "Actions"), "arrow-right"), (tr("palette", "Open"), "corner-down-left")):
            right = self._verb(painter, box, right, words, icon) - _GAP
        return right + _GAP

    def _verb(self, painter: QPainter, box: QRectF, right: float, words: str, icon: str) -> float:
        theme = current_theme()
        font, ink, side = theme.font("caption"), theme.color("text.secondary"), theme.icon_size("sm")
        width = text_width(font, words)
        draw_text(painter, QRectF(right - width, box.y(), width, box.height()), words, font, ink)
        place = QRectF(right - width - 6 - side, box.center().y() - side / 2, side, side)
        paint_icon(painter, icon, place, ink)
        return place.x()

    def _title(self, painter: QPainter, rect: QRectF, row: RecordRow) -> None:
        theme = current_theme()
        x, at = rect.x(), 0
        for start, end in [*row.ranges, (len(row.title), len(row.title))]:
            for words, weight, role in (
                (row.title[at:start], 500, "text.primary"),
                (row.title[start:end], 600, "accent.text"),
            ):
                room = QRectF(x, rect.y(), max(0.0, rect.right() - x), rect.height())
                x += draw_words(painter, room, words, theme.color(role), ("body", weight))
            at = end

    def _command(self, painter: QPainter, box: QRectF, row: CommandRow) -> None:
        theme = current_theme()
        tile = QRectF(box.x() + _INSET, box.center().y() - _TILE / 2, _TILE, _TILE)
        _icon_tile(painter, tile, row.icon)
        right = box.right() - _INSET
        for key in reversed(key_text(row.keys).split(" ") if row.keys else []):
            size = key_cap_size(key)
            right -= size.width()
            cap = QRectF(right, box.center().y() - size.height() / 2, size.width(), size.height())
            paint_key_cap(painter, cap, key)
            right -= 4
        left = tile.right() + _GAP
        words = QRectF(left, box.y(), right - _GAP - left, box.height())
        draw_text(painter, words, row.title, theme.font("body", weight=500), theme.color("text.primary"))


def _icon_tile(painter: QPainter, rect: QRectF, name: str) -> None:
    theme = current_theme()
    ink: QColor = theme.color("text.secondary")
    rounded_box(painter, rect, theme.radius("md"), theme.color("bg.sunken"))
    side = theme.icon_size()
    paint_icon(painter, name, QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side), ink)
