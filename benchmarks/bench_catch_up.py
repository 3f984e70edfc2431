"""Catching up after an absence: 5,000 changed records, and a client seven days behind beside a full resync.

The encrypted store with its search index, a real server process, loopback. Seven days are 50,000 one-record changes in
transactions of 100, a fifth of them superseded by later ones of the same record, in a replica of 50,000 records.

The 5,000 are changed in two ways. The dearest gives every record another name, by which all lists stand. On a mixed day
people change what they change most: of ten records four get a next step, two a stage, two a telephone number, one an
amount and one a name.

What came in great numbers is found from then on, and entered into search afterwards in slices: how long that takes,
how long a person's acts take while it happens, and what a question costs meanwhile is measured as well.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeAlias

from benchmarks.central import PASSWORD, MeasuredOrganisation, furnish, serving
from benchmarks.options import Options
from benchmarks.replicas import MeasuredReplica, median, replica
from benchmarks.report import Measurement, at_most, compared, percentile
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.fields import Value
from crm_desktop.store.queries.find import find
from crm_desktop.sync.events import Phase
from crm_server.services.bulk_write import write_as
from crm_server.store.engine import Database, open_database

NAME = "catch-up"
_RECORDS = 50_000
_CHANGED = 5_000
_OF_TEN = (
    *("name", "next_step", "life_stage", "phone", "next_step"),
    *("annual_value", "next_step", "life_stage", "phone", "next_step"),
)
_STAGES = ("onboarding", "active", "renewal", "dormant", "lost", "new")
_ROUNDS = 5
_SEVEN_DAYS = 50_000
_TOGETHER = 100
_SHOWN = 30
_BETWEEN_ACTS = 0.02
Making: TypeAlias = Callable[[int], dict[str, Value]]
"""The new values of the record with that number."""


def run(options: Options) -> list[Measurement]:
    """Change records at the server while the device is away, and let it catch up."""
    records, changed = max(1_000, int(_RECORDS * options.scale)), max(100, int(_CHANGED * options.scale))
    address = f"sqlite:///{options.folder / 'server.db'}"
    office = furnish(address, 1, 1, records)[0]
    database = open_database(address, 2)
    with serving(address, options.folder) as server:
        with replica(options.folder / "device", server.url, "bench0", PASSWORD) as device:
            device.settle()
            rounds = [_round(device, database, office, changed, number) for number in range(_ROUNDS)]
            days = [_day(device, database, office, changed, number) for number in range(_ROUNDS)]
            week = int(_SEVEN_DAYS * options.scale)
            _change(database, office, _a_week(office.devices[0].accounts, week), _renamed("一周"))
            behind = _timed(device, Phase.PULL)
            entered = _enter(device)[0]
        began = time.perf_counter()
        with replica(options.folder / "fresh", server.url, "bench0", PASSWORD) as fresh:
            anew = (time.perf_counter() - began, fresh.server.traffic().down)
    database.close()
    return [
        at_most(
            f"{changed:,} records, each renamed", *_middle(rounds, 0), 0.5 * options.scale, samples=_all(rounds, 0)
        ),
        at_most(f"{changed:,} records of a mixed day", median(days), "s", 0.5 * options.scale, samples=days),
        at_most("a question before they are entered", *_middle(rounds, 1), 0.5, samples=_all(rounds, 1)),
        at_most("entered into search afterwards", *_middle(rounds, 2), 2.0, samples=_all(rounds, 2)),
        at_most("a person's act meanwhile, p95", *_middle(rounds, 3), 0.05, samples=_all(rounds, 3)),
        compared(f"seven days, {week:,} changes", behind[0], "s", reference=("full resync", anew[0])),
        at_most("seven days, entered into search afterwards", entered, "s", 20.0 * options.scale),
        compared("seven days, received", behind[1] / 1e6, "MB", reference=("full resync", anew[1] / 1e6)),
    ]


def _a_week(accounts: Sequence[str], changes: int) -> list[str]:
    """Return the ids to change, in order: a fifth of the changes come a second time to a record changed before."""
    first = list(accounts[: changes * 4 // 5])
    return first + first[: changes - len(first)]


def _round(
    device: MeasuredReplica, database: Database, office: MeasuredOrganisation, changed: int, number: int
) -> tuple[float, float, float, float]:
    """Return the seconds of the catch-up, of a question right after it, of entering, p95 of acts meanwhile."""
    _change(database, office, _spread(office, changed, number), _renamed(f"第 {number} 轮"))
    seconds = _timed(device, Phase.PULL)[0]
    began = time.perf_counter()
    assert len(device.store.read(find, f"第 {number} 轮")) == _SHOWN
    asked = time.perf_counter() - began
    entered, acts = _enter(device)
    device.settle()
    return seconds, asked, entered, percentile(acts, 95)


def _day(device: MeasuredReplica, database: Database, office: MeasuredOrganisation, changed: int, number: int) -> float:
    """Return the seconds that catching up with a mixed day takes."""
    _change(database, office, _spread(office, changed, number), _as_on_a_day(number))
    seconds = _timed(device, Phase.PULL)[0]
    _enter_all(device)
    device.settle()
    return seconds


def _spread(office: MeasuredOrganisation, changed: int, number: int) -> Sequence[str]:
    """Return so many records from all over the replica, others in each round."""
    accounts = office.devices[0].accounts
    step = max(1, len(accounts) // changed)
    return accounts[number % step :: step][:changed]


def _enter(device: MeasuredReplica) -> tuple[float, list[float]]:
    """Let search enter everything while a person acts; return the seconds of it and of each act."""
    acts: list[float] = []
    began = time.perf_counter()
    with ThreadPoolExecutor(1) as beside:
        entering = beside.submit(_enter_all, device)
        while not entering.done():
            start = time.perf_counter()
            device.store.door.commit("task.create", [Create("task", {"subject": "call again"})])
            acts.append(time.perf_counter() - start)
            wait([entering], _BETWEEN_ACTS)
    return time.perf_counter() - began, acts


def _enter_all(device: MeasuredReplica) -> None:
    while device.store.enter_marked():
        pass


def _all(rounds: Sequence[tuple[float, ...]], place: int) -> list[float]:
    return [each[place] for each in rounds]


def _middle(rounds: Sequence[tuple[float, ...]], place: int) -> tuple[float, str]:
    return median(_all(rounds, place)), "s"


def _renamed(text: str) -> Making:
    return lambda index: {"next_step": f"{text} {index} call again", "name": f"上海恒川精密 {text} {index}"}


def _as_on_a_day(number: int) -> Making:
    def made(index: int) -> dict[str, Value]:
        values: dict[str, Value] = {
            "name": f"苏州远景智造 {number} {index}",
            "next_step": f"call again, {number} {index}",
            "life_stage": _STAGES[(index + number) % len(_STAGES)],
            "phone": f"021 6{number}{index:06}",
            "annual_value": (index + number * 7) * 10_000,
        }
        name = _OF_TEN[index % len(_OF_TEN)]
        return {name: values[name]}

    return made


def _change(database: Database, office: MeasuredOrganisation, ids: Sequence[str], making: Making) -> None:
    owner, clock = (office.org_id, office.user_id), SystemClock()
    for start in range(0, len(ids), _TOGETHER):
        edits = [
            Update("account", each, making(index)) for index, each in enumerate(ids[start : start + _TOGETHER], start)
        ]
        write_as(database, clock, owner, "edit", edits)


def _timed(device: MeasuredReplica, *phases: Phase) -> tuple[float, int]:
    """Return the seconds that it took and the bytes received."""
    gc.collect()
    gc.disable()  # as in the program, which collects when nobody waits
    before, began = device.server.traffic(), time.perf_counter()
    device.run(*phases)
    seconds = time.perf_counter() - began
    gc.enable()
    return seconds, (device.server.traffic() - before).down
