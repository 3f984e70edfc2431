"""Two people change one map apart: what the server does so that it stays whole, and who is asked."""

from __future__ import annotations

import pytest

from crm_desktop.models.changes import Operation, RecordChange
from crm_desktop.models.merge.deletion import deletion
from crm_desktop.models.processes.grid import FIRST, ROW
from tests.support.office import Office, create, transaction, update


@pytest.fixture
def drawn(office: Office) -> dict[str, str]:
    """A map in which Ann and Mia draw: two lanes, two steps and a flow between them."""
    account = office.add("ann", "account", name="恒川")
    process = office.add("ann", "process", name="订单", account_id=account)
    ids = {"account": account, "process": process}
    for place, name in enumerate(("sales", "plan")):
        ids[name] = office.add("ann", "lane", name=name, process_id=process, account_id=account, rank=f"{place + 1}")
    for place, name in enumerate(("check", "enter")):
        ids[name] = office.add("ann", "node", name=name, **at(ids, "sales", place))
    ends = {"source_id": ids["check"], "target_id": ids["enter"]}
    ids["flow"] = office.add("ann", "flow", process_id=process, account_id=account, **ends)
    return ids


def at(ids: dict[str, str], lane: str, row: int) -> dict[str, str | int]:
    """Return the values that put a step somewhere."""
    along = FIRST + row * ROW
    place: dict[str, str | int] = {"lane_id": ids[lane], "along": along, "across": 98, "width": 152, "height": 56}
    return {"process_id": ids["process"], "account_id": ids["account"], **place}


def remove(office: Office, kind: str, record_id: str) -> RecordChange:
    """Return the deletion of a record by someone who has seen it as it is."""
    return deletion(kind, record_id, office.row(kind, record_id)["updated_at"])


def rules(outcome: object) -> list[str]:
    return [each.rule for each in outcome.settlements]  # type: ignore[attr-defined]


def test_a_flow_to_a_step_that_another_removed_goes_to_the_bin(office: Office, drawn: dict[str, str]) -> None:
    taken_away = [remove(office, "flow", drawn["flow"]), remove(office, "node", drawn["enter"])]
    new = create("node", {"name": "pack", **at(drawn, "plan", 0)})
    ends = {"source_id": new.id, "target_id": drawn["enter"]}
    flow = create("flow", {"process_id": drawn["process"], "account_id": drawn["account"], **ends})
    assert office.act("mia", *taken_away).result == "applied"
    outcome = office.act("ann", new, flow)
    assert rules(outcome) == ["flow_dropped"]
    assert office.row("flow", flow.id)["deleted_at"] is not None
    assert office.row("node", new.id)["deleted_at"] is None


def test_a_flow_hangs_nowhere_when_its_step_is_removed_after_it_came(office: Office, drawn: dict[str, str]) -> None:
    taken_away = [remove(office, "flow", drawn["flow"]), remove(office, "node", drawn["enter"])]
    new = create("node", {"name": "pack", **at(drawn, "plan", 0)})
    ends = {"source_id": new.id, "target_id": drawn["enter"]}
    flow = create("flow", {"process_id": drawn["process"], "account_id": drawn["account"], **ends})
    assert office.act("ann", new, flow).result == "applied"
    outcome = office.act("mia", *taken_away)
    assert rules(outcome) == ["flow_dropped"]
    assert office.row("flow", flow.id)["deleted_at"] is not None


def test_a_step_in_a_lane_that_another_removed_goes_to_the_lane_before_it(
    office: Office, drawn: dict[str, str]
) -> None:
    gone = remove(office, "lane", drawn["plan"])
    new = create("node", {"name": "pack", **at(drawn, "plan", 0)})
    assert office.act("mia", gone).result == "applied"
    assert set(rules(office.act("ann", new))) == {"lane_changed", "gave_way"}
    row = office.row("node", new.id)
    assert row["lane_id"] == drawn["sales"]
    assert row["along"] == FIRST + 2 * ROW


def test_steps_that_came_into_a_lane_before_it_was_removed_move_too(office: Office, drawn: dict[str, str]) -> None:
    gone = remove(office, "lane", drawn["plan"])
    new = create("node", {"name": "pack", **at(drawn, "plan", 5)})
    assert office.act("ann", new).result == "applied"
    assert rules(office.act("mia", gone)) == ["lane_changed"]
    assert office.row("node", new.id)["lane_id"] == drawn["sales"]


def test_the_last_lane_comes_out_of_the_bin_for_the_steps_in_it(office: Office, drawn: dict[str, str]) -> None:
    gone = [remove(office, "lane", drawn[each]) for each in ("plan", "sales")]
    outcome = office.act("mia", *gone)
    assert "lane_kept" in rules(outcome)
    assert office.row("lane", office.row("node", drawn["check"])["lane_id"])["deleted_at"] is None


