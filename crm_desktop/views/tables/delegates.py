"""How the cells of a list are painted: one delegate for each look, no widgets in cells.

What holds of the whole row (ticked, current, under the pointer) is the ground's business: `ground.py`.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from crm_desktop.models.record import SyncState
from crm_desktop.store.queries.lists import GroupHeader
from crm_desktop.views.sync_marks import mark_hint, mark_icon
from crm_desktop.views.tables.cells import Cell, figure_words, group_words
from crm_desktop.views.tables.columns import Look
from crm_desktop.views.tables.first_cell import EDGE, tile_x
from crm_desktop.views.tables.list_table import ListTable
from crm_desktop.views.tables.painting import draw_words, paint_face, word_width
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.badge import badge_size, paint_badge

PAD = 8
"""Between a cell's edge and what it shows."""
_PLACEHOLDER = 0.45
_Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Words, cut to their room; the base of all other looks."""

    def __init__(self, view: ListTable) -> None:
        super().__init__(view)
        self.view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint the content of a cell; the ground is painted by `ground.py`."""
        box, line, column = QRectF(option.rect), index.row(), index.column()
        view = self.view
        group = view.list_model.rows.group_at(line)
        if group is not None:
            self.paint_group(painter, box, group, column)
            return
        cell = view.list_model.cell(line, column)
        if cell is None:
            self.paint_placeholder(painter, box)
            return
        room = box.adjusted(PAD, 0, -PAD, 0)
        if column and cell.mark is not SyncState.SYNCED:
            room = self.paint_mark(painter, room, cell)
        self.paint_cell(painter, room, cell, line)

    def paint_cell(self, painter: QPainter, box: QRectF, cell: Cell, line: int) -> None:
        """Paint what the cell says into its box."""
        draw_words(painter, box, cell.words, current_theme().color(cell.tone or "text.primary"))

    def paint_mark(self, painter: QPainter, box: QRectF, cell: Cell) -> QRectF:
        """Paint at the end of a value how it stands with the server; return what room is left."""
        spot = value_mark_rect(box)
        icon, role = mark_icon(cell.mark)
        paint_icon(painter, icon, spot, current_theme().color(role))
        return box.adjusted(0, 0, spot.x() - 4 - box.right(), 0)

    def mark_rect(self, box: QRectF, cell: Cell) -> QRectF:
        """Return where a cell's mark stands, empty where it has none."""
        return value_mark_rect(box.adjusted(PAD, 0, -PAD, 0)) if cell.mark is not SyncState.SYNCED else QRectF()

    def paint_group(self, painter: QPainter, box: QRectF, group: GroupHeader, column: int) -> None:
        """Paint what a group's header says about the column."""
        model = self.view.list_model
        declared = model.columns[column]
        if declared.name in group.totals.sums:
            words = figure_words(declared, group.totals, model.words)
            room, ink = box.adjusted(PAD, 0, -PAD, 0), current_theme().color("text.secondary")
            draw_words(painter, room, words, ink, ("body", None), right=declared.look is Look.NUMBER)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Say what a mark means while the pointer rests on it."""
        cell = self.view.list_model.cell(index.row(), index.column()) if event.type() is QEvent.Type.ToolTip else None
        if cell is None or not self.mark_rect(QRectF(option.rect), cell).contains(QPointF(event.pos())):
            QToolTip.hideText()
            return False
        QToolTip.showText(event.globalPos(), mark_hint(cell.mark), view.viewport())
        return True

    def paint_placeholder(self, painter: QPainter, box: QRectF) -> None:
        """Paint a grey bar where words will stand."""
        bar = QRectF(box.x() + PAD, box.center().y() - 4, max(12.0, (box.width() - 2 * PAD) * _PLACEHOLDER), 8)
        painter.fillRect(bar, current_theme().color("bg.sunken"))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the row's height; the column decides the width."""
        return QSize(self.view.columnWidth(index.column()), current_theme().metric("row"))


class NumberDelegate(CellDelegate):
    """Digits at the right edge."""

    def paint_cell(self, painter: QPainter, box: QRectF, cell: Cell, line: int) -> None:
        """Paint the number."""
        draw_words(painter, box, cell.words, current_theme().color(cell.tone or "text.primary"), right=True)


class RemarkDelegate(CellDelegate):
    """Words and, behind them, a remark in another tone: a day and the days left."""

    def paint_cell(self, painter: QPainter, box: QRectF, cell: Cell, line: int) -> None:
        """Paint words and remark."""
        theme = current_theme()
        ink = theme.color("text.primary" if cell.remark or not cell.tone else cell.tone)
        width = draw_words(painter, box, cell.words, ink)
        rest = box.adjusted(width + 8, 0, 0, 0)
        # Whole or not at all: of "200 days" a "20…" would tell something else.
        if cell.remark and word_width(cell.remark, "caption") <= rest.width() + 1:
            draw_words(painter, rest, cell.remark, theme.color(cell.tone), ("caption", None))


