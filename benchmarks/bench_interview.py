"""An interview of 90 minutes in the program's own window: 200 answers typed by key into a map of 300 steps.

From the command key to the step painted in the preview, from each letter to its ghost, and what the window could not
answer meanwhile. `--nodes N` takes another size of map.
"""

from __future__ import annotations

import os
import time
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.bench_diagram import write_map
from benchmarks.options import Options
from benchmarks.report import Measurement, compared, percentile
from benchmarks.sample_maps import renumbered, structured_map
from benchmarks.screen_desk import MeasuredDesk, measured_desk, timed
from crm_desktop.models.edits import Create
from crm_desktop.models.ids import new_id

if TYPE_CHECKING:
    from crm_desktop.store.opening import Store
    from crm_desktop.views.interview.page import InterviewPage

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

NAME = "interview"
_NODES, _LEAST = 300, 50
_ANSWERS, _LEAST_ANSWERS = 200, 20
_SPELLED = 10
"""Of so many answers one is typed letter by letter; the others are put there at once."""
_SEEN, _LETTER, _PAUSE = 50.0, 50.0, 50.0
_LINES = (
    "Check the list {n}",
    "Plan again {n} @Lane 2 ~30m",
    "usually it waits 2 to 3 days, then we ring",
    "!nobody answers, 2 hours every day",
    '"Every Wednesday we compare three tables {n}"',
)


def run(options: Options) -> list[Measurement]:
    """Type the answers of a whole talk, one after the other."""
    nodes = options.nodes or max(round(_NODES * options.scale), _LEAST)
    answers = max(round(_ANSWERS * options.scale), _LEAST_ANSWERS)
    process_id, interview_id = new_id(), new_id()

    def fill(store: Store, _: str) -> None:
        write_map(store, renumbered(structured_map(nodes, process_id)))
        study = Create("study", {"name": "Order to delivery", "account_id": new_id()})
        questions = [
            Create("interview_question", {"words": f"Question {number}?", "interview_id": interview_id})
            for number in range(24)
        ]
        talk = {"name": "Talk", "study_id": study.id, "process_id": process_id, "state": "running"}
        store.door.commit("interview.begin", [study, Create("interview", talk, interview_id), *questions])

    with measured_desk(options.folder, fill) as desk:
        page = _open(desk, interview_id)
        try:
            return _typed(desk, page, answers, nodes)
        finally:
            page.close()
            page.deleteLater()
            desk.settle()


def _open(desk: MeasuredDesk, interview_id: str) -> InterviewPage:
    from crm_desktop.views.interview.page import InterviewPage
    from crm_desktop.views.navigation import Place

    page = InterviewPage(desk.desk)
    page.resize(1384, 900)
    page.show()
    page.visit(Place("interviews", interview_id), None)
    desk.wait(lambda: page.body is not None and page.body.preview.map.painted > 0)
    desk.settle()
    return page


def _typed(desk: MeasuredDesk, page: InterviewPage, answers: int, nodes: int) -> list[Measurement]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    body, talk = page.body, page.talk
    assert body is not None
    assert talk is not None
    # All answers stand at one question: the longest list that can be.
    talk.stand(max(talk.session.chart.nodes.values(), key=lambda node: node.along).id)
    seen, letters, paused = [], [], []
    for number in range(answers):
        words = _LINES[number % len(_LINES)].format(n=number)
        if number % _SPELLED:
            body.field.edit.insertPlainText(words)
            desk.settle()
        else:
            letters.append(timed(partial(_write, desk, page, words))[0] / len(words))
        before, entries = body.preview.map.painted, len(body.entries.rows)
        begin = time.perf_counter()
        QTest.keyClick(body.field.edit, Qt.Key.Key_Tab if number % 2 else Qt.Key.Key_Return)
        while body.preview.map.painted == before or len(body.entries.rows) == entries:
            desk.application.processEvents()
        seen.append((time.perf_counter() - begin) * 1000)
        begin = time.perf_counter()
        desk.application.processEvents()
        paused.append((time.perf_counter() - begin) * 1000)
    name = f"{nodes:,} steps, {answers} answers"
    return [
        _within(f"{name}: command key to step painted in the preview, p95", seen, _SEEN),
        _within(f"{name}: one letter to its ghost painted, p95", letters, _LETTER),
        _within(f"{name}: window's next turn after an answer, p95", paused, _PAUSE),
        Measurement(f"{name}: command key to step painted, p50", percentile(seen, 50), "ms"),
        Measurement(f"{name}: command key to step painted, last 20, p50", percentile(seen[-20:], 50), "ms"),
    ]


def _write(desk: MeasuredDesk, page: InterviewPage, words: str) -> None:
    """Type letter after letter, each painted before the next."""
    from PySide6.QtTest import QTest

    assert page.body is not None
    for letter in words:
        QTest.keyClicks(page.body.field.edit, letter)
        desk.application.processEvents()


def _within(name: str, samples: list[float], limit: float) -> Measurement:
    return compared(name, percentile(samples, 95), "ms", reference=("limit", limit), at_most=1.0, samples=samples)
