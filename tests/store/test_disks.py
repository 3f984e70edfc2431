"""Disks that are full, and folders that cannot be written: a clear error, nothing lost, and on it goes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_HOUSE = ["unshare", "--map-root-user", "--mount"]
"""A name space of one's own: there a small disk, or one that cannot be written, needs no rights."""


def output_inside(script: str, *arguments: str) -> list[str]:
    command = [*_HOUSE, "sh", "-ec", script, "sh", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture
def own_mounts() -> None:
    """Skip where the system does not let a program mount for itself."""
    if shutil.which("unshare") is None:
        pytest.skip("there is no unshare on this system")
    if subprocess.run([*_HOUSE, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False).returncode:
        pytest.skip("this system does not let a program mount a disk for itself")


@pytest.mark.usefixtures("own_mounts")
def test_a_full_disk_refuses_the_act_keeps_all_before_and_goes_on_with_space(replica_path: Path) -> None:
    script = """
        mount -t tmpfs -o size=3m none /mnt
        cp "$1"/replica.db* /mnt
        head -c 200000 /dev/zero > /mnt/ballast
        exec "$2" -m tests.store.programs fill /mnt/replica.db
    """
    said = output_inside(script, str(replica_path.parent), sys.executable)
    assert said == ["refused store.disk_full", "kept True True", "goes on"]


@pytest.mark.usefixtures("own_mounts")
def test_no_space_for_a_first_replica_is_a_full_disk(tmp_path: Path) -> None:
    script = """
        mount -t tmpfs -o size=64k none /mnt
        exec "$1" -m tests.store.programs try_to_open /mnt/replica.db
    """
    assert output_inside(script, sys.executable) == ["refused store.disk_full"]


@pytest.mark.usefixtures("own_mounts")
def test_a_folder_that_cannot_be_written_is_said_to_be_so(replica_path: Path) -> None:
    script = """
        mount --bind "$1" /mnt
        mount -o remount,bind,ro /mnt
        exec "$2" -m tests.store.programs try_to_open /mnt/replica.db
    """
    assert output_inside(script, str(replica_path.parent), sys.executable) == ["refused store.read_only"]
