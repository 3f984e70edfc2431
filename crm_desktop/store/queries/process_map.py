"""One process as the editor opens it: all rows of a map, raw and fast, as typed elements."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache, lru_cache
from typing import Any, TypeAlias

from crm_desktop.models.fields import Value
from crm_desktop.models.processes.elements import ELEMENTS, Element, Point, decode_bends
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.reading import MapReading
from crm_desktop.models.record import SyncState
from crm_desktop.models.values import decode_set
from crm_desktop.store.queries.records import states
from crm_desktop.store.reader import Reader
from crm_desktop.store.rows import Shape, shape

_Decoders: TypeAlias = tuple[tuple[int, Callable[[Any], Any]], ...]


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
        said |= _said(reader, kind, found)
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
    statement, decoders = _shape(kind)
    if asked is None:
        live = " WHERE deleted_at IS NULL AND process_id = ?"
        rows: Iterable[tuple[Any, ...]] = reader.connection.execute(statement + live, (process_id,))
        gone = f"SELECT id FROM {shape(kind).table} WHERE deleted_at IS NOT NULL AND process_id = ?"
        binned.update(row[0] for row in reader.all(gone, process_id))
    else:
        found = (
            f"SELECT id FROM {shape(kind).table} WHERE process_id = ? AND deleted_at IS NOT NULL AND id IN ({{ids}})"
        )
        binned.update(row[0] for row in reader.for_each_id(found, asked, process_id))
        condition = " WHERE process_id = ? AND deleted_at IS NULL AND id IN ({ids})"
        rows = reader.for_each_id(statement + condition, asked, process_id)
    return _made(ELEMENTS[kind], list(rows), decoders)


def _made(of: type[Element], rows: Sequence[tuple[Any, ...]], decoders: _Decoders) -> list[Element]:
    """Return the elements of rows, column by column: a map has thousands of rows and few columns."""
    columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
    for place, decode in decoders if rows else ():
        columns[place] = map(decode, columns[place])
    return list(of.in_columns(len(rows), columns)) if rows else []


@cache
def _shape(kind: str) -> tuple[str, _Decoders]:
    """Return a statement that gives an element's fields with their defaults, and what must be decoded where."""
    lies, declared = shape(kind), {field.name: field for field in fields(ELEMENTS[kind])}
    columns, decoders = [], []
    for place, (name, field) in enumerate(declared.items()):
        decode = _decoder(lies, name)
        columns.append(_column(name, field.default if lies.kind.has(name) or name == "id" else _ABSENT, decode))
        if decode is not None:
            decoders.append((place, decode))
    return f"SELECT {', '.join(columns)} FROM {lies.table}", tuple(decoders)


def _decoder(lies: Shape, name: str) -> Callable[[Any], Any] | None:
    if name == "bends":
        return _decode_bends
    return _decode_set if name in lies.sets else bool if name in lies.flags else None


_ABSENT = object()


def _column(name: str, default: object, decode: object) -> str:
    if default is _ABSENT:
        return "NULL"
    if decode in (_decode_bends, _decode_set):
        return f'"{name}"'
    match default:
        case bool() | int():
            return f'coalesce("{name}", {int(default)})'
        case str():
            return f"""coalesce("{name}", '{default}')"""
        case _:
            return f'"{name}"'


@lru_cache(maxsize=10_000)
def _decode_set(text: str | None) -> frozenset[str]:
    """Return the set; steps of a map name the same few systems again and again."""
    return frozenset(decode_set(text)) if text else frozenset()


def _decode_bends(text: object) -> tuple[Point, ...]:
    return decode_bends(text) if isinstance(text, str) and text else ()


def _said(reader: Reader, kind: str, elements: Sequence[Element]) -> dict[str, SyncState]:
    """Return what elements have to say about sync; in a quiet replica that is nothing, and costs one look."""
    pending = reader.value("SELECT EXISTS (SELECT 1 FROM bases WHERE kind = ?)", kind)
    open_conflicts = "SELECT EXISTS (SELECT 1 FROM conflicts WHERE record_kind = ? AND state = 'open')"
    if not pending and not reader.value(open_conflicts, kind):
        return {}
    return states(reader, kind, [element.id for element in elements])


def _values(reader: Reader, process_id: str) -> Mapping[str, Value] | None:
    lies = shape("process")
    row = reader.one(f"{lies.select} WHERE id = ? AND deleted_at IS NULL", process_id)
    if row is None:
        return None
    stored = lies.decode(row)
    return {field.name: stored[field.name] for field in lies.kind.fields}
