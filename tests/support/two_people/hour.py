"""An hour of two people, shortened: what they do and what befalls their lines is drawn from a seed; all is compared.

After each step: what pill, popover, rail, sync centre and marks say against what the store holds, and, when both lines
are good and quiet, both stores against each other and the server.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from crm_server.store.engine import open_database
from tests.support.live_server import furnish
from tests.support.office import Office
from tests.support.proxy import CuttingProxy
from tests.support.server_process import ServerProcess

PATIENCE = 60.0
_ROOT = Path(__file__).parents[3]
_STATES = {"waiting": "waiting to sync", "conflict": "Two people changed this", "parked": "was not accepted"}


class Seat:
    """One person's program in its process, behind a proxy of its own."""

    def __init__(self, folder: Path, name: str, port: int, language: str = "en") -> None:
        self.name, self.proxy = name, CuttingProxy(port)
        self.proxy.__enter__()
        self.online, self.troubled = True, False
        command = [sys.executable, "-m", "tests.support.two_people.person", str(folder / name)]
        self._log = (folder / f"{name}.log").open("w", encoding="utf-8")
        self.process = subprocess.Popen(
            [*command, f"http://127.0.0.1:{self.proxy.port}", language],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            cwd=_ROOT,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        )

    def do(self, verb: str, *arguments: Any) -> Any:
        """Let the person do something and return the answer; raises AssertionError with what was waited for in vain."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([verb, *arguments]) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("» "):
                answer = json.loads(line[2:])
                assert "problem" not in answer, f"{self.name} {verb}: {answer['problem']}"
                return answer["ok"]
        raise AssertionError(f"{self.name}'s program ended in {verb}; see {self._log.name}")

    def go_offline(self) -> None:
        """Cut the line, and every new one."""
        self.online = False
        self.proxy.cut_after(0)
        self.proxy.reset()

    def come_back(self) -> None:
        """Let everything through again, as it comes."""
        self.online, self.troubled = True, False
        self.proxy.cut_after(None)
        self.proxy.speak()
        self.proxy.dribble(0, 0)
        self.proxy.reset()

    def leave(self) -> int:
        """Close the program; return how it ended."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            status = self.process.wait(90)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.proxy.__exit__()
        self._log.close()
        return status


@dataclass
class Hour:
    """The two, the server between them, and what was found. `seed` decides what happens."""

    folder: Path
    seed: int = 1
    pictures: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    lies: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    out_of_sight: set[str] = field(default_factory=set)
    """What Ada, above all units, made for herself: Mia sees her own unit's and those below."""

    def __enter__(self) -> Hour:
        self.chance = random.Random(self.seed)
        server = self.folder / "server"
        server.mkdir(parents=True)
        furnish(server).database.close()
        url = f"sqlite:///{server / 'server.db'}"
        self.server = ServerProcess(url)
        self.database = open_database(url)
        self.seats = [Seat(self.folder, "ada", self.server.port), Seat(self.folder, "mia", self.server.port)]
        for seat in self.seats:
            seat.do("sign_in", seat.name)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        statuses = [seat.leave() for seat in self.seats]
        self.server.__exit__()
        self.database.close()
        if error is None:
            assert statuses == [0, 0], statuses

    def begin(self, count: int) -> None:
        """Let there be some records that both have."""
        for number in range(count):
            self.records.append(self.seats[1].do("create", f"Firm {number}"))
        self.agree()

    def live(self, steps: int = 0, seconds: float = 0) -> None:
        """Let so many steps, or seconds, pass, and agree at the end."""
        end, number = time.monotonic() + seconds, 0
        while number < steps or time.monotonic() < end:
            number += 1
            self.step(number)
            if not number % 12:
                self.agree()
        self.agree()

    def step(self, number: int) -> None:
        """Do one thing, and look whether what is said is true."""
        seat = self.chance.choice(self.seats)
        deeds = ("edit",) * 6 + ("line",) * 3 + ("settle", "press", "create", "delete", "attach", "contest", "contest")
        deed = self.chance.choice(deeds)
        self.counts[deed] += 1
        getattr(self, f"_{deed}")(seat, number)
        for each in self.seats:
            self.look(each, number)

    def look(self, seat: Seat, number: int) -> None:
        """Compare what a window says with its store, once both hold still; a lie is told with what was seen."""
        some = self.chance.sample(self.records, min(2, len(self.records)))
        end, wrong = time.monotonic() + PATIENCE, ["nothing was seen"]
        while wrong and time.monotonic() < end:
            told = seat.do("tell", some, True)
            if told["counts_after"]:
                wrong = [*differences(told, patient=seat.troubled), *self._beyond(seat, told)]
        self.counts["looks"] += 1
        self.lies += [f"step {number}, {seat.name}: {each}" for each in wrong]
        if self.pictures and (wrong or not number % 5):
            seat.do("picture", str(self.folder / f"{number:03}-{seat.name}{'-lie' if wrong else ''}.png"))

    def agree(self) -> None:
        """Bring both back, wait for quiet, and compare both stores with the server."""
        for seat in self.seats:
            seat.come_back()
        end, told = time.monotonic() + PATIENCE, {}
        while time.monotonic() < end:
            for seat in self.seats:
                seat.do("press", "F9")
                told[seat.name] = seat.do("tell", self.records, False)["held"]
            ada, mia = told["ada"], told["mia"]
            server = self._at_server()
            hers = {each: None if each in self.out_of_sight else row for each, row in server.items()}
            if not ada["waiting"] and not mia["waiting"] and (ada["names"], mia["names"]) == (server, hers):
                self.counts["agreed"] += 1
                return
        self.lies.append(f"they do not agree: {told}, server {self._at_server()}")

    # What they do

    def _edit(self, seat: Seat, number: int) -> None:
        record = self.chance.choice(self._alive(seat))
        seat.do("edit", record, self.chance.choice(["next_step", "name"]), f"{seat.name} {number}")

    def _contest(self, _: Seat, number: int) -> None:
        """Let both write the same field without knowing of each other."""
        both = [each for each in self._alive(self.seats[0]) if each in self._alive(self.seats[1])]
        for seat in self.seats:
            seat.go_offline()
        if both:
            record = self.chance.choice(both)
            for seat in self.seats:
                seat.do("edit", record, "next_step", f"{seat.name} contests {number}")
        self.seats[0].come_back()
        self.seats[0].do("press", "F9")
        self.seats[1].come_back()
        self.seats[1].do("press", "F9")

    def _line(self, seat: Seat, _: int) -> None:
        befalls = self.chance.choice(["offline", "back", "back", "dribble", "silent", "cut"])
        self.counts[f"line {befalls}"] += 1
        match befalls:
            case "offline":
                seat.go_offline()
            case "back":
                seat.come_back()
            case "dribble":
                seat.proxy.dribble(3, 0.05)
                seat.troubled = True
            case "silent":
                seat.proxy.fall_silent()
                seat.troubled = True
            case _:
                seat.proxy.cut_after(self.chance.randrange(200, 4_000))
                seat.online = False

    def _settle(self, seat: Seat, _: int) -> None:
        self.counts["settled"] += seat.do("settle", self.chance.random() < 0.5)
        self.counts["given up"] += seat.do("give_up")

    def _press(self, seat: Seat, _: int) -> None:
        seat.do("press", "F9")

    def _create(self, seat: Seat, number: int) -> None:
        made = seat.do("create", f"{seat.name}'s firm {number}")
        self.records.append(made)
        if seat is self.seats[0]:
            self.out_of_sight.add(made)

    def _delete(self, seat: Seat, _: int) -> None:
        if len(self._alive(seat)) > 3:
            seat.do("delete", self.chance.choice(self._alive(seat)))

    def _attach(self, seat: Seat, number: int) -> None:
        seat.do("attach", self.chance.choice(self._alive(seat)), f"{seat.name}-{number}.txt", f"file {number}")

    # Inside

    def _alive(self, seat: Seat) -> list[str]:
        names = seat.do("tell", self.records, False)["held"]["names"]
        return [each for each, held in names.items() if held is not None and not held[0]]

    def _at_server(self) -> dict[str, Any]:
        office = Office(self.database, None, None, {})  # type: ignore[arg-type]
        rows = {}
        with office.database.read() as connection:
            for each in self.records:
                sql = "SELECT deleted_at, name, next_step, website FROM accounts WHERE id = ?"
                row = connection.exec_driver_sql(sql, (each,)).first()
                rows[each] = [row[0] is not None, *row[1:]] if row is not None else None
        return rows

    def _beyond(self, seat: Seat, told: dict[str, Any]) -> Iterator[str]:
        """Yield what only the server can tell: "up to date" while something newer stands there."""
        # Over a line that swallows everything nobody can know what is new at its other end.
        if told["said"]["pill"] == "Up to date" and seat.online and not seat.troubled:
            with self.database.read() as connection:
                head = connection.exec_driver_sql("SELECT max(sequence) FROM organisation_state").scalar()
            if head != told["held"]["position"]:
                yield f"up to date at {told['held']['position']}, the server is at {head}"


