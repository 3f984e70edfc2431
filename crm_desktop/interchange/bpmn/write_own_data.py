"""Writing what only our maps know into extensionElements; other programs' extensions beside it stay."""

from lxml import etree

from crm_desktop.interchange.bpmn.building import set_attribute, take_out
from crm_desktop.interchange.bpmn.containers import extension
from crm_desktop.interchange.bpmn.map_data import OWN_CHOICES, OWN_TEXTS
from crm_desktop.interchange.bpmn.names import OWN
from crm_desktop.interchange.bpmn.node_values import performer
from crm_desktop.interchange.bpmn.own_data import DATA_TAG, PAIN_TAG, own_values
from crm_desktop.interchange.bpmn.sheet import Sheet
from crm_desktop.interchange.xml_files import XmlElement
from crm_desktop.models.processes.elements import Element, Flow, Node


def write_own(sheet: Sheet, key: str) -> None:
    """Write an element's own data, and a node's pains, where they differ from what the source has."""
    element, before = sheet.elements[key], sheet.base.get(key)
    part = sheet.parts[key]
    values = _with_form(element, own_values(element), part.tag)
    told = {} if before is None else _with_form(before, own_values(before), sheet.base_tags[key])
    if values != told and isinstance(element, Node) and not values.get("post") and performer(sheet.scan, part):
        values = {**values, "post": ""}
    if values != told:
        set_data(sheet, part.element, values)
    pains = sheet.pains.get(element.id, [])
    if pains != ([] if before is None else sheet.base_pains.get(before.id, [])):
        _set_pains(sheet, sheet.parts[key].element, pains)


def _with_form(element: Element, values: dict[str, str], tag: str) -> dict[str, str]:
    """Add that a flow between pools is a sequence for us, though BPMN wants it to be a message."""
    crossing = tag == "messageFlow" and isinstance(element, Flow) and element.form == "sequence"
    if not crossing or not isinstance(element, Flow):
        return values
    condition = {"condition": element.condition} if element.condition else {}
    return {**values, **condition, **({"usual": "true"} if element.usual else {}), "form": "sequence"}


def write_map_data(sheet: Sheet, holder: XmlElement) -> None:
    """Write the fields of the process itself, where they differ from what the source gives."""
    names = ("name", *OWN_TEXTS, *OWN_CHOICES)
    values = {name: str(value) for name in names if (value := sheet.map.values.get(name))}
    before = {name: str(value) for name in names if (value := sheet.reading.map.values.get(name))}
    usual = {"form": "as_is", "state": "draft"}
    told = {name: value for name, value in values.items() if usual.get(name) != value}
    if values.get("name") != before.get("name"):
        sheet.touched |= set_attribute(holder, "name", values.get("name"))
    if told != {name: value for name, value in before.items() if usual.get(name) != value}:
        set_data(sheet, holder, told)
    loose = sheet.pains.get(None, [])
    if loose != sheet.base_pains.get(None, []):
        _set_pains(sheet, holder, loose)


def set_data(sheet: Sheet, element: XmlElement, values: dict[str, str]) -> None:
    """Replace our `data` element; one that would be empty goes, and so do extensionElements that then hold nothing."""
    extensions = sheet.document.child(element, "extensionElements")
    if extensions is not None:
        for old in extensions.findall(DATA_TAG):
            kept = {} if not values.get("implied") and old.get("implied") != "true" else {"implied": "true"}
            values = {**kept, **values}
            take_out(old)
            sheet.touched = True
    if values:
        extension(sheet, element).insert(0, etree.Element(DATA_TAG, values, nsmap={"fieldline": OWN}))
        sheet.touched = True
    elif extensions is not None and not len(extensions):
        take_out(extensions)


def _set_pains(sheet: Sheet, element: XmlElement, pains: list[dict[str, str]]) -> None:
    into = extension(sheet, element)
    for old in into.findall(PAIN_TAG):
        take_out(old)
    into.extend([etree.Element(PAIN_TAG, pain, nsmap={"fieldline": OWN}) for pain in pains])
    if not len(into):
        take_out(into)
    sheet.touched = True
