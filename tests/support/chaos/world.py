"""A world: one organisation, six devices of five people, a server, and a seed that decides all that happens."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.contents import MEGABYTE
from crm_desktop.models.exchange import Outcome, PullPage, Push, PushAnswer, SnapshotPage
from crm_desktop.models.file_queue import Keeping
from crm_server.services.push_jobs import PushJob
from tests.support.chaos.centre import Centre
from tests.support.chaos.chance import repeatable_ids, stream
from tests.support.chaos.crashes import POINTS
from tests.support.chaos.deeds import DEEDS, Deed
from tests.support.chaos.device import Device, Sitting
from tests.support.chaos.events import EVENTS, befall
from tests.support.chaos.file_oracle import FileOracle
from tests.support.chaos.files import FILE_FAULTS, FILE_POINTS, FileLine
from tests.support.chaos.governing import GOVERNING
from tests.support.chaos.hand import Hand
from tests.support.chaos.ledger import Ledger, Violation
from tests.support.chaos.lenses import NewerClient, OlderClient
from tests.support.chaos.line import FAULTS, Lens, Line
from tests.support.chaos.oracle import Oracle

PEOPLE = {"ada": "ada", "mia": "mia", "ann": "ann", "ann-phone": "ann", "bob": "bob", "cem": "cem"}
"""Devices with their users: an administrator, a manager, a rep with two devices, two more reps."""
FEW = {name: PEOPLE[name] for name in ("ada", "ann", "ann-phone", "bob")}
"""Enough for most that can go wrong, and quicker."""
LENSES: dict[str, type[Lens]] = {"bob": OlderClient, "cem": NewerClient}
STEPS_BETWEEN_JUDGEMENTS = 120
_ROUNDS = 12
_IN_ONE_SITTING = (1, 2, 3, 5, 8, 13, 21)
"""How many deeds somebody does in a row: a glance, or a day without a network."""
_PAGE_ROWS = (5, 20, 100, 100, 2_000, 2_000, 2_000, 2_000)
_GOVERNED = 0.04
"""How often the administrator changes who may see what; most devices need a new snapshot then."""
_LOOKED_AT = 0.2
"""How often a device that says it is up to date is looked at; a judgement looks at all."""
_PIECES = (7, 64, MEGABYTE)
"""How many bytes of a content go at once."""
_KEEPING = {name: Keeping(largest=0) for name in ("ada", "mia", "cem")}
"""These fetch only what somebody wants to see; the others whatever they may."""
_MINUTE = 60_000
_PASSING = {"sync.server_silent", "sync.cut_off", "sync.busy", "server.busy"}


@dataclass
class World:
    """Everything in one place; make it with `open_world`."""

    seed: int
    folder: Path
    clock: ManualClock
    centre: Centre
    ledger: Ledger = field(default_factory=Ledger)
    counts: Counter[str] = field(default_factory=Counter)
    people: Mapping[str, str] = field(default_factory=lambda: PEOPLE)
    devices: dict[str, Device] = field(default_factory=dict)
    deeds: Sequence[tuple[Deed, int]] = DEEDS
    faultiness: float = 0.35
    """How likely a request over a bad line meets a fault."""
    trace: deque[str] = field(default_factory=lambda: deque(maxlen=40))

    def __post_init__(self) -> None:
        self.chance = stream(self.seed, "world")
        self.oracle = Oracle(self.centre, self.ledger)
        self.contents = FileOracle(self.centre, stream(self.seed, "contents"))
        self._offline: dict[str, int] = {}
        self._steps = 0
        for name, user in self.people.items():
            keeping = _KEEPING.get(name, Keeping())
            device = Device(name, self.centre.office.people[user], self.folder, self.clock, self.counts, keeping)
            device.line = Line(self.centre, user, name, self, self.counts, LENSES.get(name, Lens)())
            device.files = FileLine(self.centre, user, self.oracle, self.counts)
            self.devices[name] = device

    # What the line tells

    def answered(self, device: str, outcomes: list[Outcome]) -> None:
        """See answers that reached a device."""
        for outcome in outcomes:
            self.counts[f"answered {outcome.result}"] += 1
            self.ledger.answer(outcome)

    def shown(self, user: str, page: PullPage | SnapshotPage) -> None:
        """See a page on its way to a device."""
        self.counts["pages"] += 1
        self.oracle.page_is_permitted(user, page)

    def told(self, user: str, answer: PushAnswer) -> None:
        """See answers on their way to a device."""
        self.counts["answers"] += 1
        self.oracle.answer_is_permitted(user, answer)

    # Running

    def run(self, transactions: int, judge_every: int = STEPS_BETWEEN_JUDGEMENTS) -> None:
        """Live until people have committed so many transactions, judge now and then, and at the end."""
        while len(self.ledger.promises) < transactions:
            self._step()
            self._steps += 1
            if self._steps % judge_every == 0:
                self.quiesce()
        self.quiesce()

    def quiesce(self) -> None:
        """Let everyone sync over a good line until nothing moves, and judge."""
        self._note("judgement")
        devices = list(self.devices.values())
        for _ in range(_ROUNDS):
            sittings = [self._sync(device) for device in devices]
            moved = [self._move(device, tidy=True) for device in devices]
            if not any(moved) and not any(each.failure for each in sittings) and all(map(self._is_still, devices)):
                break
        else:
            told = [f"{each.name} {each.waiting()} {each.store.replica.position()}" for each in devices]
            troubles = [each for each in self.counts if each.startswith("trouble")]
            raise Violation("stuck", f"nothing rests: {told} {troubles}, the server is at {self.centre.state()}")
        self.counts["judgements"] += 1
        self.oracle.judge(devices)
        self.contents.judge(devices)
        for user in sorted(set(self.people.values())):
            self.contents.nobody_gets_foreign_ones(user, self.oracle.sees(user, "attachment"))

    def server_did_not_stumble(self) -> None:
        """Raise Violation where the server logged a defect, even if nothing came of it."""
        if defects := [name for name in self.counts if name.startswith("logged ")]:
            raise Violation("stuck", f"the server stumbled: {defects}")

    def digest(self) -> str:
        """Return a digest of all that was counted and of the server's log: the same seed gives the same."""
        told = f"{sorted(self.counts.items())} {sorted(self.oracle.log.transactions.items())}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def close(self) -> None:
        """End all processes."""
        for device in self.devices.values():
            device.close()
        self.centre.close()

    def _is_still(self, device: Device) -> bool:
        position, state = device.store.replica.position(), self.centre.state()
        there = position is not None and (position.epoch, position.sequence) == (state.epoch, state.sequence)
        return there and not device.waiting() and device.store.replica.snapshot_cursor() is None

    # One step

    def _step(self) -> None:
        self.clock.advance(self.chance.randrange(1, 5 * _MINUTE))
        choice = self.chance.random()
        device = self.devices[self.chance.choice(list(self.devices))]
        if choice < 0.58:
            self._act(device)
        elif choice < 0.92:
            self._sync_over_a_bad_line(device)
        else:
            self._something_happens(device)

    def _act(self, device: Device) -> None:
        for _ in range(self.chance.choice(_IN_ONE_SITTING)):
            if self.chance.random() < 0.02:
                device.dies_at = "after commit"
            self._do_one(device)
            device.dies_at = ""

    def _do_one(self, device: Device) -> None:
        table = GOVERNING if device.name == "ada" and self.chance.random() < _GOVERNED else self.deeds
        self.do(device, self.chance.choices([each for each, _ in table], [weight for _, weight in table])[0])

    def do(self, device: Device, deed: Deed) -> None:
        """Let the device's user do something, with what chance gives."""
        people = list(self.centre.office.people.values())
        hand = Hand(device.store, device.user_id, device.clock.now(), self.chance, self.ledger.word, people)
        self._note(f"{device.name} {deed.__name__}")
        for transaction in device.act(lambda _: deed(hand)):
            self.ledger.promise(device.name, device.line.user, transaction)
            self.contents.promise(device.name, transaction)
            self.counts[f"did {deed.__name__}"] += 1

    def _sync_over_a_bad_line(self, device: Device) -> None:
        if self._steps < self._offline.get(device.name, 0):
            return
        line, chance = device.line, self.chance
        faulty = chance.random() < 0.6
        script = (
            [chance.choice(FAULTS) if chance.random() < self.faultiness else "" for _ in range(8)] if faulty else []
        )
        other = chance.choice([each for each in self.devices.values() if each is not device])
        dies_at = chance.choice(POINTS[1:]) if chance.random() < 0.2 else ""
        line.page_rows = chance.choice(_PAGE_ROWS)
        self.sync_over(device, script, dies_at, other)
        self._move_over_a_bad_line(device)

    def sync_over(self, device: Device, script: list[str], dies_at: str, other: Device) -> None:
        """Let a device sync over a line with these faults, and die at this point; `other` is who comes between."""
        line = device.line
        line.script = list(script)
        line.meanwhile = partial(self._sync, other)
        line.companions = partial(self._companions, other) if "together" in script else list
        device.dies_at = dies_at
        self._note(f"{device.name} syncs {[each for each in script if each]} {device.dies_at}")
        self._sit(device)
        device.dies_at, line.script, line.companions, line.meanwhile = "", [], list, lambda: None

    def _move(self, device: Device, *, tidy: bool) -> bool:
        """Let a device move contents; tell whether any went, or could not."""
        moved, failure = device.move_files(self.chance.choice(_PIECES), tidy=tidy)
        self.counts["contents moved"] += moved
        if failure is not None and failure.code not in _PASSING:
            raise Violation("stuck", f"moving contents of {device.name} broke on {failure.code}")
        return bool(moved or failure)

    def _move_over_a_bad_line(self, device: Device) -> None:
        if not device.store.attachments.queue.levels().count:
            return
        line, chance = device.files, self.chance
        line.script = [chance.choice(FILE_FAULTS) if chance.random() < self.faultiness else "" for _ in range(8)]
        device.dies_at = chance.choice(FILE_POINTS) if chance.random() < 0.2 else ""
        self._note(f"{device.name} moves contents {[each for each in line.script if each]} {device.dies_at}")
        self._move(device, tidy=chance.random() < 0.5)
        device.dies_at, line.script = "", []

    def _companions(self, other: Device) -> list[PushJob]:
        waiting = list(other.store.outbox.waiting(20))
        other.store.outbox.sending(waiting)
        return [other.line.job(Push(transactions=waiting, clock=other.clock.now()))] if waiting else []

    def _sync(self, device: Device) -> Sitting:
        script, device.line.script = device.line.script, []
        try:
            return self._sit(device)
        finally:
            device.line.script = script

    def _sit(self, device: Device) -> Sitting:
        sitting = device.sync(stream(self.chance.getrandbits(32), "planner"))
        self.counts["syncs"] += 1
        if sitting.failure is not None and sitting.failure.code not in _PASSING:
            self.counts[f"trouble: {sitting.failure.code}"] += 1
            if sitting.failure.code == "sync.unexpected":
                raise Violation("stuck", f"a run of {device.name} broke on a defect; see the log")
        if not sitting.died:
            self._check_status(device, sitting)
            if sitting.failure is None and self.chance.random() < _LOOKED_AT and self._is_still(device):
                self.oracle.ids_agree(device)
        return sitting

    def _check_status(self, device: Device, sitting: Sitting) -> None:
        status = sitting.status
        assert status is not None
        open_ones, waiting = device.store.outbox.to_decide(), device.waiting()
        if (status.waiting, status.to_decide) != (waiting, open_ones):
            raise Violation("untruthful", f"{device.name} says {status}, but {waiting} wait and {open_ones} are open")
        if status.state == "up_to_date" and (waiting or open_ones or not self._is_still(device)):
            raise Violation("untruthful", f"{device.name} says it is up to date")

    # What befalls them

    def stay_offline(self, device: Device, steps: int) -> None:
        """Let a device be without a network for so many steps."""
        self._offline[device.name] = self._steps + steps

    def _something_happens(self, device: Device) -> None:
        event = self.chance.choices(list(EVENTS), list(EVENTS.values()))[0]
        self._note(f"{event} {device.name}")
        self.counts[event] += 1
        befall(self, event, device)

    def _note(self, what: str) -> None:
        self.trace.append(f"{self._steps} {what}")


class _Defects(logging.Handler):
    """Counts what the server logs as an error: a transaction whose rules broke is a defect even if nothing is lost."""

    def __init__(self, counts: Counter[str]) -> None:
        super().__init__(logging.WARNING)
        self._counts = counts

    def emit(self, record: logging.LogRecord) -> None:
        self._counts[f"logged {record.getMessage()} {getattr(record, 'facts', '')}"] += 1


@contextmanager
def open_world(seed: int, folder: Path, people: Mapping[str, str] = PEOPLE) -> Iterator[World]:
    """Make a world of these devices; a Violation is told with the seed and the last steps."""
    clock = ManualClock()
    folder.mkdir(parents=True, exist_ok=True)
    with repeatable_ids(seed, clock):
        world = World(seed, folder, clock, Centre(folder, clock), people=people)
        watching = _Defects(world.counts)
        logging.getLogger("fieldline").addHandler(watching)
        try:
            yield world
            world.server_did_not_stumble()
        except Violation as violation:
            violation.add_note(f"seed {seed}, after {len(world.ledger.promises)} transactions; the last steps:")
            violation.add_note("\n".join(world.trace))
            raise
        finally:
            logging.getLogger("fieldline").removeHandler(watching)
            world.close()
