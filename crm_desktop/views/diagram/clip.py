"""Copying, cutting and pasting on a canvas: steps as our own type, and as lines of text for everybody else."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from crm_desktop.diagrams import clipboard
from crm_desktop.diagrams.commands.paste import Duplicate, Paste
from crm_desktop.models.processes.grid import row_below
from crm_desktop.views.diagram.clip_files import ClipFiles, looks_like_a_file
from crm_desktop.views.diagram.surface import Surface


class Clip:
    """`canvas.clip`."""

    def __init__(self, canvas: Surface) -> None:
        self._canvas = canvas
        self.files: ClipFiles | None = None
        """Set where there is a way off the UI thread: reads what other programs put there."""

    def copy(self) -> None:
        """Put the selected steps on the clipboard."""
        chart = self._canvas.session.chart
        chosen = [each for each in self._canvas.selected if each in chart.nodes]
        if not chosen:
            return
        clip = clipboard.copy(chart, chosen)
        data = QMimeData()
        data.setData(clipboard.MIME, clipboard.as_json(clip))
        data.setText(clipboard.as_text(clip))
        QGuiApplication.clipboard().setMimeData(data)

    def cut(self) -> None:
        """Put the selected steps on the clipboard and remove them."""
        self.copy()
        self._canvas.acts.remove_selected()

    def paste(self) -> None:
        """Paste steps of this or another map, or lines of text as steps, below the selected step."""
        data = QGuiApplication.clipboard().mimeData()
        node = self._canvas.pen.node
        lane_id, along = (node.lane_id, row_below(node.along)) if node else (None, None)
        ending = "" if data.hasFormat(clipboard.MIME) else looks_like_a_file(data.text())
        if ending and self.files is not None:
            self.files.paste(data.text(), ending, lane_id, along)
            return
        if data.hasFormat(clipboard.MIME):
            clip = clipboard.from_json(bytes(data.data(clipboard.MIME).data()))
        else:
            clip = clipboard.from_text(data.text())
        self._canvas.run(Paste(clip, lane_id, along))

    def duplicate(self) -> None:
        """Make a copy of the selected steps beside them."""
        chosen = tuple(each for each in self._canvas.selected if each in self._canvas.session.chart.nodes)
        if chosen:
            self._canvas.run(Duplicate(chosen))
