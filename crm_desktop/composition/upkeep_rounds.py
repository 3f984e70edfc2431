"""When the store looks after itself: search a moment after the last page of a sync, the rest once nothing happens."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from crm_desktop.composition.program import Program

_QUIET_MS = 3_000
"""After so long without news from the sync the store may look after itself."""
_AGAIN_MS = 300
_SETTLED_MS = 200
"""Between two pages of a sync no longer than this passes."""
_BREATH_MS = 10


class UpkeepRounds(QObject):
    """`note_news()` at each word from the sync, `note_records()` when it brought some."""

    def __init__(self, program: Program, parent: QObject) -> None:
        super().__init__(parent)
        self._program = program
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._tend)
        self._breath = QTimer(self, singleShot=True)
        self._breath.timeout.connect(self._enter_marked)

    def note_news(self) -> None:
        """Wait until the sync has been silent for a while."""
        self._rest.start(_QUIET_MS)

    def note_records(self) -> None:
        """Enter into search what a sync brought in great numbers, once no more of it comes."""
        self._breath.start(_SETTLED_MS)

    def _tend(self) -> None:
        if self._program.workspace is not None:
            self._program.tools.background.read(self._program.workspace.store.tend, self._tended)

    def _tended(self, more: bool) -> None:
        if more:
            self._rest.start(_AGAIN_MS)

    def _enter_marked(self) -> None:
        if self._program.workspace is not None:
            self._program.tools.background.read(self._program.workspace.store.enter_marked, self._entered)

    def _entered(self, more: bool) -> None:
        if more:
            self._breath.start(_BREATH_MS)
