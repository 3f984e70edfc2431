"""What `crm-server import` prints of a preview or a result: plain lines, nothing coloured, one fact a line."""

from collections.abc import Iterator

from crm_desktop.models.importing.findings import ColumnDates, Decision, Report, TableReport
from crm_desktop.models.importing.mapping import DateOrder
from crm_desktop.models.importing.words import Words

_ORDERS = {
    DateOrder.MONTH_FIRST: "month/day/year",
    DateOrder.DAY_FIRST: "day/month/year",
    DateOrder.YEAR_FIRST: "year-month-day",
    DateOrder.AUTO: "not recognised",
}
_QUESTIONS = {
    "empty": "{rows} rows name no record in column {column}; choose --missing skip or --missing placeholder=NAME",
    "unknown": "{rows} rows name unknown records in column {column} ({examples}); --accept-suggestions, or --missing",
    "dates": "day and month cannot be told apart in column {column} ({examples}); say `dates` in the mapping",
    "duplicates": "{rows} rows look like records that exist ({examples}); say `duplicates` in the mapping",
    "totals": "{rows} rows look like totals of the others ({examples}); say `totals` in the mapping: skip or create",
}
_MOST_PROBLEM_ROWS = 5


def lines_of(report: Report, words: Words) -> Iterator[str]:
    """Yield the lines of a whole report."""
    if report.ensured:
        yield f"{report.ensured} records that the import relies on {'made' if report.committed else 'to be made'}"
    for table in report.tables:
        yield from _table_lines(table, words, report.committed)
    if report.cancelled:
        yield "stopped; what was written stays, and importing again goes on from there"


def _table_lines(table: TableReport, words: Words, committed: bool) -> Iterator[str]:
    yield f"{table.file} → {table.kind} ({table.details})"
    tally = table.tally
    verb = "" if committed else "would be "
    fates = [(tally.created, "created"), (tally.updated, "changed"), (tally.unchanged, "unchanged")]
    fates += [(tally.repeated, "repeated"), (tally.skipped, "left out")]
    told = ", ".join(f"{count:,} {verb if word != 'repeated' else ''}{word}" for count, word in fates if count)
    yield f"    {tally.rows:,} rows: {told or 'nothing to do'}"
    yield from (f"    {count} {kind} {verb}made besides" for kind, count in sorted(tally.made.items()))
    yield from (
        f"    {count:,} rows {verb}attached to the placeholder of {name}" for name, count in table.placed.items()
    )
    yield from (f"    {line}" for line in dict.fromkeys(_date_line(each) for each in table.dates))
    for each in table.corrected:
        yield f'    read as the mapping says: {each.column} "{each.given}" as "{each.proposed}" ({each.rows:,} rows)'
    for each in table.suggestions:
        yield f'    suggestion: {each.column} "{each.given}" ({each.rows:,} rows) probably means "{each.proposed}"'
    yield from (f"    to decide: {_question(decision)}" for decision in table.decisions)
    yield from _problem_lines(table, words)
    if table.unmapped:
        yield f"    not imported: columns {', '.join(table.unmapped)}"


def _date_line(dates: ColumnDates) -> str:
    found = dates.recognised
    line = f"dates in {dates.column}: {_ORDERS[found.order]}"
    if found.contradiction:
        return f'{line}, but "{found.contradiction}" contradicts "{found.example}"'
    return f'{line}, as in "{found.example}"' if found.example else line


def _question(decision: Decision) -> str:
    examples = ", ".join(f'"{each}"' for each in decision.examples)
    return _QUESTIONS[decision.question].format(rows=f"{decision.rows:,}", column=decision.column, examples=examples)


def _problem_lines(table: TableReport, words: Words) -> Iterator[str]:
    for (column, code), count in sorted(table.problem_counts().items(), key=lambda item: (-item[1], item[0])):
        lines = [row.line for row in table.faulty if any((p.column, p.code) == (column, code) for p in row.problems)]
        shown = ", ".join(str(line) for line in lines[:_MOST_PROBLEM_ROWS])
        more = ", …" if len(lines) > _MOST_PROBLEM_ROWS else ""
        yield f"    problem: {count:,} × {column or 'row'}: {words.title(code)} (lines {shown}{more})"
