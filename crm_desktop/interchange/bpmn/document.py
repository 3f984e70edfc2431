"""A BPMN file as a tree in which names are looked up without regard to prefixes and vendors' name spaces."""

from collections.abc import Mapping

from crm_desktop.interchange.bpmn.names import MODEL
from crm_desktop.interchange.report import Findings
from crm_desktop.interchange.xml_files import XmlElement, XmlFile, parse_xml
from crm_desktop.models.errors import Incompatible

_OMG = "omg.org"


class _Names(dict[object, str]):
    """Local names by tag, worked out once for each."""

    def __init__(self, namespace: str) -> None:
        super().__init__()
        self._namespace = namespace

    def __missing__(self, tag: object) -> str:
        self[tag] = found = self._found(tag)
        return found

    def _found(self, tag: object) -> str:
        if not isinstance(tag, str):
            return ""
        namespace, _, local = tag.rpartition("}")
        if not namespace:
            return local.rpartition(":")[2]
        return local if namespace[1:] == self._namespace or _OMG in namespace else ""


class Document:
    """The tree of one file. `definitions` is the BPMN root, which some programs wrap into one of their own."""

    def __init__(self, file: XmlFile, definitions: XmlElement) -> None:
        self.file = file
        self.definitions = definitions
        self.namespace = _namespace(definitions.tag)
        self.names: Mapping[object, str] = _Names(self.namespace)
        """Local name by tag, for loops over very many elements; see `name`."""

    def name(self, element: XmlElement) -> str:
        """Return the local name of an element of BPMN or of its diagrams; "" for everything else."""
        return self.names[element.tag]

    def children(self, element: XmlElement, name: str) -> list[XmlElement]:
        """Return the children of that name."""
        names = self.names
        return [child for child in element if names[child.tag] == name]

    def child(self, element: XmlElement, name: str) -> XmlElement | None:
        """Return the first child of that name."""
        names = self.names
        for child in element:
            if names[child.tag] == name:
                return child
        return None

    def first_children(self, element: XmlElement) -> dict[str, XmlElement]:
        """Return the first child of each name, for those who ask for several."""
        names, found = self.names, dict[str, XmlElement]()
        for child in element:
            found.setdefault(names[child.tag], child)
        return found

    def child_text(self, element: XmlElement, name: str) -> str:
        """Return the text of the first child of that name, with the text of what lies in it."""
        child = self.child(element, name)
        return "" if child is None else "".join(child.itertext())

    def tag(self, local: str) -> str:
        """Return the full name of a BPMN element in this file."""
        return f"{{{self.namespace}}}{local}" if self.namespace else local


def open_document(data: bytes, findings: Findings) -> Document:
    """Return the BPMN document in the bytes; raises Incompatible (`process_file.not_bpmn` and those of `parse_xml`)."""
    file = parse_xml(data, findings)
    definitions = file.root
    if _local(definitions.tag) != "definitions":
        found = next((each for each in definitions.iter() if _local(each.tag) == "definitions"), None)
        if found is None:
            raise Incompatible("process_file.not_bpmn")
        findings.add("wrapped", _local(file.root.tag))
        definitions = found
    document = Document(file, definitions)
    if not any(document.name(child) in _CONTENTS for child in definitions) or not _is_usable(document):
        raise Incompatible("process_file.not_bpmn")
    if document.namespace != MODEL:
        findings.add("wrong_namespace", document.namespace)
    return document


_CONTENTS = frozenset({"process", "collaboration", "BPMNDiagram", "choreography", "message", "globalTask"})


def _is_usable(document: Document) -> bool:
    """Tell whether elements can be made in the name space that the file uses for BPMN."""
    from lxml import etree

    try:
        etree.Element(document.tag("task"))
    except ValueError:
        return False
    return True


def _local(tag: object) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _namespace(tag: str) -> str:
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""
