"""Names and labels stand where they can be read: outside of steps, broken between words, beside their own flow."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.picture import Picture
from crm_desktop.interchange.bpmn.reading import read_bpmn
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.routing.spots import Path
from crm_desktop.views.diagram.painting.flow_painter import label_of
from crm_desktop.views.diagram.painting.labels import told_from
from crm_desktop.views.diagram.painting.lane_painter import lines_of_name
from crm_desktop.views.diagram.painting.layers import ALL_LAYERS
from crm_desktop.views.diagram.painting.look import Look, rect_of, text_width
from crm_desktop.views.diagram.painting.names import (
    line_height,
    name_font,
    name_lines,
    name_place,
    room_for_name,
    told_beside,
)
from crm_desktop.views.diagram.painting.notation import place_of_signs
from crm_desktop.views.diagram.painting.seeing import see
from crm_desktop.views.theme.theme import paper_theme
from tests.support.dialect_parts import diagram, document, edge, flow, shape


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Look:
    return Look(paper_theme())


def picture_of(body: str, *drawn: str) -> Picture:
    data = document(f'<process id="Proc">{body}</process>\n' + diagram("Proc", *drawn))
    return Picture(Chart.of(read_bpmn(data.encode(), "x").maps[0]))


def named(picture: Picture, bpmn_id: str) -> Node:
    return next(node for node in picture.chart.nodes.values() if node.bpmn_id == bpmn_id)


def name_of(picture: Picture, look: Look, bpmn_id: str) -> tuple[tuple[str, ...], QRectF]:
    """Return the lines of a name, and where they stand."""
    node = named(picture, bpmn_id)
    rect, seen = rect_of(picture.boxes[node.id]), see(picture, node, ALL_LAYERS)
    lines = name_lines(look, node, rect, seen)
    return lines, name_place(rect, seen.name_side, len(lines))[0]


def labels_of(picture: Picture, look: Look) -> dict[str, tuple[tuple[str, ...], QRectF]]:
    found = {}
    for each in picture.chart.flows.values():
        label = label_of(look, each, told_from(picture, each))
        if label is not None:
            found[each.name] = label
    return found


_EVENT = '<boundaryEvent id="{0}" name="Nobody answers" attachedToRef="A"><timerEventDefinition/></boundaryEvent>'


@pytest.mark.parametrize(
    ("middle", "ends"),
    [("250 200", "268 290 268 340"), ("250 120", "268 120 268 60"), ("182 160", "182 178 120 178")],
)
def test_the_name_of_an_event_on_an_edge_stands_outside_of_its_step(look: Look, middle: str, ends: str) -> None:
    x, y = ends.split()[2:]
    picture = picture_of(
        '<task id="A" name="Call back"/>' + _EVENT.format("E") + '<task id="B" name="Write"/>' + flow("f", "E", "B"),
        shape("A", "200 138 140 80"),
        shape("E", f"{middle} 36 36"),
        shape("B", f"{int(x) - 20} {y} 40 20" if y != "60" else "248 0 40 60"),
        edge("f", ends),
    )
    lines, place = name_of(picture, look, "E")
    assert lines
    assert not place.intersects(rect_of(picture.boxes[named(picture, "A").id]))


def test_a_long_name_beside_a_small_shape_is_written_whole_and_broken_between_words(look: Look) -> None:
    long = "The branch that does not interrupt and waits for the answer"
    picture = picture_of(
        f'<startEvent id="S" name="{long}"/><dataObject id="D"/>'
        '<dataObjectReference id="R" name="Advertisement" dataObjectRef="D"/>',
        shape("S", "200 100 36 36"),
        shape("R", "400 100 36 50"),
    )
    assert " ".join(name_of(picture, look, "S")[0]) == long
    assert name_of(picture, look, "R")[0] == ("Advertisement",)


def test_a_name_that_is_too_long_for_the_usual_font_is_written_in_the_small_one(look: Look) -> None:
    picture = picture_of('<task id="A" name="Analyse the customer\'s request"/>', shape("A", "200 100 121 59"))
    assert "…" not in "".join(name_of(picture, look, "A")[0])


def test_the_name_of_a_decision_with_flows_on_all_sides_lies_over_no_neighbour_and_its_name(look: Look) -> None:
    picture = picture_of(
        '<task id="A" name="Do"/><parallelGateway id="G" name="All of it is done"/><endEvent id="E" '
        'name="Everybody knows it"/><task id="U" name="Up"/><task id="D" name="Down"/>'
        + flow("a", "A", "G")
        + flow("e", "G", "E")
        + flow("u", "U", "G")
        + flow("d", "D", "G"),
        *(shape("A", "100 100 83 68"), shape("G", "250 113 42 42"), shape("E", "350 118 32 32")),
        *(shape("U", "100 0 83 40"), shape("D", "100 240 83 40")),
        *(edge("a", "183 134 250 134"), edge("e", "292 134 350 134")),
        *(edge("u", "183 20 271 20 271 113"), edge("d", "183 260 271 260 271 155")),
    )
    _, place = name_of(picture, look, "G")
    _, other = name_of(picture, look, "E")
    assert not place.intersects(other)
    for bpmn_id in ("A", "E"):
        assert not place.intersects(rect_of(picture.boxes[named(picture, bpmn_id).id]))


def test_flows_that_leave_in_one_line_have_their_labels_apart(look: Look) -> None:
    picture = picture_of(
        '<exclusiveGateway id="G"/><task id="A"/><task id="B"/>'
        + flow("a", "G", "A", 'name="Moderate risk"')
        + flow("b", "G", "B", 'name="Severe risk"'),
        *(shape("G", "100 100 50 50"), shape("A", "300 200 100 80"), shape("B", "300 400 100 80")),
        *(edge("a", "125 150 125 240 300 240"), edge("b", "126 150 126 440 300 440")),
    )
    labels = labels_of(picture, look)
    assert set(labels) == {"Moderate risk", "Severe risk"}
    for (_, one), (_, other) in combinations(labels.values(), 2):
        assert not one.intersects(other)


def test_a_label_that_is_longer_than_its_part_of_the_flow_is_broken_between_words(look: Look) -> None:
    picture = picture_of(
        '<exclusiveGateway id="G"/><task id="A"/>' + flow("a", "G", "A", 'name="The usual and most likely way"'),
        *(shape("G", "100 100 50 50"), shape("A", "270 85 100 80"), edge("a", "150 125 270 125")),
    )
    lines, place = labels_of(picture, look)["The usual and most likely way"]
    assert len(lines) == 2
    path: Path = picture.paths[next(iter(picture.chart.flows))]
    assert path[0][0] <= place.left()
    assert place.right() <= path[-1][0]


def test_a_label_gives_way_to_the_name_of_the_decision_that_its_flow_leaves(look: Look) -> None:
    picture = picture_of(
        '<task id="A"/><exclusiveGateway id="G" name="Which service?"/><task id="B"/><task id="C"/><task id="D"/>'
        + flow("a", "A", "G")
        + flow("b", "G", "B", 'name="Regular repair"')
        + flow("c", "G", "C")
        + flow("d", "G", "D"),
        *(shape("A", "0 180 100 80"), shape("G", "200 200 40 40"), shape("B", "170 500 100 80")),
        *(shape("C", "500 180 100 80"), shape("D", "170 0 100 80")),
        *(edge("a", "100 220 200 220"), edge("b", "220 240 220 500")),
        *(edge("c", "240 220 500 220"), edge("d", "220 200 220 80")),
    )
    _, label = labels_of(picture, look)["Regular repair"]
    assert not label.intersects(name_of(picture, look, "G")[1])


@pytest.mark.parametrize(
    ("name", "told"), [("Order", "Order [checked]"), ("Order [checked]", "Order [checked]"), ("", "[checked]")]
)
def test_the_state_of_a_document_is_said_once(name: str, told: str) -> None:
    state = '<dataState name="checked"/></dataObjectReference>'
    body = f'<dataObject id="D"/><dataObjectReference id="R" name="{name}" dataObjectRef="D">{state}'
    assert told_beside(named(picture_of(body, shape("R", "100 100 36 50")), "R")) == told


def test_a_name_below_an_event_ends_before_the_step_beside_it(look: Look) -> None:
    name = "Identity determined and new customer created"
    body = f'<userTask id="A" name="Enter the customer"/><endEvent id="B" name="{name}"/>'
    for far, broad in ((60, 100), (160, 125)):
        drawn = shape("A", "100 100 96 76"), shape("B", f"{196 + far} 120 36 36"), edge("f", f"196 138 {196 + far} 138")
        picture = picture_of(body + flow("f", "A", "B"), *drawn)
        lines, _ = name_of(picture, look, "B")
        widest = max(text_width(line, look.key(look.body)) for line in lines)
        step, event = picture.boxes[named(picture, "A").id], picture.boxes[named(picture, "B").id]
        assert " ".join(lines) == name
        assert event.middle[0] - widest / 2 > step.right
        assert widest > broad


@pytest.mark.parametrize(
    "name", ["Write the long report on it all", "Obtain supporting data and documents of the customer"]
)
def test_a_name_within_a_step_leaves_out_its_sign(look: Look, name: str) -> None:
    picture = picture_of(f'<userTask id="A" name="{name}"/>', shape("A", "100 100 96 76"))
    node, (lines, _) = named(picture, "A"), name_of(picture, look, "A")
    rect = rect_of(picture.boxes[node.id])
    inner, height = room_for_name(look, node, rect), line_height(look, node, rect)
    font, signs = look.key(name_font(look, node, rect)), place_of_signs(node, rect)
    last = QRectF(inner.left(), inner.top() + (len(lines) - 1) * height + 2, text_width(lines[-1], font), height - 4)
    assert not last.intersects(signs)


def test_the_name_of_a_high_row_stands_whole_in_its_header(look: Look) -> None:
    name = "Private Customer Account Manager"
    high, low, column = QRectF(0, 0, 132, 300), QRectF(0, 0, 132, 80), QRectF(0, 0, 200, 44)
    assert " ".join(lines_of_name(look, name, high, vertical=False)) == name
    assert len(lines_of_name(look, name, low, vertical=False)) == 2
    assert len(lines_of_name(look, name, column, vertical=True)) == 1
