"""The steps of the device's database: up, down, with data, and the newest one says what the declarations say."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Create
from crm_desktop.store.engine import connect
from crm_desktop.store.migrations import head
from crm_desktop.store.migrations.steps import differences, downgrade, known_steps, upgrade, write_step
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.find import find
from tests.store.conftest import KEY


def tables(path: Path) -> set[str]:
    connection = connect(path, KEY, ())
    try:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    finally:
        connection.close()


def test_the_newest_step_is_the_one_that_opening_looks_for() -> None:
    assert known_steps()[0] == head.HEAD


def test_the_steps_lead_to_exactly_what_is_declared(tmp_path: Path) -> None:
    path = tmp_path / "replica.db"
    upgrade(path, KEY)
    assert differences(path, KEY) == []


def test_a_missing_column_is_a_difference(tmp_path: Path) -> None:
    path = tmp_path / "replica.db"
    upgrade(path, KEY)
    connection = connect(path, KEY, ())
    connection.execute("ALTER TABLE contacts DROP COLUMN wechat")
    connection.close()
    assert len(differences(path, KEY)) == 1


def test_every_step_goes_up_and_down_again(tmp_path: Path) -> None:
    path = tmp_path / "replica.db"
    for step in reversed(known_steps()):
        upgrade(path, KEY, step)
    assert "accounts" in tables(path)
    for step in [*known_steps()[1:], "base"]:
        downgrade(path, KEY, step)
    assert tables(path) == {"alembic_version"}
    upgrade(path, KEY)
    assert differences(path, KEY) == []


def test_a_step_that_adds_a_column_keeps_what_is_there(
    store: Store, clock: ManualClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Create("contact", {"name": "李倩", "wechat": "liqian"})
    store.door.commit("contact.create", [made])
    store.close()
    connection = connect(store.path, KEY, ())
    connection.execute("ALTER TABLE contacts DROP COLUMN department")
    connection.execute("UPDATE alembic_version SET version_num = 'older'")
    connection.close()
    written = tmp_path / "versions"
    written.mkdir()
    (written / "older.py").write_text("revision = 'older'\ndown_revision = None\ndef upgrade(): pass\n", "utf-8")
    (written / "newer.py").write_text(_ADDS_DEPARTMENT, "utf-8")
    monkeypatch.setattr("crm_desktop.store.migrations.steps.VERSIONS", written)
    upgrade(store.path, KEY)
    assert differences(store.path, KEY) == []
    connection = connect(store.path, KEY, ())
    connection.execute("UPDATE alembic_version SET version_num = ?", (head.HEAD,))
    connection.close()
    again = open_store(store.path, KEY, clock)
    try:
        (found,) = again.read(find, "liqian") or again.read(find, "李倩")
        assert found.record.get("wechat") == "liqian"
        assert again.outbox.count() == 1
    finally:
        again.close()


_ADDS_DEPARTMENT = """
import sqlalchemy as sa
from alembic import op

revision = 'newer'
down_revision = 'older'

def upgrade():
    with op.batch_alter_table('contacts') as table:
        table.add_column(sa.Column('department', sa.String(100)))
"""


def test_a_new_step_is_written_from_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = tmp_path / "versions"
    versions.mkdir()
    head_file = tmp_path / "head.py"
    head_file.write_text('HEAD = ""\n', "utf-8")
    monkeypatch.setattr("crm_desktop.store.migrations.steps.VERSIONS", versions)
    monkeypatch.setattr("crm_desktop.store.migrations.steps.HEAD_FILE", head_file)
    path = write_step("all tables", tmp_path)
    assert path.parent == versions
    assert "op.create_table('accounts'" in path.read_text("utf-8").replace('"', "'")
    assert head_file.read_text("utf-8") == 'HEAD = "0001"\n'
    upgrade(tmp_path / "replica.db", KEY)
    assert differences(tmp_path / "replica.db", KEY) == []
