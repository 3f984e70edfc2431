"""How a process begins: empty, as one of the industries' processes, or out of a file. Plain work, off the UI thread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from crm_desktop.diagrams.new_maps import as_revised, from_template, to_be_of
from crm_desktop.diagrams.templates import Template, as_map, as_to_be
from crm_desktop.interchange.process_files import open_process_file
from crm_desktop.interchange.report import Finding, ReadMaps
from crm_desktop.interchange.sources import pack_source
from crm_desktop.models.edits import Create, Edit
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.process_map import ProcessMap


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """What every new process is given: its name ("" takes the file's or template's), its client, who answers for it."""

    name: str = ""
    account_id: str | None = None
    owner_id: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Something repaired or not understood in a file, and where on which map, as far as that can be shown."""

    finding: Finding
    process_id: str = ""
    element_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """The edits that make processes, the first of them, and what was repaired or not understood on the way."""

    process_id: str
    name: str
    edits: tuple[Edit, ...]
    findings: tuple[Found, ...] = ()


def begin_empty(whose: Whose) -> Beginning:
    """Begin with nothing on the map."""
    process_id = new_id()
    values: dict[str, Value] = {"name": whose.name, "form": "as_is", "orientation": "vertical"}
    values |= {"account_id": whose.account_id, "owner_id": whose.owner_id}
    given = {name: value for name, value in values.items() if value is not None}
    return Beginning(process_id=process_id, name=whose.name, edits=(Create("process", given, process_id),))


def of_study(beginning: Beginning, study_id: str) -> Beginning:
    """Return the same with every process belonging to a study; "" leaves it as it is."""
    if not study_id:
        return beginning
    edits = [
        replace(each, values={**each.values, "study_id": study_id})
        if isinstance(each, Create) and each.kind == "process"
        else each
        for each in beginning.edits
    ]
    return replace(beginning, edits=tuple(edits))


def begin_as(template: Template, language: str, whose: Whose) -> Beginning:
    """Begin as a template says, with the to-be that it brings along."""
    name = whose.name or template.name.text(language)
    made = from_template(as_map(template, language), name, whose.account_id, whose.owner_id)
    return Beginning(process_id=made.map.id, name=name, edits=(*made.edits, *_to_be(template, made.map, language)))


def _to_be(template: Template, as_is: ProcessMap, language: str) -> tuple[Edit, ...]:
    """Return what makes the to-be that a template brings along, linked to the as-is."""
    if template.to_be is None:
        return ()
    made = to_be_of(as_is, template.to_be.name.text(language))
    revised = as_to_be(template, made.map, language)
    return () if revised is None else as_revised(made, revised).edits


def begin_from_file(path: Path, language: str, whose: Whose) -> Beginning:
    """Begin with the maps of a file, each a process of its own; its BPMN is kept, so that nothing of it is lost.

    Raises what `open_process_file` raises.
    """
    opened = open_process_file(path, language)
    edits: list[Edit] = []
    for number, map_ in enumerate(opened.read.maps):
        named = map_ if not whose.name or number else replace(map_, values={**map_.values, "name": whose.name})
        edits += _creates(named, whose, path.stem)
        if opened.source is not None:
            rows = pack_source(map_.id, path.name, opened.format, opened.source)
            account = {"account_id": whose.account_id} if whose.account_id else {}
            edits += [Create("process_source", {**row, **account}, new_id()) for row in rows]
    first = opened.read.maps[0]
    name = whose.name or first.name or path.stem
    return Beginning(process_id=first.id, name=name, edits=tuple(edits), findings=_placed(opened.read))


def _placed(read: ReadMaps) -> tuple[Found, ...]:
    """Return what was found with the first element that it names, on whichever map it stands."""
    where: dict[str, tuple[str, str]] = {}
    for map_ in read.maps:
        for element in map_.elements():
            if element.bpmn_id:
                where.setdefault(element.bpmn_id[:80], (map_.id, element.id))
    return tuple(Found(each, *where.get(each.place, ("", ""))) for each in read.findings)


def _creates(map_: ProcessMap, whose: Whose, file_name: str) -> Iterator[Edit]:
    values = {"form": "as_is", **map_.values, "account_id": whose.account_id, "owner_id": whose.owner_id}
    values["name"] = str(values.get("name") or file_name)
    yield Create("process", {name: value for name, value in values.items() if value is not None}, map_.id)
    for element in map_.elements():
        placed = replace(element, process_id=map_.id, account_id=whose.account_id)
        yield Create(element.KIND, placed.values(), element.id)
