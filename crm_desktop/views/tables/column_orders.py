"""In which order a person dragged the columns of the views that nobody saved: kept on this device for each kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from crm_desktop.models.fields import RecordKind
from crm_desktop.models.rules.views import Definition
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.draft_keeping import DraftKeeping
from crm_desktop.views.tables.reading import Asked
from crm_desktop.views.tables.view_book import View, ViewBook

if TYPE_CHECKING:
    from crm_desktop.store.drafts import Draft


class ColumnOrders(QObject):
    """`orders.keep(view, columns, book)`, then `orders.definition_of(view)`; `found` when earlier ones are known."""

    found = Signal()

    def __init__(self, desk: Desk, kind: RecordKind, parent: QObject) -> None:
        super().__init__(parent)
        self._kind = kind
        self._orders: dict[str, tuple[str, ...]] = {}
        self._kept = DraftKeeping(f"column_order.{kind.name}", desk, self._written, self)
        self._kept.find(self._restore)

    def definition_of(self, view: View) -> Definition:
        """Return what a view shows, with the columns as the person dragged them; a saved view says it itself."""
        order = self._orders.get(view.key, ()) if view.record is None else ()
        return msgspec.structs.replace(view.definition, columns=order) if order else view.definition

    def keep(self, view: View | None, columns: tuple[str, ...], book: ViewBook) -> None:
        """Keep the order of a view's columns, with one's own view where it is saved; another's stays as it is."""
        if view is not None and view.record is None:
            self._orders[view.key] = columns
            self._kept.touch()
        elif view is not None and book.may_change(view):
            book.save(view, msgspec.structs.replace(view.definition, columns=columns))

    def renew(self, view: View | None, asked: Asked | None, show: Callable[[Definition], object]) -> None:
        """Show a view again with the order that was kept, where it is shown without."""
        if view is not None and asked is not None and asked.definition == view.definition:
            kept = self.definition_of(view)
            if kept != view.definition:
                show(kept)

    def _written(self) -> dict[str, str | int | float | bool | list[str] | None]:
        return {key: " ".join(columns) for key, columns in self._orders.items()}

    def _restore(self, kept: Draft) -> None:
        for key, written in kept.values.items():
            columns = tuple(name for name in str(written).split() if self._kind.has(name))
            if columns:
                self._orders.setdefault(key, columns)
        self.found.emit()
