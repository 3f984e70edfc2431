"""Migrations lead up and down with data in the tables, and end where the declarations are."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from crm_server.store.engine import Database
from crm_server.store.migrate import configuration, current_revision, migrate, migrate_down, newest_revision
from crm_server.store.tables import METADATA
from tests.support.office import Office, open_office


def test_the_newest_migration_makes_exactly_the_declared_tables(database: Database) -> None:
    assert current_revision(database) == newest_revision()
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_every_step_goes_down_and_up_again_with_data(office: Office) -> None:
    office.add("ann", "account", name="恒川精密")
    steps = [each.revision for each in ScriptDirectory.from_config(configuration(None)).walk_revisions()]
    for revision in [*steps[1:], "base"]:
        migrate_down(office.database, revision)
    with office.database.read() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    for revision in reversed(steps):
        migrate(office.database, revision)
        assert current_revision(office.database) == revision
    again = open_office(office.database)
    assert again.snapshot("ada").rows


def test_migrating_twice_changes_nothing(database: Database) -> None:
    migrate(database)
    assert current_revision(database) == newest_revision()
