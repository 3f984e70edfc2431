"""A report as a PDF file: text that can be searched, tables whose heads repeat, maps as vectors on own pages."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from crm_desktop.models.studies.report import (
    Block,
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
from crm_desktop.views.studies.report.pdf_pages import MARGIN, Pages, widths_of
from crm_desktop.views.studies.report.pictures import Drawing, MapDrawing, SvgDrawing, paint_map
from crm_desktop.views.theme.theme import paper_theme

_PAD_X, _PAD_Y = 5.0, 3.5
_HEADINGS = {1: (18.0, 16.0, 7.0), 2: (13.0, 10.0, 4.0)}
"""Size, room above, room below."""
_KEPT_PART = 0.45
"""Of a page: what is larger is not kept together with its heading."""


def write_pdf(report: Report, drawings: dict[int, Drawing]) -> bytes:
    """Return the file."""
    first = _Writer(report, drawings, total=0)
    first.write()
    return _Writer(report, drawings, total=first.pages.count).write()


class _Writer:
    """Lays a report out once."""

    def __init__(self, report: Report, drawings: dict[int, Drawing], total: int) -> None:
        self._report, self._drawings = report, drawings
        self._theme = paper_theme()
        self.pages = Pages(self._theme, report.title, report.footer, report.page, total)
        self._part = 0

    def write(self) -> bytes:
        """Return the file."""
        self._first_page()
        for at, block in enumerate(self._report.blocks):
            self._turn_for(at)
            if isinstance(block, Heading):
                self.pages.room(self._kept(at))
            self._write(at, block)
        return self.pages.finish()

    def _color(self, role: str) -> QColor:
        return self._theme.color(role)

    def _first_page(self) -> None:
        pages, report = self.pages, self._report
        pages.y = MARGIN + 180
        pages.write(report.subtitle, pages.font(14, 600), self._color("accent.solid"), after=8)
        pages.write(report.title, pages.font(30, 600), self._color("text.primary"), after=14)
        pages.rule(pages.y, self._color("accent.solid"), 2.5)
        pages.y += 22
        for line in report.lines:
            pages.write(line, pages.font(12), self._color("text.secondary"), after=5)
        pages.turn(aside=False)

    def _turn_for(self, at: int) -> None:
        """Begin a page on its side, or upright again, where what comes now wants it."""
        blocks, wanted = self._report.blocks, False
        for picture, drawing in self._drawings.items():
            if lead_in(blocks, picture) <= at <= picture:
                if _aside(drawing):
                    wanted = True
                elif at == lead_in(blocks, picture):
                    self.pages.room(self._led_in(at, picture))
        if wanted != self.pages.aside:
            self.pages.turn(aside=wanted)

    def _led_in(self, begin: int, picture: int) -> float:
        """Return about how high a picture is with the words that lead it in; never more than a page."""
        height = 34.0 + _height(self._drawings[picture])
        for block in self._report.blocks[begin:picture]:
            if isinstance(block, Heading):
                height += sum(_HEADINGS[block.level])
            elif isinstance(block, Paragraph):
                height += self._paragraph_height(block)
        return min(height, self.pages.bottom - MARGIN)

    def _kept(self, at: int) -> float:
        """Return how much is to stand on a page with a heading: what leads in, and a table of a few rows as a whole."""
        height, last = 0.0, self.pages.bottom - MARGIN
        for block in self._report.blocks[at:]:
            match block:
                case Heading():
                    height += sum(_HEADINGS[block.level])
                case Paragraph():
                    height += self._paragraph_height(block)
                case Table():
                    return min(height + self._table_height(block), last * _KEPT_PART)
                case _:
                    return min(height + 60, last * _KEPT_PART)
        return height

    def _paragraph_height(self, block: Paragraph) -> float:
        font = self.pages.font(_size(block))
        return len(self.pages.lines(block.words, font, self.pages.width)) * self.pages.line_height(font) + 5

    def _table_height(self, block: Table) -> float:
        widths = widths_of(block.widths, self.pages.width)
        return sum(self._row_height(self._cells(row, widths, bold=True)) for row in (block.heads, *block.rows))

    def _write(self, at: int, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Paragraph():
                role = "text.secondary" if block.style == "quiet" else "text.primary"
                self.pages.write(block.words, self.pages.font(_size(block)), self._color(role), after=5)
            case Bullets():
                self._bullets(block)
            case KeyFigures():
                self._key_figures(block)
            case Table():
                self._table(block)
            case MapPicture() | SvgPicture():
                self._picture(block.caption, self._drawings[at])

    def _heading(self, block: Heading) -> None:
        size, above, below = _HEADINGS[block.level]
        self._part += block.level == 1
        words = f"{self._part}  {block.words}" if block.level == 1 else block.words
        pages = self.pages
        if pages.y > MARGIN:
            pages.y += above
        role = "accent.solid" if block.level == 1 else "text.primary"
        pages.write(words, pages.font(size, 600), self._color(role), after=below, keep=64)

    def _bullets(self, block: Bullets) -> None:
        pages, font = self.pages, self.pages.font(10.5)
        for number, item in enumerate(block.items, start=1):
            height = pages.line_height(font)
            lines = pages.lines(item, font, pages.width - 22)
            pages.room(height * min(len(lines), 3))
            sign = f"{number}." if block.numbered else "•"
            pages.draw_line(sign, font, self._color("accent.solid"), pages.left + 4, pages.y, 18)
            for line in lines:
                pages.room(height)
                pages.draw_line(line, font, self._color("text.primary"), pages.left + 22, pages.y, pages.width - 22)
                pages.y += height
            pages.y += 3

    def _key_figures(self, block: KeyFigures) -> None:
        pages = self.pages
        height, gap = 66.0, 8.0
        pages.room(height + 12)
        pages.y += 6
        width = (pages.width - gap * (len(block.figures) - 1)) / len(block.figures)
        for number, figure in enumerate(block.figures):
            box = QRectF(pages.left + number * (width + gap), pages.y, width, height)
            pages.painter.setPen(self._color("accent.tint"))
            pages.painter.setBrush(self._color("accent.tint"))
            pages.painter.drawRoundedRect(box, 4, 4)
            inner = box.adjusted(8, 6, -6, -6)
            small, strong = pages.font(8.5), pages.font(_largest(figure.value, inner.width()), 600)
            for row, line in enumerate(pages.lines(figure.name, small, inner.width())[:2]):
                top = inner.top() + row * pages.line_height(small)
                pages.draw_line(line, small, self._color("text.secondary"), inner.left(), top, inner.width())
            middle = inner.top() + 2 * pages.line_height(small) - 1
            pages.draw_line(figure.value, strong, self._color("accent.text"), inner.left(), middle, inner.width())
            low = inner.bottom() - pages.line_height(small) + 3
            pages.draw_line(figure.remark, small, self._color("text.secondary"), inner.left(), low, inner.width())
        pages.y += height + 10

    def _table(self, block: Table) -> None:
        pages = self.pages
        widths = widths_of(block.widths, pages.width)
        head = self._cells(block.heads, widths, bold=True)
        rows = [
            self._cells(row, widths, bold=block.total and number == len(block.rows) - 1)
            for number, row in enumerate(block.rows)
        ]
        pages.room(self._row_height(head) + (self._row_height(rows[0]) if rows else 0))
        self._row(block, head, widths, head_row=True)
        for number, cells in enumerate(rows):
            if pages.y + self._row_height(cells) > pages.bottom:
                pages.turn(aside=pages.aside)
                self._row(block, head, widths, head_row=True)
            self._row(block, cells, widths, bold=block.total and number == len(rows) - 1)
        pages.y += 10

    def _cells(self, row: tuple[str, ...], widths: list[float], *, bold: bool) -> list[list[str]]:
        font = self.pages.font(9, 600 if bold else 400)
        most = int((self.pages.bottom - MARGIN) / self.pages.line_height(font)) - 4
        return [
            self.pages.lines(words, font, width - 2 * _PAD_X)[:most]
            for words, width in zip(row, widths, strict=True)
        ]  # fmt: skip

    def _row_height(self, cells: list[list[str]]) -> float:
        return max(len(lines) for lines in cells) * self.pages.line_height(self.pages.font(9)) + 2 * _PAD_Y

    def _row(
        self, block: Table, cells: list[list[str]], widths: list[float], *, head_row: bool = False, bold: bool = False
    ) -> None:
        pages, height = self.pages, self._row_height(cells)
        font = pages.font(9, 600 if head_row or bold else 400)
        if head_row:
            pages.painter.fillRect(QRectF(pages.left, pages.y, pages.width, height), self._color("accent.tint"))
        left = pages.left
        for number, (lines, width) in enumerate(zip(cells, widths, strict=True)):
            for at, line in enumerate(lines):
                top = pages.y + _PAD_Y + at * pages.line_height(font)
                pages.draw_line(
                    line, font, self._color("text.primary"), left + _PAD_X, top, width - 2 * _PAD_X,
                    right=number in block.right,
                )  # fmt: skip
            left += width
        pages.y += height
        pages.rule(pages.y, self._color("border.default"))

    def _picture(self, caption: str, drawing: Drawing) -> None:
        pages, report = self.pages, self._report
        small, quiet = pages.font(8.5), self._color("text.secondary")
        if isinstance(drawing, SvgDrawing):
            pages.room(drawing.size.height() + 24)
            left = pages.left + (pages.width - drawing.size.width()) / 2
            drawing.renderer.render(pages.painter, QRectF(left, pages.y, drawing.size.width(), drawing.size.height()))
            pages.y += drawing.size.height() + 4
            pages.write(caption, small, quiet)
            return
        for page in drawing.pages:
            height = page.size.height() * page.scale
            if page.number > 1:
                pages.turn(aside=page.aside)
                pages.write(f"{caption} · {report.continued} ({page.number}/{page.count})", small, quiet, after=6)
            else:
                pages.room(height + 22)
            left = pages.left + max(0.0, (pages.width - page.size.width() * page.scale) / 2)
            paint_map(pages.painter, drawing, page, left, pages.y)
            pages.y += height + 4
            words = caption if page.number == page.count else f"{caption} · {report.continues}"
            pages.write(words, small, quiet)


def _aside(drawing: Drawing) -> bool:
    return drawing.pages[0].aside if isinstance(drawing, MapDrawing) else drawing.aside


def _height(drawing: Drawing) -> float:
    if isinstance(drawing, SvgDrawing):
        return drawing.size.height()
    return drawing.pages[0].size.height() * drawing.pages[0].scale


def _size(block: Paragraph) -> float:
    return 9.0 if block.style == "quiet" else 12.0 if block.style == "lead" else 10.5


def _largest(value: str, width: float) -> float:
    """Return the size in which a figure fits into its box."""
    signs = sum(1.0 if ord(sign) > 0x2E7F else 0.58 for sign in value)
    return max(9.0, min(17.0, width / max(signs, 1.0)))
