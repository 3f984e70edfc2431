"""From the start of the process to a painted window that takes input, beside a bare PySide6 window with one label.

Both are started in turn, with compiled files as a package ships them. The program's profile holds a replica of 100,000
records; where a private keyring can be started, the first rows of its list are timed too.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.cold_start_child import PAINTED, ROWS
from benchmarks.options import Options
from benchmarks.report import Measurement, compared
from benchmarks.sample_records import CHUNK, sample
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.exchange import Position, Rows, SnapshotPage
from crm_desktop.models.ids import new_id
from crm_desktop.settings import PreferencesFile, Profile
from crm_desktop.store.opening import open_store
from crm_desktop.sync.credentials import DATABASE_KEY, SERVICE
from tools import secret_session

NAME = "cold-start"
SHARES = {"account": 0.2, "contact": 0.4, "opportunity": 0.3, "task": 0.1}
RECORDS = 100_000
ROUNDS = 9
LIMIT = 2.0


def run(options: Options) -> list[Measurement]:
    """Fill a profile, then start both programs in turn."""
    profile = Profile(options.folder / "profile")
    profile.prepare()
    with _keyring() as variables:
        _fill(profile, int(RECORDS * options.scale), variables)
        environment = _environment(options.folder, variables)
        bare: list[float] = []
        painted: list[float] = []
        rows: list[float] = []
        for round_ in range(ROUNDS + 1):
            label = _start(["bare"], (PAINTED,), environment)
            marks = (PAINTED, ROWS) if variables else (PAINTED,)
            window = _start(["program", str(profile.folder)], marks, environment)
            if round_:  # the first round compiles and warms the disk's cache
                bare.append(label[0])
                painted.append(window[0])
                rows += window[1:]
    reference = ("a window with one label", statistics.median(bare))
    value = statistics.median(painted)
    measured = [compared("painted window", value, "ms", reference=reference, at_most=LIMIT, samples=painted)]
    if rows:
        first = statistics.median(rows)
        measured.append(compared("first rows of the list", first, "ms", reference=reference, samples=rows))
    return measured


def _start(arguments: list[str], marks: tuple[str, ...], environment: Mapping[str, str]) -> list[float]:
    """Start a child; return after how many milliseconds it said each mark."""
    command = [sys.executable, "-m", "benchmarks.cold_start_child", *arguments]
    begin = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as child:
        assert child.stdout is not None
        seen = []
        for mark in marks:
            if child.stdout.readline().strip() != mark:
                raise RuntimeError(f"{arguments[0]} did not say {mark!r}")
            seen.append((time.perf_counter() - begin) * 1000)
        child.kill()
    return seen


def _fill(profile: Profile, records: int, variables: Mapping[str, str]) -> None:
    """Make a replica as a first sync would leave it, and put its key into the keyring."""
    key, me, clock = os.urandom(32), new_id(), SystemClock()
    store = open_store(profile.replica, key, clock)
    try:
        store.sign(me, "benchmark")
        store.replica.begin_snapshot()
        for page in _pages(me, records):
            store.replica.apply_snapshot_page(page)
        store.replica.finish_snapshot()
    finally:
        store.close()
    PreferencesFile(profile.preferences).change(
        server="http://127.0.0.1:9", user_id=me, user_name="Lin Yue", section="accounts"
    )
    if variables:
        put = "import keyring, sys; keyring.set_password(sys.argv[1], sys.argv[2], sys.stdin.read())"
        entry = f"{profile.device_id()}/{DATABASE_KEY}"
        command = [sys.executable, "-c", put, SERVICE, entry]
        subprocess.run(command, input=key.hex(), text=True, check=True, env=os.environ | dict(variables))


def _pages(me: str, records: int) -> Iterator[SnapshotPage]:
    accounts: list[str] = []
    stages = [new_id()]
    for kind, share in SHARES.items():
        count = int(records * share)
        for start in range(0, count, CHUNK):
            rows = sample(kind, min(CHUNK, count - start), me, accounts, stages)
            if kind == "account":
                accounts += [str(row["id"]) for row in rows]
            columns = list(rows[0])
            batch = Rows(kind, columns, [[row[name] for name in columns] for row in rows])
            last = kind == "task" and start + CHUNK >= count
            yield SnapshotPage(
                position=Position("first", 1, "all"), batch=batch, cursor="" if last else "more", total=records
            )


@contextlib.contextmanager
def _keyring() -> Iterator[Mapping[str, str]]:
    """Start a private keyring where that is possible; yield the variables that lead to it."""
    if secret_session.is_possible():
        with secret_session.private_secret_service() as variables:
            yield variables
    else:
        yield {}


def _environment(folder: Path, variables: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    # Compiled files in a folder of the benchmark's own: as in a package, and nothing is left in the source tree.
    kept["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    kept.setdefault("QT_QPA_PLATFORM", "offscreen")
    return kept | dict(variables)
