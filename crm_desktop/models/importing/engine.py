"""Run an import, or see what it would do: the one path for the server's command line and the desktop's dialog.

    report = preview(mapping, tables, destination, setting)      # writes nothing
    report = run(mapping, tables, destination, setting, watcher) # refuses while decisions are open, else writes

Rows are read one at a time and written in chunks, so memory holds names and keys but not the file.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.errors import Fact, Refused
from crm_desktop.models.fields import Value
from crm_desktop.models.importing.ahead import Ahead, Chunk, Written
from crm_desktop.models.importing.cells import CellFault
from crm_desktop.models.importing.concluding import conclude
from crm_desktop.models.importing.findings import ColumnDates, Example, FaultyRow, Problem, Report, TableReport
from crm_desktop.models.importing.mapping import Ensured, TableMapping, constant_value
from crm_desktop.models.importing.mapping import Mapping as ImportMapping
from crm_desktop.models.importing.planning import Planned, Planner, collect
from crm_desktop.models.importing.ports import Destination, Unwatched, Watcher
from crm_desktop.models.importing.preparing import Setting, Surroundings, look_around, prepare
from crm_desktop.models.importing.reading import ReadRow, RowReader
from crm_desktop.models.importing.sums import Sums, title_place
from crm_desktop.models.importing.table import Table
from crm_desktop.models.values import members

ACT = "import"
CHUNK = 500
EXAMPLES = 20


def preview(
    mapping: ImportMapping,
    tables: Mapping[str, Table],
    destination: Destination,
    setting: Setting,
    watcher: Watcher | None = None,
) -> Report:
    """Return what the import would do; `tables` are the files by the names that the mapping uses.

    Tables of the mapping without a file are left out. Raises Incompatible("import.columns_missing").
    """
    return _Import(destination, setting, watcher or Unwatched(), write=False).go(mapping, tables)


def run(
    mapping: ImportMapping,
    tables: Mapping[str, Table],
    destination: Destination,
    setting: Setting,
    watcher: Watcher | None = None,
    rehearsed: Report | None = None,
) -> Report:
    """Import, and return what was done. What was committed before a cancel or a fault of the destination stays.

    `rehearsed` is the preview of exactly this import where the caller has just made it; otherwise it is made first.
    Raises Refused("import.decision_needed") before anything is written when the preview leaves something to decide.
    """
    watching = watcher or Unwatched()
    rehearsal = rehearsed or preview(mapping, tables, destination, setting, _OnlyCancel(watching))
    undecided = next(rehearsal.decisions(), None)
    if undecided is not None:
        table, decision = undecided
        facts: dict[str, Fact] = {"column": decision.column, "rows": decision.rows, "question": decision.question}
        raise Refused("import.decision_needed", file=table.file, **facts)
    return _Import(destination, setting, watching, write=True).go(mapping, tables, rehearsal)


class _OnlyCancel(Unwatched):
    """Passes on the wish to stop, but not the progress of a rehearsal."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher

    def cancelled(self) -> bool:
        """Tell whether to stop."""
        return self._watcher.cancelled()


