"""One open map on the page: canvas with its floats, properties at the right, step list below, and its session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.diagrams.command import Command
from crm_desktop.diagrams.delta import Cause, Delta
from crm_desktop.diagrams.session import Outside, Session
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.store.queries.process_map import process_map, read_map
from crm_desktop.store.queries.process_page import evidence_counts
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.bars.checks_list import ChecksList
from crm_desktop.views.diagram.bars.exporting import Exporting
from crm_desktop.views.diagram.bars.find_bar import FindBar
from crm_desktop.views.diagram.canvas import Canvas
from crm_desktop.views.diagram.clip_files import ClipFiles
from crm_desktop.views.diagram.compare.compare_pane import ComparePane
from crm_desktop.views.diagram.compare.versions import Versions
from crm_desktop.views.diagram.context_menu import open_context_menu
from crm_desktop.views.diagram.floats.stage import Stage
from crm_desktop.views.diagram.inspector.inspector import Inspector
from crm_desktop.views.diagram.opening import Opened
from crm_desktop.views.diagram.painting.layers import ALL_LAYERS, INTERNAL
from crm_desktop.views.diagram.steps.step_list import StepList
from crm_desktop.views.navigation import Place
from crm_desktop.views.refresh import Changed
from crm_desktop.views.widgets.popover import Popover

if TYPE_CHECKING:
    from crm_desktop.views.diagram.simulation.opening import Simulating


class Editor(QWidget):
    """`Editor(desk, opened, parent)`; lives as long as its map is open. What is hidden at first is made when shown."""

    changed = Signal()
    """The map, or whether all of it is written, is another one now."""
    written = Signal()

    def __init__(self, desk: Desk, opened: Opened, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.found = desk, opened.found
        process_id = opened.chart.process_id
        outside = Outside(desk.store.door, desk.background, lambda ids: desk.store.read(read_map, process_id, ids))
        self.session = Session(opened.chart, outside)
        self.session.on_written = self._written
        self.session.on_problem = desk.notices.fail
        # From the outside in: each change of parent makes everything inside look at its style again.
        self._pages = QStackedWidget(self)
        drawing = QWidget(self._pages)
        self._split = QSplitter(Qt.Orientation.Vertical, drawing)
        self.stage = Stage(Canvas(desk, self.session, self._split, picture=opened.picture), self._split)
        self.canvas = self.stage.canvas
        self.canvas.layers = self.layers = ALL_LAYERS - desk.around.hidden_layers
        self.stage.zoom.toggled.connect(self.toggle_layer)
        self.canvas.menu_requested.connect(self._open_menu)
        self.canvas.refused.connect(desk.notices.fail)
        self.checking = opened.checking
        self.session.listen(self._follow)
        self.inspector = Inspector(desk, self.canvas, drawing)
        self._steps: StepList | None = None
        self.exporting = Exporting(desk, self.canvas)
        self.clip_files = self.canvas.clip.files = ClipFiles(desk, self.canvas, self)
        self.versions = Versions(desk, self, self)
        self.comparing: ComparePane | None = None
        self.simulating: Simulating | None = None
        self._lay_out(drawing)
        desk.refresh.changed.connect(self._hear)
        self._read_as_is()
        self._count_evidence()

    @property
    def process_id(self) -> str:
        """The open process."""
        return self.session.chart.process_id

    @cached_property
    def find_bar(self) -> FindBar:
        """The bar for finding, hidden until it is asked for."""
        bar = FindBar(self.canvas, self.stage)
        bar.hide()
        return bar

    @property
    def steps(self) -> StepList:
        """The step list, hidden until it is asked for."""
        if self._steps is None:
            self._steps = StepList(self.canvas, self._split)
            self._steps.hide()
            self._steps.setMinimumHeight(160)
            self._steps.setProperty("pane", True)
            self._steps.close_button.clicked.connect(lambda _checked=False: self.show_steps(shown=False))
            self._split.addWidget(self._steps)
        return self._steps

    def run(self, command: Command) -> bool:
        """Run a command, say why not where the rules object, and go where it lands."""
        return self.canvas.run(command)

    def go(self, element_id: str) -> None:
        """Select an element and bring it into sight."""
        chart = self.session.chart
        pain = chart.pains.get(element_id)
        wanted = pain.node_id if pain is not None and pain.node_id else element_id
        if chart.get(wanted) is not None:
            self.canvas.select((wanted,))
            self.canvas.view.show_element(wanted)
            self.canvas.setFocus()

    def show_steps(self, *, shown: bool) -> None:
        """Show the step list, or the canvas alone."""
        self.steps.setVisible(shown)
        (self.steps if shown else self.canvas).setFocus()
        if shown:
            self.steps.reread()
            self._split.setSizes([self.height() * 3 // 5, self.height() * 2 // 5])

    def present(self, *, presenting: bool, hidden: frozenset[str]) -> None:
        """Show nothing but the map, without pains and what else is one's own; or everything again."""
        if self._steps is not None:
            self._steps.hide()
        if "find_bar" in self.__dict__:
            self.find_bar.hide()
        self.stage.show_floats(not presenting)
        self.canvas.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, presenting)
        self.canvas.hidden_forms = hidden
        # The hand paints no handles around what is selected.
        self.canvas.set_tool("hand" if presenting else "select")
        self.canvas.layers = self.layers - INTERNAL if presenting else self.layers
        self.canvas.painter.forget()
        self.canvas.update()

    def open_find(self) -> None:
        """Open the bar for finding."""
        self.find_bar.adjustSize()
        self.find_bar.move(max(0, self.stage.width() - self.find_bar.width() - 8), 44)
        self.find_bar.open()

    def open_checks(self, anchor: QWidget) -> Popover:
        """Show what is missing."""
        popover: Popover | None = None

        def close_and(then: Callable[[], object]) -> None:
            if popover is not None:
                popover.close_popover()
            then()

        content = ChecksList(
            self.session.chart,
            self.checking.findings,
            lambda element_id: close_and(partial(self.go, element_id)),
            lambda command: close_and(partial(self.run, command)),
        )
        popover = Popover(content)
        popover.closed.connect(popover.deleteLater)
        popover.open_at(anchor, right=True)
        return popover

    # As-is and to-be

    def compare(self, *, shown: bool, sides: tuple[str, ...] = ()) -> None:
        """Show two maps beside each other, `sides` or those that one wants first; or the canvas again."""
        if not shown and self.comparing is None:
            return
        if self.comparing is not None:
            self._pages.removeWidget(self.comparing)
            self.comparing.deleteLater()
            self.comparing = None
        if shown:
            self.comparing = ComparePane(self.desk, self.found.as_is, self.session.chart.as_map, sides)
            self.comparing.opened.connect(self._open_compared)
            self._pages.addWidget(self.comparing)
            self._pages.setCurrentWidget(self.comparing)
        self.setFocusProxy(self.comparing or self.canvas)
        self.changed.emit()

    def show_pane(self, pane: QWidget | None) -> None:
        """Show something instead of the map, or the map again; what was shown before goes."""
        drawing, shown = self._pages.widget(0), self._pages.currentWidget()
        if shown is not None and shown is not drawing and shown is not self.comparing:
            self._pages.removeWidget(shown)
            shown.deleteLater()
        if pane is not None:
            self._pages.addWidget(pane)
        self._pages.setCurrentWidget(pane or self.comparing or drawing)  # type: ignore[arg-type]
        self.setFocusProxy(pane or self.comparing or self.canvas)
        self.setFocus()

    def simulate(self) -> None:
        """Show the simulation of the map as it is now, or the map again."""
        from crm_desktop.views.diagram.simulation.opening import Simulating

        if self.simulating is None:
            self.simulating = Simulating(self.desk, self, self)
        self.simulating.toggle()

    def toggle_layer(self, name: str) -> None:
        """Show something on steps, or not; the person's choice holds for all maps."""
        self.canvas.layers = self.layers = self.layers ^ {name}
        self.desk.around.hidden_layers = ALL_LAYERS - self.layers
        self.desk.around.layers_chosen.emit()
        self.canvas.look_again()

    def _open_menu(self, at: QPoint) -> None:
        open_context_menu(self.desk.actions, self.canvas, at)

    def _count_evidence(self) -> None:
        self.desk.read(self, self._counted, evidence_counts, self.process_id)

    def _counted(self, counts: Mapping[str, int]) -> None:
        changed = {each for each, _ in counts.items() ^ self.canvas.evidence.items()}
        self.canvas.evidence = counts
        if changed:
            self.canvas.look_again(changed)

    def _open_compared(self, process_id: str, element_id: str) -> None:
        self.compare(shown=False)
        if process_id == self.process_id:
            self.go(element_id)
        else:
            self.desk.navigator.go(Place("processes", process_id, tab=element_id))

    def _read_as_is(self) -> None:
        if self.found.as_is != self.process_id:
            self.desk.read(self, self._take_as_is, process_map, self.found.as_is)

    def _take_as_is(self, as_is: ProcessMap | None) -> None:
        if as_is is not None:
            self.inspector.set_base({node.id: node for node in as_is.nodes})

    # What happens

    def _follow(self, delta: Delta, _cause: Cause) -> None:
        self.checking.follow(delta)
        if self.comparing is not None:
            self.comparing.look_again()
        self.changed.emit()

    def _written(self, act: object) -> None:
        self.desk.announce(act, self)  # type: ignore[arg-type]
        if shiboken6.isValid(self):  # the last act may be durable when the page is gone
            self.written.emit()

    def _hear(self, change: Changed) -> None:
        if not {"note", "attachment"}.isdisjoint(change.kinds):
            self._count_evidence()
        if change.initiator is not self:
            self.session.hear(change.kinds, change.ids)

    def _lay_out(self, drawing: QWidget) -> None:
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(self.stage)
        self._split.setStretchFactor(0, 1)
        row = QHBoxLayout(drawing)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._split, 1)
        row.addWidget(self.inspector)
        self._pages.addWidget(drawing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self.setFocusProxy(self.canvas)
        self.stage.setProperty("landmark", "map")
        for pane in (self.canvas, self.inspector):
            pane.setProperty("pane", True)
