"""What raises a to-do, and what ends it: from the sample, with others' acts on top."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from crm_desktop.models.clock import DAY_MS, ManualClock
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.models.rules.to_dos import Event, of_opportunity, of_task, of_visit
from crm_desktop.store.opening import open_store
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.to_dos import to_dos
from crm_desktop.store.queries.workbench import workbench
from tests.support.sample import HOUR, ME, NOW, fill, ident

SEEN = Standpoint(ME, date(2026, 3, 12), zone="UTC")


def test_the_sample_raises_what_is_due_over_rotting_and_near(tmp_path: Path) -> None:
    store = open_store(tmp_path / "replica.db", bytes(32), ManualClock(NOW))
    fill(store)
    mention: dict[str, Value] = {
        "subject": "Call",
        "form": "call",
        "happened_at": NOW - HOUR,
        "body": "Ask @Lin Yue for the price",
    }
    store.door.commit("activity.log", [Create("activity", mention, "9" * 32)])
    past = {"starts_at": NOW - 3 * HOUR, "ends_at": NOW - 2 * HOUR}
    store.door.commit("visit.edit", [Update("visit", ident("visit.demo"), past)])
    found = [(each.event, each.record.title, each.late) for each in store.read(to_dos, NOW, SEEN)]
    assert found[0] == (Event.TASK_DUE, "Update the price list", True)
    assert (Event.TASK_DUE, "Send the renewal quote", False) in found
    assert (Event.VISIT_TO_LOG, "Product demo", False) in found
    assert (Event.ROTTING, "Quality tracing module", False) in found
    assert (Event.RENEWAL_NEAR, "Hengchuan Precision", False) in found
    assert Event.MENTIONED not in [event for event, _, _ in found], "one does not mention oneself"
    assert not any("minutes" in title for _, title, _ in found), "tomorrow's task can wait"
    store.close()


def test_an_assignment_and_a_mention_by_others_end_by_being_seen(tmp_path: Path) -> None:
    store = open_store(tmp_path / "replica.db", bytes(32), ManualClock(NOW))
    fill(store)
    with store._database.writing() as connection:
        connection.execute(
            "INSERT INTO transactions"
            " (id, act, made_at, state, direction, undoes, undone_by, origin, user_id, device, schema)"
            " VALUES ('t', 'account.assign', ?, 'settled', 'do', '', '', 'server', ?, 'x', 5)",
            (NOW - HOUR, ident("zhang")),
        )
        (number,) = connection.execute("SELECT number FROM transactions WHERE id = 't'").fetchall()[0]
        fields = f'{{"owner_id": ["{ident("zhang")}", "{ME}"]}}'
        connection.execute(
            "INSERT INTO changes (transaction_number, ordinal, kind, record_id, operation, fields, by_server)"
            " VALUES (?, 0, 'account', ?, 'update', ?, 0)",
            (number, ident("hengchuan"), fields),
        )
        connection.execute(
            "UPDATE activities SET created_by = ?, body = 'Hi @Lin Yue' WHERE id = ?",
            (ident("li"), ident("activity.note")),
        )

    def raised(event: Event) -> list[tuple[str, int]]:
        return [(each.record.title, each.at or 0) for each in store.read(to_dos, NOW, SEEN) if each.event is event]

    assert raised(Event.ASSIGNED) == [("Hengchuan Precision", NOW - HOUR)]
    assert raised(Event.MENTIONED) == [("Label printer drops jobs on line 3", NOW - DAY_MS)]
    store.reminders.note_seen(Event.ASSIGNED, ident("hengchuan"), NOW - HOUR)
    assert raised(Event.ASSIGNED) == []
    assert len(raised(Event.MENTIONED)) == 1
    store.close()


def test_each_rule_ends_with_its_reason() -> None:
    task = Record("task", "a", {"due_at": NOW, "done": True})
    assert of_task(task, NOW, NOW + DAY_MS) is None
    done = Record("visit", "a", {"starts_at": NOW - HOUR, "state": "done"})
    assert of_visit(done, NOW) is None
    long_ago = Record("visit", "a", {"starts_at": NOW - 40 * DAY_MS, "state": "planned"})
    assert of_visit(long_ago, NOW) is None
    deal = Record("opportunity", "a", {"close_on": "2026-03-11", "last_activity_at": NOW})
    passed = of_opportunity(deal, 14, NOW, SEEN.today)
    assert passed is not None
    assert (passed.event, passed.late) == (Event.CLOSE_PASSED, True)
    fresh = Record("opportunity", "a", {"close_on": "2026-04-11", "last_activity_at": NOW})
    assert of_opportunity(fresh, 14, NOW, SEEN.today) is None


def test_the_workbench_counts_ones_own_with_the_rows_behind_each_figure(tmp_path: Path) -> None:
    store = open_store(tmp_path / "replica.db", bytes(32), ManualClock(NOW))
    fill(store)
    bench = store.read(workbench, NOW, SEEN)
    figures = bench.figures
    assert (bench.name, figures.open.count, figures.won.count) == ("Lin Yue", 5, 0)
    assert figures.open.count == len(figures.rows["open"]) == sum(figures.by_stage)
    assert sum(figures.health) == len(figures.rows["health"])
    assert (bench.offline.complete, bench.offline.accounts, bench.offline.files) == (True, 12, 0)
    assert bench.may_publish is False
    store.close()
