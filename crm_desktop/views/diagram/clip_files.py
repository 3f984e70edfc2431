"""Maps on the clipboard for other programs, and from them: as a picture, as BPMN, out of BPMN, draw.io and Mermaid."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from crm_desktop.diagrams import clipboard
from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.commands.paste import Paste
from crm_desktop.diagrams.part import part_of
from crm_desktop.diagrams.picture import Picture
from crm_desktop.interchange.process_files import open_process_file, write_process_file
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.painting.prints import print_png
from crm_desktop.views.diagram.painting.whole import paper_of
from crm_desktop.views.diagram.surface import Surface
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import text

_MERMAID = re.compile(r"\s*(?:%%[^\n]*\n|---\n.*?\n---\n)*\s*(?:flowchart|graph)\s+(?:TB|TD|BT|LR|RL)\b", re.DOTALL)


def looks_like_a_file(words: str) -> str:
    """Return the ending of the kind of file that a text is the content of, "" where it is just text."""
    begin = words[:2_000].lstrip("\ufeff \t\r\n")
    if begin.startswith("<"):
        return ".drawio" if re.search(r"<(?:mxfile|mxGraphModel)\b", begin) else ".bpmn"
    return ".mmd" if _MERMAID.match(words) else ""


class ClipFiles:
    """`ClipFiles(desk, canvas, owner)`: `copy_picture`, `copy_bpmn`, and `paste(words)` of what looks like a file."""

    def __init__(self, desk: Desk, canvas: Surface, owner: QWidget) -> None:
        self._desk, self._canvas, self._owner = desk, canvas, owner

    def copy_picture(self) -> None:
        """Put the selected steps, else the whole map, on the clipboard as a picture."""
        part, layers = self._part(), self._canvas.layers

        def paint() -> bytes:
            return print_png(paper_of(Picture(Chart.of(part)), layers))

        def done(png: bytes) -> None:
            data = QMimeData()
            data.setImageData(QImage.fromData(png))
            data.setData("image/png", png)
            QGuiApplication.clipboard().setMimeData(data)
            self._desk.notices.inform(text("diagram", "Copied as a picture"))

        self._desk.background.read(paint, done, self._desk.notices.fail, owner=self._owner, token="clip")  # noqa: S106

    def copy_bpmn(self) -> None:
        """Put the selected steps, else the whole map, on the clipboard as BPMN."""
        part = self._part()

        def write() -> bytes:
            return write_process_file(part, ".bpmn")

        def done(xml: bytes) -> None:
            data = QMimeData()
            data.setData("application/xml", xml)
            data.setText(xml.decode())
            QGuiApplication.clipboard().setMimeData(data)
            self._desk.notices.inform(text("diagram", "Copied as BPMN"))

        self._desk.background.read(write, done, self._desk.notices.fail, owner=self._owner, token="clip")  # noqa: S106

    def paste(self, words: str, ending: str, lane_id: str | None, along: int | None) -> None:
        """Read the content of a file off the UI thread and paste its first map; what cannot be read is said."""
        language = current_language().code

        def read() -> clipboard.Clip:
            with tempfile.TemporaryDirectory(prefix="fieldline-paste-") as folder:
                path = Path(folder) / f"paste{ending}"
                path.write_text(words, encoding="utf-8")
                chart = Chart.of(open_process_file(path, language).read.maps[0])
            return clipboard.copy(chart, list(chart.nodes))

        def done(clip: clipboard.Clip) -> None:
            self._canvas.run(Paste(clip, lane_id, along))

        self._desk.background.read(read, done, self._desk.notices.fail, owner=self._owner, token="clip")  # noqa: S106

    def _part(self) -> ProcessMap:
        return part_of(self._canvas.session.chart, self._canvas.selected)
