"""A map of one size on a shown canvas, and a person's hands: the diagram benchmark from event to paint."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtTest import QTest

from crm_desktop.diagrams.commands.lanes import AddLane, MoveLane
from crm_desktop.diagrams.commands.turn import Turn

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from crm_desktop.diagrams.session import Session
    from crm_desktop.models.processes.elements import Node
    from crm_desktop.views.diagram.canvas import Canvas

_SIZE = (1180, 820)
_ROUNDS, _FEWER = 9, 5
_FRAMES, _DRAGS = 30, 3
_STEP = QPointF(6, 9)


class Bench:
    """Opens a map and gives it gestures; every answer is milliseconds."""

    def __init__(self, application: QApplication) -> None:
        self.application = application
        self._canvas: Canvas | None = None
        self.paints = 0

    @property
    def canvas(self) -> Canvas:
        """The canvas of the map opened last."""
        assert self._canvas is not None
        return self._canvas

    def open(self, make: Callable[[], Session]) -> tuple[float, float]:
        """Open a map in a new canvas; return the time to its paint, and the part of it after the session was there."""
        from crm_desktop.views.diagram.canvas import Canvas

        bench = self

        class Counted(Canvas):
            """Counts how often it was painted: a window that is not exposed paints nothing, in no time."""

            def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
                super().paintEvent(event)
                bench.paints += 1

        self.close()
        begin = time.perf_counter()
        session = make()
        opened = time.perf_counter()
        self._canvas = Counted(None, session)  # type: ignore[arg-type]
        self._canvas.resize(*_SIZE)
        self._canvas.show()
        before = self.paints
        while self.paints == before:
            self.application.processEvents()
        end = time.perf_counter()
        return (end - begin) * 1000, (end - opened) * 1000

    def close(self) -> None:
        """Take the canvas down."""
        if self._canvas is not None:
            self._canvas.close()
            self._canvas.deleteLater()
            self._canvas = None
            self.application.processEvents()

    def drags(self, *, fit: bool) -> tuple[list[float], list[float]]:
        """Drag a step over the map, the whole of it in sight or at 100 %; return its frames and its drops."""
        canvas, node = self.canvas, self._task()
        if fit:
            canvas.view.fit()
        else:
            canvas.view.zoom_to(1.0)
            canvas.view.show_element(node.id)
        canvas.repaint()
        at = canvas.port.to_window(canvas.picture.boxes[node.id].middle)
        frames, drops = [], []
        for _ in range(_DRAGS):
            self._mouse(QEvent.Type.MouseButtonPress, at)
            ways = [at + _STEP * number for number in range(_FRAMES)]
            frames += [self.timed(partial(self._mouse, QEvent.Type.MouseMove, each)) for each in ways]
            drops.append(self.timed(partial(self._mouse, QEvent.Type.MouseButtonRelease, ways[-1])))
            canvas.acts.undo()
        canvas.view.zoom_to(1.0)
        return frames, drops

    def typing(self) -> dict[str, list[float]]:
        """Press the keys for a new step, its name, and taking that back."""
        canvas, node = self.canvas, self._task()
        found: dict[str, list[float]] = {"append": [], "rename": [], "undo": []}
        key = partial(QTest.keyClick, canvas.line)
        for number in range(_ROUNDS):
            canvas.select((node.id,))
            found["append"].append(self.timed(partial(key, Qt.Key.Key_Tab)))
            canvas.line.setText(f"新步骤 {number}")
            canvas.pen.type(f"新步骤 {number}")
            found["rename"].append(self.timed(partial(key, Qt.Key.Key_Return)))
            found["undo"].append(self.timed(partial(key, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)))
            canvas.acts.undo()
        return found

    def lanes(self) -> dict[str, list[float]]:
        """Put a lane in between, take it back, move one past three others."""
        canvas = self.canvas
        found: dict[str, list[float]] = {"insert a lane": [], "undo of it": [], "move a lane": []}
        for _ in range(_FEWER):
            lanes = canvas.session.chart.lanes_in_order()
            found["insert a lane"].append(self.timed(partial(canvas.run, AddLane("新", before_id=lanes[2].id))))
            found["undo of it"].append(self.timed(canvas.acts.undo))
            found["move a lane"].append(self.timed(partial(canvas.run, MoveLane(lanes[4].id, lanes[1].id))))
            canvas.acts.undo()
        return found

    def pans(self) -> list[float]:
        """Push the map, the whole of it in sight."""
        canvas = self.canvas
        canvas.view.fit()
        canvas.repaint()
        return [self.timed(partial(canvas.view.pan, (-1) ** number * 9.0, 0.0)) for number in range(20)]

    def turns(self) -> list[float]:
        """Turn the map there and back."""
        return [self.timed(lambda: self.canvas.run(Turn())) for _ in range(4)]

    def timed(self, work: Callable[[], object]) -> float:
        """Return milliseconds from an event to its finished paint."""
        before, begin = self.paints, time.perf_counter()
        work()
        self.canvas.repaint()
        taken = (time.perf_counter() - begin) * 1000
        assert self.paints > before
        return taken

    def _task(self) -> Node:
        return next(each for each in self.canvas.session.chart.nodes.values() if each.form == "task")

    def _mouse(self, kind: QEvent.Type, at: QPointF) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        button = none if kind is QEvent.Type.MouseMove else left
        held = none if kind is QEvent.Type.MouseButtonRelease else left
        event = QMouseEvent(kind, at, at, button, held, Qt.KeyboardModifier.NoModifier)
        self.application.sendEvent(self.canvas, event)
