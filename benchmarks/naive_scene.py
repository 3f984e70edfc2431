"""The reference of the diagram benchmark: Qt's own scene with an item for each rectangle, line and label."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from crm_desktop.diagrams.picture import Picture


class _Step(QGraphicsItem):
    """A rectangle with a label, painted from Python."""

    def __init__(self, rect: QRectF, name: str) -> None:
        super().__init__()
        self._rect, self._name = rect, name

    def boundingRect(self) -> QRectF:  # noqa: N802
        return self._rect

    def paint(self, painter: QPainter, _: QStyleOptionGraphicsItem, __: QWidget | None = None) -> None:
        painter.setPen(QPen(QColor("#B9BBC0"), 1))
        painter.setBrush(QColor("#FFFFFF"))
        painter.drawRoundedRect(self._rect, 8, 8)
        painter.drawText(self._rect, 0x84, self._name)


class NaiveScene:
    """Builds the scene of a picture and pans it."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._scene = QGraphicsScene()
        self._view = QGraphicsView(self._scene)
        self._view.resize(1180, 820)

    def build(self) -> None:
        """Make all items and paint them, the whole map in sight."""
        for node_id, box in self._picture.boxes.items():
            rect = QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top)
            self._scene.addItem(_Step(rect, self._picture.chart.nodes[node_id].name))
        for path in self._picture.paths.values():
            line = QPainterPath()
            line.moveTo(*path[0])
            for spot in path[1:]:
                line.lineTo(*spot)
            self._scene.addPath(line)
        self._view.show()
        QApplication.processEvents()
        self._view.fitInView(self._scene.itemsBoundingRect())
        self._view.viewport().repaint()

    def pan(self, by: int) -> None:
        """Push the map and paint it."""
        bar = self._view.horizontalScrollBar()
        self._scene.setSceneRect(self._scene.itemsBoundingRect().adjusted(-500, -500, 500, 500))
        bar.setValue(bar.value() + by)
        self._view.viewport().repaint()

    def drag(self, dx: float, dy: float) -> None:
        """Push one step aside, its lines left behind, and paint the frame."""
        step = next(each for each in self._scene.items() if isinstance(each, _Step))
        step.moveBy(dx, dy)
        self._view.viewport().repaint()

    def close(self) -> None:
        """Take it down."""
        self._view.close()
        self._scene.clear()
