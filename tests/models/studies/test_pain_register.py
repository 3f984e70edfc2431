"""The register of pains: the costly ones first, under their steps or capabilities, judged by the people there are."""

from __future__ import annotations

from crm_desktop.models.money import to_units
from crm_desktop.models.record import Record
from crm_desktop.models.studies.content import StudyContent
from crm_desktop.models.studies.pain_register import Row, grouped, in_order, moving_steps, register


def content() -> StudyContent:
    def pain(pain_id: str, node_id: str | None, process: str = "as", **values: int | str) -> Record:
        return Record("pain", pain_id, {"name": pain_id, "node_id": node_id, "process_id": process, **values})

    return StudyContent(
        study=Record("study", "s", {"name": "S", "hourly_cost": to_units(60), "currency": "CNY"}),
        maps=(Record("process", "as", {"form": "as_is"}), Record("process", "to", {"form": "to_be"})),
        departments=(Record("department", "d", {"name": "Sales", "function": "sales", "head_count": 4}),),
        lanes=(Record("lane", "l", {"name": "Sales", "department_id": "d"}),),
        nodes=(
            Record("node", "call", {"name": "Call", "form": "task", "lane_id": "l", "along": 100}),
            Record("node", "type", {"name": "Type", "form": "task", "lane_id": "l", "along": 200}),
        ),
        pains=(
            pain("slow", "type", severity="minor", times_per_month=100, minutes_each=30),
            pain("lost", "call", severity="severe", times_per_month=5, minutes_each=60, people=9),
            pain("unknown", None, severity="medium"),
            pain("copy", "type", process="to", times_per_month=100, minutes_each=30),
        ),
        proposals=(Record("proposal", "p", {"pain_ids": ["lost"], "capability_id": "calls", "change": "automate"}),),
    )


def ids(rows: tuple[Row, ...]) -> list[str]:
    return [row.id for row in rows]


def test_the_costly_pains_come_first_and_copies_in_the_to_be_are_left_out() -> None:
    rows = register(content())
    assert ids(rows) == ["slow", "lost", "unknown"]
    assert rows[0].chain.cost.units == to_units(3_000)
    assert rows[0].function == "sales"


def test_any_order_keeps_the_costly_ones_first_among_equals() -> None:
    rows = register(content())
    assert ids(in_order(rows, "severity")) == ["lost", "unknown", "slow"]
    assert ids(in_order(rows, "frequency")) == ["slow", "lost", "unknown"]
    assert ids(in_order(rows, "step")) == ["lost", "slow", "unknown"]


def test_pains_stand_under_their_steps_or_capabilities() -> None:
    rows = register(content())
    assert [key for key, _ in grouped(rows, "step")] == ["type", "call", ""]
    assert [(key, ids(some)) for key, some in grouped(rows, "capability")] == [
        ("", ["slow", "unknown"]),
        ("calls", ["lost"]),
    ]
    assert len(grouped(rows, "none")) == 1


def test_more_people_than_the_department_has_are_said() -> None:
    lost = next(row for row in register(content()) if row.id == "lost")
    (found,) = lost.problems
    assert (found.code, found.facts["head_count"]) == ("pain.too_many_people", 4)


def test_steps_that_move_a_metric_come_in_the_maps_order() -> None:
    metric = Record("metric", "m", {"node_ids": ["type", "gone", "call"]})
    assert [each.id for each in moving_steps(metric, content())] == ["call", "type"]
