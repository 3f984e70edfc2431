"""Put a person's answers into a mapping: accepted suggestions, chosen policies, the order of dates."""

from collections.abc import Callable, Iterable

import msgspec

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.importing.findings import Decision, Suggestion, TableReport
from crm_desktop.models.importing.mapping import (
    DateOrder,
    FieldSource,
    Mapping,
    Policy,
    TableMapping,
    can_be_made_by_name,
)


def accept(mapping: Mapping, suggestions: Iterable[tuple[TableReport, Suggestion]]) -> Mapping:
    """Return the mapping with suggestions taken: from now on the given value means the proposed one.

    A value is corrected wherever its column is read as the same field, in every table of the same kind and file.
    """
    accepted: dict[tuple[str, str, str], dict[str, str]] = {}
    for report, suggestion in suggestions:
        place = (report.kind, suggestion.field, suggestion.column)
        accepted.setdefault(place, {})[suggestion.given] = suggestion.proposed

    def change(table: TableMapping, source: FieldSource) -> FieldSource:
        more = accepted.get((table.kind, source.field, ", ".join(source.columns)), {})
        return msgspec.structs.replace(source, values={**source.values, **more}) if more else source

    return _each_source(mapping, change)


def answer(mapping: Mapping, kind: str, decision: Decision, policy: Policy, placeholder: str = "") -> Mapping:
    """Return the mapping with one question about references answered."""

    def change(table: TableMapping, source: FieldSource) -> FieldSource:
        if table.kind != kind or source.field != decision.field:
            return source
        named = placeholder or source.placeholder
        if decision.question == "empty":
            return msgspec.structs.replace(source, empty=policy, placeholder=named)
        return msgspec.structs.replace(source, unknown=policy, placeholder=named)

    return _each_source(mapping, change)


def choose_dates(mapping: Mapping, kind: str, field: str, order: DateOrder) -> Mapping:
    """Return the mapping with the order of a column's dates told."""

    def change(table: TableMapping, source: FieldSource) -> FieldSource:
        same = table.kind == kind and source.field == field
        return msgspec.structs.replace(source, dates=order) if same else source

    return _each_source(mapping, change)


def choose_missing(mapping: Mapping, policy: Policy, placeholder: str = "") -> Mapping:
    """Return the mapping with one answer for everything that asks, or attaches to a placeholder, so far.

    References to kinds of which no record can be made from a name alone (users, stages) are skipped at most.
    """

    def change(table: TableMapping, source: FieldSource) -> FieldSource:
        target = KINDS[table.kind].field(source.field).target
        if not target:
            return source
        chosen = policy if policy is not Policy.PLACEHOLDER or can_be_made_by_name(target) else Policy.SKIP
        open_ones = {Policy.ASK, Policy.PLACEHOLDER}
        account = target == "account"
        return msgspec.structs.replace(
            source,
            empty=chosen if source.empty in open_ones else source.empty,
            unknown=chosen if source.unknown in open_ones and (account or policy is Policy.SKIP) else source.unknown,
            placeholder=placeholder or source.placeholder,
        )

    return _each_source(mapping, change)


def _each_source(mapping: Mapping, change: Callable[[TableMapping, FieldSource], FieldSource]) -> Mapping:
    tables = [
        msgspec.structs.replace(table, fields=[change(table, source) for source in table.fields])
        for table in mapping.tables
    ]
    return msgspec.structs.replace(mapping, tables=tables)
