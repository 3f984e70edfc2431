"""What a BPMN document says about a map as a whole: its name, summary, and which way it runs."""

from crm_desktop.interchange.bpmn.marked_up import without_tags
from crm_desktop.interchange.bpmn.own_data import DATA_TAG
from crm_desktop.interchange.bpmn.scan import Part, Scan
from crm_desktop.interchange.fitting import fit_choice, fit_text
from crm_desktop.interchange.xml_files import XmlElement

OWN_TEXTS = ("industry", "version", "summary")
OWN_CHOICES = ("form", "state", "orientation")


def read_map_values(scan: Scan, of: Part | None, diagram_name: str, file_name: str) -> dict[str, str]:
    """Return the process's own fields by name; what is not said is left out."""
    data = map_data(scan, of)
    values: dict[str, str] = {}
    if data is not None:
        values |= {name: fit_text("process", name, data.get(name)) for name in OWN_TEXTS}
        values |= {name: fit_choice("process", name, data.get(name)) or "" for name in OWN_CHOICES}
        values["name"] = fit_text("process", "name", data.get("name"))
    elif of is not None:
        told = without_tags(scan.document.child_text(of.element, "documentation"))
        values["summary"] = fit_text("process", "summary", told)
    values["name"] = values.get("name") or _name(scan, of, diagram_name) or fit_text("process", "name", file_name)
    return {name: value for name, value in values.items() if value}


def map_data(scan: Scan, of: Part | None) -> XmlElement | None:
    """Return the element in which our own data about the map stands."""
    if of is None:
        return None
    extensions = scan.document.child(of.element, "extensionElements")
    return None if extensions is None else extensions.find(DATA_TAG)


def _name(scan: Scan, of: Part | None, diagram_name: str) -> str:
    named = "" if of is None else of.element.get("name") or ""
    pools = [part.element.get("name") or "" for part in scan.pools if part.owner is of]
    only_pool = pools[0] if len(pools) == 1 else ""
    definitions = scan.document.definitions.get("name") or ""
    return next(
        (
            fitted
            for each in (named, diagram_name, only_pool, definitions)
            if (fitted := fit_text("process", "name", each))
        ),
        "",
    )
