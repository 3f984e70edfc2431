"""Frames of a drag are the whole map painted anew; names are never cut; maps are printed in any thread."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.name_room import LINE, PAD_ACROSS, PAD_ALONG, height_needed
from crm_desktop.views.diagram.editor import Editor
from crm_desktop.views.diagram.painting.look import wrapped
from crm_desktop.views.diagram.painting.prints import print_pdf, print_png
from crm_desktop.views.diagram.painting.whole import paper_of
from crm_desktop.views.theme.current import current_theme
from tests.views.diagram.conftest import OpenMap

NONE, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton


@pytest.fixture
def editor(open_map: OpenMap) -> Editor:
    opened = open_map("claim-settlement").editor
    assert opened is not None
    return opened


@pytest.mark.parametrize("zoom", [1.0, 0.5, 0.2])
def test_a_frame_of_a_drag_is_the_whole_map_painted_anew(editor: Editor, zoom: float) -> None:
    canvas = editor.canvas
    canvas.view.zoom_to(zoom)
    node = next(each for each in canvas.session.chart.nodes.values() if each.form == "task")
    canvas.view.show_element(node.id)
    at = canvas.port.to_window(canvas.picture.boxes[node.id].middle).toPoint()
    QTest.mousePress(canvas, LEFT, NONE, at)
    for step in (12, 40, 90, 5):  # away and back into its row: anywhere else it would lie over what it lay below
        QTest.mouseMove(canvas, at + QPoint(step // 2, step))
    canvas.hovered = None
    kept = canvas.grab().toImage()
    canvas.hold_still(())
    canvas.painter.forget()
    anew = canvas.grab().toImage()
    assert _difference(kept, anew) < 0.001  # where its flows end at others' edges, they lie above those now
    canvas.tool.cancel()


def _difference(one: QImage, other: QImage) -> float:
    """Return which part of the pixels differs."""
    a, b = (bytes(each.convertToFormat(QImage.Format.Format_RGB32).constBits()) for each in (one, other))
    assert len(a) == len(b)
    return sum(a[at : at + 4] != b[at : at + 4] for at in range(0, len(a), 4)) / (len(a) / 4)


@settings(max_examples=150, deadline=None)
@given(
    name=st.text(st.sampled_from("核对价格与合同 Check price WMmw against iljt，。？ ABC 12"), max_size=70),
    post=st.sampled_from(["", "销售"]),
    form=st.sampled_from(["task", "subprocess", "note"]),
)
def test_a_name_is_never_cut_in_a_step_as_large_as_it_needs(
    qapp: QApplication, name: str, post: str, form: str
) -> None:
    node = Node(id="n", form=form, name=name, post=post)
    font = current_theme().font("caption" if form == "note" else "bodyStrong")
    room = (height_needed(node) - PAD_ALONG) // LINE - (1 if post and form != "note" else 0)
    lines = wrapped(name, font.toString(), node.width - PAD_ACROSS, room)
    assert "".join("".join(lines).split()) == "".join(name.split())


def test_maps_are_printed_in_any_thread_as_they_were_when_taken(editor: Editor, qtbot: QtBot) -> None:
    paper = paper_of(editor.canvas.picture)
    here = print_png(paper)
    found: list[bytes] = []
    worker = threading.Thread(target=lambda: found.extend((print_png(paper), print_pdf(paper))))
    worker.start()
    editor.canvas.acts.turn()
    qtbot.waitUntil(lambda: not worker.is_alive(), timeout=20_000)
    worker.join()
    assert found[0] == here
    assert found[1].startswith(b"%PDF")
