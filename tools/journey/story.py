"""The whole journey, from signing in to the proof that nothing on the disk can be read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from tools.journey import deeds, readings
from tools.journey.chapters import at_rest, back_online, first_sync, offline_day, signing_in
from tools.journey.desktop import desktop
from tools.journey.figures import Step, played
from tools.journey.world import World, world

HANDED_OVER_TO = "liu.yang"
_OTHER = (
    "owner_id = ? AND id IN (SELECT account_id FROM tasks WHERE done = 0 AND deleted_at IS NULL) AND id IN "
    "(SELECT account_id FROM opportunities WHERE stage_id IN "
    "(SELECT id FROM stages WHERE outcome = 'open' AND position > 0)) ORDER BY sort_key"
)


def play(folder: Path, album: Path, language: str) -> list[Step]:
    """Play every step and return them; raises AssertionError at the first that does not hold."""
    steps: list[Step] = []

    def step(name: str, run: Callable[..., dict[str, object]], *around: object) -> None:
        steps.append(played(name, partial(run, *around)))

    with world(folder, language) as place:
        with desktop(place.profile("rep"), album, language) as stage:
            step("sign-in refused", signing_in.refused, stage, place)
        step("first sync killed", first_sync.killed_half_way, place, "rep")
        _day(place, album, step)
        step("unreadable at rest", at_rest.unreadable, place.profile("rep"), offline_day.TYPED)
    return steps


def _day(place: World, album: Path, step: Callable[..., None]) -> None:
    rep = partial(desktop, place.profile("rep"), album, place.language)
    with rep() as stage:
        step("first sync finished", first_sync.finished, stage, place)
        store = stage.workspace.store
        other = readings.first(store, "account", _OTHER, stage.workspace.account.user_id)
        new_owner = readings.first(store, "user", "sign_in_name = ?", HANDED_OVER_TO)
        step("noted online", offline_day.noted, stage, other)
        step("network gone", deeds.network_gone, stage, place)
        step("made offline", offline_day.created, stage)
        step("found offline", offline_day.found, stage)
        step("edited offline", offline_day.edited, stage, other)
        step("undone and redone", offline_day.undone, stage)
    with rep() as stage, place.manager() as manager:
        step("restarted offline", offline_day.still_there, stage, other)
        step("edited elsewhere", back_online.meanwhile, manager, other)
        step("network back", back_online.network_back, stage, place, manager, other)
        step("settled", back_online.decided, stage)
        step("handed over", back_online.handed_over, stage, manager, other, new_owner.id)
