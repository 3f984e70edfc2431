"""The whole visit, offline until the evening; then a colleague goes on with it on another device."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from tools.journey import deeds
from tools.journey.desktop import desktop
from tools.journey.figures import Step, played
from tools.journey.world import world
from tools.site_visit.chapters import preparing, talking


def play(folder: Path, album: Path, language: str) -> list[Step]:
    """Play every step and return them; raises AssertionError at the first that does not hold."""
    steps: list[Step] = []

    def step(name: str, run: Callable[..., dict[str, object]], *around: object) -> None:
        steps.append(played(name, partial(run, *around)))

    with world(folder, language) as place, desktop(place.profile("rep"), album, language) as stage:
        step("at work", preparing.at_work, stage, place)
        step("network gone", deeds.network_gone, stage, place)
        step("client known", preparing.client_known, stage)
        step("organisation drawn", preparing.organisation_drawn, stage)
        step("interview prepared", preparing.interview_prepared, stage)
        step("talk begun", talking.begun, stage)
        step("24 questions asked", talking.asked, stage)
        step("taken down", talking.taken_down, stage)
        step("talk ended", talking.ended, stage)
    return steps
