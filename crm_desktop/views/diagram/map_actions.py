"""Commands on flows, lanes, notes, versions and layers of an open map, as rows for menu, palette and page of keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from crm_desktop.diagrams.commands.describe import Describe
from crm_desktop.diagrams.commands.insert import InsertOn
from crm_desktop.diagrams.commands.lanes import AddLane, MoveLane
from crm_desktop.diagrams.commands.split_lane import MergeLanes, SplitLane
from crm_desktop.models.errors import Refused
from crm_desktop.views.diagram.editor import Editor
from crm_desktop.views.diagram.painting.layers import LAYERS

Deed: TypeAlias = Callable[[Editor], object]
Row: TypeAlias = tuple[str, str, str, Deed]
"""Key of the action, icon, shortcut, what it does."""


def selected_lane(editor: Editor) -> str:
    """Return the one selected lane, or ""."""
    return next(iter(editor.canvas.selected & editor.session.chart.lanes.keys()), "") if _one(editor) else ""


def selected_flow(editor: Editor) -> str:
    """Return the one selected flow, or ""."""
    return next(iter(editor.canvas.selected & editor.session.chart.flows.keys()), "") if _one(editor) else ""


def rename(editor: Editor) -> None:
    """Begin to name what is selected: a step where it stands, a lane in its header, a flow in the properties."""
    if lane := selected_lane(editor):
        editor.canvas.acts.rename_lane(lane)
    elif selected_flow(editor):
        editor.inspector.show_now()
        editor.inspector.flow.name.setFocus()
    else:
        editor.canvas.pen.edit_name()


def _insert(form: str) -> Deed:
    return lambda editor: editor.run(InsertOn(selected_flow(editor), form))


def _shift(by: int) -> Deed:
    def shift(editor: Editor) -> None:
        lanes, here = [each.id for each in editor.session.chart.lanes_in_order()], selected_lane(editor)
        at = lanes.index(here)
        target = at - 1 if by < 0 else at + 2
        if not 0 <= at + by < len(lanes):
            raise Refused("diagram.no_lane_there")
        editor.run(MoveLane(here, lanes[target] if target < len(lanes) else None))

    return shift


def _merge(editor: Editor) -> None:
    lanes, here = [each.id for each in editor.session.chart.lanes_in_order()], selected_lane(editor)
    at = lanes.index(here)
    if len(lanes) < 2:
        raise Refused("diagram.no_lane_there")
    other = lanes[at + 1] if at + 1 < len(lanes) else lanes[at - 1]
    editor.run(MergeLanes(here, other))


def _add_pain(editor: Editor) -> None:
    editor.inspector.show()
    editor.inspector.show_now()
    part = editor.inspector.node if editor.canvas.pen.node is not None else editor.inspector.map
    part.pains.add.setFocus()


def _comment(editor: Editor) -> None:
    editor.inspector.show()
    editor.inspector.show_now()
    editor.inspector.node.evidence.add.setFocus()


def _layer(name: str) -> Deed:
    return lambda editor: editor.toggle_layer(name)


FLOW_ROWS: tuple[Row, ...] = (
    ("diagram.insert_step", "rectangle-horizontal", "", _insert("task")),
    ("diagram.insert_decision", "diamond", "", _insert("gateway")),
    ("diagram.straighten", "spline", "", lambda e: e.run(Describe((selected_flow(e),), {"bends": ()}))),
)
LANE_ROWS: tuple[Row, ...] = (
    ("diagram.lane_before", "panel-left", "", lambda e: e.run(AddLane(before_id=selected_lane(e)))),
    ("diagram.lane_after", "panel-right", "", lambda e: e.run(AddLane(after_id=selected_lane(e)))),
    ("diagram.lane_back", "arrow-left", "", _shift(-1)),
    ("diagram.lane_on", "arrow-right", "", _shift(1)),
    ("diagram.split_lane", "split", "", lambda e: e.run(SplitLane(selected_lane(e)))),
    ("diagram.merge_lanes", "merge", "", _merge),
)
SAYING_ROWS: tuple[Row, ...] = (
    ("diagram.add_pain", "flame", "", _add_pain),
    ("diagram.comment", "quote", "", _comment),
)
LAYER_ICONS = dict(zip(LAYERS, ("flame", "timer", "monitor", "user-round", "paperclip", "link"), strict=True))
LAYER_ROWS: tuple[Row, ...] = tuple(
    (f"diagram.layer_{name}", LAYER_ICONS[name], f"Ctrl+Alt+{number}", _layer(name))
    for number, name in enumerate(LAYERS, start=1)
)


def _one(editor: Editor) -> bool:
    return len(editor.canvas.selected) == 1
