"""What only our maps know, in a BPMN file: one `data` element of our name space in an element's extensionElements.

Links to records (contacts, opportunities, other processes) stay out of files: they mean something only in one
organisation's database.
"""

from collections.abc import Callable, Mapping
from typing import Any

from crm_desktop.interchange.bpmn.document import Document
from crm_desktop.interchange.bpmn.names import OWN
from crm_desktop.interchange.fitting import fit_choice, fit_number, fit_text
from crm_desktop.interchange.xml_files import XmlElement
from crm_desktop.models.processes.elements import Element, Flow, Lane, Node, Pain, Pool
from crm_desktop.models.processes.process_map import ProcessMap

TEXTS: Mapping[str, tuple[str, ...]] = {
    "lane": ("post",),
    "node": ("post", "input", "output", "currency"),
    "flow": ("transfer_distance", "permission"),
    "pain": ("name", "said_by", "solution", "notes", "currency"),
}
NUMBERS: Mapping[str, tuple[str, ...]] = {
    "lane": ("staff",),
    "node": ("working_seconds", "waiting_seconds", "frequency", "cost", "errors_per_mille"),
    "flow": ("share", "transfer_seconds"),
    "pain": ("times_per_month", "cost_per_month"),
}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "pool": ("form",),
    "lane": ("hue",),
    "node": ("frequency_per", "automation", "change"),
    "flow": ("change",),
    "pain": ("severity", "state"),
}
_DEFAULTS: Mapping[str, Element] = {kind.KIND: kind(id="") for kind in (Pool, Lane, Node, Flow, Pain)}
DATA_TAG = f"{{{OWN}}}data"
PAIN_TAG = f"{{{OWN}}}pain"


def own_values(element: Element) -> dict[str, str]:
    """Return the attributes that carry what BPMN has no place for; defaults are left out."""
    kind, default = element.KIND, _DEFAULTS[element.KIND]
    names = (*TEXTS.get(kind, ()), *NUMBERS.get(kind, ()), *CHOICES.get(kind, ()))
    values = {
        name: str(value) for name in names if (value := getattr(element, name)) not in (None, getattr(default, name))
    }
    if isinstance(element, Node):
        if element.systems:
            values["systems"] = "\n".join(sorted(element.systems))
        if element.pinned:
            values["pinned"] = "true"
    return values


def read_own(document: Document, element: XmlElement, kind: str) -> dict[str, Any]:
    """Return the values that an element carries for us."""
    return own_in(document.child(element, "extensionElements"), kind)


def own_in(extensions: XmlElement | None, kind: str) -> dict[str, Any]:
    """Return the values that an element carries for us in its extensionElements."""
    for data in extensions if extensions is not None else ():
        if data.tag == DATA_TAG:
            return _values(data, kind)
    return {}


def read_pains(document: Document, element: XmlElement) -> list[dict[str, Any]]:
    """Return the pains that an element carries, as keyword arguments."""
    extensions = document.child(element, "extensionElements")
    pains = () if extensions is None else extensions.findall(PAIN_TAG)
    return [values for pain in pains if (values := _values(pain, "pain")).get("name")]


def pains_by_node(map_: ProcessMap) -> dict[str | None, list[dict[str, str]]]:
    """Return what a map's pains are in a file, by node; those that belong to none under None."""
    nodes = {node.id for node in map_.nodes}
    found: dict[str | None, list[dict[str, str]]] = {}
    for pain in map_.pains:
        values = {"name": pain.name, **own_values(pain)}
        found.setdefault(pain.node_id if pain.node_id in nodes else None, []).append(values)
    return {node: sorted(pains, key=lambda each: sorted(each.items())) for node, pains in found.items()}


def _values(data: XmlElement, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    told = dict(data.items())
    fitting = _FITTING[kind]
    for name, text in told.items():
        fit = fitting.get(name)
        value = None if fit is None else fit(kind, name, text)
        if value is not None and value != "":
            found[name] = value
    if kind == "flow" and told.get("form") == "sequence":
        found |= {"form": "sequence", "condition": fit_text("flow", "condition", told.get("condition"))}
        found["usual"] = told.get("usual") == "true"
    if kind == "node":
        if listed := told.get("systems"):
            systems = (fit_text("node", "post", each) for each in listed.split("\n"))
            found["systems"] = frozenset(each for each in systems if each)
        found["pinned"] = told.get("pinned") == "true"
    return found


_FITTING: Mapping[str, Mapping[str, Callable[[str, str, str | None], Any]]] = {
    kind: {
        name: fit
        for table, fit in ((TEXTS, fit_text), (NUMBERS, fit_number), (CHOICES, fit_choice))
        for name in table.get(kind, ())
    }
    for kind in _DEFAULTS
}
