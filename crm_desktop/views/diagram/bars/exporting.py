"""A map as a file: which formats there are, and writing them off the UI thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.interchange.png_payload import embed
from crm_desktop.interchange.process_files import kept_file, write_process_file
from crm_desktop.store.queries.process_page import source_rows
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.canvas import Canvas
from crm_desktop.views.diagram.painting.prints import print_pdf, print_png, print_svg
from crm_desktop.views.diagram.painting.whole import Paper, paper_of
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
        """Write the map into a file; its ending says how. Everything but taking the map happens off the UI thread."""
        canvas, language = self._canvas, current_language().code
        paper, ending = paper_of(canvas.picture, evidence=canvas.evidence), path.suffix.lower()

        def write() -> None:
            path.write_bytes(print_pdf(paper) if ending == ".pdf" else self._bytes(paper, ending, language))

        def done(_none: None) -> None:
            self._desk.notices.inform(text("diagram", "Written: {name}", name=path.name))

        self._desk.background.read(write, done, self._desk.notices.fail, owner=canvas)

    def _bytes(self, paper: Paper, ending: str, language: str) -> bytes:
        opened = kept_file(self._desk.store.read(source_rows, paper.map.id))
        if ending not in (".png", ".svg"):
            return write_process_file(paper.map, ending, language=language, opened=opened)
        inside = write_process_file(paper.map, ".bpmn", language=language, opened=opened)
        return print_svg(paper, inside) if ending == ".svg" else embed(print_png(paper), inside)


def _file_name(name: str) -> str:
    kept = "".join(sign if sign.isalnum() or sign in " -_.()（）" else " " for sign in name)
    return " ".join(kept.split())[:80] or "process"
