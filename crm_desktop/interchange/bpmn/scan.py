"""What a BPMN document consists of, apart from how it is drawn: every node, flow, lane and participant with its key.

A key is the element's id; doubles and elements without an id get one made from their place, which the next scan of the
same file makes again. It begins with, or contains, "~", which no XML id does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from crm_desktop.interchange.bpmn.document import Document
from crm_desktop.interchange.bpmn.names import CHOREOGRAPHY, CONVERSATIONS, DATA, FLOWS, LINE, NODES, SUBPROCESSES
from crm_desktop.interchange.limits import MOST_PARTS, check_count
from crm_desktop.interchange.report import Findings
from crm_desktop.interchange.xml_files import XmlElement

_LONGEST_KEY = 200
"""Nodes, flows, lanes and pools; a map of 5,000 steps has about 10,000."""
_HOLDERS = frozenset({"process", *SUBPROCESSES})
_CHOREOGRAPHIES = frozenset({"choreography", *CHOREOGRAPHY})


@dataclass(slots=True, eq=False)
class Part:
    """An element of the document: its tag, its key, and the element (process, sub-process, lane, …) that holds it."""

    element: XmlElement
    tag: str
    key: str
    owner: "Part | None" = None
    inner: dict[str, XmlElement] = field(default_factory=dict)
    """The first child of each name, as far as the scan has come by: reading asks for them again and again."""


@dataclass(slots=True)
class Scan:
    """All parts of a document, in its order."""

    document: Document
    findings: Findings
    processes: list[Part] = field(default_factory=list)
    collaborations: list[Part] = field(default_factory=list)
    choreographies: list[Part] = field(default_factory=list)
    pools: list[Part] = field(default_factory=list)
    lanes: list[Part] = field(default_factory=list)
    nodes: list[Part] = field(default_factory=list)
    flows: list[Part] = field(default_factory=list)
    roots: dict[str, XmlElement] = field(default_factory=dict)
    """Other root elements by id: messages, event definitions, data stores, global tasks, category values.

    And the participants of choreographies, which are no pools.
    """
    by_id: dict[str, list[Part]] = field(default_factory=dict)
    drawn: set[str] = field(default_factory=set)
    """Keys of all that some diagram of the document draws."""
    count: int = 0
    _unnamed: dict[str, int] = field(default_factory=dict)
    _ids: set[str] | None = None
    _runners: dict[int, Part] | None = None

    def resolve(self, reference: str | None) -> Part | None:
        """Return the part an id refers to; a prefix that is no part of the id is ignored."""
        found = self.named(reference)
        return found[0] if found else None

    def named(self, reference: str | None) -> Sequence[Part]:
        """Return all parts of the id that is referred to: more than one where a file gives an id twice."""
        if not reference:
            return ()
        found = self.by_id.get(reference) or self.by_id.get(reference.strip())
        if found is None and ":" in reference:
            found = self.by_id.get(reference.strip().rpartition(":")[2])
        return found or ()

    def exists(self, reference: str) -> bool:
        """Tell whether an id is that of anything in the document, shown or not."""
        if self._ids is None:
            self._ids = {found for each in self.document.definitions.iter() if (found := each.get("id"))}
        return reference in self._ids or reference.rpartition(":")[2] in self._ids

    def participant(self, process: Part) -> Part | None:
        """Return the participant that runs a process."""
        if self._runners is None:
            runs = ((self.resolve(pool.element.get("processRef")), pool) for pool in reversed(self.pools))
            self._runners = {id(found): pool for found, pool in runs if found is not None}
        return self._runners.get(id(process))

    def parts(self) -> Iterable[Part]:
        """Yield all parts."""
        roots = (self.processes, self.collaborations, self.choreographies)
        for group in (*roots, self.pools, self.lanes, self.nodes, self.flows):
            yield from group

    def enter(self, element: XmlElement, tag: str, owner: Part | None) -> Part:
        """Return a new part with its key."""
        self.count += 1
        if self.count > MOST_PARTS:
            check_count(self.count)
        own = element.get("id") or ""
        part = Part(element, tag, own, owner)
        if own and own not in self.by_id and len(own) <= _LONGEST_KEY:
            self.by_id[own] = [part]
            return part
        parts = self.by_id.setdefault(own, []) if own else []
        if own and parts:
            self.findings.add("duplicate_id", own)
            part.key = f"{own[:_LONGEST_KEY]}~{len(parts) + 1}"
        else:
            number = self._unnamed[tag] = self._unnamed.get(tag, 0) + 1
            part.key = f"~{tag}.{number}"
        parts.append(part)
        return part

    def enter_line(self, element: XmlElement) -> Part:
        """Return a flow that only a diagram knows; its element is the edge."""
        self.count += 1
        check_count(self.count)
        number = self._unnamed[LINE] = self._unnamed.get(LINE, 0) + 1
        part = Part(element, LINE, f"~{LINE}.{number}")
        self.flows.append(part)
        return part


def means(reference: str | None, identifier: str) -> bool:
    """Tell whether a reference, with or without a prefix, is to the element of that id."""
    told = (reference or "").strip()
    return told == identifier or told.rpartition(":")[2] == identifier


def refers_to(reference: str | None, ids: set[str]) -> bool:
    """Tell whether a reference, with or without a prefix, is to one of these ids."""
    told = (reference or "").strip()
    return told in ids or told.rpartition(":")[2] in ids


def scan(document: Document, findings: Findings) -> Scan:
    """Return what the document consists of."""
    found = Scan(document, findings)
    for element in document.definitions:
        tag = document.name(element)
        if tag == "process":
            found.processes.append(found.enter(element, tag, None))
            _scan_contents(found, found.processes[-1])
        elif tag == "collaboration":
            found.collaborations.append(found.enter(element, tag, None))
            _scan_collaboration(found, found.collaborations[-1])
        elif tag in DATA:
            found.nodes.append(found.enter(element, tag, None))
        elif tag == "choreography":
            findings.add("choreography", element.get("id") or "")
            found.choreographies.append(found.enter(element, tag, None))
            _scan_contents(found, found.choreographies[-1])
        elif tag and tag != "BPMNDiagram":
            _keep_root(found, element, tag)
    return found


def _keep_root(found: Scan, element: XmlElement, tag: str) -> None:
    found.roots[element.get("id") or ""] = element
    if tag == "category":
        for value in found.document.children(element, "categoryValue"):
            found.roots[value.get("id") or ""] = value


def _scan_collaboration(found: Scan, collaboration: Part) -> None:
    for element in collaboration.element:
        tag = found.document.name(element)
        if tag == "participant":
            found.pools.append(found.enter(element, tag, collaboration))
        elif tag in FLOWS:
            found.flows.append(found.enter(element, tag, collaboration))
        elif tag in NODES:
            found.nodes.append(found.enter(element, tag, collaboration))
            if tag in CONVERSATIONS:
                found.findings.add("conversation", element.get("id") or "")


def _scan_contents(found: Scan, holder: Part) -> None:
    """Enter what a process, sub-process, task or event holds."""
    names, inner = found.document.names, holder.inner
    for element in holder.element:
        tag = names[element.tag]
        inner.setdefault(tag, element)
        if tag in NODES:
            part = found.enter(element, tag, holder)
            found.nodes.append(part)
            if len(element):
                _scan_contents(found, part)
        elif tag in FLOWS:
            found.flows.append(found.enter(element, tag, holder))
        elif tag == "laneSet" and holder.tag == "process":
            _scan_lanes(found, element, holder)
        elif tag == "laneSet" and holder.tag in SUBPROCESSES:
            _scan_frames(found, element, holder)
        elif tag == "participant" and holder.tag in _CHOREOGRAPHIES:
            found.roots.setdefault(element.get("id") or "", element)
        elif tag == "ioSpecification" and holder.tag in _HOLDERS:
            _scan_contents(found, Part(element, tag, "", holder))


def _scan_lanes(found: Scan, lane_set: XmlElement, owner: Part) -> None:
    for element in found.document.children(lane_set, "lane"):
        part = found.enter(element, "lane", owner)
        found.lanes.append(part)
        for inner in found.document.children(element, "childLaneSet"):
            _scan_lanes(found, inner, part)


def _scan_frames(found: Scan, lane_set: XmlElement, holder: Part) -> None:
    """Enter the lanes of a sub-process as what they are for us: frames around some of its steps."""
    for element in found.document.children(lane_set, "lane"):
        found.nodes.append(found.enter(element, "lane", holder))
        for inner in found.document.children(element, "childLaneSet"):
            _scan_frames(found, inner, holder)