class _Import:
    """One pass over all tables, written or rehearsed."""

    def __init__(self, destination: Destination, setting: Setting, watcher: Watcher, write: bool) -> None:
        self._around = look_around(destination, setting)
        self._watcher = watcher
        self._write = write
        self._report = Report(committed=write)

    def go(self, mapping: ImportMapping, tables: Mapping[str, Table], rehearsed: Report | None = None) -> Report:
        """Deal with everything in the mapping's order; what the rehearsal has seen of the dates still holds."""
        made = [edit for ensured in mapping.ensure for edit in _ensure(ensured, self._around)]
        self._report.ensured = len(made)
        self._commit(made)
        # Known from the start, so that records which one table makes are found by the next one, rehearsed or written.
        for kind in sorted(referred_kinds(mapping)):
            self._around.references.of(kind)
        for table_mapping in mapping.tables:
            table = tables.get(table_mapping.file)
            if table is not None and not self._report.cancelled:
                seen = rehearsed.tables if rehearsed is not None else []
                place = len(self._report.tables)
                self._import_table(table_mapping, table, seen[place].dates if place < len(seen) else ())
        self._report.count_left_out()
        return self._report

    def _import_table(self, mapping: TableMapping, table: Table, known: Sequence[ColumnDates]) -> None:
        reader, dates = prepare(mapping, table, self._around, known)
        report = TableReport(table.name, mapping.kind, table.columns, table.details, dates=dates)
        self._report.tables.append(report)
        planner = Planner(mapping, self._around)
        sums = Sums(mapping, title_place(reader))
        rows = self._good_rows(reader, table, report, sums)
        if planner.collects:
            rows = collect(rows, KINDS[mapping.kind], mapping)
        pending: list[Planned] = []
        with Ahead(ACT, self._around.destination if self._write else None) as ahead:
            while chunk := list(islice(rows, CHUNK)):
                planned, faulty = planner.plan(chunk)
                for read in faulty:
                    _leave_out(read, report)
                for written in ahead.send(Chunk(_take_made(reader, report), planned)):
                    pending += self._take_in(written, reader, report)
            for written in ahead.rest():
                pending += self._take_in(written, reader, report)
        if planner.collects and not self._report.cancelled:
            tally = report.tally
            tally.repeated = tally.rows - tally.created - tally.updated - tally.unchanged - tally.skipped
        self._link_late(mapping, reader, pending, report)
        conclude(report, reader, table)
        report.decisions += [*planner.questions(), *sums.questions()]

    def _good_rows(self, reader: RowReader, table: Table, report: TableReport, sums: Sums) -> Iterator[ReadRow]:
        beside, title = reader.mapping.beside, KINDS[reader.mapping.kind].title
        for number, row in enumerate(table.rows()):
            if number % 100 == 0:
                self._watcher.progress(table.name, number)
                if self._watcher.cancelled():
                    self._report.cancelled = True
                    return
            if sums.stays_out(row, report):
                continue
            read = reader.read(row)
            if beside and read.values.get(title) is None:
                continue
            report.tally.rows += 1
            if read.faulty:
                _leave_out(read, report)
            else:
                sums.note(row)
                yield read

    def _take_in(self, chunk: Written, reader: RowReader, report: TableReport) -> list[Planned]:
        """Count what became of a chunk, and return the rows that wait for others of the file."""
        for read in chunk.refused:
            _leave_out(read, report)
        for each in chunk.written:
            setattr(report.tally, each.fate, getattr(report.tally, each.fate) + 1)
        report.made.update({each.read.row.line: each.id for each in chunk.written if each.fate == "created"})
        report.examples += [_example(each, reader) for each in chunk.written[: EXAMPLES - len(report.examples)]]
        return [each for each in chunk.written if each.read.pending]

    def _link_late(
        self, mapping: TableMapping, reader: RowReader, pending: Sequence[Planned], report: TableReport
    ) -> None:
        links = {each.source.field: each for each in reader.links()}
        edits: list[Edit] = []
        for each in pending:
            found: dict[str, Value] = {}
            for name, wanted in each.read.pending.items():
                link = links[name].link
                assert link is not None
                try:
                    found[name] = link.later(wanted)
                except CellFault as fault:
                    columns = ", ".join(links[name].source.columns)
                    problem = Problem(each.read.row.line, name, columns, wanted.name, fault.code, partly=True)
                    report.faulty.append(FaultyRow(each.read.row.line, each.read.row.cells, (problem,)))
            if found:
                edits.append(Update(mapping.kind, each.id, found))
        for start in range(0, len(edits), CHUNK):
            self._commit(edits[start : start + CHUNK])

    def _commit(self, edits: Sequence[Edit]) -> None:
        if self._write and edits:
            self._around.destination.commit(ACT, edits)


def referred_kinds(mapping: ImportMapping) -> set[str]:
    """Return the kinds that any mapped field refers to."""
    return {
        target
        for table in mapping.tables
        for source in table.fields
        if (target := KINDS[table.kind].field(source.field).target)
    }


def _ensure(ensured: Ensured, around: Surroundings) -> Iterator[Create]:
    directory = around.references.of(ensured.kind)
    if directory.find(str(ensured.values[ensured.match])):
        return
    kind, values = KINDS[ensured.kind], {}
    for name, constant in ensured.values.items():
        value = constant_value(constant)
        if kind.field(name).target and isinstance(value, str):
            value = next(iter(around.references.of(kind.field(name).target).find(value)), None)
        values[name] = value
    create = Create(ensured.kind, values)
    directory.add(create.id, values)
    yield create


def _take_made(reader: RowReader, report: TableReport) -> list[Edit]:
    made: list[Edit] = []
    for field_reader in reader.links():
        if field_reader.link is not None and field_reader.link.made:
            report.tally.made.update(create.kind for create in field_reader.link.made)
            made += field_reader.link.made
            field_reader.link.made = []
    return made


def _example(planned: Planned, reader: RowReader) -> Example:
    """Return a row as it is imported; a record of the same file that comes later stands by its name."""
    later = {name: pending.name for name, pending in planned.read.pending.items()}
    names = {name: name for name in later.values()}
    for each in reader.links():
        value = planned.read.values.get(each.of.name)
        if each.link is not None:
            found = [value] if isinstance(value, str) else members(value)
            names |= {identifier: each.link.title_of(identifier) for identifier in found}
    return Example(planned.read.row.line, planned.fate, {**planned.read.values, **later}, names)


def _leave_out(read: ReadRow, report: TableReport) -> None:
    report.tally.skipped += 1
    report.faulty.append(FaultyRow(read.row.line, read.row.cells, tuple(read.problems)))
