"""Files made to hurt: as large, as deep, as tangled or as odd as a format lets them be. Made when asked for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from itertools import chain

from crm_desktop.interchange.limits import MOST_PARTS
from tests.support.vendor_files import MODEL

_MANY, _MOST, _HUGE = 10_000, MOST_PARTS - 100, 100 * 1024 * 1024
_BPMN_HEAD = (
    f'<b:definitions xmlns:b="{MODEL}" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:dd="http://www.omg.org/spec/DD/20100524/DI">'
)


def _bpmn(inside: str, shapes: str = "", edges: str = "") -> bytes:
    drawn = f'<di:BPMNDiagram><di:BPMNPlane bpmnElement="p">{shapes}{edges}</di:BPMNPlane></di:BPMNDiagram>'
    process = f'<b:process id="p">{inside}</b:process>'
    return f"{_BPMN_HEAD}{process}{drawn if shapes else ''}</b:definitions>".encode()


def _tasks(count: int) -> str:
    return "".join(f'<b:task id="t{number}" name="Step {number}"/>' for number in range(count))


def _chain(count: int) -> str:
    return "".join(
        f'<b:sequenceFlow id="f{number}" sourceRef="t{number}" targetRef="t{number + 1}"/>' for number in range(count)
    )


def _shape(name: str, x: object, y: object, size: object = 80) -> str:
    return (
        f'<di:BPMNShape bpmnElement="{name}"><dc:Bounds x="{x}" y="{y}" width="{size}" height="{size}"/></di:BPMNShape>'
    )


def _bpmn_drawn() -> bytes:
    """Return as many drawn steps and flows as are read at all, each of them on top of others."""
    count = _MOST // 2
    shapes = "".join(_shape(f"t{number}", number % 97 * 7, number % 89 * 5) for number in range(count))
    ways = '<dd:waypoint x="1" y="1"/><dd:waypoint x="900" y="900"/>'
    edges = "".join(f'<di:BPMNEdge bpmnElement="f{number}">{ways}</di:BPMNEdge>' for number in range(count - 1))
    return _bpmn(_tasks(count) + _chain(count - 1), shapes, edges)


def _bpmn_tangle() -> bytes:
    """Return steps that all lead to each other in circles, none of them drawn."""
    count = _MOST // 3
    ends = ((number, (number * 7919 + step) % count) for number in range(count) for step in (1, 5))
    flows = "".join(
        f'<b:sequenceFlow id="f{number}" sourceRef="t{one}" targetRef="t{other}"/>'
        for number, (one, other) in enumerate(ends)
    )
    return _bpmn(_tasks(count) + flows)


def _bpmn_no_numbers() -> bytes:
    values = ("NaN", "INF", "-INF", "1e309", "-1e308", "9" * 400, "", "x", "0x10", "1,5")
    count = _MANY
    shapes = "".join(
        _shape(f"t{number}", values[number % 10], values[number // 10 % 10], values[number // 100 % 10])
        for number in range(count)
    )
    return _bpmn(_tasks(count), shapes)


def _drawio(cells: str) -> bytes:
    return f"<mxGraphModel><root><mxCell id='0'/><mxCell id='1' parent='0'/>{cells}</root></mxGraphModel>".encode()


def _cell(name: str, x: object, y: object, parent: str = "1", style: str = "") -> str:
    place = f'<mxGeometry x="{x}" y="{y}" width="90" height="40"/>'
    return f'<mxCell id="{name}" value="{name}" vertex="1" parent="{parent}" style="{style}">{place}</mxCell>'


def _drawio_tangle() -> bytes:
    count = _MOST // 2
    cells = "".join(_cell(f"c{number}", number % 97 * 7, number % 89 * 5) for number in range(count))
    edges = "".join(
        f'<mxCell id="e{number}" edge="1" parent="1" source="c{number}" target="c{number * 7919 % count}"/>'
        for number in range(count)
    )
    return _drawio(cells + edges)


def _drawio_deep(levels: int) -> bytes:
    cells = (_cell(f"c{number}", 5, 5, f"c{number - 1}" if number else "1", "swimlane") for number in range(levels))
    return _drawio("".join(cells))


def _mermaid_tangle() -> bytes:
    count = _MOST // 2
    return "\n".join(chain(["flowchart TD"], (f"n{k} --> n{k * 7919 % count}" for k in range(count)))).encode()


def _mermaid_deep(levels: int) -> bytes:
    begins = "".join(f"subgraph a{number}\n" for number in range(levels))
    return ("flowchart TD\n" + begins + "x --> y\n" + "end\n" * levels).encode()


def _mermaid_wide() -> bytes:
    """Return one line in which all lead to all."""
    every = " & ".join(f"n{number}" for number in range(2_000))
    return f"flowchart TD\n{every} --> {every}\n".encode()


def _csv(rows: int, target: Callable[[int], int]) -> bytes:
    lines = (f"Step {number},Lane {number % 50},Step {target(number)}" for number in range(rows))
    return "\n".join(chain(["Step,Lane,Next"], lines)).encode()


def _xlsx(sheet: str) -> bytes:
    """Return a workbook whose one sheet is this XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="s" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return packed.getvalue()


