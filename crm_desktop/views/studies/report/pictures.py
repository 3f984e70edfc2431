"""The pictures of a report: maps in pages that can be read, the organisation's chart; as files, or ready to be painted.

Nothing here needs a window or the UI thread; everything of one report is drawn in one thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.picture import Picture
from crm_desktop.interchange.docx_report import LENGTH, WIDTH, DrawnPage
from crm_desktop.models.studies.report import MapPicture, Report, SvgPicture
from crm_desktop.views.diagram.painting.badges import Said
from crm_desktop.views.diagram.painting.layers import PAINS, ROLES, SYSTEMS, TIMES
from crm_desktop.views.diagram.painting.pages import (
    LEAST_SCALE,
    MOST_SCALE,
    MapPage,
    Room,
    image_png,
    map_pages,
    page_png,
    page_svg,
    paint_page,
)
from crm_desktop.views.diagram.painting.whole import Printing, paper_of

SHOWN = frozenset({PAINS, TIMES, SYSTEMS, ROLES})
_CAPTIONS, _WORDS_ABOVE = 46.0, 76.0
"""Points for what stands above and below each picture, and for a heading and what leads in above the first."""
ROOM = Room(QSizeF(WIDTH, LENGTH - _CAPTIONS), QSizeF(LENGTH, WIDTH - _CAPTIONS), _WORDS_ABOVE)
_PNG_SCALE = 2.0


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """A map with its pages."""

    printing: Printing
    pages: tuple[MapPage, ...]


@dataclass(frozen=True, slots=True)
class SvgDrawing:
    """A picture that is drawn already, and how large it stands on paper, in points."""

    renderer: QSvgRenderer
    svg: bytes
    size: QSizeF
    aside: bool


Drawing = MapDrawing | SvgDrawing


def drawings_of(report: Report) -> dict[int, Drawing]:
    """Return the pictures of a report by their places among its blocks."""
    found: dict[int, Drawing] = {}
    for at, block in enumerate(report.blocks):
        if isinstance(block, MapPicture):
            found[at] = _map(block, chinese=report.language == "zh")
        elif isinstance(block, SvgPicture):
            found[at] = _svg(block)
    return found


def drawn_pages(drawings: dict[int, Drawing]) -> dict[int, list[DrawnPage]]:
    """Return the pictures as files."""
    return {at: list(_files(drawing)) for at, drawing in drawings.items()}


def paint_map(painter: QPainter, drawing: MapDrawing, page: MapPage, left: float, top: float) -> None:
    """Paint one page of a map with its upper left corner there, in points."""
    painter.save()
    painter.translate(left, top)
    painter.scale(page.scale, page.scale)
    paint_page(painter, drawing.printing, page)
    painter.restore()


def _map(block: MapPicture, *, chinese: bool) -> MapDrawing:
    said = Said(chinese, block.mark_words)
    layers = SHOWN - {PAINS} if block.mark_words else SHOWN
    paper = paper_of(Picture(Chart.of(block.map)), layers, marks=block.marks, said=said, names_first=True)
    return MapDrawing(Printing(paper), map_pages(paper, ROOM))


def _svg(block: SvgPicture) -> SvgDrawing:
    data = block.svg.encode()
    renderer = QSvgRenderer(QByteArray(data))
    natural = QSizeF(renderer.defaultSize())
    upright = min(ROOM.upright.width() / max(natural.width(), 1), 1.0)
    aside = upright < LEAST_SCALE and natural.width() > natural.height()
    room = ROOM.aside if aside else ROOM.upright
    high = (room.height() - ROOM.words) / max(natural.height(), 1)
    scale = min(room.width() / max(natural.width(), 1), high, MOST_SCALE)
    return SvgDrawing(renderer, data, natural * scale, aside)


def _files(drawing: Drawing) -> Iterator[DrawnPage]:
    if isinstance(drawing, SvgDrawing):
        size = drawing.size
        yield DrawnPage(
            svg=drawing.svg, png=_points(drawing), width=size.width(), height=size.height(), aside=drawing.aside
        )
        return
    for page in drawing.pages:
        yield DrawnPage(
            svg=page_svg(drawing.printing, page),
            png=page_png(drawing.printing, page),
            width=page.size.width() * page.scale,
            height=page.size.height() * page.scale,
            aside=page.aside,
            number=page.number,
            count=page.count,
        )


def _points(drawing: SvgDrawing) -> bytes:
    size = (drawing.size * _PNG_SCALE * 4 / 3).toSize()
    made = QImage(max(size.width(), 1), max(size.height(), 1), QImage.Format.Format_RGB32)
    made.fill(0xFFFFFFFF)
    painter = QPainter(made)
    drawing.renderer.render(painter, QRectF(made.rect()))
    painter.end()
    return image_png(made)
