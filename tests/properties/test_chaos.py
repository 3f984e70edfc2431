"""Whole organisations under everything that can happen to them, on real parts; and an oracle that is shown to see.

A failing seed replays exactly: `FIELDLINE_CHAOS_SEED=SEED python3 dev.py test -n0 tests/properties/test_chaos.py`.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.chaos.deeds import BUSY_DEEDS, SLOW_DEEDS
from tests.support.chaos.defects import DEFECTS, Defect
from tests.support.chaos.ledger import Violation
from tests.support.chaos.oracle import refusal_codes
from tests.support.chaos.world import FEW, PEOPLE, World, open_world

ROOT = Path(__file__).resolve().parents[2]
RANDOM_SEED = int(os.environ.get("FIELDLINE_CHAOS_SEED") or secrets.randbelow(10**9))
BUSY, STORMY = 3_200, 400
"""Transactions of a world: six busy ones and two stormy ones make 20,000."""
LABELS = ROOT / "resources" / "translations" / "labels.en.json"


@pytest.mark.parametrize("seed", [*range(7, 12), RANDOM_SEED], ids=[*map(str, range(7, 12)), "random"])
def test_nothing_is_lost_doubled_missed_or_leaked_of_much_work(seed: int, tmp_path: Path) -> None:
    with open_world(seed, tmp_path, FEW if seed % 2 else PEOPLE) as world:
        world.deeds = BUSY_DEEDS
        world.run(BUSY)
        _all_was_well(world)


@pytest.mark.parametrize("seed", [7, RANDOM_SEED], ids=["7", "random"])
def test_nothing_is_lost_doubled_missed_or_leaked_in_a_storm(seed: int, tmp_path: Path) -> None:
    with open_world(seed, tmp_path) as world:
        world.deeds = SLOW_DEEDS
        world.run(STORMY)
        _all_was_well(world)


def _all_was_well(world: World) -> None:
    known = json.loads(LABELS.read_text(encoding="utf-8"))["errors"]
    codes = {code for device in world.devices.values() for code in refusal_codes(device.store)}
    assert {code for code in codes if f"{code}.title" not in known} == set()
    assert world.counts["judgements"] > 0
    assert not [name for name in world.counts if name.startswith("trouble")]


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda each: each.name)
def test_the_oracle_sees_a_defect(defect: Defect, tmp_path: Path) -> None:
    with pytest.raises(Violation) as seen:
        _live_with(defect, tmp_path)
    assert seen.value.kind in defect.kinds


def _live_with(defect: Defect, folder: Path) -> None:
    with open_world(3, folder, FEW) as world:
        defect.build_into(world)
        world.deeds = defect.deeds
        world.run(400, judge_every=12)


def test_a_seed_lives_through_the_same_again(tmp_path: Path) -> None:
    """In another process, since there sets of text come out in another order."""
    there = subprocess.run(
        [sys.executable, "-c", _REPLAY, str(tmp_path / "there")], cwd=ROOT, capture_output=True, text=True, check=True
    )
    with open_world(11, tmp_path / "here") as world:
        world.run(60)
        assert world.digest() == there.stdout.strip()


_REPLAY = """
import sys
from pathlib import Path
from tests.support.chaos.world import open_world
with open_world(11, Path(sys.argv[1])) as world:
    world.run(60)
    print(world.digest())
"""
