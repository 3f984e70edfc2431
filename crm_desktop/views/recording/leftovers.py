"""Recordings whose program ended before they did: the next start makes them part of their interviews, and says so."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.recording.talk_clock import clock_text

if TYPE_CHECKING:
    from crm_desktop.models.record import Record
    from crm_desktop.store.opening import Store
    from crm_desktop.store.recordings import Unfinished
    from crm_desktop.views.recording.keeping import Kept

_LATER_MS = 1_500
"""The first things that a person sees come before."""


class Leftovers(QObject):
    """A companion of the first window: looks once, soon after the data is open."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._first_look = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._first_look.timeout.connect(self.look)
        self._first_look.start()

    def look(self) -> None:
        """See what lies about, and keep it; each with its own undo."""
        self._first_look.stop()
        self._desk.background.read(partial(_unfinished, self._desk.store), self._keep, self._fail, owner=self)

    def _keep(self, found: tuple[Unfinished, ...]) -> None:
        from crm_desktop.views.recording.keeping import keep_recording
        from crm_desktop.views.recording.talk import entry_name

        for each in found:
            work = partial(keep_recording, self._desk.store, each.about, entry_name(each.about.form))
            self._desk.background.write(work, self._kept, self._fail, owner=self)

    def _kept(self, kept: Kept | None) -> None:
        if kept is None:
            return
        from crm_desktop.store.queries.records import record

        def say(interview: Record | None) -> None:
            name = interview.title if interview is not None else tr("recording", "Recording of the talk")
            said = text(
                "recording",
                "The program ended during {name}. {length} of the recording are kept.",
                name=name,
                length=clock_text(kept.length_ms),
            )
            self._desk.notices.say_done(said)

        for committed in kept.acts:
            self._desk.announce(committed)
        work = partial(self._desk.store.read, record, "interview", kept.about.interview_id)
        self._desk.background.read(work, say, self._fail, owner=self)

    def _fail(self, error: Exception) -> None:
        self._desk.notices.fail(error)


def _unfinished(store: Store) -> tuple[Unfinished, ...]:
    return store.recordings.unfinished()
