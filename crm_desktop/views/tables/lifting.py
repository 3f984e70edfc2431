"""Lifting rows out of a list by dragging one of them; what happens where they are dropped is decided there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from crm_desktop.models.errors import Refused
from crm_desktop.views.records.record_drag import MOST_CARRIED, Carried, carry
from crm_desktop.views.tables.bulk_acts import BulkActs
from crm_desktop.views.tables.list_screen import ListScreen
from crm_desktop.views.tables.reading import ListRow


def lift(page: ListScreen, bulk: BulkActs, row: ListRow) -> None:
    """Carry a row away; one that is ticked takes all ticked ones along, those that were never loaded too."""
    kind, table = page.kind.name, page.table
    if row.rowid not in table.ticks or table.ticks.count(page.model.rows.count) < 2:
        carry(Carried(kind, (row.id,), row.title), table)
        return

    def known(ids: list[str]) -> None:
        if len(ids) > MOST_CARRIED:
            page.desk.notices.fail(Refused("list.too_many", count=len(ids), most=MOST_CARRIED))
        elif QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:  # who let go meanwhile carries nothing
            carry(Carried(kind, tuple(ids), row.title), table)

    bulk.with_ids(known)
