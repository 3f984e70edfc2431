"""A canvas on a real store, and a person's hands: text as an input method commits it, keys, mouse."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest

from crm_desktop.diagrams.ports import AtOnce
from crm_desktop.diagrams.session import Outside, open_session
from crm_desktop.models.edits import Create
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.reading import MapReading
from crm_desktop.store.queries.process_map import read_map
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.canvas import Canvas

ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


@dataclass(slots=True)
class Hands:
    """What a person does with a canvas."""

    canvas: Canvas

    def type(self, words: str) -> None:
        """Commit text sign by sign, as input methods do."""
        for sign in words:
            event = QInputMethodEvent()
            event.setCommitString(sign)
            QCoreApplication.sendEvent(self.canvas.line, event)

    def compose(self, preedit: str) -> None:
        """Show text that is being composed and not committed yet."""
        QCoreApplication.sendEvent(self.canvas.line, QInputMethodEvent(preedit, []))

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key."""
        QTest.keyClick(self.canvas.line, key, modifiers)

    def middle_of(self, node: Node) -> QPoint:
        """Return where in the window a step's middle is."""
        return self.canvas.port.to_window(self.canvas.picture.boxes[node.id].middle).toPoint()

    def click(self, at: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Click."""
        QTest.mouseClick(self.canvas, Qt.MouseButton.LeftButton, modifiers, at)

    def drag(self, begin: QPoint, end: QPoint) -> None:
        """Press, move, release."""
        QTest.mousePress(self.canvas, Qt.MouseButton.LeftButton, NONE, begin)
        for part in (0.3, 0.7, 1.0):
            QTest.mouseMove(self.canvas, begin + (end - begin) * part)
        QTest.mouseRelease(self.canvas, Qt.MouseButton.LeftButton, NONE, end)

    def named(self, name: str) -> Node:
        """Return the step with this name."""
        return next(node for node in self.canvas.session.chart.nodes.values() if node.name == name)

    def follows(self) -> set[tuple[str, str]]:
        """Return which steps follow which, by their names."""
        chart = self.canvas.session.chart
        return {(chart.nodes[f.source_id].name, chart.nodes[f.target_id].name) for f in chart.flows.values()}


def empty_canvas(desk: Desk) -> Canvas:
    """Return a canvas on a new, empty process, which writes at once."""
    made = Create("process", {"name": "订单到交付"})
    desk.store.door.commit("process.create", [made])

    def read(ids: Collection[str] | None) -> MapReading:
        return desk.store.read(read_map, made.id, ids)

    return Canvas(desk, open_session(read(None), Outside(desk.store.door, AtOnce(), read)))