class IconDelegate(CellDelegate):
    """An icon and a word in one tone: scores, priorities, flags."""

    def paint_cell(self, painter: QPainter, box: QRectF, cell: Cell, line: int) -> None:
        """Paint icon and word."""
        theme = current_theme()
        ink, side = theme.color(cell.tone or "text.primary"), theme.icon_size()
        if cell.icon:
            paint_icon(painter, cell.icon, QRectF(box.x(), box.center().y() - side / 2, side, side), ink)
            box = box.adjusted(side + 5, 0, 0, 0)
        draw_words(painter, box, cell.words, ink)


class PersonDelegate(CellDelegate):
    """A person's disc, and the name where the column is wide enough."""

    def paint_cell(self, painter: QPainter, box: QRectF, cell: Cell, line: int) -> None:
        """Paint disc and name."""
        theme = current_theme()
        if not cell.person:
            super().paint_cell(painter, box, cell, line)
            return
        side = min(24, theme.metric("row") - 12)
        disc = QRectF(box.x(), box.center().y() - side / 2, side, side)
        paint_face(painter, disc, cell.words, cell.person, tile=False)
        rest = box.adjusted(side + 8, 0, 0, 0)
        if rest.width() >= 48:
            draw_words(painter, rest, cell.words, theme.color("text.primary"))


class BadgeDelegate(CellDelegate):
    """Choices and tags as badges; those without room are counted."""

    def paint_cell(self, painter: QPainter, box: QRectF, cell: Cell, line: int) -> None:
        """Paint the badges."""
        if cell.badges:
            paint_badges(painter, box, cell.badges)
        else:
            super().paint_cell(painter, box, cell, line)


def value_mark_rect(box: QRectF) -> QRectF:
    """Return where a value's mark stands: at the end of its cell, so that marks of a column are below each other."""
    side = current_theme().icon_size("sm")
    return QRectF(box.right() - side, box.center().y() - side / 2, side, side)


def paint_badges(painter: QPainter, box: QRectF, badges: tuple[tuple[str, str], ...]) -> float:
    """Paint badges from the left, and `+2` for those without room; return how far they reach."""
    x = box.x()
    for place, (word, tone) in enumerate(badges):
        size = badge_size(word)
        rest = len(badges) - place
        if x + size.width() > box.right() + 1:
            if rest > 1 or x > box.x():
                more = f"+{rest}"
                ink = current_theme().color("text.secondary")
                draw_words(painter, QRectF(x, box.y(), box.right() - x, box.height()), more, ink, ("caption", None))
                return x + word_width(more, "caption")
            size.setWidth(max(24, int(box.right() - x)))
        spot = QRectF(x, box.center().y() - size.height() / 2, size.width(), size.height())
        paint_badge(painter, spot, word, tone)
        x += size.width() + 6
    return x - 6


def paint_check(painter: QPainter, box: QRectF, state: str) -> None:
    """Paint a check box: `on`, `some` or `off`."""
    theme = current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inside = box.adjusted(0.75, 0.75, -0.75, -0.75)
    if state == "off":
        painter.setPen(QPen(theme.color("border.control"), 1.5))
        painter.setBrush(theme.color("bg.surface"))
        painter.drawRoundedRect(inside, 4, 4)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent.solid"))
    painter.drawRoundedRect(box, 4, 4)
    paint_icon(painter, "check" if state == "on" else "minus", box.adjusted(2, 2, -2, -2), theme.color("text.onAccent"))


def paint_group_name(painter: QPainter, box: QRectF, view: ListTable, group: GroupHeader) -> None:
    """Paint chevron, name and count of a group's header."""
    theme, model = current_theme(), view.list_model
    side, by = theme.icon_size(), model.group_column
    icon = "chevron-right" if group.value in model.rows.collapsed else "chevron-down"
    spot = QRectF(box.x() + EDGE, box.center().y() - side / 2, side, side)
    paint_icon(painter, icon, spot, theme.color("text.secondary"))
    x = box.x() + tile_x()
    name = group_words(by, group, model.words) if by is not None else ""
    count = model.words.formats.number(group.totals.count)
    room = box.right() - x - word_width(count, "caption") - 8 - PAD
    width = draw_words(
        painter, QRectF(x, box.y(), room, box.height()), name, theme.color("text.primary"), ("body", 500)
    )
    rest = QRectF(x + width + 8, box.y(), box.right() - x - width - 8, box.height())
    draw_words(painter, rest, count, theme.color("text.secondary"), ("caption", None))


def delegate_for(look: Look, view: ListTable) -> CellDelegate:
    """Return a new delegate for a look; the name's stands in `name_delegate.py`."""
    return _DELEGATES.get(look, CellDelegate)(view)


_DELEGATES: dict[Look, type[CellDelegate]] = {
    Look.NUMBER: NumberDelegate,
    Look.DEADLINE: RemarkDelegate,
    Look.SCORE: IconDelegate,
    Look.PRIORITY: IconDelegate,
    Look.FLAG: IconDelegate,
    Look.PERSON: PersonDelegate,
    Look.BADGE: BadgeDelegate,
    Look.TAGS: BadgeDelegate,
}