def differences(told: dict[str, Any], *, patient: bool = False) -> Iterator[str]:
    """Yield what a window says otherwise than its store holds; `patient`: a request may be under way for long."""
    said, held = told["said"], told["held"]
    pill, deciding = said["pill"], held["parked"] + held["conflicts"]
    waits = held["waiting"] + held["files"]
    figure = int(found[0]) if (found := re.findall(r"\d+", pill)) else 0
    expected = {
        "up_to_date": (pill == "Up to date" and not waits) or (held["files"] > 0 and figure == held["files"]),
        "offline": figure == waits,
        "to_decide": figure == deciding and deciding > 0,
        "syncing": patient,
        "failed": pill == "Sync failed" and bool(said["failure"]),
    }
    if not expected.get(said["state"], False):
        yield f"the pill says {pill!r} ({said['state']}), the store holds {held['waiting']}+{held['files']}, {deciding}"
    rail = int(found[0]) if (found := re.findall(r"\d+", said["rail"])) else 0
    if rail != (deciding or waits):
        yield f"the rail says {said['rail']!r}, not {deciding or waits}"
    if said.get("centre", {}).get("conflicts", held["conflicts"]) != held["conflicts"]:
        yield f"the sync centre lists {said['centre']['conflicts']} conflicts, not {held['conflicts']}"
    if "centre" in said and (str(held["waiting"]) not in said["centre"]["waiting"]):
        yield f"the sync centre says {said['centre']['waiting']!r}, not {held['waiting']}"
    for record, marks in said.get("marks", {}).items():
        yield from _marks(marks, held["marks"][record])


def _marks(said: dict[str, str], held: dict[str, str]) -> Iterator[str]:
    words = _STATES.get(held[""], "")
    if (words and words not in said[""]) or (not words and said[""]):
        yield f"the page says {said['']!r} of a record that is {held['']}"
    for name in ("name", "next_step", "website"):
        if name in said and said[name] != held.get(name):
            yield f"{name} is marked {said[name]}, the store says {held.get(name, 'synced')}"
        if name != "name" and name in held and name not in said:
            yield f"{name} is {held[name]} and carries no mark"


@contextmanager
def hour(folder: Path, seed: int = 1, *, pictures: bool = False) -> Iterator[Hour]:
    """Seat the two for the block."""
    with Hour(folder, seed, pictures) as made:
        yield made
