"""The whole journey, from signing in to the proof that nothing on the disk can be read."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from tools.journey.chapters import first_sync, signing_in
from tools.journey.desktop import desktop
from tools.journey.figures import Step, played
from tools.journey.world import world


def play(folder: Path, album: Path, language: str) -> list[Step]:
    """Play every step and return them; raises AssertionError at the first that does not hold."""
    steps: list[Step] = []
    with world(folder, language) as place:
        rep = place.profile("rep")
        with desktop(rep, album, language) as stage:
            steps.append(played("sign-in refused", partial(signing_in.refused, stage, place)))
        steps.append(played("first sync killed", partial(first_sync.killed_half_way, place, "rep")))
        with desktop(rep, album, language) as stage:
            steps.append(played("first sync finished", partial(first_sync.finished, stage, place)))
    return steps
