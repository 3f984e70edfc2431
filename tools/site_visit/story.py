"""The whole visit, offline until the evening; then a colleague goes on with it on another device."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from crm_server.services.sample_organisation import MANAGER
from tools.journey import deeds
from tools.journey.desktop import desktop
from tools.journey.figures import Step, played
from tools.journey.world import World, world
from tools.site_visit.chapters import handing_over, improving, preparing, talking


def play(folder: Path, album: Path, language: str) -> list[Step]:
    """Play every step and return them; raises AssertionError at the first that does not hold."""
    steps: list[Step] = []

    def step(name: str, run: Callable[..., dict[str, object]], *around: object) -> None:
        steps.append(played(name, partial(run, *around)))

    with world(folder, language) as place:
        _visit(place, album, step)
        with desktop(place.profile("colleague"), album, language) as stage:
            step("colleague at work", preparing.at_work, stage, place, MANAGER)
            step("gone on with", handing_over.gone_on_with, stage)
        with desktop(place.profile("rep"), album, language) as stage:
            step("seen at home", handing_over.seen_at_home, stage)
    return steps


def _visit(place: World, album: Path, step: Callable[..., None]) -> None:
    with desktop(place.profile("rep"), album, place.language) as stage:
        step("at work", preparing.at_work, stage, place)
        step("network gone", deeds.network_gone, stage, place)
        step("client known", preparing.client_known, stage)
        step("organisation drawn", preparing.organisation_drawn, stage)
        step("interview prepared", preparing.interview_prepared, stage)
        step("talk begun", talking.begun, stage)
        step("24 questions asked", talking.asked, stage)
        step("taken down", talking.taken_down, stage)
        step("talk ended", talking.ended, stage)
        step("results looked at", improving.results_looked_at, stage)
        step("pain solved", improving.pain_solved, stage)
        step("simulated", improving.simulated, stage)
        step("report written", handing_over.report_written, stage, place.folder)
        step("sent in the evening", handing_over.sent, stage, place)