def test_steps_in_a_lane_that_another_divided_go_into_its_first_part(office: Office, drawn: dict[str, str]) -> None:
    part = create("lane", {"name": "A", "process_id": drawn["process"], "parent_id": drawn["plan"], "rank": "1"})
    new = create("node", {"name": "pack", **at(drawn, "plan", 0)})
    assert office.act("ann", part).result == "applied"
    assert rules(office.act("ann", new)) == ["lane_changed"]
    assert office.row("node", new.id)["lane_id"] == part.id


def test_of_two_steps_in_one_place_the_later_gives_way(office: Office, drawn: dict[str, str]) -> None:
    first, second = (create("node", {"name": name, **at(drawn, "plan", 3)}) for name in ("pack", "send"))
    assert office.act("mia", first).result == "applied"
    outcome = office.act("ann", second)
    assert rules(outcome) == ["gave_way"]
    assert office.row("node", first.id)["along"] == FIRST + 3 * ROW
    assert office.row("node", second.id)["along"] == FIRST + 4 * ROW


def test_two_steps_of_one_push_do_not_land_on_each_other(office: Office, drawn: dict[str, str]) -> None:
    office.add("mia", "node", name="pack", **at(drawn, "plan", 0))
    mine = [create("node", {"name": str(row), **at(drawn, "plan", row)}) for row in (0, 1)]
    office.push("ann", *(transaction(each, made_at=office.clock.now()) for each in mine))
    rows = sorted(office.row("node", each.id)["along"] for each in mine)
    assert len(set(rows)) == 2
    assert FIRST not in rows


def test_what_one_person_laid_on_top_of_each_other_stays(office: Office, drawn: dict[str, str]) -> None:
    both = [create("node", {"name": name, **at(drawn, "plan", 0)}) for name in ("pack", "send")]
    assert office.act("ann", *both).result == "applied"


def test_a_removed_step_that_another_edits_comes_back_and_its_flow_does_not_dangle(
    office: Office, drawn: dict[str, str]
) -> None:
    taken_away = [remove(office, "flow", drawn["flow"]), remove(office, "node", drawn["enter"])]
    assert office.act("mia", *taken_away).result == "applied"
    outcome = office.change("ann", "node", drawn["enter"], name=("enter", "enter order"))
    assert outcome.result == "merged"
    assert office.row("node", drawn["enter"])["deleted_at"] is None
    assert office.row("flow", drawn["flow"])["deleted_at"] is not None


def test_lanes_never_lie_in_each_other(office: Office, drawn: dict[str, str]) -> None:
    office.change("ann", "lane", drawn["sales"], parent_id=(None, drawn["plan"]))
    outcome = office.act("mia", update("lane", drawn["plan"], parent_id=(None, drawn["sales"])))
    assert "loop_cut" in rules(outcome)
    assert office.row("lane", drawn["plan"])["parent_id"] is None


def test_removing_is_refused_where_another_edited_meanwhile(office: Office, drawn: dict[str, str]) -> None:
    gone = RecordChange("node", drawn["enter"], Operation.DELETE, remove(office, "node", drawn["enter"]).fields)
    assert office.change("ann", "node", drawn["enter"], name=("enter", "enter order")).result == "applied"
    outcome = office.act("mia", gone)
    assert outcome.refusal is not None
    assert outcome.refusal.code == "sync.edited_since"


def test_steps_of_two_removed_lanes_do_not_land_on_each_other(office: Office, drawn: dict[str, str]) -> None:
    third = office.add("ann", "lane", name="buy", process_id=drawn["process"], account_id=drawn["account"], rank="3")
    gone = [remove(office, "lane", each) for each in (drawn["plan"], third)]
    news = [create("node", {"name": lane, **at({**drawn, "buy": third}, lane, 4)}) for lane in ("plan", "buy")]
    assert office.act("ann", *news).result == "applied"
    assert set(rules(office.act("mia", *gone))) == {"lane_changed", "gave_way"}
    rows = [office.row("node", each.id) for each in news]
    assert {row["lane_id"] for row in rows} == {drawn["sales"]}
    assert rows[0]["along"] != rows[1]["along"]


def test_a_pain_at_a_step_that_another_removed_stays_with_the_process(office: Office, drawn: dict[str, str]) -> None:
    taken_away = [remove(office, "flow", drawn["flow"]), remove(office, "node", drawn["enter"])]
    pain = create("pain", {"name": "slow", "node_id": drawn["enter"], "process_id": drawn["process"]})
    assert office.act("ann", pain).result == "applied"
    assert set(rules(office.act("mia", *taken_away))) == {"pain_kept"}
    assert office.row("pain", pain.id)["node_id"] is None
