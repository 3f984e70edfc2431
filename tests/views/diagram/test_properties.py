"""The properties of what is selected are typed as people say them, and each is one act."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.models.processes.elements import Node
from crm_desktop.store.attachments.attaching import Target
from crm_desktop.store.queries.record_files import FileLine, record_files
from crm_desktop.views.diagram.editor import Editor
from crm_desktop.views.diagram.inspector.figure_tile import FigureTile
from crm_desktop.views.diagram.inspector.node_part import PAINS
from crm_desktop.views.files.file_acts import file_acts_of
from crm_desktop.views.lookups import lookups_of
from tests.views.diagram.conftest import OpenMap

Key = Qt.Key


@pytest.fixture
def editor(open_map: OpenMap) -> Editor:
    """The editor of a process with a step selected."""
    made = open_map("order-to-delivery").editor
    assert made is not None
    made.canvas.select((_step(made).id,))
    made.inspector.show_now()
    return made


def _step(editor: Editor) -> Node:
    return next(node for node in editor.session.chart.nodes.values() if node.name == "Schedule production")


def _type(tile: FigureTile, words: str) -> None:
    tile.value.setFocus()
    tile.value.selectAll()
    QTest.keyClicks(tile.value, words)
    QTest.keyClick(tile.value, Key.Key_Return)


@pytest.mark.parametrize(
    ("tile", "words", "held"),
    [
        ("working", "90m", lambda node: node.working_seconds == 5_400),
        ("waiting", "2d", lambda node: node.waiting_seconds == 172_800),
        ("often", "18/day", lambda node: (node.frequency, node.frequency_per) == (18, "day")),
        ("often", "3/week", lambda node: (node.frequency, node.frequency_per) == (3, "week")),
        ("errors", "3.5%", lambda node: node.errors_per_mille == 35),
    ],
)
def test_a_figure_is_typed_as_people_say_it(
    editor: Editor, tile: str, words: str, held: Callable[[Node], bool]
) -> None:
    _type(getattr(editor.inspector.node.figures, tile), words)
    assert held(_step(editor))


def test_what_is_no_figure_changes_nothing_and_stays_to_be_mended(editor: Editor) -> None:
    before = _step(editor)
    tile = editor.inspector.node.figures.working
    _type(tile, "soon")
    assert _step(editor) == before
    assert tile.value.text() == "soon"
    assert tile._wrong


def test_a_pain_is_written_down_in_one_line_and_weighed_in_its_menu(editor: Editor) -> None:
    pains = editor.inspector.node.pains
    count = len(pains.cards)
    QTest.keyClicks(pains.add, "Nobody knows the plan")
    QTest.keyClick(pains.add, Key.Key_Return)
    editor.inspector.show_now()
    assert len(pains.cards) == count + 1
    pain = next(each for each in editor.session.chart.pains.values() if each.name == "Nobody knows the plan")
    assert pain.node_id == _step(editor).id
    card = next(each for each in pains.cards if each.name.text() == pain.name)
    card._choose("severity", "severe")
    assert editor.session.chart.pains[pain.id].severity == "severe"
    editor.inspector.node.tabs.choose(PAINS)
    assert all(each.fields is not None for each in pains.cards)


def test_who_does_a_step_and_with_what_are_edited_by_the_declared_fields(editor: Editor) -> None:
    fields = editor.inspector.node.fields
    post = fields.editors["post"]
    post.setFocus()
    post.retype({"post": "Planner"})
    post.commit()
    assert _step(editor).post == "Planner"
    fields.editors["systems"].retype({"systems": ["APS"]})
    fields.editors["systems"].commit()
    assert _step(editor).systems == frozenset({"APS"})


def test_a_quote_becomes_evidence_of_the_step(editor: Editor, qtbot: QtBot) -> None:
    evidence = editor.inspector.node.evidence
    QTest.keyClicks(evidence.add, "Every Wednesday we compare tables")
    QTest.keyClick(evidence.add, Key.Key_Return)
    qtbot.waitUntil(lambda: len(evidence.rows) == 1)
    look = evidence.rows[0].look
    assert look.title == "Every Wednesday we compare tables"
    assert lookups_of(editor.desk).user_name(editor.desk.me) in look.below
    assert "·" in look.below  # who, and when


def test_a_photo_of_the_client_backs_a_step_too(editor: Editor, qtbot: QtBot, tmp_path: Path) -> None:
    photo = QImage(40, 30, QImage.Format.Format_RGB32)
    photo.fill(0xFF336699)
    assert photo.save(str(tmp_path / "delivery note.png"))
    account = editor.session.chart.account_id or ""
    file_acts_of(editor.desk).add([tmp_path / "delivery note.png"], Target("account", account))

    def offered() -> list[FileLine]:
        return [line for line in editor.desk.store.read(record_files, "account", account) if line.view.can_open]

    qtbot.waitUntil(lambda: any(line.view.file_name == "delivery note.png" for line in offered()))
    evidence, step = editor.inspector.node.evidence, _step(editor)
    evidence.take_file(next(line for line in offered() if line.view.file_name == "delivery note.png"))
    qtbot.waitUntil(lambda: [row.look.icon for row in evidence.rows] == ["image"])
    qtbot.waitUntil(lambda: editor.canvas.evidence.get(step.id) == 1)


def test_flows_lanes_and_the_map_have_properties_too(editor: Editor, qtbot: QtBot) -> None:
    chart, inspector = editor.session.chart, editor.inspector
    flow = next(iter(chart.flows.values()))
    editor.canvas.select((flow.id,))
    inspector.show_now()
    assert inspector.flow.element == flow
    inspector.flow.fields.editors["share"].retype({"share": 40})
    inspector.flow.fields.editors["share"].commit()
    assert chart.flows[flow.id].share == 40
    lane = chart.lanes_in_order()[0]
    editor.canvas.select((lane.id,))
    inspector.show_now()
    inspector.lane.name.setText("Client")
    QTest.keyClick(inspector.lane.name, Key.Key_Return)
    assert chart.lanes[lane.id].name == "Client"
    editor.canvas.select(())
    inspector.show_now()
    qtbot.waitUntil(lambda: bool(inspector.map.figures._rows))


def test_undo_takes_one_property_back(editor: Editor) -> None:
    before = _step(editor)
    _type(editor.inspector.node.figures.working, "5m")
    editor.session.undo()
    assert _step(editor) == before
