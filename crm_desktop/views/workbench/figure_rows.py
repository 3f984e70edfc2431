"""The records that a key figure is made of, in a popover below it; each leads to its page."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.record import Record
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import text
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.mini_rows import MiniRow, RowLook
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.popover import Popover

_MOST_ROWS = 60


def show_rows(desk: Desk, rows: tuple[Record, ...], anchor: QWidget) -> None:
    """Open the list below a figure."""
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    popover = Popover(scrolled(content))
    for record in rows[:_MOST_ROWS]:
        row = MiniRow()
        row.show_look(_look_of(record, desk), partial(_leave, desk, popover, record))
        column.addWidget(row)
    if not rows:
        column.addWidget(Label(text("workbench", "Nothing here yet"), "body", "text.secondary"))
    column.addStretch()
    popover.closed.connect(popover.deleteLater)
    popover.open_at(anchor)


def scrolled(content: QWidget) -> QScrollArea:
    """Return content that scrolls downwards only."""
    area = QScrollArea()
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMinimumWidth(300)
    area.setWidget(content)
    return area


def _look_of(record: Record, desk: Desk) -> RowLook:
    formats = current_formats(desk.clock.now())
    amount, health = record.get("amount"), record.get("health")
    figure = formats.money_figure(amount, str(record.get("currency") or "CNY")) if isinstance(amount, int) else ""
    if isinstance(health, int):
        figure = formats.number(health)
    starts = record.get("starts_at")
    below = formats.moment(starts) if isinstance(starts, int) else str(record.get("next_step") or "")
    return RowLook(record.title, below, figure, icon=record.declaration.icon)


def _leave(desk: Desk, popover: Popover, record: Record) -> None:
    popover.close_popover()
    desk.navigator.go(Place(KINDS[record.kind].plural, record.id))
