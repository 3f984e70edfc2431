"""An export as a person sees it: where to and as what, then, if it takes its time, how far it is and a way to stop."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.tables.export import Export, Stopped, export_list, formats_for
from crm_desktop.views.tables.reading import Asked
from crm_desktop.views.watching import Watch
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.progress import Progress

_PATIENCE_MS, _LOOK_AGAIN_MS = 600, 100
_NAMES = {
    "csv": text("tables", "CSV table"),
    "xlsx": text("tables", "Excel workbook"),
    "vcf": text("tables", "vCards"),
    "ics": text("tables", "Calendar file"),
}


def choose_target(parent: QWidget, kind: str) -> Path | None:
    """Ask where to and as what; None where the person thinks better of it."""
    endings = formats_for(kind)
    filters = {f"{_NAMES[ending]} (*.{ending})": ending for ending in endings}
    name = f"{label('kinds', f'{kind}.plural')}.{endings[0]}"
    chosen, used = QFileDialog.getSaveFileName(parent, tr("tables", "Export"), name, ";;".join(filters))
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower().removeprefix(".") in endings:
        # A name that still has the ending of the first format is meant as what was chosen in the list.
        return path.with_suffix(f".{filters[used]}") if used in filters else path
    return path.with_name(f"{path.name}.{filters.get(used, endings[0])}")


class ExportDialog(Dialog):
    """`ExportDialog(desk, parent).begin(path, asked, rowids, count)`; shows itself only where it takes longer."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(text("tables", "Exporting"), parent=parent)
        self._desk, self._watch, self._count = desk, Watch(), 0
        self.progress = Progress(text("tables", "Writing records"), height=8)
        self.body.addWidget(self.progress)
        self.add_safe_verb(text("tables", "Stop"))
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self.open)
        self._clock = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._clock.timeout.connect(self._look)

    def begin(self, path: Path, asked: Asked, rowids: frozenset[int] | None, count: int) -> None:
        """Write `count` records into a file, off the UI thread."""
        self._count = count
        formats = current_formats(self._desk.clock.now())
        export = Export(path, asked, rowids, lookups_of(self._desk), formats, self._watch)
        work = partial(self._desk.store.read, export_list, export)
        self._desk.background.read(work, self._done, self._failed, owner=self)
        self._patience.start()
        self._clock.start()

    def reject(self) -> None:
        """Stop; nothing is left of the file."""
        self._watch.stop()

    def _look(self) -> None:
        number = current_formats(self._desk.clock.now()).number
        share = self._watch.done / self._count if self._count else None
        self.progress.set_progress(share, f"{number(self._watch.done)} / {number(self._count)}")

    def _done(self, count: int) -> None:
        self._end()
        self._desk.notices.inform(text("tables", "%n record(s) exported", n=count))

    def _failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, Stopped):
            self._desk.notices.inform(text("tables", "The export was stopped. No file was written"))
        else:
            self._desk.notices.fail(error)

    def _end(self) -> None:
        self._patience.stop()
        self._clock.stop()
        super().reject()
        self.deleteLater()
