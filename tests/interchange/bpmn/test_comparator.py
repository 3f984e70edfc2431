"""The comparator notices damage: a proof that cannot fail would prove nothing."""

from __future__ import annotations

import re

import pytest

from tests.support.bpmn_compare import compare
from tests.support.bpmn_files import reference_file

DAMAGES = {
    "an element": (rb"<semantic:textAnnotation.*?</semantic:textAnnotation>", b""),
    "an attribute": (rb' isForCompensation="false"', b""),
    "a changed attribute": (rb'gatewayDirection="Unspecified"', b'gatewayDirection="Mixed"'),
    "a name": (rb'name="Pool"', b'name="Pools"'),
    "a reference": (rb"<semantic:incoming>[^<]*</semantic:incoming>", b""),
    "a changed reference": (
        rb'(<semantic:sequenceFlow sourceRef=)"[^"]*"',
        rb'\1"_ae916437-d9aa-4e3d-a7c3-34998c410beb"',
    ),
    "a shape": (rb'<bpmndi:BPMNShape bpmnElement="_200f.*?</bpmndi:BPMNShape>', b""),
    "bounds": (rb'x="625.0"', b'x="626.0"'),
    "an edge": (rb"<bpmndi:BPMNEdge .*?</bpmndi:BPMNEdge>", b""),
    "a way point": (rb"<di:waypoint [^>]*>", b""),
    "a label": (rb"<bpmndi:BPMNLabel [^>]*>\s*<dc:Bounds[^>]*>\s*</bpmndi:BPMNLabel>", b""),
    "a flag": (rb' isExpanded="true"', b""),
    "a text": (rb"Text Annotation</", b"Text</"),
    "a membership": (rb"<semantic:flowNodeRef>[^<]*</semantic:flowNodeRef>", b""),
    "an event definition": (rb"<semantic:terminateEventDefinition/>", b""),
    "a font": (rb'size="[^"]*"', b'size="1"'),
}


@pytest.mark.parametrize("what", DAMAGES)
def test_damage_is_noticed(what: str) -> None:
    data = reference_file("B.1.0")
    pattern, instead = DAMAGES[what]
    damaged, hits = re.subn(pattern, instead, data, count=1, flags=re.DOTALL)
    assert hits == 1
    assert compare(data, damaged)


def test_lost_extensions_are_noticed() -> None:
    data = reference_file("C.1.0")
    damaged = re.sub(rb"<signavio:signavioMetaData [^>]*>", b"", data, count=1)
    assert damaged != data
    assert compare(data, damaged)


def test_prefixes_blanks_and_encodings_are_no_difference() -> None:
    data = reference_file("A.1.0")
    text = data.decode("iso-8859-1").replace("semantic:", "bpmn:").replace("xmlns:semantic", "xmlns:bpmn")
    other = re.sub(r">\s+<", "><", text).replace("ISO-8859-1", "UTF-16").encode("utf-16")
    assert not compare(data, other)
