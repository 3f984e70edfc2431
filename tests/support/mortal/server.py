"""A server in a process of its own: the ordinary command line, which may die at a named point of a commit.

It is stopped from outside, by events of SQLAlchemy: the product has no hook for it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, text, update
from sqlalchemy.engine.default import DefaultDialect

from crm_desktop.models.crash_points import CrashPoint
from crm_server.services import accept_changes
from crm_server.store.numbering import keep_under
from crm_server.store.tables import STATE
from tests.support.mortal.device import die

_WORK = text("SELECT pg_sleep(random() * 0.03)")
_LOG = "INSERT INTO log_transactions"
_STATEMENTS = {
    # On PostgreSQL part of the one statement that also numbers: nothing of it has happened then.
    CrashPoint.WITHIN_ACCEPTANCE: "INSERT INTO log_changes",
    CrashPoint.WITHIN_SERVER_MIGRATION: "CREATE TABLE contacts",
}


def serve(
    database_url: str,
    port: int = 0,
    dies_at: str = "",
    accepts: int = 0,
    numbers: str = "",
    env: Mapping[str, str] | None = None,
    folder: str = "",
) -> int:
    """Run `crm-server serve`; die at the named point, after so many pushes were accepted.

    `folder` is where its contents and its log go.

    `numbers`: "late" lets the database work some milliseconds before a push takes its number, as the product has it;
    "early" lets it work after, with numbers from a sequence: the naive cursor.
    """
    from crm_server.cli.commands import run

    os.environ.update(env or {})
    data = []
    if folder:
        data = ["--data", folder]
        os.dup2(os.open(Path(folder, "server.log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
    if dies_at:
        arm(CrashPoint(dies_at), accepts)
    if numbers:
        work(numbers)
    return run([*data, "--database", database_url, "serve", "--port", str(port)])


def work(numbers: str) -> None:
    """Make every push last a while, before or after it takes its number."""
    known = vars(accept_changes)["number_and_keep"]

    def late(connection: Connection, *kept: Any) -> dict[str, int]:
        connection.execute(_WORK)
        first: dict[str, int] = known(connection, *kept)
        return first

    def early(connection: Connection, accepted: dict[str, list[Any]], *kept: Any) -> dict[str, int]:
        ((org_id, made),) = accepted.items()
        first = int(connection.execute(text("SELECT nextval('naive')")).scalar_one())
        connection.execute(_WORK)
        last = STATE.c.sequence < first + len(made) - 1
        connection.execute(update(STATE).where(STATE.c.org_id == org_id, last).values(sequence=first + len(made) - 1))
        keep_under(connection, {org_id: first}, accepted, *kept)
        return {org_id: first}

    vars(accept_changes)["number_and_keep"] = early if numbers == "early" else late


def arm(point: CrashPoint, accepts: int) -> None:
    """Make the process mortal at the point."""
    logged: list[Any] = []
    left = [accepts]

    def statement(connection: Any, cursor: Any, sql: str, *_: Any) -> None:
        if _LOG in sql:
            logged.append(connection)
        if point in _STATEMENTS and _STATEMENTS[point] in sql and left[0] <= 0:
            die()

    def commit(connection: Any) -> None:
        if logged and left[0] <= 0 and point is CrashPoint.BEFORE_SERVER_COMMIT:
            die()

    committed = DefaultDialect.do_commit

    def do_commit(dialect: Any, connection: Any) -> None:
        committed(dialect, connection)  # type: ignore[no-untyped-call]
        if logged and left[0] <= 0 and point is CrashPoint.AFTER_SERVER_COMMIT:
            die()
        left[0] -= bool(logged)
        logged.clear()

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", commit)
    DefaultDialect.do_commit = do_commit  # type: ignore[method-assign]
