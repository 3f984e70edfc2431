"""The properties panel: shows what is selected on the canvas, and changes it by commands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.diagrams.command import Command
from crm_desktop.models.processes.elements import Flow, Lane, Node
from crm_desktop.models.processes.totals import Totals, total
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.canvas import Canvas
from crm_desktop.views.diagram.inspector.node_part import NodePart
from crm_desktop.views.diagram.inspector.other_parts import FlowPart, LanePart, MapPart
from crm_desktop.views.diagram.inspector.several_part import SeveralPart
from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component, line, set_surface

_LATER_MS = 30
"""After a change the panel waits until keys have had their paint."""


class Inspector(Component, QWidget):
    """`Inspector(desk, canvas)`."""

    def __init__(self, desk: Desk, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._canvas = desk, canvas
        set_surface(self, "surface")
        self._base: Mapping[str, Node] = {}
        self._stack = QStackedWidget(self)
        self._areas: dict[QWidget, QScrollArea] = {}
        self.next = Button(text("diagram", "Next step"), self._next_step, icon="git-branch", small=True)
        self.link = Button(text("diagram", "Add system"), self._add_system, icon="link", small=True)
        self._foot, self._verbs = QWidget(), QHBoxLayout()
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self._due)
        canvas.selection_changed.connect(self._wait)
        canvas.changed.connect(self._wait)
        self._dragging = self._was_painted = False
        canvas.dragging.connect(self._drag)
        self._lay_out()
        self.setAccessibleName(str(text("diagram", "Properties")))
        self._foot.hide()
        self.settle()

    # A part is made when something that it shows is selected for the first time.

    @cached_property
    def node(self) -> NodePart:
        """Shows a step."""
        part = NodePart(self._desk, self._run)
        part.set_base(self._base)
        return part

    @cached_property
    def flow(self) -> FlowPart:
        """Shows a flow."""
        return FlowPart(self._desk, self._run)

    @cached_property
    def lane(self) -> LanePart:
        """Shows a lane."""
        return LanePart(self._desk, self._run)

    @cached_property
    def map(self) -> MapPart:
        """Shows the process while nothing is selected."""
        return MapPart(self._desk, self._run)

    @cached_property
    def several(self) -> SeveralPart:
        """Shows what several elements have in common."""
        return SeveralPart(self._desk, self._canvas, self._run)

    def set_base(self, base: Mapping[str, Node]) -> None:
        """Learn the steps of the as-is."""
        self._base = base
        if "node" in self.__dict__:
            self.node.set_base(base)
        self._wait()

    def show_now(self) -> None:
        """Show what is selected as it is now."""
        self._later.stop()
        chart = self._canvas.session.chart
        chosen = [found for each in sorted(self._canvas.selected) if (found := chart.get(each)) is not None]
        self._foot.setVisible(len(chosen) == 1 and isinstance(chosen[0], Node))
        if len(chosen) > 1:
            self.several.show_elements(chosen)
            return self._show(self.several)
        match chosen[0] if chosen else None:
            case Node() as node:
                self.node.show_node(chart, node)
                self._show(self.node)
            case Flow() as flow:
                self.flow.show_flow(chart, flow)
                self._show(self.flow)
            case Lane() as lane:
                self.lane.show_lane(lane)
                self._show(self.lane)
                self._read_totals()
            case _:
                self.map.show_map(chart)
                self._show(self.map)
                self._read_totals()
        return None

    def showEvent(self, event: QShowEvent) -> None:
        """Take over what changed meanwhile; the map is painted first."""
        super().showEvent(event)
        self._later.start()

    def _due(self) -> None:
        # The panel's parts would keep a map from its first paint, and what is dragged from its frames.
        first, self._was_painted = not self._was_painted, self._canvas.painted
        if self._dragging or (self._canvas.isVisible() and (first or not self._canvas.painted)):
            self._later.start()  # once more after the paint: what waits for the map comes before what stands beside it
        else:
            self.show_now()

    def _drag(self, under_way: bool) -> None:
        self._dragging = under_way

    def restyle(self) -> None:
        """Take the width of the theme."""
        self.setFixedWidth(self._width())
        beside = self.next.sizeHint().width() + self.link.sizeHint().width() + 40 <= self._width()
        # With large text the verbs stand below each other.
        self._verbs.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def retranslate(self) -> None:
        """Fit the verbs in the other language."""
        self.restyle()

    def _wait(self) -> None:
        if self.isVisible():
            self._later.start()

    def _show(self, part: QWidget) -> None:
        if part not in self._areas:
            self._areas[part] = _scrolled(part, self._stack)
            self._stack.addWidget(self._areas[part])
        self._stack.setCurrentWidget(self._areas[part])

    def _read_totals(self) -> None:
        map_ = self._canvas.session.chart.as_map()
        self._desk.background.read(lambda: total(map_), self._show_totals, owner=self, token="totals")  # noqa: S106

    def _show_totals(self, found: Totals) -> None:
        if "map" in self.__dict__:
            self.map.show_totals(found)
        if "lane" in self.__dict__ and self.lane.element.id in found.by_lane:
            self.lane.show_sum(found.by_lane[self.lane.element.id])

    def _run(self, command: Command) -> bool:
        # Not by the canvas's own way: the person stays where they are, in the panel.
        return self._canvas.acts.attempt(lambda: self._canvas.session.run(command))

    def _next_step(self) -> None:
        self._canvas.setFocus()
        self._canvas.acts.attempt(self._canvas.pen.next_step)

    def _add_system(self) -> None:
        self.node.tabs.choose("step")
        self.node.fields.editors["systems"].setFocus()

    @staticmethod
    def _width() -> int:
        return current_theme().layout("propertiesPanel")

    def _lay_out(self) -> None:
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(line())
        verbs = self._verbs
        verbs.setContentsMargins(16, 8, 16, 8)
        verbs.setSpacing(8)
        verbs.addWidget(self.next, 1)
        verbs.addWidget(self.link, 1)
        foot.addLayout(verbs)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(line("v"))
        row.addLayout(column, 1)


def _scrolled(part: QWidget, parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inside = QWidget()
    set_surface(inside, "surface")
    column = QVBoxLayout(inside)
    column.setContentsMargins(16, 14, 16, 14)
    column.addWidget(part)
    area.setWidget(inside)
    return area
