"""What two BPMN files say, compared: every element, attribute, text, reference, shape, edge, label and extension.

Elements are matched by what identifies them (their id, the element a shape stands for, their place among equals), so
that neither prefixes nor blanks nor the order of attributes count, and everything else does.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

_DI_TAGS = ("BPMNShape", "BPMNEdge", "BPMNPlane", "BPMNDiagram", "BPMNLabel")
_NUMBERS = ("x", "y", "width", "height")


@dataclass(slots=True)
class Difference:
    """What only one of two files says; each entry is (path, what)."""

    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    added: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return bool(self.lost or self.added)

    def touched(self) -> set[str]:
        """Return the identities of the elements that differ."""
        return {path.rpartition("/")[2] for path, _ in (*self.lost, *self.added)}

    def __str__(self) -> str:
        lines = [f"- {path}: {what}" for path, what in self.lost] + [f"+ {path}: {what}" for path, what in self.added]
        return "\n".join(lines)


def compare(one: bytes, other: bytes) -> Difference:
    """Return what is lost and what is added from one file to the other."""
    before, after = facts(one), facts(other)
    return Difference(before - after, after - before)


def facts(data: bytes) -> Counter[tuple[str, str]]:
    """Return everything a file says as countable facts."""
    root = tree(data)
    found: Counter[tuple[str, str]] = Counter()
    beside = [*root.itersiblings(preceding=True), *root.itersiblings()]
    for each in beside:
        found["", f"{_tag(each)} {(each.text or '').strip()}"] += 1
    _gather(root, "", found, {})
    return found


def counts(data: bytes) -> Counter[str]:
    """Return how many elements of each tag a file has."""
    root = etree.fromstring(data)
    return Counter(_tag(each) for each in root.iter())


def tree(data: bytes) -> etree._Element:
    """Return the root of a file, in which name spaces may hold blanks; raises what lxml raises."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        if {entry.type_name for entry in parser.error_log} != {"WAR_NS_URI"}:
            raise
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))


def _gather(element: etree._Element, above: str, found: Counter[tuple[str, str]], numbers: dict[str, int]) -> None:
    tag = _tag(element)
    identity = element.get("id") or element.get("bpmnElement") or ""
    if not identity or tag in ("BPMNLabel",):
        identity = f"{tag}#{numbers.get(tag, 0)}"
        numbers[tag] = numbers.get(tag, 0) + 1
    path = f"{above}/{identity}"
    found[path, f"element {tag}"] += 1
    for name, value in element.attrib.items():
        found[path, f"{name}={_value(name, value)}"] += 1
    if (element.text or "").strip():
        found[path, f"text {(element.text or '').strip()}"] += 1
    inner: dict[str, int] = {}
    for child in element:
        _gather(child, path, found, inner)
        if (child.tail or "").strip():
            found[path, f"tail {(child.tail or '').strip()}"] += 1


def _tag(element: etree._Element) -> str:
    if isinstance(element, etree._Comment):
        return "comment"
    if isinstance(element, etree._ProcessingInstruction):
        return f"instruction {element.target}"
    return str(element.tag)


def _value(name: str, value: str) -> str:
    if name in _NUMBERS:
        try:
            return repr(round(float(value), 6))
        except ValueError:
            return value
    return value
