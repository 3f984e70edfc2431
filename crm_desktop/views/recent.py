"""The records whose pages were opened lately, in all windows and before the last restart too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.views.companion import companion_of

if TYPE_CHECKING:
    from crm_desktop.store.queries.find import Found
    from crm_desktop.views.desk import Desk
    from crm_desktop.views.navigation import Place

MOST = 20


class Recent(QObject):
    """Kinds and ids, the last opened first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.refresh)
        self.desk = desk
        self.opened: list[tuple[str, str]] = []
        self._known = False
        desk.background.read(desk.store.recents.read, self._read, desk.notices.fail, owner=self)

    def visit(self, place: Place) -> None:
        """Remember a record's page that is shown now; other places are not remembered."""
        from crm_desktop.models.catalog import KINDS  # not before the first paint

        kind = next((each.name for each in KINDS.values() if each.plural == place.section), "")
        if not kind or not place.record_id or self.opened[:1] == [(kind, place.record_id)]:
            return
        others = [each for each in self.opened if each[1] != place.record_id]
        self.opened = [(kind, place.record_id), *others][:MOST]
        if self._known:
            self._keep()

    def look_up(self, owner: QObject, then: Callable[[list[Found]], None]) -> None:
        """Tell those that are still on this device, with their titles."""
        from crm_desktop.store.queries.palette import visited

        self.desk.read(owner, then, visited, tuple(self.opened), MOST)

    def _read(self, before: list[tuple[str, str]]) -> None:
        now = self.opened
        self.opened = [*now, *(each for each in before if each not in now)][:MOST]
        self._known = True
        if now:
            self._keep()

    def _keep(self) -> None:
        store, opened = self.desk.store, list(self.opened)
        self.desk.background.write(lambda: store.recents.keep(opened), None, self.desk.notices.fail)


def recent_of(desk: Desk) -> Recent:
    """Return what was opened lately; the first who asks reads it."""
    return companion_of(desk, Recent)
