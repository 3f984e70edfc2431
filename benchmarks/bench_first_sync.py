"""First sync of a large replica: a real server process, loopback, the encrypted store with indexes and search.

Beside it: a bare executemany of the same rows into the same encrypted schema with its indexes, without search. While
the sync runs in its own process, a window's event loop ticks every 5 ms and the longest gaps are noted.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.options import Options
from benchmarks.replicas import Token
from benchmarks.report import Measurement, at_most, compared, percentile
from benchmarks.sample_records import CHUNK, sample
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.exchange import Device
from crm_desktop.models.ids import new_id
from crm_desktop.models.sync_run import Touched
from crm_desktop.store.engine import Connection, Database
from crm_desktop.store.opening import Store, open_store
from crm_desktop.sync.course import Listener
from crm_desktop.sync.engine import Engine
from crm_desktop.sync.events import Phase
from crm_desktop.sync.first_sync import FirstSync
from crm_desktop.sync.phases import SNAPSHOT_ROWS
from crm_desktop.sync.report import SyncReport
from crm_desktop.sync.session import SignedIn
from crm_desktop.sync.transport import HttpServer
from crm_server import embedded
from crm_server.services.set_up import NewUser, set_up
from crm_server.store.engine import open_database
from crm_server.store.migrate import migrate
from crm_server.store.rows import insert_rows

NAME = "first-sync"
PASSWORD = "a benchmark's password"
SHARES = {"account": 20_000, "contact": 40_000, "opportunity": 30_000, "task": 10_000}
TICK_MS = 5
MOST_GROWTH_MB = 40


@dataclass
class Watch:
    """What was seen while the sync ran."""

    seconds: float = 0.0
    gaps: list[float] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    """Per cent done, megabytes of the helping process."""


def run(options: Options) -> list[Measurement]:
    """Fill a server, take a first sync from it, and insert the same rows barely."""
    counts = {kind: max(50, int(count * options.scale)) for kind, count in SHARES.items()}
    server_folder = options.folder / "server"
    owner = _filled(server_folder, counts)
    server = embedded.start(server_folder)
    try:
        key = secrets.token_bytes(32)
        store = open_store(options.folder / "replica.db", key, SystemClock())
        watch, report = _synced(store, key, server.url)
    finally:
        server.stop()
    assert report.failure is None, report.failure
    reference = _bare(store, options.folder / "bare.db", key)
    store.close()
    rows = report.run.received
    assert rows >= sum(counts.values()), (rows, owner)
    return [
        compared("first sync", rows / watch.seconds, "records/s", reference=("executemany", reference), at_least=0.45),
        at_most("event loop, longest gap", max(watch.gaps), "ms", 50),
        at_most("event loop, p99 gap", percentile(watch.gaps, 99), "ms", 16),
        at_most("memory growth in the second half", _growth(watch), "MB", MOST_GROWTH_MB),
        Measurement("memory of the helping process, most", max((size for _, size in watch.memory), default=0.0), "MB"),
        Measurement("over the line", report.run.bytes_down / 1e6, "MB"),
    ]


def _filled(folder: Path, counts: dict[str, int]) -> tuple[str, str]:
    folder.mkdir()
    database = open_database(f"sqlite:///{folder / 'server.db'}", 2)
    migrate(database)
    made = set_up(database, SystemClock(), "Benchmark", NewUser("bench", "Bench", PASSWORD), "CNY")
    accounts: list[str] = []
    for kind, count in counts.items():
        for start in range(0, count, CHUNK):
            rows = sample(kind, min(CHUNK, count - start), made.administrator_id, accounts, list(made.stages.values()))
            if kind == "account":
                accounts += [str(row["id"]) for row in rows]
            with database.write() as connection:
                insert_rows(connection, kind, [(made.org_id, row) for row in rows])
    database.close()
    return made.org_id, made.administrator_id


def _helper_sizes() -> list[float]:
    """Return the memory of the helping process in MB; none where it is just leaving."""
    sizes: list[float] = []
    for child in psutil.Process(os.getpid()).children():
        with contextlib.suppress(psutil.Error):
            if "crm_desktop.sync_worker" in " ".join(child.cmdline()):
                sizes.append(child.memory_info().rss / 1e6)
    return sizes


def _synced(store: Store, key: bytes, url: str) -> tuple[Watch, SyncReport]:
    access = SignedIn(url, Device(id=new_id(), name="bench", platform="bench"), Token())
    access.sign_in("bench", PASSWORD)
    server, watch = HttpServer(url, access), Watch()
    reports: list[SyncReport] = []

    def advanced(report: SyncReport) -> None:
        progress = report.progress
        if progress is not None:
            watch.memory += [(progress.percent, size) for size in _helper_sizes()]

    helper = FirstSync(store.path, lambda: key, url, access)
    listener = Listener(_ignored, advanced)
    engine = Engine(store.replica, store.outbox, store.journal, server, SystemClock(), listener, helper)

    def work() -> None:
        began = time.perf_counter()
        reports.append(engine.run((Phase.SNAPSHOT, Phase.PULL), threading.Event()))
        watch.seconds = time.perf_counter() - began

    _ticking_while(work, watch.gaps)
    server.close()
    access.hang_up()
    return watch, reports[0]


def _ignored(_: Touched) -> None:
    """No screens here to read again."""


def _ticking_while(work: object, gaps: list[float]) -> None:
    """Run `work` in a thread while this thread's event loop ticks; note the time between two ticks, in ms."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    thread = threading.Thread(target=work, name="first sync")  # type: ignore[arg-type]
    last: list[float] = []

    def tick() -> None:
        now = time.perf_counter()
        if last:
            gaps.append((now - last[-1]) * 1000)
        last[:] = [now]
        if not thread.is_alive():
            application.quit()

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(TICK_MS)
    thread.start()
    application.exec()
    timer.stop()
    thread.join()


def _bare(store: Store, path: Path, key: bytes) -> float:
    """Return records per second of inserting the same rows into the same empty schema, page by page."""
    tables = {kind: _read(store, kind) for kind in SHARES}
    open_store(path, key, SystemClock()).close()
    database = Database(path, key)
    began = time.perf_counter()
    for columns, rows in tables.values():
        table = columns[0]
        statement = f"INSERT INTO {table} VALUES ({', '.join('?' * (len(columns) - 1))})"
        for start in range(0, len(rows), SNAPSHOT_ROWS):
            with database.writing() as connection:
                connection.executemany(statement, rows[start : start + SNAPSHOT_ROWS])
    took = time.perf_counter() - began
    database.close()
    return sum(len(rows) for _, rows in tables.values()) / took


def _read(store: Store, kind: str) -> tuple[list[str], Sequence[Sequence[object]]]:
    from crm_desktop.models.catalog import KINDS

    plural = KINDS[kind].plural

    def query(connection: Connection) -> tuple[list[str], Sequence[Sequence[object]]]:
        names = [str(row[1]) for row in connection.execute(f"PRAGMA table_info({plural})").fetchall()]
        return [plural, *names], connection.execute(f"SELECT * FROM {plural} ORDER BY id DESC").fetchall()

    return store.read(lambda reader: query(reader.connection))


def _growth(watch: Watch) -> float:
    """Return the growth after the database's page cache (64 MiB) has had half of the rows to fill itself."""
    later = [size for percent, size in watch.memory if percent >= 50]
    return max(later) - later[0] if later else 0.0
