"""Pages: a map in parts that fit on paper and can be read, each under the headers of its lanes.

A map is cut between steps, never through one where that can be avoided, and first along the flow; only what is too
broad even for a page on its side is cut between lanes too. Lengths of paper are points, lengths of a map pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from crm_desktop.models.processes.routing.spots import Box
from crm_desktop.views.diagram.painting.whole import Paper, Printing

LEAST_SCALE, MOST_SCALE = 0.48, 0.75
"""Points for a pixel: letters of a step are 6 points at the least, five lanes fit across a page."""
_BADGES = 12.0
"""How far badges stand out of steps."""
_PNG_DOTS = 2.0
"""Points of a picture for a point of paper: 144 for an inch. Only programs that show no vectors need them."""
_PNG_QUALITY = 80
"""Qt's word for little compression: most compression takes seven times as long and saves a third."""
_EARLIEST = 0.45
"""A page that is cut between steps is filled so far at the least."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much room pictures have on a page upright and on its side, in points.

    On the first page of each so much less in height, for the words that lead it in.
    """

    upright: QSizeF
    aside: QSizeF
    words: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPage:
    """One part of a map on paper: `part` in pixels of the map without headers, drawn so many points for a pixel."""

    part: QRectF
    scale: float
    aside: bool
    number: int
    count: int
    header: QSizeF
    """Width of the headers at the left, height of those at the top, in pixels."""

    @property
    def size(self) -> QSizeF:
        """Width and height with headers, in pixels."""
        return QSizeF(self.part.width() + self.header.width(), self.part.height() + self.header.height())


def map_pages(paper: Paper, room: Room) -> tuple[MapPage, ...]:
    """Return the pages of a map; one where it can be read on one."""
    across, down = paper.begin
    header = QSizeF(across, down)
    whole = QSizeF(paper.size.width(), paper.size.height())
    aside, scale = _fit(whole, room, vertical=paper.vertical)
    page = room.aside if aside else room.upright
    most = QSizeF(page.width() / scale - across, page.height() / scale - down)
    first = most.height() - room.words / scale
    columns = _cuts(paper.extent.right, most.width(), most.width(), _lane_spans(paper, wanted=paper.vertical))
    rows = _cuts(paper.extent.bottom, first, most.height(), _lane_spans(paper, wanted=not paper.vertical))
    parts = [
        QRectF(left, top, right - left, bottom - top)
        for left, right in pairwise(columns)
        for top, bottom in pairwise(rows)
    ]
    return tuple(
        MapPage(part=part, scale=scale, aside=aside, number=number, count=len(parts), header=header)
        for number, part in enumerate(parts, start=1)
    )


def paint_page(painter: QPainter, printing: Printing, page: MapPage) -> None:
    """Paint a part with its headers, its upper left corner at the origin, in pixels."""
    for place, part in _strips(printing.paper, page):
        painter.save()
        painter.setClipRect(place)
        painter.translate(place.left() - part.left(), place.top() - part.top())
        printing.paint(painter, part)
        painter.restore()


def page_png(printing: Printing, page: MapPage) -> bytes:
    """Return a part as a PNG file."""
    scale = page.scale * _PNG_DOTS
    size = page.size * scale
    made = QImage(round(size.width()), round(size.height()), QImage.Format.Format_RGB32)
    made.fill(0xFFFFFFFF)
    painter = QPainter(made)
    painter.scale(scale, scale)
    paint_page(painter, printing, page)
    painter.end()
    return image_png(made)


def image_png(image: QImage) -> bytes:
    """Return a picture as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"png")
    writer.setQuality(_PNG_QUALITY)
    writer.write(image)
    return bytes(buffer.data().data())


def page_svg(printing: Printing, page: MapPage) -> bytes:
    """Return a part as an SVG file; what stands out of it is clipped, as Qt's generator does not."""
    size = page.size
    groups, clips = [], []
    for number, (place, part) in enumerate(_strips(printing.paper, page)):
        clips.append(
            f'<clipPath id="part{number}"><rect x="{place.left():g}" y="{place.top():g}" '
            f'width="{place.width():g}" height="{place.height():g}"/></clipPath>'
        )
        drawn = svg_drawing(printing, part, place)
        groups.append(f'<g clip-path="url(#part{number})">{drawn}</g>')
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size.width():g}" height="{size.height():g}" '
        f'viewBox="0 0 {size.width():g} {size.height():g}">'
    )
    return "\n".join([head, "<defs>", *clips, "</defs>", *groups, "</svg>\n"]).encode()


