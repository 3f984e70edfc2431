"""The records that a key figure is made of, in a popover below it; each leads to its page."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.record import Record
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import text
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.mini_rows import MiniRow, RowLook
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.popover import Popover
from crm_desktop.views.widgets.scrolling import scrolled

_MOST_ROWS = 60


def show_rows(desk: Desk, rows: tuple[Record, ...], anchor: QWidget, whole: Place | None) -> None:
    """Open the rows below a figure, with the way to `whole`, the list of all of them."""
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    both = QWidget()
    stack = QVBoxLayout(both)
    stack.setContentsMargins(0, 0, 0, 0)
    area = scrolled(content)
    area.setMinimumWidth(300)
    stack.addWidget(area)
    popover = Popover(both)
    if whole is not None and rows:
        words = text("workbench", "Open as a list") if whole.section != "agenda" else text("workbench", "Open the week")
        go = partial(_leave_for, desk, popover, whole)
        stack.addWidget(Button(words, go, kind="link", icon="list", small=True), 0, Qt.AlignmentFlag.AlignLeft)
    for record in rows[:_MOST_ROWS]:
        row = MiniRow()
        row.show_look(_look_of(record, desk), partial(_leave, desk, popover, record))
        column.addWidget(row)
    if not rows:
        column.addWidget(Label(text("workbench", "Nothing here yet"), "body", "text.secondary"))
    column.addStretch()
    popover.closed.connect(popover.deleteLater)
    popover.open_at(anchor)


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
    _leave_for(desk, popover, Place(KINDS[record.kind].plural, record.id))


def _leave_for(desk: Desk, popover: Popover, place: Place) -> None:
    popover.close_popover()
    desk.navigator.go(place)
