"""What a change brings: by a kept simulation with its certainty and assumptions, else by the maps' own times."""

from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.diagrams.new_maps import to_be_of
from crm_desktop.diagrams.templates import as_map, as_to_be, templates
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.simulation.asking import ask
from crm_desktop.models.processes.simulation.inputs import Assumptions, Settings
from crm_desktop.models.processes.simulation.simulate import simulate
from crm_desktop.models.record import Record
from crm_desktop.models.studies.content import StudyContent
from crm_desktop.models.studies.report import Block, Bullets, Paragraph, Table
from crm_desktop.models.studies.report_effect import case_seconds, effect_of
from crm_desktop.models.studies.report_material import Material, Run, Writing
from crm_desktop.models.studies.report_template import shipped
from crm_desktop.views.language.formats import Formats


@pytest.fixture(scope="module")
def pair() -> tuple[ProcessMap, ProcessMap]:
    template = next(each for each in templates() if each.key == "lead-to-friend")
    as_is = as_map(template, "en")
    to_be = as_to_be(template, to_be_of(as_is, "To be").map, "en")
    assert to_be is not None
    return as_is, to_be


def told(pair: tuple[ProcessMap, ProcessMap], *runs: Run) -> list[Block]:
    maps = {each.id: each for each in pair}
    content = StudyContent(
        study=Record("study", "s", {"name": "S"}),
        maps=tuple(Record("process", each.id, dict(each.values)) for each in pair),
    )
    material = Material(content=content, maps=maps, runs=runs, today=date(2026, 3, 12))
    return list(effect_of(Writing(material, shipped("en"), Formats("en", 0))))


def test_a_kept_simulation_says_it_with_its_certainty(pair: tuple[ProcessMap, ProcessMap]) -> None:
    asked = ask(*pair, Assumptions(), Settings(days=7, warm_up_days=1, replications=3))
    run = Run(pair[0].id, asked.order, simulate(asked.order))
    blocks = told(pair, run)
    table = next(each for each in blocks if isinstance(each, Table))
    assert table.rows[0][0] == "Cases finished on a working day"
    assert "–" in table.rows[0][1]
    assert table.rows[0][3].startswith("+")
    assert any(isinstance(each, Paragraph) and "3 replications of 7 days" in each.words for each in blocks)
    (assumed,) = (each for each in blocks if isinstance(each, Bullets))
    assert "People in Sales rep: 1." in assumed.items
    (hours,) = (each for each in assumed.items if "Sales rep" in each and "9:00–17:00" in each)
    assert "Mon, Tue, Wed, Thu" in hours
    assert not any("cost" in each or "holiday" in each for each in assumed.items), "nobody named any"


def test_what_the_work_costs_is_told_where_somebody_said_what_an_hour_costs(
    pair: tuple[ProcessMap, ProcessMap],
) -> None:
    settings = Settings(days=3, warm_up_days=1, replications=2, currency="EUR")
    tables = {}
    for wage in (0, 650_000):
        asked = ask(*pair, Assumptions(wage=wage), settings)
        blocks = told(pair, Run(pair[0].id, asked.order, simulate(asked.order)))
        assumed = next(each for each in blocks if isinstance(each, Bullets)).items
        assert any("costs €65" in each for each in assumed) == bool(wage), assumed
        tables[wage] = {row[0]: row[1:] for each in blocks if isinstance(each, Table) for row in each.rows}
    assert "The work on one case costs" not in tables[0]
    as_is, to_be, by = tables[650_000]["The work on one case costs"]
    assert as_is.startswith("€")
    assert to_be.startswith("€")
    assert by.startswith("−€")


def test_without_a_simulation_the_maps_say_it(pair: tuple[ProcessMap, ProcessMap]) -> None:
    blocks = told(pair)
    table = next(each for each in blocks if isinstance(each, Table))
    figures = {row[0]: row[1:] for row in table.rows}
    assert figures["Steps by hand"] == ("6", "3", "−3")
    assert figures["Work for one case"][2].startswith("−")
    assert case_seconds(pair[1]) < case_seconds(pair[0])


def test_without_a_to_be_there_is_nothing_to_be_told(pair: tuple[ProcessMap, ProcessMap]) -> None:
    assert told((pair[0], pair[0])) == []


def test_a_simulation_of_another_map_is_not_taken(pair: tuple[ProcessMap, ProcessMap]) -> None:
    asked = ask(*pair, Assumptions(), Settings(days=3, warm_up_days=1, replications=2))
    blocks = told(pair, Run("elsewhere", asked.order, simulate(asked.order)))
    assert next(each for each in blocks if isinstance(each, Table)).rows[0][0] == "Work for one case"
