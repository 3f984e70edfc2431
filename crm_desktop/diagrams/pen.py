"""The pen: where a person stands on a map, and what each command key does there. One key, one step.

It knows the selected step, whether it is being named and with what text so far. Views give it keys and text (what an
input method composes stays in the view until it is committed) and show what it holds.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from crm_desktop.diagrams.chart import in_reading_order
from crm_desktop.diagrams.command import Command, Landing
from crm_desktop.diagrams.commands.append import Append
from crm_desktop.diagrams.commands.branch import Branch, FillLooseEnd
from crm_desktop.diagrams.commands.change_form import ChangeForm
from crm_desktop.diagrams.commands.connect import ConnectTo
from crm_desktop.diagrams.commands.end_here import EndHere
from crm_desktop.diagrams.commands.insert import InsertBefore
from crm_desktop.diagrams.commands.move import MoveBy, MoveToLane
from crm_desktop.diagrams.commands.remove import Remove
from crm_desktop.diagrams.commands.tell import Tell
from crm_desktop.diagrams.loose_ends import next_loose_end
from crm_desktop.diagrams.session import Session
from crm_desktop.diagrams.whither import Same, Whither
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.grammar import adds_only


class Way(Enum):
    """A direction on the map, whatever the orientation."""

    ON = (1, 0)
    BACK = (-1, 0)
    NEXT_LANE = (0, 1)
    LANE_BEFORE = (0, -1)


@dataclass(slots=True)
class Pen:
    """A person's place on an open map. Every method raises Refused where the rules object; then nothing changed."""

    session: Session
    selected: str | None = None
    naming: bool = False
    text: str = ""
    """What is typed on the selected step and not yet finished."""
    on_moved: Callable[[], None] = lambda: None
    """Hears when another step is selected, or naming begins or ends."""
    _fresh: bool = field(default=False)
    """The selected step was just made and nothing was said about it yet."""
    _offsets: dict[str, int] = field(default_factory=dict)
    """Where lanes began when the person last walked."""
    _unseen: frozenset[str] = field(default=frozenset())
    """Forms of steps that the person walks past."""

    @property
    def node(self) -> Node | None:
        """The selected step."""
        return self.session.chart.nodes.get(self.selected or "")

    def select(self, node_id: str | None) -> None:
        """Finish the name and stand on another step, or on none."""
        self._finish_name()
        self._stand(Landing((node_id,) if node_id else ()))

    def type(self, text: str) -> None:
        """Take what is typed as the selected step's name so far; on an empty map it makes the start."""
        if self.node is None:
            if self.session.chart.nodes:
                return
            self._make(Append(None))
        if not self.naming:
            self.naming = True
            self.on_moved()
        self.text = text

    def edit_name(self) -> None:
        """Begin to name the selected step, with its present name."""
        if self.node is not None and not self.naming:
            self.naming, self.text = True, self.node.name
            self.on_moved()

    def finish(self) -> None:
        """Finish the name and stay."""
        self._finish_name()
        self.on_moved()

    def next_step(self, to: Whither | None = None) -> None:
        """Finish the name and make the next step, in the same lane or elsewhere.

        A new step that has no name yet is moved there instead of adding another.
        """
        if self._fresh and not self.text.strip() and self.selected is not None:
            if to is not None:
                self.session.run(MoveToLane((self.selected,), to))
                self.on_moved()
            return
        self._finish_name()
        self._make(Append(self.selected, to or Same()))

    def insert_before(self) -> None:
        """Insert a step before this one."""
        if self.selected is not None:
            self._finish_name()
            self._make(InsertBefore(self.selected))

    def branch(self) -> None:
        """Make another branch from the same source."""
        if self.selected is not None:
            self._finish_name()
            self._make(Branch(self.selected))

    def next_loose_end(self) -> bool:
        """Go to the next loose end and begin naming the step that is missing there; False where there is none."""
        self._finish_name()
        end = next_loose_end(self.session.chart, self.selected)
        if end is None:
            return False
        self._make(FillLooseEnd(end))
        return True

    def end_here(self) -> None:
        """End after this step, then go to the next empty branch if there is one."""
        if self.selected is None:
            return
        self._finish_name()
        self._stand(self.session.run(EndHere(self.selected)))
        end = next_loose_end(self.session.chart, self.selected)
        if end is not None and end.branch:
            self._make(FillLooseEnd(end))

    def connect(self, text: str) -> None:
        """Connect this step to the existing one that the text means."""
        if self.selected is not None:
            self._finish_name()
            self._stand(self.session.run(ConnectTo(self.selected, text)))

    def change_form(self) -> None:
        """Turn the step into a decision, or back."""
        if self.selected is not None:
            self.session.run(ChangeForm(self.selected))

    def remove(self, *, join: bool = True) -> None:
        """Remove the step and stand on the one before it."""
        if self.selected is not None:
            self.naming, self.text = False, ""
            self._stand(self.session.run(Remove((self.selected,), join)))

    def move(self, lanes: int = 0, rows: int = 0) -> None:
        """Move the step by lanes and rows."""
        if self.selected is not None:
            self.session.run(MoveBy((self.selected,), lanes, rows))

    def walk(self, way: Way, but: frozenset[str] = frozenset()) -> None:
        """Stand on the step that a flow leads to this way, else on the nearest one; never on one of the forms `but`."""
        self._unseen = but
        if self.node is None:
            nodes = self.session.chart.nodes.values()
            first = in_reading_order(self.session.chart, [each for each in nodes if each.form not in but])
            self.select(first[0].id if first else None)
            return
        self._offsets = self.session.chart.offsets()
        found = self._by_flow(way) or self._nearest(way)
        if found is not None:
            self.select(found)

    def escape(self) -> None:
        """Cancel the name; an untouched new step disappears; on a step that is not being named select nothing."""
        fresh, before = self._fresh, self._came_from()
        if self.naming and fresh:
            self.session.withdraw()
            self._stand(Landing((before,) if before else ()))
        elif self.naming:
            self.naming, self.text = False, ""
            self.on_moved()
        else:
            self._stand(Landing())

    def let_go(self) -> str:
        """Stand nowhere, because the step is gone; return what was typed on it and is lost."""
        lost = self.text.strip() if self.naming else ""
        self._stand(Landing())
        return lost

    def _make(self, command: Command) -> None:
        self._stand(self.session.run(command))
        self._fresh = self.naming

    def _stand(self, landing: Landing) -> None:
        self.selected = landing.selected[0] if landing.selected else None
        self.naming, self.text, self._fresh = landing.naming, "", False
        self.on_moved()

    def _finish_name(self) -> None:
        node, text = self.node, self.text.strip()
        if self.naming and node is not None and text and (text != node.name or adds_only(text)):
            self.session.run(Tell(node.id, text))
        self.naming, self.text, self._fresh = False, "", False

    def _came_from(self) -> str | None:
        flows = self.session.chart.flows_to(self.selected or "")
        return flows[0].source_id if flows else None

    def _by_flow(self, way: Way) -> str | None:
        assert self.selected is not None
        chart = self.session.chart
        near = [flow.target_id for flow in chart.flows_from(self.selected)]
        near += [flow.source_id for flow in chart.flows_to(self.selected)]
        lying = [each for each in near if self._distance(chart.nodes[each], way) is not None]
        return min(lying, key=lambda each: (self._distance(chart.nodes[each], way) or 0, each), default=None)

    def _nearest(self, way: Way) -> str | None:
        ranked = [
            (distance, node.id)
            for node in self.session.chart.nodes.values()
            if node.id != self.selected and (distance := self._distance(node, way)) is not None
        ]
        return min(ranked)[1] if ranked else None

    def _distance(self, other: Node, way: Way) -> float | None:
        """Return how far a node lies this way, None where it lies another way."""
        node = self.node
        assert node is not None
        if other.form in self._unseen:
            return None
        offsets = self._offsets
        along = other.along - node.along
        across = offsets.get(other.lane_id or "", 0) + other.across - offsets.get(node.lane_id or "", 0) - node.across
        ahead = along * way.value[0] + across * way.value[1]
        aside = abs(along * way.value[1]) + abs(across * way.value[0])
        return ahead + 2 * aside if ahead > 0 and ahead * 2 >= aside else None
