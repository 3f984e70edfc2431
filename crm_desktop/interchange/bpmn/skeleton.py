"""The empty BPMN document on which a map that was drawn here is written."""

from crm_desktop.interchange.bpmn.names import BIOC, BPMNDI, COLOR, DC, DI, EXPORTER, MODEL, OWN, XSI
from crm_desktop.models.processes.process_map import ProcessMap

_SKELETON = f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="{MODEL}" xmlns:bpmndi="{BPMNDI}" xmlns:dc="{DC}" xmlns:di="{DI}" xmlns:xsi="{XSI}" \
xmlns:bioc="{BIOC}" xmlns:color="{COLOR}" xmlns:fieldline="{OWN}" id="Definitions_{{id}}" \
targetNamespace="urn:fieldline-crm" exporter="{EXPORTER}" exporterVersion="1">
  <bpmn:collaboration id="Collaboration_{{id}}"/>
  <bpmndi:BPMNDiagram id="Diagram_{{id}}">
    <bpmndi:BPMNPlane id="Plane_{{id}}" bpmnElement="Collaboration_{{id}}"/>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


def skeleton(map_: ProcessMap) -> bytes:
    """Return a document with an empty collaboration and its diagram."""
    return _SKELETON.format(id=map_.id or "1").encode()
