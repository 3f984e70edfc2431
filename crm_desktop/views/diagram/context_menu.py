"""The context menu of canvas, step, flow, lane and several: the page's own actions, everywhere in the same order."""

from __future__ import annotations

from PySide6.QtCore import QPoint

from crm_desktop.views.actions import ActionBoard
from crm_desktop.views.diagram.canvas import Canvas
from crm_desktop.views.widgets.menu import Menu

CANVAS, STEP, FLOW, LANE, SEVERAL = "canvas", "step", "flow", "lane", "several"
_ALL = frozenset({CANVAS, STEP, FLOW, LANE, SEVERAL})
_PART = frozenset({STEP, SEVERAL})
_ORDER: tuple[tuple[tuple[str, frozenset[str]], ...], ...] = (
    (("diagram.rename", frozenset({STEP, FLOW, LANE})),),
    (
        ("diagram.append", frozenset({STEP, CANVAS})),
        ("diagram.insert", frozenset({STEP})),
        ("diagram.branch", frozenset({STEP})),
        ("diagram.connect", frozenset({STEP})),
        ("diagram.end", frozenset({STEP})),
        ("diagram.change_form", frozenset({STEP})),
        ("diagram.fold", frozenset({STEP})),
        ("diagram.insert_step", frozenset({FLOW})),
        ("diagram.insert_decision", frozenset({FLOW})),
        ("diagram.lane_before", frozenset({LANE})),
        ("diagram.lane_after", frozenset({LANE})),
        ("diagram.add_lane", frozenset({CANVAS})),
    ),
    (
        ("diagram.lane_back", frozenset({LANE})),
        ("diagram.lane_on", frozenset({LANE})),
        ("diagram.split_lane", frozenset({LANE})),
        ("diagram.merge_lanes", frozenset({LANE})),
        ("diagram.align", frozenset({SEVERAL})),
        ("diagram.distribute", frozenset({SEVERAL})),
        ("diagram.group", frozenset({SEVERAL})),
        ("diagram.straighten", frozenset({FLOW})),
        ("diagram.arrange", frozenset({CANVAS, SEVERAL})),
    ),
    (
        ("diagram.add_pain", frozenset({STEP, CANVAS})),
        ("diagram.add_note", frozenset({STEP})),
        ("diagram.comment", frozenset({STEP})),
    ),
    (
        ("diagram.copy", _PART),
        ("diagram.copy_picture", _PART | {CANVAS}),
        ("diagram.copy_bpmn", _PART | {CANVAS}),
        ("diagram.cut", _PART),
        ("diagram.paste", frozenset({STEP, CANVAS, SEVERAL, LANE})),
        ("diagram.duplicate", _PART),
        ("diagram.select_all", frozenset({CANVAS})),
    ),
    (("diagram.turn", frozenset({CANVAS})), ("diagram.fit", frozenset({CANVAS}))),
    (("diagram.remove", _ALL - {CANVAS}),),
)


def kind_of_selection(canvas: Canvas) -> str:
    """Return what is selected, as menus tell it apart."""
    chosen, chart = canvas.selected, canvas.session.chart
    if len(chosen) > 1:
        return SEVERAL
    one = next(iter(chosen), "")
    return STEP if one in chart.nodes else FLOW if one in chart.flows else LANE if one in chart.lanes else CANVAS


def open_context_menu(board: ActionBoard, canvas: Canvas, at: QPoint) -> Menu:
    """Open the menu for what is selected; `at` is a place on the screen."""
    board.review()
    kind, menu = kind_of_selection(canvas), Menu(canvas)
    menu.aboutToHide.connect(menu.deleteLater)
    for group in _ORDER:
        offered = [found for key, kinds in group if kind in kinds and (found := board.find(key)) is not None]
        if offered and menu.actions():
            menu.add_line()
        for action in offered:
            menu.add(action)
    menu.popup(at)
    return menu
