"""Undo and redo by key: through the store's door, which refuses to overwrite what somebody else changed since."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import has_label, label, text
from crm_desktop.views.page import Page

if TYPE_CHECKING:
    from crm_desktop.store.write_door import Committed


class Undoing:
    """`undoing.desk = desk` once the store is open; before that there is nothing to undo."""

    def __init__(self) -> None:
        self.desk: Desk | None = None
        self.page: Callable[[], Page | None] = lambda: None
        """The page that is shown; it is asked first."""

    def undo(self) -> None:
        """Take the last act back. What cannot be taken back is explained by the error's own words."""
        page = self.page()
        if self.desk is not None and not (page is not None and page.undo()):
            self._run(self.desk, self.desk.store.door.undo, undone=True)

    def redo(self) -> None:
        """Do again what was taken back."""
        page = self.page()
        if self.desk is not None and not (page is not None and page.redo()):
            self._run(self.desk, self.desk.store.door.redo, undone=False)

    def _run(self, desk: Desk, work: Callable[[], Committed], *, undone: bool) -> None:
        def done(committed: Committed) -> None:
            desk.announce(committed)
            key = committed.undo_label.act
            act = label("acts", key) if has_label("acts", key) else ""
            if not committed.ids:
                desk.notices.inform(text("shell", "Nothing to undo") if undone else text("shell", "Nothing to redo"))
            elif undone:
                desk.notices.inform(text("shell", "Undone: {act}", act=act) if act else text("shell", "Undone"))
            else:
                desk.notices.inform(text("shell", "Done again: {act}", act=act) if act else text("shell", "Done again"))

        desk.background.write(work, done, desk.notices.fail)
