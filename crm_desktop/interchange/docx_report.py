"""A report as a DOCX file: styles of its own, tables, and pictures as vectors with a picture of points beside them.

Word since 2016 and LibreOffice since 7.6 show the vectors, older programs the points. Nothing is drawn here.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table as DocxTable
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph as DocxParagraph

from crm_desktop.models.resources import resource
from crm_desktop.models.studies.report import (
    Bullets,
    Heading,
    KeyFigures,
    MapPicture,
    Paragraph,
    Report,
    SvgPicture,
    Table,
    lead_in,
)

PAGE_CM, MARGIN_CM, TOP_CM = (21.0, 29.7), 2.0, 2.0
_POINTS_A_CM = 72 / 2.54
WIDTH, LENGTH = (PAGE_CM[0] - 2 * MARGIN_CM) * _POINTS_A_CM, (PAGE_CM[1] - 2 * MARGIN_CM) * _POINTS_A_CM
"""Room for text across an upright page, and across one on its side, in points."""
_LOW = 6
_TWIPS = 20
"""The format's unit of length: so many to a point."""
_SVG_BLIP = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{0}"/>'
    "</a:ext></a:extLst>"
)
_FONTS = ("Arial", "Microsoft YaHei")
_KEPT_TOGETHER, _KEPT_FIRST = 16, 3
"""A table of so many rows stands on one page; of a longer one the first rows stay together."""
_NAMES = {"zh": "zh-CN", "en": "en-GB"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPage:
    """One page of a picture as vectors and as points; width and height in points of paper, `aside`: on its side."""

    svg: bytes
    png: bytes
    width: float
    height: float
    aside: bool = False
    number: int = 1
    count: int = 1


@dataclass(slots=True)
class _Writing:
    """A document under way."""

    document: DocxDocument
    report: Report
    drawn: Mapping[int, Sequence[DrawnPage]]
    accent: RGBColor
    quiet: RGBColor
    tint: str
    rule: str
    aside: bool = False
    part: int = 0
    pictures: int = 0
    begun: set[int] = field(default_factory=set)


def write_docx(report: Report, drawn: Mapping[int, Sequence[DrawnPage]]) -> bytes:
    """Return the file; `drawn` holds the pages of each picture by its place among the report's blocks."""
    tokens = json.loads(resource("themes", "tokens.json").read_text("utf-8"))["theme"]["light"]
    document = Document()
    writing = _Writing(
        document,
        report,
        drawn,
        accent=RGBColor.from_string(_hex(tokens["accent"]["solid"])),
        quiet=RGBColor.from_string(_hex(tokens["text"]["secondary"])),
        tint=_hex(tokens["accent"]["tint"]),
        rule=_hex(tokens["border"]["default"]),
    )
    _set_up(writing)
    _first_page(writing)
    for at in range(len(report.blocks)):
        _turn_for(writing, at)
        _write_block(writing, at)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(writing: _Writing) -> None:
    document, report = writing.document, writing.report
    properties = document.core_properties
    properties.title, properties.subject, properties.author = report.title, report.subtitle, ""
    properties.comments, properties.language = "", _NAMES[report.language]
    section = document.sections[0]
    _page(section, aside=False)
    styles: Any = document.styles
    _font(styles["Normal"], 10.5, report.language)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    styles["Normal"].paragraph_format.line_spacing = 1.15
    for level, size in ((1, 18), (2, 13)):
        style = styles[f"Heading {level}"]
        _font(style, size, report.language)
        style.font.bold, style.font.color.rgb = True, writing.accent if level == 1 else None
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(18 if level == 1 else 12), Pt(6)
        style.paragraph_format.keep_with_next = True
    for name in ("List Bullet", "List Number"):
        _font(styles[name], 10.5, report.language)
    _footer(writing, section)


def _font(style: Any, size: float, language: str) -> None:
    style.font.name, style.font.size = _FONTS[0], Pt(size)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:eastAsia"), _FONTS[1])
    told = OxmlElement("w:lang")
    told.set(qn("w:val"), _NAMES["en"])
    told.set(qn("w:eastAsia"), _NAMES[language] if language == "zh" else "zh-CN")
    properties.append(told)


def _page(section: Any, *, aside: bool) -> None:
    short, long = Cm(PAGE_CM[0]), Cm(PAGE_CM[1])
    section.orientation = WD_ORIENT.LANDSCAPE if aside else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if aside else (short, long)
    section.left_margin = section.right_margin = Cm(MARGIN_CM)
    section.top_margin = section.bottom_margin = Cm(TOP_CM)
    section.footer_distance = Cm(1.0)


def _footer(writing: _Writing, section: Any) -> None:
    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    section.different_first_page_header_footer = True
    _run(line, f"{writing.report.footer}    " if writing.report.footer else "", 8.5, writing.quiet)
    for piece in re.split(r"(\{pages?\})", writing.report.page):
        if piece in ("{page}", "{pages}"):
            _field(line, "PAGE" if piece == "{page}" else "NUMPAGES", writing)
        elif piece:
            _run(line, piece, 8.5, writing.quiet)


def _field(line: DocxParagraph, code: str, writing: _Writing) -> None:
    for form, words in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = _run(line, words if form == "text" else "", 8.5, writing.quiet)
        if form == "":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {words} "
            run._r.append(instruction)
        elif form != "text":
            sign = OxmlElement("w:fldChar")
            sign.set(qn("w:fldCharType"), form)
            run._r.append(sign)


def _first_page(writing: _Writing) -> None:
    document, report = writing.document, writing.report
    above = document.add_paragraph()
    above.paragraph_format.space_before = Pt(170)
    _run(above, report.subtitle, 14, writing.accent, bold=True)
    title = document.add_paragraph()
    title.paragraph_format.space_after = Pt(28)
    _run(title, report.title, 30, None, bold=True)
    _line_below(title, writing.accent)
    for words in report.lines:
        _run(document.add_paragraph(), words, 12, writing.quiet)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _turn_for(writing: _Writing, at: int) -> None:
    """Begin a page on its side, or upright again, where the block at `at` wants it."""
    blocks = writing.report.blocks
    wanted = False
    for picture, pages in writing.drawn.items():
        if pages and pages[0].aside and lead_in(blocks, picture) <= at <= picture:
            wanted = True
    if wanted != writing.aside:
        section = writing.document.add_section(WD_SECTION.NEW_PAGE)
        _make_low(writing.document.paragraphs[-1])
        section.different_first_page_header_footer = False
        _page(section, aside=wanted)
        writing.aside = wanted


def _write_block(writing: _Writing, at: int) -> None:
    block, document = writing.report.blocks[at], writing.document
    match block:
        case Heading():
            writing.part += block.level == 1
            number = f"{writing.part}  " if block.level == 1 else ""
            document.add_heading(number + block.words, block.level)
        case Paragraph():
            _paragraph(writing, block, at)
        case Bullets():
            style = "List Number" if block.numbered else "List Bullet"
            for item in block.items:
                document.add_paragraph(item, style=style).paragraph_format.space_after = Pt(3)
        case KeyFigures():
            _key_figures(writing, block)
        case Table():
            _table(writing, block)
        case MapPicture() | SvgPicture():
            _picture(writing, block, writing.drawn.get(at, ()))


def _paragraph(writing: _Writing, block: Paragraph, at: int) -> None:
    made = writing.document.add_paragraph()
    quiet = block.style == "quiet"
    size = 9 if quiet else 12 if block.style == "lead" else 10.5
    _run(made, block.words, size, writing.quiet if quiet else None)
    following = writing.report.blocks[at + 1] if at + 1 < len(writing.report.blocks) else None
    made.paragraph_format.keep_with_next = isinstance(following, MapPicture | SvgPicture | Table)


def _key_figures(writing: _Writing, block: KeyFigures) -> None:
    table = writing.document.add_table(rows=1, cols=len(block.figures))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _spread(table, [WIDTH / len(block.figures)] * len(block.figures))
    for cell, figure in zip(table.rows[0].cells, block.figures, strict=True):
        _shade(cell, writing.tint)
        _pad(cell, 120)
        name = cell.paragraphs[0]
        name.paragraph_format.space_after = Pt(2)
        _run(name, figure.name, 9, writing.quiet)
        value = cell.add_paragraph()
        value.paragraph_format.space_after = Pt(2)
        _run(value, figure.value, 15 if len(figure.value) < 12 else 12, writing.accent, bold=True)
        if figure.remark:
            remark = cell.add_paragraph()
            remark.paragraph_format.space_after = Pt(0)
            _run(remark, figure.remark, 8.5, writing.quiet)
    _edges(table, "FFFFFF", inside=True, weight=18)
    writing.document.add_paragraph().paragraph_format.space_after = Pt(0)


def _table(writing: _Writing, block: Table) -> None:
    """Write a table as one piece of the format: cell by cell through the library takes ten times as long."""
    width = LENGTH if writing.aside else WIDTH
    widths = [round(width * part / sum(block.widths) * _TWIPS) for part in block.widths]
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{writing.rule}"/>'
        for side in ("top", "bottom", "insideH")
    )
    kept = len(block.rows) if len(block.rows) < _KEPT_TOGETHER else _KEPT_FIRST
    rows = [_row(writing, block, block.heads, widths, head=True, bold=True, keep=bool(block.rows))]
    for place, row in enumerate(block.rows):
        last = place == len(block.rows) - 1
        rows.append(_row(writing, block, row, widths, bold=block.total and last, keep=place < kept - 1))
    columns = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    table = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    body: Any = writing.document.element.body
    body._insert_tbl(parse_xml(table))
    _make_low(writing.document.add_paragraph())


