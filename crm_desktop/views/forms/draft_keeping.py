"""Keeps what stands in a form while it is typed, so that a crash or a closed window loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from crm_desktop.models.fields import Value

if TYPE_CHECKING:
    from crm_desktop.store.drafts import Draft
    from crm_desktop.views.desk import Desk

_PAUSE_MS = 400


class DraftKeeping(QObject):
    """One form's draft: `find`, then `touch` at each change, `forget` when it is saved."""

    def __init__(self, form: str, desk: Desk, read: Callable[[], dict[str, Value]], parent: QObject) -> None:
        super().__init__(parent)
        self._form, self._desk, self._read = form, desk, read
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._keep)

    def find(self, found: Callable[[Draft], None]) -> None:
        """Tell about the draft that was kept, if there is one."""
        store, form = self._desk.store, self._form

        def take(draft: Draft | None) -> None:
            if draft is not None:
                found(draft)

        self._desk.background.read(lambda: store.drafts.find(form), take, self._desk.notices.fail, owner=self)

    def touch(self) -> None:
        """Keep the form after a short pause in typing."""
        self._timer.start()

    def flush(self) -> None:
        """Keep the form now, if anything was typed since."""
        if self._timer.isActive():
            self._timer.stop()
            self._keep()

    def forget(self) -> None:
        """Forget the draft."""
        self._timer.stop()
        store, form = self._desk.store, self._form
        self._desk.background.write(lambda: store.drafts.forget(form), None, self._desk.notices.fail)

    def _keep(self) -> None:
        store, form, now = self._desk.store, self._form, self._desk.clock.now()
        values = self._read()
        self._desk.background.write(lambda: store.drafts.keep(form, values, now), None, self._desk.notices.fail)
