"""Comparing a device's data with the server's, on both databases; damage is done behind both backs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crm_desktop.models.changes import Operation, RecordChange
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.exchange import Rows
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.parts import FetchPage, FetchRequest, Part
from crm_desktop.store.queries.records import record
from tests.support.direct import Desktop, DirectLine
from tests.support.office import Office

FEW, MANY = 12, 1_200
"""The latter are more than stand under two checksums."""


@pytest.fixture
def desktop(office: Office, tmp_path: Path) -> Iterator[Desktop]:
    """The administrator's device, with everything; every type of field has a value somewhere."""
    tag = new_id()
    place: dict[str, Value] = {"latitude": 31.0, "longitude": 121.5}
    known: dict[str, Value] = {"tag_ids": [tag], **place, "annual_value": 1_600, "notes": "甲\n乙"}
    office.write(Create("tag", {"name": "VIP"}, tag))
    office.write(*(Create("account", {"name": f"Account {each}", **known}) for each in range(FEW)))
    office.write(Create("task", {"subject": "Call", "done": True}))
    made = Desktop(office, "ada", tmp_path)
    made.sync()
    yield made
    made.store.close()


def some_account(desktop: Desktop) -> str:
    return str(desktop.value("SELECT id FROM accounts ORDER BY id LIMIT 1 OFFSET 7"))


def miss(desktop: Desktop, account: str) -> None:
    desktop.damage("DELETE FROM accounts WHERE id = ?", account)


def change(desktop: Desktop, account: str) -> None:
    desktop.damage("UPDATE accounts SET industry = 'nonsense' WHERE id = ?", account)


def add(desktop: Desktop, account: str) -> None:
    desktop.damage("INSERT INTO accounts (id, name, updated_at) VALUES (?, 'Never was', 1)", new_id())


HARM: list[tuple[Callable[[Desktop, str], None], tuple[int, int, int]]] = [
    (miss, (1, 0, 0)),
    (change, (0, 1, 0)),
    (add, (0, 0, 1)),
]


def test_damage_is_found_and_repaired_and_nothing_else_is_touched(office: Office, desktop: Desktop) -> None:
    office.write(*(Create("account", {"name": f"Account {each}"}) for each in range(MANY)))
    account = some_account(desktop)
    before = desktop.store.read(record, "account", account)
    sound = desktop.check()
    assert (sound.repaired, sound.complete) == (0, True)
    assert sound.records > FEW + MANY
    assert desktop.line.fetched == [], "what is alike is not fetched"
    for harm, expected in HARM:
        harm(desktop, account)
        found = desktop.check()
        assert (found.missing, found.changed, found.extra) == expected
        assert desktop.store.read(record, "account", account) == before
        assert desktop.value("SELECT count(*) FROM accounts") == FEW + MANY
        assert len(desktop.line.fetched) == 1, "only the range that differs is fetched"
        desktop.line.fetched.clear()
    assert desktop.check().repaired == 0


def test_work_that_was_not_sent_is_no_difference_and_survives_the_repair(desktop: Desktop) -> None:
    account = some_account(desktop)
    mine = Create("account", {"name": "Made here"})
    desktop.commit(Update("account", account, {"name": "Mine"}))
    desktop.commit(mine)
    assert desktop.check().repaired == 0
    desktop.damage("UPDATE bases SET row = json_set(row, '$.industry', 'nonsense') WHERE record_id = ?", account)
    desktop.damage("DELETE FROM accounts WHERE id = ?", mine.id)
    found = desktop.check()
    assert (found.missing, found.changed, found.extra) == (0, 1, 0)
    sql = "SELECT name FROM accounts WHERE id = ? AND industry IS NULL"
    assert desktop.value(sql, account) == "Mine"
    assert desktop.value(sql, mine.id) == "Made here"
    assert desktop.store.outbox.count() == 2
    desktop.sync()
    assert desktop.check().repaired == 0


def test_deleted_records_are_compared_too(office: Office, desktop: Desktop) -> None:
    account = some_account(desktop)
    office.act("ada", RecordChange("account", account, Operation.DELETE))
    assert desktop.check().repaired == 0
    desktop.damage("UPDATE accounts SET deleted_at = NULL WHERE id = ?", account)
    assert desktop.check().changed == 1


