"""Results through real keys: typed metrics, gaps, contradictions, steps, measurements, experiments."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Create
from crm_desktop.models.money import to_units
from crm_desktop.models.record import Record
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.page import StudyPage
from crm_desktop.views.studies.results.metric_model import NAME, PEER, PRESENT, TO_PEER, TO_TARGET
from crm_desktop.views.studies.results.part import ResultsPart
from crm_desktop.views.studies.results.rows_table import RowsTable
from crm_desktop.views.studies.results.variant_model import RATE, SUCCESSES, TRIALS
from crm_desktop.views.theme.current import current_theme
from tests.support.sample import ident
from tests.support.studied import study_in


@pytest.fixture
def part(desk: Desk, qtbot: QtBot, qapp: QApplication) -> ResultsPart:
    """The results of a study with five metrics."""
    current_theme().install(qapp)
    current_language().use("en")
    made = study_in(desk)
    page = StudyPage(desk)
    qtbot.addWidget(page)
    page.resize(1232, 848)
    page.show()
    page.visit(Place("studies", made.study_id, tab="results"), None)
    qtbot.waitUntil(lambda: page.study is not None)
    shown = page.part("results")
    assert isinstance(shown, ResultsPart)
    return shown


def retype(table: RowsTable, row: int, column: int, words: str) -> None:
    """Type over a cell as a person would."""
    table.setFocus()
    table.setCurrentIndex(table.model().index(row, column))
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChildren(QLineEdit)[-1]
    editor.setText(words)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def by_name(part: ResultsPart, name: str) -> Record:
    """Return a metric as the table has it."""
    return next(each.metric for each in part.model.rows if each.metric.title == name)


def test_metrics_stand_in_the_order_of_what_is_worth_improving_with_their_gaps(part: ResultsPart) -> None:
    names = [part.model.data(part.model.index(row, NAME)) for row in range(part.model.rowCount())]
    assert names[:3] == ["Wait until first contact", "Leads per rep a day", "Add-friend rate"]
    friends = names.index("Add-friend rate")
    said = [part.model.data(part.model.index(friends, column)) for column in (PRESENT, PEER, TO_TARGET, TO_PEER)]
    assert said == ["20%", "50%", "20 points · 50%", "30 points · 60%"]
    assert part.needs.rows[0].look.title == "Introduce and ask for needs"
    assert "Wait until first contact lacks 75% against peers" in part.needs.rows[0].look.below


def test_a_metric_is_typed_as_one_line_and_becomes_the_current_one(part: ResultsPart, qtbot: QtBot) -> None:
    part.begin()
    part.entry.line.setText("conversion rate 8% target 12% peers 15%")
    said = "Understood: conversion rate · Present: 8% · Target: 12% · Peers: 15%"
    assert part.entry.understood.text() == said
    QTest.keyClick(part.entry.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: part.current is not None and part.current.title == "conversion rate")
    assert part.current is not None
    assert (part.current.get("present"), part.current.get("measured_on")) == (to_units(8), "2026-03-12")


def test_contradicting_figures_are_told_and_kept(part: ResultsPart, qtbot: QtBot) -> None:
    row = part.model.row_of(by_name(part, "Call-connect rate").id)
    retype(part.table, row, PRESENT, "120 %")
    qtbot.waitUntil(lambda: by_name(part, "Call-connect rate").get("present") == to_units(120))
    found = next(each for each in part.model.rows if each.metric.title == "Call-connect rate")
    assert [each.code for each in found.problems] == ["metric.over_100", "metric.target_below"]
    part.point_at(found.metric.id)
    told = [place.text() for place in part.beside._problems if place.isVisibleTo(part.beside)]
    assert told[0].startswith("Present is above 100 %")
    heard: list[str] = []
    part.desk.notices.informed.connect(lambda words: heard.append(str(words)))
    retype(part.table, part.model.row_of(found.metric.id), PRESENT, "a lot")
    qtbot.waitUntil(lambda: heard == ["Digits only, like 20 or 1.5"])


def test_a_new_present_value_is_one_more_measurement_in_the_chart(part: ResultsPart, qtbot: QtBot) -> None:
    metric = by_name(part, "Add-friend rate")
    part.point_at(metric.id)
    retype(part.table, part.model.row_of(metric.id), PRESENT, "26")
    qtbot.waitUntil(lambda: len(part.model.series.get(metric.id, ())) == 2)
    part.point_at(metric.id)
    assert part.trend.accessibleName() == "Measurements: 1 Mar 2026 20% Exported; 12 Mar 2026 26% Exported"
    assert not part.trend.grab().isNull()


def test_steps_that_move_a_metric_are_chosen_and_lead_to_the_map(part: ResultsPart, qtbot: QtBot) -> None:
    revenue = by_name(part, "Revenue a month")
    part.point_at(revenue.id)
    step = part.steps._nodes[next(iter(part.steps._nodes))]
    part.steps.toggle(step.id)
    qtbot.waitUntil(lambda: by_name(part, "Revenue a month").get("node_ids") == [step.id])
    went: list[Place] = []
    part.desk.navigator.requested.connect(lambda place, _around: went.append(place))
    part.point_at(revenue.id)
    QTest.mouseClick(part.steps.rows[0], Qt.MouseButton.LeftButton)
    assert went == [Place("processes", str(step.get("process_id")), tab=step.id)]


def test_an_experiment_is_filled_in_decided_and_its_winner_taken(desk: Desk, part: ResultsPart, qtbot: QtBot) -> None:
    assert part.study is not None
    values = {"name": "Greetings", "study_id": part.study.id, "account_id": ident("hengchuan"), "state": "running"}
    desk.act("experiment.create", [Create("experiment", values)])
    qtbot.waitUntil(lambda: len(part.experiments.cards) == 1)
    card = part.experiments.cards[0]

    def has(row: int, name: str, value: object) -> bool:
        result = card.model.result(row)
        return result is not None and getattr(result, name) == value

    for row, (name, trials, successes) in enumerate((("plain", 200, 40), ("with a guide", 210, 104))):
        retype(card.table, row, NAME, name)
        qtbot.waitUntil(partial(has, row, "name", name))
        retype(card.table, row, TRIALS, str(trials))
        qtbot.waitUntil(partial(has, row, "trials", trials))
        assert card.verdict.state == ("no_data" if row else "one_variant")
        retype(card.table, row, SUCCESSES, str(successes))
        qtbot.waitUntil(partial(has, row, "successes", successes))
    assert card.verdict.state == "decided"
    assert card.words.text().startswith("“with a guide” wins.")
    assert card.model.data(card.model.index(1, RATE)) == "49.5% (42.8 to 56.2)"
    QTest.mouseClick(card.choose, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.experiment is not None and card.experiment.get("state") == "finished")
    assert card.experiment is not None
    assert card.experiment.get("winner_id") == card.verdict.leader
    assert not card.choose.isVisibleTo(card)
