"""Opportunities that are carried to the board from a list: dropped on a stage, they move there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import records
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import tr
from crm_desktop.views.lookups import stage_words
from crm_desktop.views.opportunities.board_column import BoardColumn
from crm_desktop.views.records.record_drag import Carried, carried_in


class BoardArrivals(QObject):
    """`BoardArrivals(board, desk, columns, enter)`; `enter` is told opportunities and the column of their new stage."""

    def __init__(
        self,
        board: QWidget,
        desk: Desk,
        columns: Callable[[], list[BoardColumn]],
        enter: Callable[[list[Record], BoardColumn], object],
    ) -> None:
        super().__init__(board)
        self._board, self._desk, self._columns, self._enter = board, desk, columns, enter
        board.setAcceptDrops(True)
        board.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drags of opportunities over a stage, and nothing else."""
        if isinstance(event, QDropEvent):
            return self._over(event)
        if event.type() in (QEvent.Type.DragLeave, QEvent.Type.Hide):
            self._aim(None)
        return False

    def _over(self, event: QDropEvent) -> bool:
        carried, column = carried_in(event.mimeData()), self._column_at(event.position().toPoint())
        if carried is None or carried.kind != "opportunity":
            return False
        landed = event.type() == QEvent.Type.Drop
        self._aim(None if landed else column)
        if column is None and not isinstance(event, QDragEnterEvent):
            event.ignore()
            return True
        event.setDropAction(Qt.DropAction.LinkAction)
        event.accept()
        if landed and column is not None:
            self._take(carried, column)
        return True

    def _take(self, carried: Carried, column: BoardColumn) -> None:
        def found(deals: dict[str, Record]) -> None:
            stage = column.stage.id if column.stage is not None else ""
            here = [deals[each] for each in carried.ids if each in deals]
            moving = [each for each in here if not each.deleted and each.get("stage_id") != stage]
            if moving and stage:
                self._enter(moving, column)

        self._desk.read(self, found, records, carried.kind, carried.ids)

    def _aim(self, column: BoardColumn | None) -> None:
        for each in self._columns():
            words = ""
            if each is column and each.stage is not None:
                name, chance = stage_words(each.stage), each.stage.get("probability") or 0
                words = tr("opportunities", "Move to {stage} · {chance}%", stage=name, chance=chance)
            each.list.cards.set_slot(0 if words and not each.folded else -1, words)
            each.set_target(words)

    def _column_at(self, spot: QPoint) -> BoardColumn | None:
        screen = self._board.mapToGlobal(spot)
        for each in self._columns():
            if each.isVisible() and QRect(each.mapToGlobal(QPoint(0, 0)), each.size()).contains(screen):
                return each
        return None
