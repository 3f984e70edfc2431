"""Changing a document's tree: new elements where the schema wants them, old ones taken out, lines kept in order."""

from functools import cache

from lxml import etree

from crm_desktop.interchange.bpmn.document import Document
from crm_desktop.interchange.bpmn.names import family, order_of
from crm_desktop.interchange.fitting import is_true
from crm_desktop.interchange.xml_files import XmlElement


def add_child(document: Document, parent: XmlElement, tag: str, attributes: dict[str, str] | None = None) -> XmlElement:
    """Return a new BPMN element inside `parent`, after what has to stand before it."""
    child = etree.Element(document.tag(tag), attributes or {})
    insert(document, parent, child, tag)
    return child


def insert(document: Document, parent: XmlElement, child: XmlElement, tag: str) -> None:
    """Put an element into `parent`, after what has to stand before it."""
    parent_tag = document.name(parent)
    rank = _rank(parent_tag, tag)
    for other in parent.iterchildren(reversed=True):
        name = document.name(other)
        if name and _rank(parent_tag, name) <= rank:
            put_after(parent, child, other)
            return
    put_after(parent, child, None)


@cache
def _rank(parent: str, tag: str) -> int:
    """Return where the schema wants a child among its parent's; what it does not know comes last."""
    order, place = order_of(parent), family(parent, tag)
    return order.index(place) if place in order else len(order)


def put_after(parent: XmlElement, child: XmlElement, before: XmlElement | None) -> None:
    """Put an element after one of its parent's, or first for None, and let the lines stand as those beside it."""
    between = parent.text if parent.text and not parent.text.strip() else None
    if before is None:
        child.tail = between if len(parent) else None
        parent.insert(0, child)
        return
    space = before.tail if not (before.tail or "").strip() else None
    last = before.getnext() is None
    before.addnext(child)
    child.tail = space if last else between
    if last and space is not None:
        before.tail = between


def take_out(element: XmlElement) -> None:
    """Remove an element; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), element.tail
    last = element.getnext() is None
    keep = bool(tail and tail.strip())
    if before is not None and (last or keep):
        before.tail = ((before.tail or "") if keep else "") + (tail or "")
    elif before is None and (keep or last):
        parent.text = (parent.text or "") + (tail or "") if keep else tail
    parent.remove(element)


def set_attribute(element: XmlElement, name: str, value: str | None) -> bool:
    """Set an attribute, or remove it for None, and tell whether that changed anything."""
    if element.get(name) == value:
        return False
    if value is None:
        del element.attrib[name]
    else:
        element.set(name, value)
    return True


def set_flag(element: XmlElement, name: str, value: bool, default: bool) -> None:
    """Set a yes-or-no attribute; what already means the same stays as it is written."""
    now = element.get(name)
    means = default if now is None else is_true(now)
    if means != value:
        element.set(name, "true" if value else "false")


def set_child_text(document: Document, parent: XmlElement, tag: str, text: str) -> None:
    """Set the text of the child of that name; the child goes where the text is empty."""
    child = document.child(parent, tag)
    if not text:
        if child is not None:
            take_out(child)
        return
    if child is None:
        child = add_child(document, parent, tag)
    for inner in list(child):
        child.remove(inner)
    child.text = text


def qualified(document: Document, element: XmlElement, local: str) -> str:
    """Return a name of BPMN as an attribute's value says it at this place (`xsi:type`)."""
    prefix = next((key for key, uri in element.nsmap.items() if uri == document.namespace), None)
    return f"{prefix}:{local}" if prefix else local


def written(number: float) -> str:
    """Return a coordinate as text: without a fraction where it has none."""
    return str(int(number)) if float(number).is_integer() else repr(round(number, 4))
