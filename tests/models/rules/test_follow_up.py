"""What follows from work done."""

from crm_desktop.models.edits import Update
from crm_desktop.models.fields import Values
from crm_desktop.models.rules.follow_up import contact_moment, finish_task, follow_up, reopen_task
from tests.models.rules.rows import record

NOW = 1_000


def test_an_activity_moves_account_and_opportunity_forward() -> None:
    edits = follow_up("activity", {"happened_at": 500}, NOW, record("account"), record("opportunity", "o1"))
    assert edits == [
        Update("account", "r1", {"last_contact_at": 500}),
        Update("opportunity", "o1", {"last_activity_at": 500}),
    ]


def test_work_logged_late_never_moves_a_date_back_nor_replaces_the_next_step() -> None:
    account = record("account", last_contact_at=800, next_step="send the offer")
    assert follow_up("activity", {"happened_at": 500, "next_step": "call"}, NOW, account) == []


def test_the_next_step_goes_to_the_opportunity_where_there_is_one() -> None:
    values: Values = {"happened_at": 500, "next_step": "call"}
    both = follow_up("activity", values, NOW, record("account", "a1"), record("opportunity", "o1"))
    assert both[1] == Update("opportunity", "o1", {"last_activity_at": 500, "next_step": "call"})
    assert both[0] == Update("account", "a1", {"last_contact_at": 500})
    alone = follow_up("activity", values, NOW, record("account", "a1"), None)
    assert alone == [Update("account", "a1", {"last_contact_at": 500, "next_step": "call"})]


def test_what_is_still_to_come_is_no_contact() -> None:
    assert follow_up("activity", {"happened_at": NOW + 1}, NOW, record("account")) == []
    assert follow_up("visit", {"starts_at": 500, "state": "planned"}, NOW, record("account")) == []


def test_a_done_visit_counts_from_when_it_ended() -> None:
    visit: Values = {"state": "done", "starts_at": 100, "ends_at": 200}
    assert contact_moment("visit", visit) == 200
    assert contact_moment("visit", {**visit, "checked_out_at": 250}) == 250
    assert contact_moment("visit", {"state": "done", "starts_at": 100}) == 100
    assert contact_moment("task", {"done": True}) is None


def test_a_finished_task_has_its_time_and_a_reopened_one_has_none() -> None:
    task = record("task", "t1")
    assert finish_task(task, NOW).values == {"done": True, "done_at": NOW}
    assert reopen_task(task).values == {"done": False, "done_at": None}
