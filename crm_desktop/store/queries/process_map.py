"""One process as the editor opens it: all rows of a map, raw and fast, as typed elements."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from crm_desktop.models.fields import Value
from crm_desktop.models.processes.elements import ELEMENTS, Element, decode_bends
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.reading import MapReading
from crm_desktop.models.record import SyncState
from crm_desktop.models.values import decode_set
from crm_desktop.store.queries.records import states
from crm_desktop.store.reader import Reader
from crm_desktop.store.rows import shape


def process_map(reader: Reader, process_id: str) -> ProcessMap | None:
    """Return a whole map as one value; None when its process is not on this device or lies in the bin."""
    read = read_map(reader, process_id)
    if read.values is None:
        return None
    kinds: dict[str, list[Any]] = {kind: [] for kind in ELEMENTS}
    for element in read.elements:
        kinds[element.KIND].append(element)
    parts = {shape(kind).table: tuple(found) for kind, found in kinds.items()}
    return ProcessMap(id=process_id, values=read.values, **parts)


def read_map(reader: Reader, process_id: str, ids: Collection[str] | None = None) -> MapReading:
    """Return a map's elements, or those of them that are named; elements in the bin are only named."""
    asked = None if ids is None else frozenset(ids)
    elements: list[Element] = []
    binned: set[str] = set()
    said: dict[str, SyncState] = {}
    for kind in ELEMENTS:
        found = _elements(reader, kind, process_id, asked, binned)
        elements += found
        said |= states(reader, kind, [element.id for element in found])
    wanted = asked is None or process_id in asked
    return MapReading(
        process_id=process_id,
        values=_values(reader, process_id) if wanted else None,
        elements=tuple(elements),
        binned=frozenset(binned),
        states=said,
        asked=asked,
    )


def _elements(
    reader: Reader, kind: str, process_id: str, asked: frozenset[str] | None, binned: set[str]
) -> list[Element]:
    of = ELEMENTS[kind]
    names, statement = _statement(kind)
    if asked is None:
        live = " WHERE deleted_at IS NULL AND process_id = ?"
        rows: Iterable[tuple[Any, ...]] = reader.connection.execute(statement + live, (process_id,))
        gone = f"SELECT id FROM {shape(kind).table} WHERE deleted_at IS NOT NULL AND process_id = ?"
        binned.update(row[0] for row in reader.all(gone, process_id))
    else:
        condition = " WHERE process_id = ? AND id IN ({ids})"
        named = reader.for_each_id(
            statement.replace("SELECT ", "SELECT deleted_at, ", 1) + condition, asked, process_id
        )
        alive = []
        for row in named:
            if row[0] is None:
                alive.append(row[1:])
            else:
                binned.add(row[1])
        rows = alive
    special = _special(kind, names)
    # Fields that a row leaves empty take their defaults; most are empty, so only the others are looked at.
    return [of(**_given(names, special, row)) for row in rows]


def _statement(kind: str) -> tuple[tuple[str, ...], str]:
    lies = shape(kind)
    of = ELEMENTS[kind]
    names = tuple(name for name in of.__dataclass_fields__ if name == "id" or lies.kind.has(name))
    columns = ", ".join(f'"{name}"' for name in names)
    return names, f"SELECT {columns} FROM {lies.table}"


def _special(kind: str, names: tuple[str, ...]) -> Mapping[str, Any]:
    lies = shape(kind)
    decoders: dict[str, Any] = dict.fromkeys(lies.sets & set(names), lambda text: frozenset(decode_set(str(text))))
    decoders |= dict.fromkeys(lies.flags & set(names), bool)
    if "bends" in names:
        decoders["bends"] = decode_bends
    return decoders


def _given(names: tuple[str, ...], special: Mapping[str, Any], row: tuple[Any, ...]) -> dict[str, Any]:
    given = {name: value for name, value in zip(names, row, strict=True) if value is not None}
    for name in special.keys() & given.keys():
        given[name] = special[name](given[name])
    return given


def _values(reader: Reader, process_id: str) -> Mapping[str, Value] | None:
    lies = shape("process")
    row = reader.one(f"{lies.select} WHERE id = ? AND deleted_at IS NULL", process_id)
    if row is None:
        return None
    stored = lies.decode(row)
    return {field.name: stored[field.name] for field in lies.kind.fields}
