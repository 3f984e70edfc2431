"""Where names stand that are written beside their shape: events, decisions, documents, flows."""

from lxml import etree

from crm_desktop.interchange.bpmn.building import written
from crm_desktop.interchange.bpmn.names import BPMNDI, DC
from crm_desktop.interchange.places import Rectangle, Spot
from crm_desktop.interchange.xml_files import XmlElement

_WIDE, _NARROW, _LINE, _MOST = 12, 7, 14, 90


def text_size(text: str, most: int = _MOST) -> tuple[int, int]:
    """Return width and height that a text of the usual size takes, about; broken at `most`."""
    width = sum(_WIDE if ord(sign) > 0x2E7F else _NARROW for sign in text)
    lines = max(1, -(-width // most))
    return min(width, most), lines * _LINE


def caption_beside(shape: XmlElement, name: str, box: Rectangle, *, below: bool) -> None:
    """Add the name below a shape, or to the right of one that flows leave downwards."""
    width, height = text_size(name)
    x, y = box.middle[0] - width / 2, box.y + box.height + 5
    if not below:
        x, y = box.x + box.width + 6, box.middle[1] - height / 2
    _add(shape, Rectangle(x, y, width, height))


def add_caption(edge: XmlElement, name: str, start: Spot) -> None:
    """Add a flow's name near the place where it leaves its source."""
    width, height = text_size(name)
    _add(edge, Rectangle(start[0] + 6, start[1] + 4, width, height))


def _add(element: XmlElement, box: Rectangle) -> None:
    label = etree.SubElement(element, f"{{{BPMNDI}}}BPMNLabel")
    values = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    etree.SubElement(label, f"{{{DC}}}Bounds", {name: written(value) for name, value in values.items()})
