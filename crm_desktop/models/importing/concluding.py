"""What to say about a table once all its rows have been read: suggestions, open decisions, columns nobody mapped."""

from collections import Counter
from collections.abc import Callable

from crm_desktop.models.fields import FieldType
from crm_desktop.models.importing.findings import Decision, Suggestion, TableReport
from crm_desktop.models.importing.links import LinkReader
from crm_desktop.models.importing.mapping import Policy
from crm_desktop.models.importing.matching import NearMisses
from crm_desktop.models.importing.reading import FieldReader, RowReader
from crm_desktop.models.importing.table import PROBLEM_COLUMN, Table

_MOST_EXAMPLES = 10
_WORDED = frozenset({FieldType.TEXT, FieldType.LINK, FieldType.CHOICE})


def conclude(report: TableReport, reader: RowReader, table: Table) -> None:
    """Complete the report of a table."""
    for field in reader.fields:
        if field.link is not None:
            _conclude_link(report, field, field.link)
        elif field.unusual:
            known = field.source.expected or list(field.manner.choices)
            report.suggestions += _suggestions(field, field.unusual, NearMisses(known).near)
    for field in reader.fields:
        if field.of.type in _WORDED:
            seen = field.link.corrected if field.link is not None else field.corrected
            columns = ", ".join(field.source.columns)
            report.corrected += [
                Suggestion(field.source.field, columns, given, meant, rows)
                for (given, meant), rows in sorted(seen.items())
            ]
    for dates in report.dates:
        if dates.recognised.ambiguous and not dates.told:
            examples = tuple(each for each in (dates.recognised.example, dates.recognised.contradiction) if each)
            report.decisions.append(Decision(dates.field, dates.column, "dates", report.tally.rows, examples))
    used = set(reader.mapping.columns) | {PROBLEM_COLUMN}
    report.unmapped = tuple(column for column in table.columns if column not in used)
    report.faulty.sort(key=lambda row: row.line)


def _conclude_link(report: TableReport, field: FieldReader, link: LinkReader) -> None:
    columns = ", ".join(field.source.columns)
    report.suggestions += _suggestions(field, link.unknown, link.references.of(link.of.target).near)
    if link.placed:
        report.placed[field.source.field] += link.placed
    if link.empty and link.source.empty is Policy.ASK and not link.of.required:
        report.decisions.append(Decision(field.source.field, columns, "empty", link.empty))
    if link.unknown and link.source.unknown is Policy.ASK:
        examples = tuple(name for name, _ in link.unknown.most_common(_MOST_EXAMPLES))
        rows = sum(link.unknown.values())
        report.decisions.append(Decision(field.source.field, columns, "unknown", rows, examples))


def _suggestions(field: FieldReader, unknown: Counter[str], near: Callable[[str], str]) -> list[Suggestion]:
    columns = ", ".join(field.source.columns)
    found = []
    for given, rows in sorted(unknown.items(), key=lambda item: (-item[1], item[0])):
        proposed = near(given)
        if proposed and proposed != given:
            found.append(Suggestion(field.source.field, columns, given, proposed, rows))
    return found
