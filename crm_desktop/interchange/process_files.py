"""Process files of every format by their ending: what opens as a map, and what a map can be written as."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crm_desktop.interchange.limits import check_unpacked
from crm_desktop.interchange.report import ReadMaps
from crm_desktop.interchange.sources import unpack_source
from crm_desktop.interchange.xml_files import MOST_BYTES
from crm_desktop.models.errors import Incompatible
from crm_desktop.models.fields import Values
from crm_desktop.models.importing.disk import read_bytes
from crm_desktop.models.importing.label_files import load_words
from crm_desktop.models.processes.process_map import ProcessMap

READABLE = (
    ".bpmn",
    ".bpmn2",
    ".bpmn20",
    ".xml",
    ".drawio",
    ".dio",
    ".mmd",
    ".mermaid",
    ".csv",
    ".tsv",
    ".xlsx",
    ".xls",
    ".ods",
    ".png",
    ".svg",
)
WRITABLE = (".bpmn", ".bpmn2", ".bpmn20", ".xml", ".drawio", ".dio", ".mmd", ".mermaid", ".csv", ".xlsx")
MOST_TABLE_BYTES, MOST_UNPACKED_BYTES = 8_000_000, 48_000_000
"""A table of steps as a file, and what a workbook may hold when it is unpacked."""
_FORMATS = {".bpmn2": "bpmn", ".bpmn20": "bpmn", ".xml": "bpmn", ".dio": "drawio", ".mermaid": "mmd"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """What was in a file: its maps and findings, and the BPMN to keep as their source ("" and None for others)."""

    read: ReadMaps
    format: str
    source: bytes | None = None
    name: str = ""
    """The file's name without its ending: a map's name where the file has none."""


def open_process_file(path: Path, language: str = "en") -> OpenedFile:
    """Return the maps in a file of any format that can be opened, by its ending and its content.

    Raises Incompatible (`process_file.*`, `import.*`) and Broken (`import.file_missing`, `import.file_unreadable`).
    """
    ending = path.suffix.lower()
    if ending not in READABLE:
        raise unknown_format(path)
    if ending in (".csv", ".tsv", ".xlsx", ".xls", ".ods"):
        return _open_table(path, language)
    try:
        data = read_bytes(path, MOST_BYTES)
    except Incompatible:
        raise Incompatible("process_file.too_large") from None
    if not data.strip():
        raise Incompatible("process_file.empty", file=path.name)
    return _opened(data, ending, _name_of(path.name))


def unknown_format(path: Path) -> Incompatible:
    """Return what is wrong with a file whose ending says no format that is known, or which has none."""
    if not path.suffix:
        return Incompatible("process_file.no_ending", file=path.name)
    return Incompatible("process_file.unknown_format", ending=path.suffix.lower())


def kept_file(rows: Sequence[Values]) -> OpenedFile | None:
    """Return the file that a map came from, as the rows of `process_source` keep it; None where there is none."""
    source = unpack_source(rows)
    if source is None:
        return None
    name = next((str(row["file_name"]) for row in rows if row.get("file_name")), "")
    return OpenedFile(read=ReadMaps(maps=()), format="bpmn", source=source, name=_name_of(name))


def write_process_file(
    map_: ProcessMap, ending: str, *, language: str = "en", opened: OpenedFile | None = None
) -> bytes:
    """Return a map as the bytes of a file of that ending; `opened` is the file it came from, if it did.

    Raises Incompatible("process_file.unknown_format").
    """
    writers: Mapping[str, Callable[[], bytes]] = {
        "bpmn": lambda: _bpmn(map_, opened),
        "drawio": lambda: _drawio(map_),
        "mmd": lambda: _mermaid(map_),
        "csv": lambda: _steps(map_, language, workbook=False),
        "xlsx": lambda: _steps(map_, language, workbook=True),
    }
    if ending.lower() not in WRITABLE:
        raise Incompatible("process_file.unknown_format", ending=ending or "-")
    return writers[_FORMATS.get(ending.lower(), ending.lower()[1:])]()


def _name_of(file_name: str) -> str:
    """Return what maps without a name are called: their file without its endings."""
    return file_name.partition(".")[0]


def _opened(data: bytes, ending: str, name: str) -> OpenedFile:
    if ending in (".png", ".svg"):
        return _carried(_inside(data, ending), name)
    if ending in (".mmd", ".mermaid"):
        from crm_desktop.interchange.mermaid_in import read_mermaid

        return OpenedFile(read=read_mermaid(_text(data), name), format="mermaid")
    if ending in (".drawio", ".dio") or re.search(rb"<(?:mxfile|mxGraphModel)\b", data[:4096]):
        from crm_desktop.interchange.drawio_in import read_drawio

        return OpenedFile(read=read_drawio(data, name), format="drawio")
    from crm_desktop.interchange.bpmn.reading import read_bpmn

    return OpenedFile(read=read_bpmn(data, name), format="bpmn", source=data, name=name)


def _open_table(path: Path, language: str) -> OpenedFile:
    from crm_desktop.interchange.steps_in import read_steps
    from crm_desktop.interchange.table_files import open_table

    _refuse_large_table(path)
    table = open_table(path)
    return OpenedFile(read=read_steps(table, load_words(language), path.name.partition(".")[0]), format="steps")


def _refuse_large_table(path: Path) -> None:
    """Refuse a table that is far too large for a list of steps, before it is read or unpacked."""
    try:
        data = read_bytes(path, MOST_TABLE_BYTES)
    except Incompatible:
        raise Incompatible("process_file.too_large") from None
    if data.startswith(b"PK"):
        check_unpacked(data, MOST_UNPACKED_BYTES)


def _carried(data: bytes | None, name: str) -> OpenedFile:
    if data is None:
        raise Incompatible("process_file.no_map_inside")
    return _opened(data, ".bpmn", name)


def _inside(picture: bytes, ending: str) -> bytes | None:
    """Return the process file in a picture: ours, or the drawing of draw.io."""
    from crm_desktop.interchange.drawio_pictures import drawing_in_png, drawing_in_svg
    from crm_desktop.interchange.png_payload import extract
    from crm_desktop.interchange.svg_payload import read_svg_payload

    if ending == ".png":
        return extract(picture) or drawing_in_png(picture)
    return read_svg_payload(picture) or drawing_in_svg(picture)


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _bpmn(map_: ProcessMap, opened: OpenedFile | None) -> bytes:
    from crm_desktop.interchange.bpmn.writing import write_bpmn

    return write_bpmn(map_) if opened is None else write_bpmn(map_, opened.source, opened.name)


def _drawio(map_: ProcessMap) -> bytes:
    from crm_desktop.interchange.drawio_out import write_drawio

    return write_drawio(map_)


def _mermaid(map_: ProcessMap) -> bytes:
    from crm_desktop.interchange.mermaid_out import write_mermaid

    return write_mermaid(map_).encode()


def _steps(map_: ProcessMap, language: str, *, workbook: bool) -> bytes:
    from crm_desktop.interchange.steps_out import write_steps_csv, write_steps_xlsx

    write = write_steps_xlsx if workbook else write_steps_csv
    return write(map_, load_words(language), chinese=language == "zh")
