"""One import from the file to the result: what is known so far, and the work that runs behind the dialog.

The steps read `file`, `draft`, `report`, `outcome` here and hear by signals when they changed; nothing here is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.interchange.import_draft import ImportDraft, fields_beside, is_currency, recognise_own, start_draft
from crm_desktop.interchange.import_run import IMPORTABLE
from crm_desktop.models.access import FieldRight, Level, Permission, Rights
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import Field, RecordKind, Shown
from crm_desktop.models.importing.findings import FaultyRow, Report, TableReport
from crm_desktop.store.opening import Store
from crm_desktop.views.custom_fields import current_custom_fields, declared
from crm_desktop.views.desk import Desk
from crm_desktop.views.importing.work import OpenedFile, Outcome, TakenBack, Wanted, Work, WorkHere, take_back
from crm_desktop.views.importing.work_elsewhere import WorkElsewhere
from crm_desktop.views.language.language import current_language
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.watching import Watch

_LOOK_AGAIN_MS = 100
_FILE, _REHEARSAL = "file", "rehearsal"
_LARGE = 100_000
"""Bytes from which on a process of its own is worth its start; of a workbook some 2,000 rows."""


class ImportSession(QObject):
    """Opens, rehearses, writes, takes back; one thing at a time, a newer wish ends an older rehearsal."""

    opened = Signal()
    """`file` and `draft` are new."""
    refused = Signal(object)
    """The file cannot be imported: a UserError."""
    rehearsed = Signal()
    """`report` is new, or None because something changed and it is being made again."""
    finished = Signal()
    """`outcome` is there."""
    taken_back = Signal(object)
    """A TakenBack."""
    advanced = Signal(int)
    """So many rows (acts, when taking back) are done; several times a second."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.lookups = lookups_of(desk)
        self.file: OpenedFile | None = None
        self.draft: ImportDraft | None = None
        self.report: Report | None = None
        self.outcome: Outcome | None = None
        self.error: Exception | None = None
        """Why the last rehearsal came to nothing."""
        self.rehearsing = self.writing = self.opening = False
        self._work: Work | None = None
        self._opening_work: Work | None = None
        self._watch = Watch()
        self._clock = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._clock.timeout.connect(lambda: self.advanced.emit(self._watch.done))

    @property
    def busy(self) -> bool:
        """Whether work runs."""
        return self.rehearsing or self.writing or self.opening

    @property
    def table(self) -> TableReport | None:
        """What there is to say about the records of the chosen kind, once the file was rehearsed."""
        return self.report.tables[-1] if self.report is not None and self.report.tables else None

    @property
    def faulty(self) -> list[FaultyRow]:
        """The rows that stay out, wholly or as one of the kinds that they are read as, each once."""
        rows: dict[int, FaultyRow] = {}
        for row in (each for table in (self.report.tables if self.report else ()) for each in table.faulty):
            known = rows.get(row.line)
            rows[row.line] = row if known is None else FaultyRow(row.line, row.cells, known.problems + row.problems)
        return [rows[line] for line in sorted(rows)]

    def beside(self) -> list[str]:
        """Return the fields of accounts that can be read along with the records."""
        assert self.draft is not None
        account = KINDS["account"]
        if not may_make(self.lookups.rights, account):
            return []
        mine = {each.name for each in self.targets(account)}
        return [each.name for each in fields_beside(self.draft.kind) if each.name in mine]

    def kinds(self) -> list[str]:
        """Return the kinds that the person may import."""
        return [name for name in IMPORTABLE if may_make(self.lookups.rights, KINDS[name])]

    def targets(self, kind: RecordKind) -> list[Field]:
        """Return the fields that a column can become."""
        return [
            each
            for each in declared(kind).fields
            if each.client_writes
            and (each.shown is not Shown.INTERNAL or each.name == "external_id" or is_currency(kind, each.name))
            and self.lookups.field_right(kind, each) is FieldRight.WRITE
        ]

    def open(self, wanted: Wanted) -> None:
        """Read a file, in whose stead the one before is forgotten when that succeeds."""
        watch = self._begin()
        self.opening = True
        let_go(self.desk, self._opening_work)
        self._opening_work = work = work_for(self.desk.store, wanted.path)
        opening = partial(work.open, wanted, current_language().code, watch)
        self.desk.background.read(opening, partial(self._opened, watch), self._refused, owner=self, token=_FILE)

    def end(self) -> None:
        """Let go of the file; call when nothing is wanted of the session any more."""
        self.stop()
        let_go(self.desk, self._work)
        let_go(self.desk, self._opening_work)
        self._work = self._opening_work = None

    def choose_kind(self, kind: str) -> None:
        """Read the file as records of a kind, with the columns as their headers suggest."""
        assert self.file is not None
        stages = self.lookups.stages()
        constants = {"owner_id": self.desk.me} | ({"stage_id": stages[0].id} if stages else {})
        offered = [each.name for each in self.targets(KINDS[kind])]
        name, columns, words = self.file.name, self.file.columns, self.file.setting.words
        self.draft = start_draft(name, columns, kind, words, constants, offered)
        self.draft.currency = self.file.setting.currency
        self.draft.kind = declared(KINDS[kind])
        recognise_own(self.draft, current_custom_fields().called(kind, offered))
        self.forget()

    def forget(self) -> None:
        """Forget a rehearsal that does not fit the draft any more."""
        if self.rehearsing:
            self.stop()
        self.report = self.error = None

    def rehearse(self) -> None:
        """See what the import would do, with the draft as it is now."""
        assert self.file is not None
        assert self.draft is not None
        self.forget()
        watch = self._begin()
        self.rehearsing = True
        self.rehearsed.emit()
        assert self._work is not None
        rehearsing = partial(self._work.rehearse, self.draft.mapping(), watch)
        self.desk.background.read(
            rehearsing, partial(self._rehearsed, watch), self._failed, owner=self, token=_REHEARSAL
        )

    def write(self) -> None:
        """Import what the rehearsal has shown."""
        assert self.file is not None
        assert self.draft is not None
        assert self.report is not None
        watch = self._begin()
        self.writing = True
        assert self._work is not None
        writing = partial(self._work.write, self.draft.mapping(), watch)
        # Not in the queue of writes: whoever writes a word meanwhile, in this window or another, waits for one act.
        self.desk.background.read(writing, self._written, self._broke_off, owner=self)

    def stop(self) -> None:
        """Stop what runs; what is written stays."""
        self._watch.stop()
        if self.rehearsing:
            self.rehearsing = False
            self._clock.stop()

    def take_back(self, *, anyway: bool = False) -> None:
        """Undo the import; `anyway` what can be undone of it, where a part was written over since."""
        assert self.outcome is not None
        watch = self._begin()
        self.writing = True
        work = partial(take_back, self.desk.store, tuple(self.outcome.acts), watch, anyway=anyway)
        # As with writing: others wait for one act only.
        self.desk.background.read(work, self._taken_back, self._broke_off, owner=self)

    def save_errors(self, path: Path, saved: Callable[[int], None]) -> None:
        """Write the error file; `saved` hears how many rows it has."""
        assert self.file is not None
        assert self.outcome is not None
        assert self.outcome.report is not None
        assert self._work is not None
        self.desk.background.read(partial(self._work.save_errors, path), saved, self.desk.notices.fail, owner=self)

    def _begin(self) -> Watch:
        self._watch.stop()
        self._watch = Watch()
        self._clock.start()
        return self._watch

    def _end(self) -> None:
        self._clock.stop()
        self.opening = self.rehearsing = self.writing = False

    def _opened(self, watch: Watch, file: OpenedFile | None) -> None:
        if watch is not self._watch or file is None:
            return
        self._end()
        let_go(self.desk, self._work)
        self._work, self._opening_work = self._opening_work, None
        self.file = file
        kinds = self.kinds()
        self.choose_kind(file.kind if file.kind in kinds or not kinds else kinds[0])
        self.opened.emit()

    def _refused(self, error: Exception) -> None:
        self._end()
        self.refused.emit(error)

    def _rehearsed(self, watch: Watch, report: Report) -> None:
        if watch is not self._watch or report.cancelled or self.draft is None:
            return
        self._end()
        self.report = report
        if report.tables:
            self.draft.hear(report.tables[-1])
        self.rehearsed.emit()

    def _written(self, outcome: Outcome) -> None:
        self._end()
        self.outcome = outcome
        self.desk.refresh.announce(outcome.kinds, None, self)
        self.finished.emit()

    def _taken_back(self, done: TakenBack) -> None:
        self._end()
        assert self.outcome is not None
        if done.whole:
            self.outcome.acts = []
        self.desk.refresh.announce(set(done.kinds), None, self)
        self.taken_back.emit(done)

    def _broke_off(self, error: Exception) -> None:
        self._end()
        self.outcome = self.outcome or Outcome()
        self.desk.notices.fail(error)
        self.finished.emit()

    def _failed(self, error: Exception) -> None:
        self._end()
        self.error = error
        self.rehearsed.emit()


