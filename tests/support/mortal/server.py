"""A server in a process of its own: the ordinary command line, which may die at a named point of a commit.

It is stopped from outside, by events of SQLAlchemy: the product has no hook for it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect

from crm_desktop.models.crash_points import CrashPoint
from tests.support.mortal.device import die

_LOG = "INSERT INTO log_transactions"
_STATEMENTS = {
    CrashPoint.WITHIN_ACCEPTANCE: "INSERT INTO log_changes",
    CrashPoint.WITHIN_SERVER_MIGRATION: "CREATE TABLE contacts",
}


def serve(
    database_url: str, port: int = 0, dies_at: str = "", accepts: int = 0, env: Mapping[str, str] | None = None
) -> int:
    """Run `crm-server serve`; die at the named point, after so many pushes were accepted."""
    from crm_server.cli.commands import run

    os.environ.update(env or {})
    if dies_at:
        arm(CrashPoint(dies_at), accepts)
    return run(["--database", database_url, "serve", "--port", str(port)])


def arm(point: CrashPoint, accepts: int) -> None:
    """Make the process mortal at the point."""
    logged: list[Any] = []
    left = [accepts]

    def statement(connection: Any, cursor: Any, sql: str, *_: Any) -> None:
        if sql.startswith(_LOG):
            logged.append(connection)
        if point in _STATEMENTS and sql.lstrip().startswith(_STATEMENTS[point]) and left[0] <= 0:
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
