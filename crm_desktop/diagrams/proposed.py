"""A proposed change in the to-be map: at the step that was copied from the as-is, or as a new step after it.

Where there is no to-be yet, it begins as a linked copy with the change in it. Edits for one act.
"""

from dataclasses import dataclass

from crm_desktop.diagrams.behaviours.all import follow
from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Command, Landing
from crm_desktop.diagrams.commands.append import Append
from crm_desktop.diagrams.commands.describe import Describe
from crm_desktop.diagrams.commands.insert import InsertOn
from crm_desktop.diagrams.new_maps import to_be_of
from crm_desktop.diagrams.rules import refuse
from crm_desktop.diagrams.work import Work
from crm_desktop.models.edits import Create, Edit
from crm_desktop.models.errors import Refused
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.process_map import ProcessMap


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is to be done, as edits of one act, and where it then stands."""

    edits: tuple[Edit, ...]
    process_id: str
    node_id: str
    begun: bool
    """The to-be begins with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The change that is wanted at a step of the as-is; a step to be added has a name."""

    node_id: str
    change: str
    name: str = ""


def propose(as_is: ProcessMap, to_be: ProcessMap | None, wish: Wish, to_be_name: str) -> Proposed:
    """Return the edits that put a change into the to-be, which is made where there is none.

    Raises Refused diagram.gone where the step is not in the to-be any more.
    """
    made = to_be_of(as_is, to_be_name).map if to_be is None else to_be
    chart = Chart.of(made)
    work = Work(chart)
    node_id = _put(work, _counterpart(chart, wish.node_id), wish)
    if to_be is not None:
        return Proposed(tuple(work.so_far().edits(made.id)), made.id, node_id, begun=False)
    edits = [Create("process", dict(made.values), made.id)]
    edits += [Create(each.KIND, each.values(), each.id) for each in chart.elements()]
    return Proposed(tuple(edits), made.id, node_id, begun=True)


def newest_to_be(as_is_id: str, maps: dict[str, ProcessMap]) -> ProcessMap | None:
    """Return the to-be of an as-is among maps by id; of several the newest."""
    found = [
        each
        for each in maps.values()
        if each.values.get("base_process_id") == as_is_id and each.values.get("form") == "to_be"
    ]
    return max(found, key=lambda each: each.id, default=None)


def _counterpart(chart: Chart, node_id: str) -> Node:
    for node in chart.nodes.values():
        if node_id in (node.base_node_id, node.id):
            return node
    raise Refused("diagram.gone")


def _put(work: Work, node: Node, wish: Wish) -> str:
    if wish.change != "add":
        values: dict[str, object] = {"change": wish.change}
        if wish.change == "automate":
            values["automation"] = "automatic"
        _perform(work, Describe((node.id,), values))
        return node.id
    (added,) = _perform(work, _after(work.chart, node)).selected
    _perform(work, Describe((added,), {"name": wish.name, "change": "add"}))
    return added


def _after(chart: Chart, node: Node) -> Command:
    onward = next((flow for flow in chart.flows_from(node.id) if flow.form == "sequence"), None)
    return InsertOn(onward.id) if onward is not None else Append(node.id)


def _perform(work: Work, command: Command) -> Landing:
    refuse(command.judge(work.chart))
    landing = command.perform(work)
    follow(work)
    return landing
