"""The document being written: what the source says now, what the map says, and which elements mean the same.

Elements are matched by key. What only the map has is new, what only the source has was removed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from crm_desktop.interchange.bpmn.building import add_child
from crm_desktop.interchange.bpmn.document import Document
from crm_desktop.interchange.bpmn.own_data import pains_by_node
from crm_desktop.interchange.bpmn.reading import Reading
from crm_desktop.interchange.bpmn.scan import Part, Scan
from crm_desktop.interchange.xml_files import XmlElement
from crm_desktop.models.processes.elements import Element, Flow, Lane, Node, Pool
from crm_desktop.models.processes.process_map import ProcessMap

_NAME = re.compile(r"[A-Za-z_][\w.\-]{0,199}\Z", re.ASCII)
_STEMS = {"pool": "Participant", "lane": "Lane", "node": "Node", "flow": "Flow"}


@dataclass(slots=True)
class Sheet:
    """Everything the writers need. `touched` says whether anything had to change."""

    document: Document
    reading: Reading
    map: ProcessMap
    fresh: bool
    keys: dict[str, str] = field(default_factory=dict)
    """Our id → key."""
    base: dict[str, Element] = field(default_factory=dict)
    """What the source gives now, by key."""
    base_keys: dict[str, str] = field(default_factory=dict)
    elements: dict[str, Element] = field(default_factory=dict)
    """What the map holds, by key."""
    parts: dict[str, Part] = field(default_factory=dict)
    base_tags: dict[str, str] = field(default_factory=dict)
    """Which BPMN element each part was in the source."""
    pains: dict[str | None, list[dict[str, str]]] = field(default_factory=dict)
    base_pains: dict[str | None, list[dict[str, str]]] = field(default_factory=dict)
    touched: bool = False
    _ids: set[str] = field(default_factory=set)

    @property
    def scan(self) -> Scan:
        """The parts of the source."""
        return self.reading.scan

    def is_new(self, key: str) -> bool:
        """Tell whether the source does not have the element."""
        return key not in self.base

    def key(self, identifier: str | None) -> str:
        """Return the key of an element of the map; "" for none."""
        return self.keys.get(identifier or "", "")

    def base_key(self, identifier: str | None) -> str:
        """Return the key of an element of the source's map; "" for none."""
        return self.base_keys.get(identifier or "", "")

    def base_id(self, key: str) -> str:
        """Return the id that an element of the source has in the file; "" for none."""
        part = self.parts.get(key)
        return "" if part is None or part.element is None else part.element.get("id") or ""

    def nodes(self) -> Iterable[tuple[str, Node]]:
        """Yield the map's nodes with their keys."""
        return ((key, each) for key, each in self.elements.items() if isinstance(each, Node))

    def flows(self) -> Iterable[tuple[str, Flow]]:
        """Yield the map's flows with their keys."""
        return ((key, each) for key, each in self.elements.items() if isinstance(each, Flow))

    def lanes(self) -> Iterable[tuple[str, Lane]]:
        """Yield the map's lanes with their keys."""
        return ((key, each) for key, each in self.elements.items() if isinstance(each, Lane))

    def pools(self) -> Iterable[tuple[str, Pool]]:
        """Yield the map's pools with their keys."""
        return ((key, each) for key, each in self.elements.items() if isinstance(each, Pool))

    def add(self, parent: XmlElement, tag: str, attributes: dict[str, str] | None = None) -> XmlElement:
        """Return a new element in its place inside `parent`."""
        self.touched = True
        return add_child(self.document, parent, tag, attributes)

    def unused(self, wanted: str) -> str:
        """Return an id that nothing has, as close to the wanted one as can be."""
        found, number = wanted, 1
        while found in self._ids:
            number += 1
            found = f"{wanted}_{number}"
        self._ids.add(found)
        return found

    def enter(self, key: str, element: XmlElement, tag: str) -> Part:
        """Remember which element of the document stands for a new element of the map."""
        part = self.parts[key] = Part(element, tag, key)
        return part

    def id_of(self, key: str) -> str:
        """Return the id by which others refer to an element; one without, or with somebody else's, gets its own."""
        part = self.parts[key]
        own = part.element.get("id")
        if own and own == key:
            return str(own)
        if own and part.tag and "~" not in key:
            return str(own)
        new = self.unused(f"{part.tag}_{len(self._ids)}")
        part.element.set("id", new)
        shape = self.reading.shapes.get(key) or self.reading.edges.get(key)
        if shape is not None:
            shape.element.set("bpmnElement", new)
        self.touched = True
        return new


def open_sheet(document: Document, reading: Reading, map_: ProcessMap, *, fresh: bool) -> Sheet:
    """Return the sheet on which the map is written over the document."""
    sheet = Sheet(document, reading, map_, fresh)
    sheet.pains, sheet.base_pains = pains_by_node(map_), pains_by_node(reading.map)
    sheet.parts = {part.key: part for part in reading.scan.parts()}
    sheet.base_tags = {key: part.tag for key, part in sheet.parts.items()}
    sheet._ids = {found for each in document.file.root.iter() if (found := each.get("id"))}
    for element in reading.map.elements():
        if element.bpmn_id:
            sheet.base[element.bpmn_id] = element
            sheet.base_keys[element.id] = element.bpmn_id
    for element in sorted(map_.elements(), key=lambda each: each.id):
        if element.KIND in _STEMS:
            key = element.bpmn_id or ""
            known = key in sheet.base and sheet.base[key].KIND == element.KIND and key not in sheet.elements
            sheet.keys[element.id] = key if known else _new_key(sheet, element)
            sheet.elements[sheet.keys[element.id]] = element
    _drop_loose_flows(sheet)
    return sheet


def _new_key(sheet: Sheet, element: Element) -> str:
    wanted = element.bpmn_id or ""
    if not sheet.fresh or not _NAME.match(wanted) or wanted in sheet._ids:
        wanted = f"{_STEMS[element.KIND]}_{element.id}"
    if isinstance(element, Node) and element.form == "port":
        return f"~port:{element.id}"
    return sheet.unused(wanted)


def _drop_loose_flows(sheet: Sheet) -> None:
    """Leave out flows without two ends: a file must not hold them."""
    for key, flow in list(sheet.flows()):
        if not sheet.key(flow.source_id) or not sheet.key(flow.target_id):
            del sheet.elements[key]
