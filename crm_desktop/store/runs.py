"""Past syncs, for the sync centre; keeps the newest few hundred."""

import msgspec

from crm_desktop.models.sync_run import SyncRun
from crm_desktop.store.engine import Connection, Database

KEPT = 500


class Runs:
    """Where finished syncs are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, run: SyncRun) -> None:
        """Keep the run; the oldest ones go. Not waited for on the disk: a power cut may take the newest line."""
        with self._database.storing() as connection:
            connection.execute(
                "INSERT INTO runs (started_at, finished_at, code, figures) VALUES (?, ?, ?, ?)",
                (run.started_at, run.finished_at, run.code, msgspec.json.encode(run).decode()),
            )
            connection.execute("DELETE FROM runs WHERE number <= (SELECT max(number) FROM runs) - ?", (KEPT,))

    def last_complete(self) -> int:
        """Return when the last complete sync ended, in this device's milliseconds; 0 when there was none."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT max(finished_at) FROM runs WHERE code = ''").fetchone()
            return int(row[0] or 0) if row else 0


def last_runs(connection: Connection, limit: int) -> list[SyncRun]:
    """Return past syncs, newest first."""
    rows = connection.execute("SELECT figures FROM runs ORDER BY number DESC LIMIT ?", (limit,)).fetchall()
    return [msgspec.json.decode(row[0], type=SyncRun) for row in rows]