def test_a_missing_record_comes_back_with_its_history(office: Office, desktop: Desktop) -> None:
    account = some_account(desktop)
    office.change("ada", "account", account, employees=(None, 5))
    desktop.sync()
    desktop.damage("DELETE FROM changes WHERE record_id = ?", account)
    desktop.damage("DELETE FROM accounts WHERE id = ?", account)
    assert desktop.check().missing == 1
    assert desktop.value("SELECT count(*) FROM changes WHERE record_id = ?", account) == 1


@pytest.fixture
def rep(office: Office, tmp_path: Path) -> Iterator[Desktop]:
    """A representative's device, who sees a part of everything."""
    made = Desktop(office, "ann", tmp_path)
    yield made
    made.store.close()


def test_what_left_the_users_sight_is_found_where_it_still_lies(office: Office, rep: Desktop) -> None:
    own, other = office.add("ann", "account", name="Hers"), office.add("cem", "account", name="His")
    office.add("ann", "contact", name="Somebody", account_id=own)
    rep.sync()
    assert rep.check().repaired == 0
    rep.damage("INSERT INTO accounts (id, name, owner_id) VALUES (?, 'His', ?)", other, office.people["cem"])
    assert rep.check().extra == 1
    assert rep.value("SELECT count(*) FROM accounts WHERE id = ?", other) == 0


def test_a_value_that_is_hidden_from_the_user_is_emptied_where_it_still_stands(office: Office, rep: Desktop) -> None:
    account = office.add("ann", "account", name="Hers", annual_value=5)
    role = {"field_rights": ["account.annual_value:hidden"]}
    office.write(Update("role", office.made.roles["Sales representative"], role))
    rep.sync()
    assert rep.check().repaired == 0
    rep.damage("UPDATE accounts SET annual_value = 5 WHERE id = ?", account)
    assert rep.check().changed == 1
    assert rep.value("SELECT annual_value FROM accounts WHERE id = ?", account) is None


def test_a_comparison_is_due_once_a_day_and_whenever_somebody_asks(office: Office, rep: Desktop) -> None:
    rep.sync()
    parts, hour = rep.store.parts, 3_600_000
    assert parts.is_due(office.clock.now())
    at = rep.check().at
    assert [parts.is_due(at + hours * hour) for hours in (0, 23, 25)] == [False, False, True]
    assert parts.is_due(at - 48 * hour), "a clock that was set back must not put it off"
    parts.ask()
    assert parts.is_due(at)
    assert not rep.check().repaired
    assert not parts.is_due(at)


class _Busy(DirectLine):
    """Somebody writes before every answer."""

    def fetch(self, message: FetchRequest) -> FetchPage:
        self.office.add("ada", "account", name="Another")
        return super().fetch(message)


def test_where_others_never_stop_writing_the_comparison_is_put_off_and_spoils_nothing(
    office: Office, desktop: Desktop
) -> None:
    account = some_account(desktop)
    before = desktop.store.read(record, "account", account)
    change(desktop, account)
    calm, desktop.engine.parts = desktop.engine.parts, None
    assert calm is not None
    desktop.engine.parts = type(calm)(calm.here, _Busy(office, "ada"))
    found = desktop.check()
    assert (found.complete, found.repaired) == (False, 0)
    hour = 3_600_000
    assert [desktop.store.parts.is_due(found.at + part) for part in (hour // 2, 2 * hour)] == [False, True]
    desktop.engine.parts = calm
    assert desktop.check().changed == 1
    assert desktop.store.read(record, "account", account) == before


def test_every_persons_device_agrees_with_the_server_whatever_they_may_see(office: Office, tmp_path: Path) -> None:
    for name in ("ann", "bob", "cem"):
        account = office.add(name, "account", name=f"{name}'s")
        office.add(name, "task", subject="Call", account_id=account, done=True)
        office.change(name, "account", account, name=(f"{name}'s", "Renamed"))
    for name in ("ada", "mia", "ann", "cem"):
        desktop = Desktop(office, name, tmp_path)
        desktop.sync()
        assert desktop.check().repaired == 0, name
        desktop.store.close()


def test_a_kind_that_the_server_does_not_know_is_answered_with_nothing(office: Office) -> None:
    line = DirectLine(office, "ann")
    page = line.fetch(FetchRequest(part=Part("campaign")))
    assert page.batch == Rows("campaign", [], [])
