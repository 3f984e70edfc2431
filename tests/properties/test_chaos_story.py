"""The chaos told step by step by Hypothesis, so that a story that breaks a promise shrinks to the few steps it takes.

The same world and oracle as in `test_chaos.py`; what differs is who decides what happens next.
"""

from __future__ import annotations

import random
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.support.chaos.crashes import POINTS
from tests.support.chaos.deeds import DEEDS, work_quickly
from tests.support.chaos.defects import DEFECTS, Defect
from tests.support.chaos.events import EVENTS, befall
from tests.support.chaos.governing import GOVERNING
from tests.support.chaos.ledger import Violation
from tests.support.chaos.line import FAULTS
from tests.support.chaos.world import FEW, open_world

DEVICES = st.sampled_from(list(FEW))
POINT = st.sampled_from(["", *POINTS[1:]])
CHANCE = st.integers(0, 2**16)
FAULTS_ON_THE_WAY = st.lists(st.sampled_from(["", *FAULTS]), max_size=6)
DONE = st.lists(st.sampled_from([deed for deed, _ in DEEDS if deed is not work_quickly]), min_size=1, max_size=12)


class Story(RuleBasedStateMachine):
    """Deeds, syncs over bad lines, crashes, government and mishaps in any order; at the end everything is judged."""

    defect: ClassVar[Defect | None] = None

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        folder = self._stack.enter_context(TemporaryDirectory(prefix="fieldline-story-"))
        self.world = self._stack.enter_context(open_world(0, Path(folder), FEW))
        if self.defect is not None:
            self.defect.build_into(self.world)

    @rule(name=DEVICES, deeds=DONE, chance=CHANCE)
    def somebody_works(self, name: str, deeds: list[object], chance: int) -> None:
        self._begin(chance)
        for deed in deeds:
            self._watched(self.world.do, self.world.devices[name], deed)

    @rule(deed=st.sampled_from([deed for deed, _ in GOVERNING]), chance=CHANCE)
    def the_administrator_governs(self, deed: object, chance: int) -> None:
        self._begin(chance)
        self._watched(self.world.do, self.world.devices["ada"], deed)

    @rule(name=DEVICES, script=FAULTS_ON_THE_WAY, point=POINT, other=DEVICES, chance=CHANCE)
    def a_device_syncs(self, name: str, script: list[str], point: str, other: str, chance: int) -> None:
        self._begin(chance)
        if other != name:
            devices = self.world.devices
            self._watched(self.world.sync_over, devices[name], script, point, devices[other])

    @rule(name=DEVICES, event=st.sampled_from([name for name in EVENTS if name != "offline"]), chance=CHANCE)
    def something_befalls(self, name: str, event: str, chance: int) -> None:
        self._begin(chance)
        self._watched(befall, self.world, event, self.world.devices[name])

    def teardown(self) -> None:
        try:
            self._watched(self.world.quiesce)
        finally:
            self._stack.close()

    def _begin(self, chance: int) -> None:
        self.world.chance = random.Random(chance)
        self.world.clock.advance(60_000 + chance)

    def _watched(self, act: object, *arguments: object) -> None:
        """Tell a broken promise as an ordinary error: others end the search instead of shrinking what was found."""
        try:
            act(*arguments)  # type: ignore[operator]
        except Violation as violation:
            raise AssertionError(f"{violation.kind}: {violation}") from violation


TestStory = Story.TestCase
TestStory.settings = settings(max_examples=5, stateful_step_count=16, deadline=None)


def test_a_story_with_a_defect_is_found() -> None:
    class Careless(Story):
        defect = next(each for each in DEFECTS if each.name == "confirms without doing")

    once = settings(max_examples=20, stateful_step_count=12, deadline=None, database=None, phases=[Phase.generate])
    with pytest.raises(AssertionError, match="lost"):
        run_state_machine_as_test(Careless, settings=once)
