"""Disks that fill up in the middle of something: a clear code, nothing lost, and on it goes when there is space."""

from __future__ import annotations

import sys

import pytest

from tests.store.test_disks import output_inside, own_mounts
from tests.support.extent import whole_or

__all__ = ["own_mounts"]

SAID = {
    "pull": ["refused store.disk_full", "kept 1 10 True", "done", "goes on 301 True"],
    "snapshot": ["refused store.disk_full", "kept 0 '' True", "done", "done", "goes on 300 True"],
    "migration": ["refused store.disk_full", "kept True True"],
    "rekey": ["refused store.disk_full", "kept True True", "done", "kept True True"],
    "server": [
        "refused 503 server.busy True",
        "refused backup.failed",
        "left behind False",
        "reads 200",
        "goes on 200",
        "kept all True",
        "done",
    ],
}


@pytest.mark.usefixtures("own_mounts")
@pytest.mark.parametrize("program", whole_or(["pull", "rekey", "server"], list(SAID)))
def test_a_disk_that_is_full_refuses_keeps_everything_and_goes_on_with_space(program: str) -> None:
    script = """
        mount -t tmpfs -o size=16m none /mnt
        exec "$1" -m tests.support.mortal.starving "$2" /mnt
    """
    assert output_inside(script, sys.executable, program) == SAID[program]
