"""A map as a file: which formats there are, how pictures and pages are painted; files are written off the UI thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QImageWriter, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.interchange.png_payload import embed
from crm_desktop.interchange.process_files import OpenedFile, write_process_file
from crm_desktop.interchange.report import ReadMaps
from crm_desktop.interchange.sources import unpack_source
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.store.queries.process_page import source_rows
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.canvas import Canvas
from crm_desktop.views.diagram.painting.whole import paint_whole, whole_size
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import Wording, text, tr
from crm_desktop.views.widgets.menu import Menu

FORMATS: tuple[tuple[str, Wording], ...] = (
    (".bpmn", "BPMN 2.0"),
    (".svg", text("diagram", "Picture (SVG)")),
    (".png", text("diagram", "Picture (PNG), can be opened again")),
    (".pdf", text("diagram", "Pages (PDF)")),
    (".drawio", "draw.io"),
    (".mmd", "Mermaid"),
    (".xlsx", text("diagram", "Table of steps (Excel)")),
    (".csv", text("diagram", "Table of steps (CSV)")),
)
_PNG_SCALE, _PNG_MOST = 2.0, 16_000
_PAGE_POINTS = 0.6
"""Points of paper for one pixel of the map."""


class Exporting:
    """`Exporting(desk, canvas)`: `open_menu(button)`, or `export_to(path)`."""

    def __init__(self, desk: Desk, canvas: Canvas) -> None:
        self._desk, self._canvas = desk, canvas

    def open_menu(self, button: QWidget) -> Menu:
        """Offer the formats."""
        menu = Menu(button)
        menu.aboutToHide.connect(menu.deleteLater)
        for ending, name in FORMATS:
            menu.add_entry(name, partial(self.ask, ending), icon="file-down")
        menu.open_below(button, right=True)
        return menu

    def ask(self, ending: str) -> None:
        """Ask where to, and write the file."""
        name = _file_name(str(self._canvas.session.chart.values.get("name") or "")) + ending
        chosen, _ = QFileDialog.getSaveFileName(self._canvas, tr("diagram", "Export"), name, f"*{ending}")
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, path: Path) -> None:
        """Write the map into a file; its ending says how."""
        map_, language = self._canvas.session.chart.as_map(), current_language().code
        ending = path.suffix.lower()
        picture = self._picture() if ending == ".png" else None
        pages = self._pages() if ending == ".pdf" else None

        def write() -> None:
            path.write_bytes(pages if pages is not None else self._bytes(map_, ending, language, picture))

        def done(_none: None) -> None:
            self._desk.notices.inform(text("diagram", "Written: {name}", name=path.name))

        self._desk.background.read(write, done, self._desk.notices.fail, owner=self._canvas)

    def _bytes(self, map_: ProcessMap, ending: str, language: str, picture: QImage | None) -> bytes:
        source = unpack_source(self._desk.store.read(source_rows, map_.id))
        opened = OpenedFile(read=ReadMaps(maps=()), format="bpmn", source=source) if source is not None else None
        if picture is None:
            return write_process_file(map_, ending, language=language, opened=opened)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, b"png").write(picture)
        inside = write_process_file(map_, ".bpmn", language=language, opened=opened)
        return embed(bytes(buffer.data().data()), inside)

    def _picture(self) -> QImage:
        """Paint the map onto paper, large enough to be read."""
        size = whole_size(self._canvas.picture)
        scale = min(_PNG_SCALE, _PNG_MOST / max(size.width(), size.height()))
        made = QImage(round(size.width() * scale), round(size.height() * scale), QImage.Format.Format_RGB32)
        made.fill(0xFFFFFFFF)
        painter = QPainter(made)
        painter.scale(scale, scale)
        paint_whole(painter, self._canvas)
        painter.end()
        return made

    def _pages(self) -> bytes:
        """Paint the map to scale over as many pages as it takes."""
        size = whole_size(self._canvas.picture)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        layout = QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Landscape if size.width() > size.height() else QPageLayout.Orientation.Portrait,
            QMarginsF(28, 28, 28, 28),
        )
        writer.setPageLayout(layout)
        writer.setResolution(72)
        writer.setTitle(str(self._canvas.session.chart.values.get("name") or ""))
        paper = QSizeF(layout.paintRect(QPageLayout.Unit.Point).size())
        scale = max(_PAGE_POINTS, min(1.0, paper.width() / size.width())) if size.width() else _PAGE_POINTS
        step = QSizeF(paper.width() / scale, paper.height() / scale)
        painter = QPainter(writer)
        rows, columns = (max(1, -(-round(whole) // round(part))) for whole, part in
                         ((size.height(), step.height()), (size.width(), step.width())))  # fmt: skip
        for page in range(rows * columns):
            if page:
                writer.newPage()
            painter.save()
            painter.scale(scale, scale)
            left, top = (page % columns) * step.width(), (page // columns) * step.height()
            painter.setClipRect(QRectF(0, 0, step.width(), step.height()))
            painter.translate(-left, -top)
            paint_whole(painter, self._canvas)
            painter.restore()
        painter.end()
        return bytes(buffer.data().data())


def _file_name(name: str) -> str:
    kept = "".join(sign if sign.isalnum() or sign in " -_.()（）" else " " for sign in name)
    return " ".join(kept.split())[:80] or "process"