def svg_drawing(printing: Printing, part: QRectF, place: QRectF) -> str:
    """Return what an SVG file draws of a part of a map, its upper left corner at that of `place`."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(72)
    far = QSize(round(place.right()) + 1, round(place.bottom()) + 1)
    generator.setSize(far)
    generator.setViewBox(QRectF(0, 0, far.width(), far.height()))
    painter = QPainter(generator)
    painter.translate(place.left() - part.left(), place.top() - part.top())
    printing.paint(painter, part)
    painter.end()
    text = bytes(buffer.data().data()).decode()
    return text[text.index("</defs>") + len("</defs>") : text.rindex("</svg>")]


def _strips(paper: Paper, page: MapPage) -> list[tuple[QRectF, QRectF]]:
    """Return where on the page which part of the map with its headers stands: the headers, and what is below them."""
    across, down = paper.begin
    part = page.part
    body = (QRectF(across, down, part.width(), part.height()), part.translated(across, down))
    if paper.vertical:
        head = (QRectF(0, 0, part.width(), down), QRectF(part.left(), 0, part.width(), down))
    else:
        head = (QRectF(0, 0, across, part.height()), QRectF(0, part.top(), across, part.height()))
    return [head, body]


def _fit(whole: QSizeF, room: Room, *, vertical: bool) -> tuple[bool, float]:
    """Return whether the page lies on its side, and the scale: whole if it can be read, else as broad as the page."""
    for aside, page in ((False, room.upright), (True, room.aside)):
        scale = min(page.width() / whole.width(), (page.height() - room.words) / whole.height(), MOST_SCALE)
        if scale >= LEAST_SCALE:
            return aside, scale
    if vertical:
        upright = min(room.upright.width() / whole.width(), MOST_SCALE)
        if upright >= LEAST_SCALE:
            return False, upright
        return True, max(LEAST_SCALE, min(room.aside.width() / whole.width(), MOST_SCALE))
    return True, max(LEAST_SCALE, min((room.aside.height() - room.words) / whole.height(), MOST_SCALE))


def _lane_spans(paper: Paper, *, wanted: bool) -> list[tuple[float, float]]:
    """Return the stretches that are not to be cut: lanes where one cuts across the flow, else steps with badges."""
    if wanted:
        return [(band.start, band.start + band.breadth) for band in paper.bands]
    forms = {node.id: node.form for node in paper.map.nodes}
    large = [box for node_id, box in paper.boxes.items() if forms.get(node_id) not in ("group", "port")]
    return [_span(box, vertical=paper.vertical) for box in large]


def _span(box: Box, *, vertical: bool) -> tuple[float, float]:
    low, high = (box.top, box.bottom) if vertical else (box.left, box.right)
    return low - _BADGES, high + _BADGES


def _cuts(length: float, first: float, most: float, spans: Sequence[tuple[float, float]]) -> list[float]:
    """Return where to cut, from 0 to `length`: stretches no longer than `most`, no span cut where that can be.

    The first one is no longer than `first`.
    """
    cuts, reach = [0.0], first
    while length - cuts[-1] > reach:
        cuts.append(_free(cuts[-1] + reach, cuts[-1] + reach * _EARLIEST, spans))
        reach = most
    cuts.append(length)
    return cuts


def _free(latest: float, earliest: float, spans: Sequence[tuple[float, float]]) -> float:
    """Return the last place from `earliest` to `latest` that no span covers, else where the fewest do."""
    places = {latest, *(edge for span in spans for edge in span if earliest < edge <= latest)}
    return min(places, key=lambda at: (sum(low < at < high for low, high in spans), -at))
