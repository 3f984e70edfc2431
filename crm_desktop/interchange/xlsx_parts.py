"""The parts of a workbook that are the same for all: list of sheets, styles, what belongs to what (ECMA-376)."""

from collections.abc import Sequence
from zipfile import ZipFile

QUOTED, DAY, MOMENT, AMOUNT = 1, 2, 3, 4
"""Styles of cells: text that is never a formula, a day, a moment, an amount."""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DAY_FORMAT, _MOMENT_FORMAT, _AMOUNT_FORMAT = 164, 165, 4

SHEET_START = (
    f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>'
    '<selection pane="bottomRight"/></sheetView></sheetViews><sheetData>'
)
"""What stands before the rows of a sheet: the headings and the first column stay in sight."""
SHEET_END = "</sheetData></worksheet>"

_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="2">'
    f'<numFmt numFmtId="{_DAY_FORMAT}" formatCode="yyyy\\-mm\\-dd"/>'
    f'<numFmt numFmtId="{_MOMENT_FORMAT}" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/>'
    + "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for number in (_DAY_FORMAT, _MOMENT_FORMAT, _AMOUNT_FORMAT)
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def sheet_part(number: int) -> str:
    """Return where the sheet with this number, counted from 1, lies in the workbook."""
    return f"xl/worksheets/sheet{number}.xml"


def write_parts(archive: ZipFile, names: Sequence[str]) -> None:
    """Write all parts but the sheets themselves; `names` are those of the sheets, as XML."""
    numbers = range(1, len(names) + 1)
    sheets = [f'<sheet name="{names[each - 1]}" sheetId="{each}" r:id="rId{each}"/>' for each in numbers]
    book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{"".join(sheets)}</sheets></workbook>'
    links = [(f"worksheets/sheet{each}.xml", "worksheet") for each in numbers]
    types = [(f"/{sheet_part(each)}", "worksheet") for each in numbers]
    types += [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    archive.writestr("xl/workbook.xml", _HEAD + book)
    archive.writestr("xl/_rels/workbook.xml.rels", _relations([*links, ("styles.xml", "styles")]))
    archive.writestr("xl/styles.xml", _STYLES)
    archive.writestr("_rels/.rels", _relations([("xl/workbook.xml", "officeDocument")]))
    archive.writestr("[Content_Types].xml", _content_types(types))


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    found = [
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets, start=1)
    ]
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(found)}</Relationships>'


def _content_types(parts: Sequence[tuple[str, str]]) -> str:
    found = [f'<Override PartName="{name}" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in parts]
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(found)}</Types>'
    )
