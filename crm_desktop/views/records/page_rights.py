"""What a person may do with the record of a page, by kind, state and rights. What is done stands in `page_acts.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.access import Permission
from crm_desktop.models.rules.combining import COMBINED
from crm_desktop.models.rules.sharing import SHAREABLE
from crm_desktop.views.desk import Desk
from crm_desktop.views.lookups import lookups_of

if TYPE_CHECKING:
    from crm_desktop.models.record import Record
    from crm_desktop.store.queries.record_view import RecordView

LOGGED = frozenset({"account", "contact", "opportunity"})
VISITED = frozenset({"account", "contact"})


class PageRights:
    """`rights.view` is the record as it was read last, None before."""

    def __init__(self, desk: Desk) -> None:
        self.view: RecordView | None = None
        self._lookups = lookups_of(desk)

    @property
    def record(self) -> Record | None:
        """The record of the page."""
        return self.view.record if self.view is not None else None

    def can_log(self) -> bool:
        """Tell whether something can be logged about the record."""
        return self.record is not None and self.record.kind in LOGGED and not self.record.deleted

    def is_account(self) -> bool:
        """Tell whether people and opportunities can be added to the record."""
        return self.record is not None and self.record.kind == "account" and not self.record.deleted

    def can_plan(self) -> bool:
        """Tell whether a visit can be planned there."""
        return self.record is not None and self.record.kind in VISITED and not self.record.deleted

    def may_edit(self) -> bool:
        """Tell whether the person may change the record."""
        view = self.view
        return view is not None and self._lookups.may_edit(view.record.declaration, view.standing)

    def may_merge(self) -> bool:
        """Tell whether another record can be made part of it."""
        return self.may_delete() and self.record is not None and self.record.kind in COMBINED

    def may_delete(self) -> bool:
        """Tell whether it can go to the bin."""
        return self.may_edit() and self.record is not None and not self.record.deleted

    def may_restore(self) -> bool:
        """Tell whether it can come out of the bin."""
        return self.may_edit() and self.record is not None and self.record.deleted

    def may_share(self) -> bool:
        """Tell whether the person may let somebody else see it."""
        return self.may_delete() and self.record is not None and self.record.kind in SHAREABLE

    def may_assign(self) -> bool:
        """Tell whether the person may give it to somebody else."""
        record = self.record
        owned = record is not None and bool(record.declaration.owner_field) and not record.deleted
        return owned and self.may_edit() and self._lookups.may(Permission.ASSIGN)