def let_go(desk: Desk, work: Work | None) -> None:
    """Close in the background what may have to wait for its process."""
    if work is not None:
        desk.background.write(work.close)


def may_make(rights: Rights, kind: RecordKind) -> bool:
    """Tell whether a person with these rights may import records of a kind."""
    if not kind.client_creates:
        return False
    if kind.public:
        return kind.name in rights.writes or Permission.ADMINISTER in rights.permissions
    return rights.level(kind, write=True) is not Level.NONE


def work_for(store: Store, path: Path) -> Work:
    """Return what imports a file: this process a small one, a process of its own a large one."""
    try:
        large = path.stat().st_size >= _LARGE
    except OSError:
        large = False  # whoever opens it says what is wrong
    return WorkElsewhere(store) if large else WorkHere(store)


def made_besides(report: Report | None) -> Counter[str]:
    """Return how many records of other kinds than the chosen one are made or changed along, by kind."""
    made: Counter[str] = Counter()
    tables = report.tables if report is not None else []
    for each in tables:
        made.update(each.tally.made)
        if each is not tables[-1] and each.tally.created + each.tally.updated:
            made[each.kind] += each.tally.created + each.tally.updated
    return made


def unmapped(report: Report | None) -> list[str]:
    """Return the columns of the file that become nothing, as whichever kind it is read."""
    tables = report.tables if report is not None else []
    return [each for each in tables[-1].unmapped if all(each in one.unmapped for one in tables)] if tables else []
