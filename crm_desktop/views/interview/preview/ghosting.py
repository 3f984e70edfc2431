"""Where the step that is being typed would stand: the answer is tried on the map and taken back at once."""

from __future__ import annotations

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.commands.answer import Answer
from crm_desktop.diagrams.picture import Picture
from crm_desktop.diagrams.work import Work
from crm_desktop.models.errors import UserError
from crm_desktop.models.interviews.answers import Making
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.grid import LANE
from crm_desktop.models.processes.routing.spots import Box
from crm_desktop.views.interview.preview.small_painter import Ghost


def ghost_of(picture: Picture, answer: Answer) -> Ghost | None:
    """Return the last step that an answer would make; None where it makes none, or is refused."""
    if answer.reading.making is not Making.STEP or answer.judge(picture.chart):
        return None
    chart = picture.chart
    known, work = set(chart.lanes), Work(chart)
    try:
        landing = answer.perform(work)
        node = chart.nodes[landing.selected[0]]
        return Ghost(_box(picture, node, known), _form(node), node.name, _source(chart, node, work))
    except UserError:
        return None
    finally:
        work.take_back()


def _box(picture: Picture, node: Node, known: set[str]) -> Box:
    """Return where it would be shown; in a lane that does not exist yet, beside the last one."""
    box = picture.box_of(node)
    if node.lane_id in known:
        return box
    edge = max((band.start + band.breadth for band in picture.bands), default=0.0)
    shift = edge - (box.left if picture.vertical else box.top) + (LANE - node.width) / 2
    across, down = (shift, 0.0) if picture.vertical else (0.0, shift)
    return Box(box.left + across, box.top + down, box.right + across, box.bottom + down)


def _form(node: Node) -> str:
    return "gateway" if node.name.endswith(("?", "？")) else node.form


def _source(chart: Chart, node: Node, work: Work) -> str:
    """Return the step it would come after, where that one exists already."""
    made = work.so_far().added
    return next((flow.source_id for flow in chart.flows_to(node.id) if flow.source_id not in made), "")
