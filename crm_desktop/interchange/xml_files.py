"""XML of strangers: parsed without entities, network and huge trees, with limits before parsing; and written again.

Order, prefixes, comments, processing instructions and the encoding stay as they were. What the tree means is the
business of `bpmn` and `drawio`.
"""

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

from crm_desktop.interchange.report import Findings
from crm_desktop.interchange.xml_slips import mend_slips
from crm_desktop.models.errors import Incompatible

XmlElement: TypeAlias = Any
"""An lxml element; lxml ships no types."""
MOST_BYTES = 32 * 1024 * 1024
MOST_TAGS = 1_000_000
"""Opening and closing tags, and comments: more would take seconds and hundreds of megabytes."""
MOST_ATTRIBUTES = 2_000_000
_ODD_NAME_SPACE = "WAR_NS_URI"
"""What the parser has against a name space with a blank in it; XML has nothing against it."""
_LINE = re.compile(r", line (\d+)")
_MARK = b"\xef\xbb\xbf"
_BEFORE_TYPE = re.compile(rb"(?:\xef\xbb\xbf|\xfe\xff|\xff\xfe|\s++|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
"""What may stand before a document type."""


@dataclass(frozen=True, slots=True)
class XmlFile:
    """A parsed file: its root, and how it was written."""

    root: XmlElement
    encoding: str
    standalone: bool | None = None

    def to_bytes(self) -> bytes:
        """Return the file as it stands now, in its encoding; what that lacks is written as character references."""
        from lxml import etree

        options = {} if self.standalone is None else {"standalone": self.standalone}
        tree = self.root.getroottree()
        return bytes(etree.tostring(tree, encoding=self.encoding, xml_declaration=True, **options))


def parse_xml(data: bytes, findings: Findings) -> XmlFile:
    """Return the file as a tree; wrong encodings and small faults are repaired and noted.

    Raises Incompatible (`process_file.too_large`, `.entities`, `.too_deep`, `.not_xml`).
    """
    _check_size(data)
    _refuse_entities(data)
    data = _from_its_beginning(data)
    found = _parsed(data)
    if isinstance(found, XmlFile) and _is_utf8_after_all(data, found.encoding):
        found = _in_another_encoding(data, findings) or found
    if isinstance(found, str) and "depth" in found.lower():
        raise Incompatible("process_file.too_deep")
    if isinstance(found, str):
        found = _in_another_encoding(data, findings) or _recovered(data, found, findings)
    return found


def _check_size(data: bytes) -> None:
    if len(data) > MOST_BYTES or data.count(b"<") > MOST_TAGS or data.count(b"=") > MOST_ATTRIBUTES:
        raise Incompatible("process_file.too_large")


def _refuse_entities(data: bytes) -> None:
    """Refuse a document type with entities; what comments and texts say of them declares nothing."""
    head = data.replace(b"\0", b"") if b"\0" in data[:200] else data
    before = _BEFORE_TYPE.match(head)
    if before is not None and head.startswith(b"<!DOCTYPE", before.end()) and b"<!ENTITY" in head[before.end() :]:
        raise Incompatible("process_file.entities")


def _from_its_beginning(data: bytes) -> bytes:
    """Return the file without blanks, or further byte order marks, before its first line."""
    data = data.lstrip(b" \t\r\n")
    rest = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    return _MARK + rest if data.startswith(_MARK) and rest.startswith(b"<") else data


def _is_utf8_after_all(data: bytes, encoding: str) -> bool:
    """Tell whether a file names an encoding of single bytes, in which every file can be read, but is UTF-8."""
    if not encoding.lower().startswith(("iso-8859", "windows-125", "latin", "cp125")) or data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not data.startswith(_MARK)


def _parsed(data: bytes, encoding: str | None = None, *, recover: bool = False) -> XmlFile | str:
    """Return the parsed file, or the parser's complaint."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        strip_cdata=False,
        recover=recover,
        encoding=encoding,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, LookupError, ValueError, AssertionError) as problem:
        log = list(parser.error_log)
        if log and not recover and all(entry.type_name == _ODD_NAME_SPACE for entry in log):
            return _parsed(data, encoding, recover=True)
        return str(problem) or "unreadable"
    if root is None:
        return "empty"
    info = root.getroottree().docinfo
    if info.internalDTD is not None and any(True for _ in info.internalDTD.iterentities()):
        raise Incompatible("process_file.entities")
    return XmlFile(root, encoding or info.encoding or "UTF-8", info.standalone)


def _guesses(data: bytes) -> tuple[str, ...]:
    """Return the encodings to try: Chinese ones have their high bytes in pairs, Western ones mostly alone."""
    alone = len(re.findall(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])", data))
    western = 5 * alone > len(re.findall(rb"[\x80-\xff]", data))
    return "utf-8", *(("cp1252",) if western else ()), "utf-16", "gb18030", "cp1252"


def _in_another_encoding(data: bytes, findings: Findings) -> XmlFile | None:
    """Return the file read in an encoding that fits, where the one it names does not."""
    for encoding in _guesses(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "<" not in text:
            continue
        found = _parsed(text.lstrip("\ufeff").encode(), "UTF-8")
        if isinstance(found, XmlFile):
            findings.add("wrong_encoding", encoding)
            return found
        return None
    return None


def _recovered(data: bytes, complaint: str, findings: Findings) -> XmlFile:
    mended = data if b"\0" in data[:200] else mend_slips(data)
    found = _parsed(mended)
    if isinstance(found, str):
        found = _parsed(mended, recover=True)
    if isinstance(found, str) or not len(found.root):
        raise Incompatible("process_file.not_xml")
    line = _LINE.search(complaint)
    findings.add("xml_repaired", line[1] if line else "")
    return found
