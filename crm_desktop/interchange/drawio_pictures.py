"""Drawings that draw.io puts into its own pictures (`.drawio.png`, `.drawio.svg`), by which they open again."""

from urllib.parse import unquote_to_bytes

from crm_desktop.interchange.png_payload import chunks
from crm_desktop.interchange.report import Findings
from crm_desktop.interchange.sources import inflate
from crm_desktop.interchange.xml_files import parse_xml

_KEYWORD = b"mxfile\0"


def drawing_in_png(png: bytes) -> bytes | None:
    """Return the draw.io file in a PNG, None where there is none.

    Raises Incompatible (`process_file.not_png`, `process_file.damaged`, `process_file.too_large`).
    """
    for kind, data in chunks(png):
        if kind in (b"tEXt", b"zTXt") and data.startswith(_KEYWORD):
            text = data[len(_KEYWORD) :]
            return unquote_to_bytes(inflate(text[1:]) if kind == b"zTXt" else text)
    return None


def drawing_in_svg(svg: bytes) -> bytes | None:
    """Return the draw.io file in the `content` of an SVG, None where there is none; raises as `parse_xml` does."""
    if b"mxfile" not in svg:
        return None
    content = parse_xml(svg, Findings()).root.get("content")
    return None if not content else str(content).encode()
