"""How many one-change transactions a second the server accepts, each in a request of its own and durable when answered.

One organisation with 64 devices, and 64 organisations with 8 devices each; every device sends its next edit when the
one before is answered. PostgreSQL and SQLite with their own durability; the load generator runs on the same cores.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from benchmarks.central import MeasuredDevice, MeasuredOrganisation, furnish, place, serving
from benchmarks.load import request, send_all
from benchmarks.options import Options
from benchmarks.report import Measurement, at_least, percentile
from crm_desktop.models.changes import FieldChange, Operation, RecordChange, Transaction
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.exchange import Push, PushAnswer
from crm_desktop.models.ids import new_id

NAME = "accept"
_EACH = 3_000
_ROUNDS = 3
_WORKERS = 2
_LEAST = 1_500
_DEVICES, _ORGANISATIONS, _DEVICES_EACH = 64, 64, 8
_ANSWER = msgspec.json.Decoder(PushAnswer)


def run(options: Options) -> list[Measurement]:
    """Measure both shapes on both databases; only PostgreSQL's have a limit."""
    count = max(512, int(_EACH * options.scale))
    measured: list[Measurement] = []
    for kind in ("postgresql", "sqlite"):
        for organisations, devices in ((1, _DEVICES), (_ORGANISATIONS, _DEVICES_EACH)):
            folder = options.folder / f"{kind}-{organisations}"
            folder.mkdir()
            rates, delays = _rates(kind, folder, (organisations, devices), count)
            name = f"{kind}, {'one organisation' if organisations == 1 else f'{organisations} organisations'}"
            rate = sorted(rates)[len(rates) // 2]
            if kind == "postgresql":
                measured.append(at_least(name, rate, "transactions/s", _LEAST, samples=rates))
            else:
                measured.append(Measurement(name, rate, "transactions/s", samples=rates))
            measured.append(Measurement(f"{name}, p99 of an answer", percentile(delays, 99) * 1000, "ms"))
    return measured


def _rates(kind: str, folder: Path, shape: tuple[int, int], count: int) -> tuple[list[float], list[float]]:
    rates: list[float] = []
    delays: list[float] = []
    written: dict[str, str] = {}
    with place(kind, folder) as address:
        office = furnish(address, *shape)
        with serving(address, folder, _WORKERS) as server:
            for number in range(_ROUNDS + 1):
                seconds, answered = _round(server.url, office, count, number, written)
                if number:  # the first one warms up
                    rates.append(count / seconds)
                    delays += answered
    return rates, delays


def _round(
    url: str, office: Sequence[MeasuredOrganisation], count: int, number: int, written: dict[str, str]
) -> tuple[float, list[float]]:
    devices = [device for organisation in office for device in organisation.devices]
    lines = [
        _edits(device, count // len(devices) + (index < count % len(devices)), number, written)
        for index, device in enumerate(devices)
    ]
    delays: list[float] = []
    bodies: list[bytes] = []

    def answered(body: bytes, seconds: float) -> None:
        bodies.append(body)
        delays.append(seconds)

    began = time.perf_counter()
    asyncio.run(send_all(url, lines, answered))
    seconds = time.perf_counter() - began
    results = [outcome.result for body in bodies for outcome in _ANSWER.decode(body).outcomes]
    assert results == ["applied"] * count, set(results)
    return seconds, delays


def _edits(device: MeasuredDevice, count: int, number: int, written: dict[str, str]) -> list[bytes]:
    """Return requests that edit the device's accounts in turn, each from what it wrote before."""
    now = SystemClock().now()
    made = []
    for index in range(count):
        account, after = device.accounts[index % len(device.accounts)], f"第 {number}-{index} 步 call again"
        edit = FieldChange(written.get(account), after)
        written[account] = after
        change = RecordChange("account", account, Operation.UPDATE, {"next_step": edit})
        push = Push(transactions=[Transaction(new_id(), "edit", now, (change,))], clock=now)
        made.append(request("POST", "/v1/sync/push", device.token, msgspec.json.encode(push)))
    return made