def _row(
    writing: _Writing,
    block: Table,
    words: Sequence[str],
    widths: Sequence[int],
    *,
    bold: bool,
    keep: bool,
    head: bool = False,
) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{writing.tint}"/>' if head else ""
    strong = "<w:b/>" if bold else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr><w:p><w:pPr>{"<w:keepNext/>" * keep}'
        f'<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="{"right" if number in block.right else "left"}"/></w:pPr>'
        f'<w:r><w:rPr>{strong}<w:sz w:val="18"/></w:rPr><w:t xml:space="preserve">{_plain(said)}</w:t></w:r>'
        "</w:p></w:tc>"
        for number, (said, width) in enumerate(zip(words, widths, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' * head}</w:trPr>{cells}</w:tr>"


def _plain(words: str) -> str:
    """Return words as XML holds them: no markup, no signs that it cannot hold."""
    return escape("".join(sign for sign in words if sign >= " " or sign == "\t"))


def _picture(writing: _Writing, block: MapPicture | SvgPicture, pages: Sequence[DrawnPage]) -> None:
    report = writing.report
    for page in pages:
        writing.pictures += 1
        if page.number > 1:
            before = writing.document.add_paragraph()
            before.paragraph_format.page_break_before = True
            before.paragraph_format.keep_with_next = True
            _run(before, f"{block.caption} · {report.continued} ({page.number}/{page.count})", 8.5, writing.quiet)
        holder = writing.document.add_paragraph()
        holder.paragraph_format.keep_with_next = True
        holder.paragraph_format.space_after = Pt(2)
        _draw(writing, holder, page)
        below = writing.document.add_paragraph()
        words = block.caption if page.number == page.count else f"{block.caption} · {report.continues}"
        _run(below, words, 8.5, writing.quiet)


def _draw(writing: _Writing, holder: DocxParagraph, page: DrawnPage) -> None:
    run = holder.add_run()
    shape = run.add_picture(BytesIO(page.png), width=Pt(page.width), height=Pt(page.height))
    owner = writing.document.part
    name = PackURI(f"/word/media/vector{writing.pictures}.svg")
    vector = Part(name, "image/svg+xml", page.svg, owner.package)
    relation = owner.relate_to(vector, RELATIONSHIP_TYPE.IMAGE)
    blip = shape._inline.graphic.graphicData.pic.blipFill.blip
    blip.append(parse_xml(_SVG_BLIP.format(relation)))


def _run(line: DocxParagraph, words: str, size: float, colour: RGBColor | None, *, bold: bool = False) -> Any:
    run = line.add_run(words)
    run.font.size, run.font.bold = Pt(size), bold
    if colour is not None:
        run.font.color.rgb = colour
    return run


def _spread(table: DocxTable, widths: Sequence[float]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Pt(width)


def _shade(cell: Cell, colour: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    properties.append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>'))


def _pad(cell: Cell, twips: int) -> None:
    sides = "".join(f'<w:{side} w:w="{twips}" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    cell._tc.get_or_add_tcPr().append(parse_xml(f"<w:tcMar {nsdecls('w')}>{sides}</w:tcMar>"))


def _edges(table: DocxTable, colour: str, *, inside: bool = False, weight: int = 4) -> None:
    lines = ("top", "bottom", "insideH", *(("insideV",) if inside else ()))
    drawn = "".join(f'<w:{side} w:val="single" w:sz="{weight}" w:space="0" w:color="{colour}"/>' for side in lines)
    _before(table._tbl.tblPr, f"<w:tblBorders {nsdecls('w')}>{drawn}</w:tblBorders>", "shd", "tblLayout", "tblLook")


def _make_low(line: DocxParagraph) -> None:
    """Let a paragraph that only parts others take hardly any room: at a page's end it would begin an empty one."""
    line.paragraph_format.space_after = line.paragraph_format.space_before = Pt(0)
    line.paragraph_format.line_spacing = Pt(_LOW)


def _line_below(line: DocxParagraph, colour: RGBColor) -> None:
    edge = f'<w:bottom w:val="single" w:sz="18" w:space="12" w:color="{colour}"/>'
    _before(line._p.get_or_add_pPr(), f"<w:pBdr {nsdecls('w')}>{edge}</w:pBdr>", "spacing", "ind", "jc", "rPr")


def _before(properties: Any, xml: str, *following: str) -> None:
    """Add an element where the format wants it: before the first of those that follow it."""
    names = {qn(f"w:{name}") for name in following}
    place = next((at for at, each in enumerate(properties) if each.tag in names), len(properties))
    properties.insert(place, parse_xml(xml))


def _hex(colour: str) -> str:
    return colour.lstrip("#")[:6].upper()
