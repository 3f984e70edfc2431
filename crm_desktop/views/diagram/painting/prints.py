"""Prints: a map on paper as a picture, a drawing, or pages of a PDF. Nothing here needs a window or the UI thread."""

from __future__ import annotations

from xml.sax.saxutils import escape

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QImageWriter, QPageLayout, QPageSize, QPainter, QPdfWriter

from crm_desktop.interchange.svg_payload import carrier
from crm_desktop.views.diagram.painting.pages import svg_drawing
from crm_desktop.views.diagram.painting.whole import Paper, Printing

_PNG_SCALE, _PNG_MOST = 2.0, 16_000
_PAGE_POINTS = 0.6
"""Points of paper for one pixel of the map."""
_MARGIN = 28


def print_png(paper: Paper) -> bytes:
    """Return a map as a PNG file, large enough to be read."""
    size = paper.size
    scale = min(_PNG_SCALE, _PNG_MOST / max(size.width(), size.height(), 1.0))
    made = QImage(round(size.width() * scale), round(size.height() * scale), QImage.Format.Format_RGB32)
    made.fill(0xFFFFFFFF)
    painter = QPainter(made)
    painter.scale(scale, scale)
    Printing(paper).paint(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(made)
    return bytes(buffer.data().data())


def print_svg(paper: Paper, inside: bytes) -> bytes:
    """Return a map as an SVG file, drawn as the canvas shows it, with the map itself (its BPMN) inside."""
    size, name = paper.size, paper.map.name
    whole = QRectF(0, 0, size.width(), size.height())
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size.width():g}" height="{size.height():g}" '
        f'viewBox="0 0 {size.width():g} {size.height():g}">'
    )
    title = f"<title>{escape(name)}</title>" if name else ""
    return "\n".join([head, title, carrier(inside), svg_drawing(Printing(paper), whole, whole), "</svg>\n"]).encode()


def print_pdf(paper: Paper) -> bytes:
    """Return a map as a PDF file, to scale over as many pages as it takes."""
    size = paper.size
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(_page(size))
    writer.setResolution(72)
    writer.setTitle(paper.map.name)
    room = QSizeF(writer.pageLayout().paintRect(QPageLayout.Unit.Point).size())
    scale = max(_PAGE_POINTS, min(1.0, room.width() / max(size.width(), 1.0)))
    step = QSizeF(room.width() / scale, room.height() / scale)
    printing, painter = Printing(paper), QPainter(writer)
    for number, part in enumerate(_parts(size, step)):
        if number:
            writer.newPage()
        painter.save()
        painter.scale(scale, scale)
        painter.setClipRect(QRectF(0, 0, step.width(), step.height()))
        painter.translate(-part.left(), -part.top())
        printing.paint(painter, part)
        painter.restore()
    painter.end()
    return bytes(buffer.data().data())


def _page(size: QSizeF) -> QPageLayout:
    landscape, portrait = QPageLayout.Orientation.Landscape, QPageLayout.Orientation.Portrait
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        landscape if size.width() > size.height() else portrait,
        QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN),
    )


def _parts(size: QSizeF, step: QSizeF) -> list[QRectF]:
    """Return the parts of a map that stand on one page each, row by row."""
    rows = max(1, -(-round(size.height()) // round(step.height())))
    columns = max(1, -(-round(size.width()) // round(step.width())))
    return [
        QRectF(column * step.width(), row * step.height(), step.width(), step.height())
        for row in range(rows)
        for column in range(columns)
    ]
