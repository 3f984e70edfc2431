"""What befalls a world beside its line: wrong clocks, days offline, restarts, backups, restores, late deliveries."""

from __future__ import annotations

import random
from typing import Protocol

from crm_desktop.models.clock import DAY_MS, ManualClock
from tests.support.chaos.centre import Centre
from tests.support.chaos.device import Device
from tests.support.chaos.file_oracle import FileOracle
from tests.support.chaos.oracle import Oracle

_HOUR = 3_600_000
_SKEWS = (0, 0, 3 * _HOUR, -3 * _HOUR, 2 * DAY_MS, -2 * DAY_MS, 7_000)
EVENTS = {"skew": 12, "offline": 12, "restart": 8, "backup": 10, "restore": 5, "forget": 2, "late": 20, "days": 3}
"""Names with their weights."""


class Befallen(Protocol):
    """What things happen to: a world."""

    chance: random.Random
    clock: ManualClock
    centre: Centre
    oracle: Oracle
    contents: FileOracle

    def stay_offline(self, device: Device, steps: int) -> None:
        """Let a device be without a network for so many steps."""
        ...


def befall(world: Befallen, event: str, device: Device) -> None:
    """Let it happen to the world, or to the device."""
    chance, centre, oracle = world.chance, world.centre, world.oracle
    match event:
        case "skew":
            device.clock.skew = chance.choice(_SKEWS)
        case "offline":
            world.stay_offline(device, chance.randint(20, 200))
        case "restart":
            centre.restart()
        case "backup":
            oracle.read_log()
            centre.back_up()
        case "restore" if centre.backups:
            backup = chance.choice(centre.backups)
            oracle.read_log()
            centre.restore(backup)
            oracle.server_was_restored(backup.sequence)
            world.contents.restored = True
        case "forget":
            oracle.read_log()
            centre.forget(chance.choice((6 * _HOUR, DAY_MS)))
        case "late":
            device.line.deliver_late()
            device.files.deliver_late()
        case "days":
            world.clock.advance(chance.randint(1, 3) * DAY_MS)
        case _:
            pass
