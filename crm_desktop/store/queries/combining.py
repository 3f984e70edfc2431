"""Two records about to become one: both as they stand, what names the other one, and whether all of it may be moved."""

from collections.abc import Mapping
from dataclasses import dataclass

from crm_desktop.models.access import may_write
from crm_desktop.models.edits import Edit
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Field, FieldType, RecordKind, Value, Values, is_custom
from crm_desktop.models.record import Record
from crm_desktop.models.rules.combining import Dependant, combine, links_to, pinned_kinds
from crm_desktop.store.custom_definitions import custom_fields
from crm_desktop.store.queries.record_view import linked_titles, standing
from crm_desktop.store.queries.records import present, where
from crm_desktop.store.queries.rights import rights
from crm_desktop.store.queries.values import own_value
from crm_desktop.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, what their links are called, and how many records move from the other to the kept one, by kind."""

    kept: Record
    other: Record
    linked: Mapping[str, str]
    moving: Mapping[str, int]


def pair(reader: Reader, kind: str, kept_id: str, other_id: str) -> Pair:
    """Return both records; raises Refused store.record_gone where one is not on this device."""
    kept, other = present(reader, kind, kept_id), present(reader, kind, other_id)
    moving: dict[str, int] = {}
    for each in dependants(reader, kind, other_id):
        if each.record.id != kept_id:
            moving[each.record.kind] = moving.get(each.record.kind, 0) + 1
    return Pair(kept, other, linked_titles(reader, [kept, other]), moving)


def combining(reader: Reader, user_id: str, kind: str, ids: tuple[str, str], chosen: Values) -> list[Edit]:
    """Return the edits that make the second of two records part of the first.

    Raises Refused records.not_alike, and records.combine_not_allowed where the server would not let all of it happen.
    """
    kept, other = (present(reader, kind, each) for each in ids)
    moving = dependants(reader, kind, other.id)
    mine = rights(reader, user_id)
    touched = [kept, other, *(each.record for each in moving)]
    barred = [each for each in touched if not may_write(mine, each.declaration, standing(reader, each))]
    if barred:
        raise Refused("records.combine_not_allowed", kind=barred[0].kind, count=len(barred))
    return combine(kept, other, chosen, moving)


def dependants(reader: Reader, kind: str, record_id: str) -> list[Dependant]:
    """Return what names a record: links, members of sets, notes and files pinned to it; nothing from the bin."""
    found: list[Dependant] = []
    for declared, fields in links_to(kind, custom_fields(reader.connection).values()):
        conditions = " OR ".join(_condition(declared, field) for field in fields)
        rows = where(reader, declared.name, f"deleted_at IS NULL AND ({conditions})", *[record_id] * len(fields))
        found += [Dependant(row, _naming(row, fields, record_id)) for row in rows]
    for declared in pinned_kinds():
        condition = "record_kind = ? AND record_id = ? AND deleted_at IS NULL"
        for row in where(reader, declared.name, condition, kind, record_id):
            found.append(Dependant(row, ("record_id",)))
    return _once_each(found)


def _naming(row: Record, fields: tuple[Field, ...], record_id: str) -> tuple[str, ...]:
    def names_it(value: Value) -> bool:
        return record_id in value if isinstance(value, list) else value == record_id

    return tuple(field.name for field in fields if names_it(row.get(field.name)))


def _once_each(found: list[Dependant]) -> list[Dependant]:
    """Return one entry for each record, with all fields in which it names the other one."""
    fields: dict[tuple[str, str], Dependant] = {}
    for each in found:
        key = (each.record.kind, each.record.id)
        earlier = fields[key].fields if key in fields else ()
        fields[key] = Dependant(each.record, (*earlier, *(name for name in each.fields if name not in earlier)))
    return list(fields.values())


def _condition(kind: RecordKind, field: Field) -> str:
    if is_custom(field.name):
        return f"{own_value(kind.plural, field.name)} = ?"
    return f'instr("{field.name}", ?) > 0' if field.type is FieldType.SET else f'"{field.name}" = ?'
