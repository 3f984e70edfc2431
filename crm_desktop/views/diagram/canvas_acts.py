"""What keys and tools do on a canvas: commands with their refusals said, pen and selection kept together."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF

from crm_desktop.diagrams.command import Command, Landing
from crm_desktop.diagrams.commands.connect import find_step
from crm_desktop.diagrams.commands.describe import Describe
from crm_desktop.diagrams.commands.fold import Fold
from crm_desktop.diagrams.commands.move import MoveBy
from crm_desktop.diagrams.commands.remove import Remove
from crm_desktop.diagrams.commands.remove_lane import RemoveLane
from crm_desktop.diagrams.commands.turn import Turn
from crm_desktop.diagrams.pen import Way
from crm_desktop.models.errors import Refused, UserError
from crm_desktop.views.diagram.surface import Surface

_REACH = 6.0
"""Pixels of the window from which a flow is hit."""


class CanvasActs:
    """`canvas.acts`: nothing here raises; what the rules refuse is said."""

    def __init__(self, canvas: Surface) -> None:
        self._canvas = canvas
        self.connecting = False
        """A step is being typed that the selected one is to lead to."""
        self.renaming_lane = ""

    def attempt(self, deed: Callable[[], object]) -> bool:
        """Do something and say why not where the rules object."""
        try:
            deed()
        except UserError as refusal:
            self._canvas.refused.emit(refusal)
            return False
        return True

    def run(self, command: Command) -> bool:
        """Run a command and go where it lands."""
        return self.attempt(lambda: self._land(self._canvas.session.run(command)))

    def _land(self, landing: Landing) -> None:
        nodes = self._canvas.session.chart.nodes
        if len(landing.selected) == 1 and landing.selected[0] in nodes:
            self._canvas.pen.select(landing.selected[0])
            if landing.naming:
                self._canvas.pen.edit_name()
        elif landing.selected:
            self._canvas.select(landing.selected)

    def undo(self) -> None:
        """Take back the newest act; while a name is typed, the typing."""
        pen = self._canvas.pen
        if pen.naming and self._canvas.line.isUndoAvailable():
            self._canvas.line.undo()
            return
        self._leave_name()
        self.attempt(self._canvas.session.undo)

    def redo(self) -> None:
        """Do again what was taken back."""
        self._leave_name()
        self.attempt(self._canvas.session.redo)

    def enter(self) -> None:
        """Finish what is typed; on a step that is not being named begin to."""
        canvas, words = self._canvas, self._canvas.line.text().strip()
        if self.connecting:
            self.connecting = False
            canvas.typing.rest()
            if words:
                self.attempt(lambda: canvas.pen.connect(words))
        elif self.renaming_lane:
            lane_id, self.renaming_lane = self.renaming_lane, ""
            canvas.typing.rest()
            self.run(Describe((lane_id,), {"name": words}))
        elif canvas.pen.naming:
            canvas.pen.finish()
        else:
            canvas.pen.edit_name()

    def escape(self) -> None:
        """Close the topmost thing: a drag, a question, a name, the selection."""
        canvas = self._canvas
        if canvas.tool.cancel():
            return
        if self.connecting or self.renaming_lane:
            self.connecting, self.renaming_lane = False, ""
            canvas.typing.rest()
            return
        if canvas.tool_name != "select":
            canvas.set_tool("select")
            return
        if len(canvas.selected) > 1 or not canvas.pen.selected:
            canvas.select(())
            return
        self.attempt(canvas.pen.escape)

    def next_loose_end(self) -> None:
        """Go on at the next loose end; say so where there is none."""
        if not self._canvas.pen.next_loose_end():
            self._canvas.refused.emit(Refused("diagram.no_loose_end"))

    def ask_connection(self) -> None:
        """Ask which existing step the selected one is to lead to."""
        pen = self._canvas.pen
        if pen.selected is None:
            return
        if pen.naming:
            self.attempt(pen.finish)
        self.connecting = True
        self._canvas.typing.ask("")

    def rename_lane(self, lane_id: str) -> None:
        """Begin to type another name for a lane."""
        self._leave_name()
        self.renaming_lane = lane_id
        self._canvas.typing.ask(self._canvas.session.chart.lanes[lane_id].name)

    def meant(self) -> str | None:
        """Return the step that the typed name means, while a connection is asked for."""
        canvas, words = self._canvas, self._canvas.line.text().strip()
        if not self.connecting or not words:
            return None
        found = find_step(canvas.session.chart, words, but=canvas.pen.selected or "")
        return found.id if found else None

    def remove_selected(self, *, join: bool = True) -> None:
        """Remove what is selected: steps, flows, lanes."""
        canvas = self._canvas
        chart, chosen = canvas.session.chart, tuple(sorted(canvas.selected))
        if not chosen:
            return
        if chosen == (canvas.pen.selected,):
            self.attempt(lambda: canvas.pen.remove(join=join))
        elif chosen[0] in chart.lanes:
            self.run(RemoveLane(chosen[0]))
        else:
            self.run(Remove(chosen, join))

    def move_selected(self, lanes: int, rows: int) -> None:
        """Move selected steps by lanes and rows."""
        chosen = tuple(each for each in sorted(self._canvas.selected) if each in self._canvas.session.chart.nodes)
        if chosen:
            self.attempt(lambda: self._canvas.session.run(MoveBy(chosen, lanes, rows)))

    def walk(self, way: Way) -> None:
        """Go to the next step that way."""
        self.attempt(lambda: self._canvas.pen.walk(way, self._canvas.hidden_forms))

    def select_all(self) -> None:
        """Select every step."""
        self._canvas.select(self._canvas.session.chart.nodes)

    def fold(self) -> None:
        """Open the selected sub-process, or close it."""
        self._leave_name()
        if self._canvas.pen.selected is not None:
            self.run(Fold(self._canvas.pen.selected))

    def turn(self) -> None:
        """Show lanes as rows instead of columns, or back."""
        self._leave_name()
        self.run(Turn())
        self._canvas.view.fit()

    def open_menu(self, point: QPointF | None = None) -> None:
        """Ask for a menu for what lies at a point of the window; without one for what is selected."""
        canvas = self._canvas
        if point is None:
            point = self.place_of_selection()
        elif (found := self.element_at(point)) not in canvas.selected:
            canvas.select((found,) if found else ())
        canvas.menu_requested.emit(canvas.mapToGlobal(point.toPoint()))

    def element_at(self, point: QPointF) -> str:
        """Return what lies at a point of the window: a lane's header, a step, a flow, or ""."""
        canvas = self._canvas
        for band in canvas.picture.bands:
            if canvas.header_rect(band).contains(point):
                return band.lane.id
        spot = canvas.port.to_map(point)
        found = canvas.picture.node_at(spot) or canvas.picture.flow_at(spot, _REACH / canvas.port.zoom)
        return found.id if found is not None else ""

    def place_of_selection(self) -> QPointF:
        """Return where in the window a menu for what is selected opens."""
        canvas = self._canvas
        for each in sorted(canvas.selected):
            if each in canvas.picture.boxes:
                return canvas.port.rect(canvas.picture.boxes[each]).bottomLeft()
            if each in canvas.picture.paths:
                return canvas.port.to_window(canvas.picture.paths[each][0])
            for band in canvas.picture.bands:
                if band.lane.id == each:
                    return canvas.header_rect(band).bottomLeft()
        return QPointF(canvas.width() / 2, canvas.height() / 2)

    def leave(self) -> None:
        """Finish what is typed because the person went elsewhere."""
        if self.connecting or self.renaming_lane:
            self.connecting, self.renaming_lane = False, ""
            self._canvas.typing.rest()
        self._leave_name()

    def _leave_name(self) -> None:
        if self._canvas.pen.naming:
            self.attempt(self._canvas.pen.finish)
