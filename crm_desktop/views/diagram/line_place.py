"""Where the line to type in stands on a canvas: over a step's name or a lane's header, below a step, out of the way."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF

from crm_desktop.views.diagram.painting.lane_painter import HEADER
from crm_desktop.views.diagram.surface import Surface


class LinePlace:
    """`canvas.typing`: `ask` opens it for what is no step's name, `rest` closes it, `follow` moves it along."""

    def __init__(self, canvas: Surface) -> None:
        self._canvas = canvas

    def ask(self, words: str) -> None:
        """Open the line below the selected step, or over the selected lane."""
        line = self._canvas.line
        line.setText(words)
        line.selectAll()
        self.follow()
        line.setFocus()
        self._canvas.update()

    def rest(self) -> None:
        """Close the line."""
        self._canvas.line.clear()
        self._canvas.tool.target = None
        self.follow()
        self._canvas.update()

    def follow(self) -> None:
        """Put the line where the name of the selected step stands, or out of the way."""
        canvas = self._canvas
        node, line = canvas.pen.node, canvas.line
        lane = next((band for band in canvas.picture.bands if band.lane.id == canvas.acts.renaming_lane), None)
        if lane is not None:
            line.open_over(canvas.header_rect(lane).adjusted(10, 8, -10, -8).toRect())
            return
        box = canvas.picture.boxes.get(node.id) if node else None
        if box is None:
            line.rest(QRect(canvas.width() // 2, HEADER + 20, 1, 1))
            return
        shown = canvas.port.rect(box)
        if canvas.acts.connecting:
            line.open_over(QRect(round(shown.left()), round(shown.bottom()) + 8, max(180, round(shown.width())), 28))
        elif canvas.pen.naming:
            line.open_over(_name_place(node.form if node else "task", shown))
        else:
            line.rest(QRect(shown.topLeft().toPoint(), shown.topLeft().toPoint()))


def _name_place(form: str, shown: QRectF) -> QRect:
    """Return where a name is typed: inside a step, beside a decision, below an event."""
    if form == "gateway":
        return QRect(round(shown.right()) + 6, round(shown.center().y()) - 12, 140, 24)
    if form in ("start", "intermediate", "end", "data_object", "data_store"):
        return QRect(round(shown.center().x()) - 80, round(shown.bottom()) + 2, 160, 24)
    return QRect(round(shown.left()) + 9, round(shown.top()) + 6, max(round(shown.width()) - 16, 60), 22)