def _sheet_row(*cells: str) -> str:
    inside = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f"<row>{inside}</row>"


def _xlsx_rows(rows: int) -> bytes:
    lines = (_sheet_row(f"Step {number}", f"Lane {number % 50}", f"Step {number + 1}") for number in range(rows))
    return _xlsx(_sheet_row("Step", "Lane", "Next") + "".join(lines))


HOSTILE: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "bpmn, 100 MB of blanks": (".bpmn", lambda: _bpmn(" " * _HUGE)),
    "bpmn, steps and flows drawn on top of each other": (".bpmn", _bpmn_drawn),
    "bpmn, steps without places": (".bpmn", lambda: _bpmn(_tasks(_MOST))),
    "bpmn, a chain without places": (".bpmn", lambda: _bpmn(_tasks(_MOST // 2) + _chain(_MOST // 2))),
    "bpmn, circles without places": (".bpmn", _bpmn_tangle),
    "bpmn, places that are no numbers": (".bpmn", _bpmn_no_numbers),
    "bpmn, one id for all": (".bpmn", lambda: _bpmn('<b:task id="x"/>' * _MOST, _shape("x", 1, 1) * 500)),
    "bpmn, 5,000 levels": (".bpmn", lambda: _bpmn('<b:subProcess id="s">' * 5_000 + "</b:subProcess>" * 5_000)),
    "drawio, 100 MB of blanks": (".drawio", lambda: _drawio(" " * _HUGE)),
    "drawio, all tangled": (".drawio", _drawio_tangle),
    "drawio, 19,900 containers in each other": (".drawio", lambda: _drawio_deep(_MOST)),
    "drawio, 300 containers in each other": (".drawio", lambda: _drawio_deep(300)),
    "drawio, one id for all": (".drawio", lambda: _drawio(_cell("x", 1, 1) * _MOST)),
    "drawio, no numbers": (".drawio", lambda: _drawio("".join(_cell(f"c{k}", "NaN", "1e309") for k in range(_MOST)))),
    "mermaid, 100 MB": (".mmd", lambda: b"flowchart TD\n" + b"a --> b\n" * (_HUGE // 8)),
    "mermaid, all tangled": (".mmd", _mermaid_tangle),
    "mermaid, 20,000 subgraphs in each other": (".mmd", lambda: _mermaid_deep(20_000)),
    "mermaid, 300 subgraphs in each other": (".mmd", lambda: _mermaid_deep(300)),
    "mermaid, all to all in one line": (".mmd", _mermaid_wide),
    "csv, 100 MB": (".csv", lambda: b"Step,Lane,Next\n" + b"a,b,c\n" * (_HUGE // 6)),
    "csv, all tangled": (".csv", lambda: _csv(_MOST, lambda number: number * 7919 % _MOST)),
    "csv, one cell of 100 MB": (".csv", lambda: b'Step,Lane\n"' + b"x" * _HUGE),
    "csv, far too many": (".csv", lambda: _csv(400_000, lambda number: number + 1)),
    "csv, one name for all": (".csv", lambda: b"Step,Lane,Next\n" + b"a,b,a\n" * _MOST),
    "xlsx, a chain": (".xlsx", lambda: _xlsx_rows(_MOST)),
    "xlsx, a million rows": (".xlsx", lambda: _xlsx(_sheet_row("Step") + _sheet_row("a") * 1_000_000)),
    "xlsx, a bomb": (".xlsx", lambda: _xlsx(" " * _HUGE)),
}
"""What is wrong with a file: its ending, and making it."""
