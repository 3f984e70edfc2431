"""Chapter 2: the first sync shows where it stands, survives being killed, and goes on where it was."""

from __future__ import annotations

import subprocess
import sys

from crm_desktop.settings import Profile
from crm_desktop.views.first_sync.first_sync_page import FirstSyncPage
from crm_desktop.views.tour.card import TourCard
from tools.journey.desktop import Desktop
from tools.journey.victim import HALF_WAY
from tools.journey.world import World

BYTES_BEFORE_THE_CUT = 22_000
"""Enough to sign in and for some pages of the sample organisation, not for all."""


def killed_half_way(world: World, profile: str) -> dict[str, object]:
    """Let a process of its own sign in, let the line fail half-way through the first sync, and kill the process."""
    command = [sys.executable, "-m", "tools.journey.victim", str(world.profile(profile)), world.rep_address, *world.rep]
    world.line.cut_after(BYTES_BEFORE_THE_CUT)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        for line in process.stdout:
            if line.startswith(HALF_WAY):
                _, done, total = line.split()
                return {"records when killed": int(done), "of": int(total)}
        raise AssertionError("the first sync ended before it could be killed")
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stdin.close()
        world.line.cut_after(None)


def finished(stage: Desktop, world: World) -> dict[str, object]:
    """Start again on the same profile: what is here stays, the rest arrives."""
    person = stage.person
    person.wait(lambda: stage.program.workspace is not None, "the data on this device")
    kept = stage.workspace.store.replica.snapshot_records()
    page = person.sees(FirstSyncPage)
    if page is not None:
        person.picture("first-sync")
    person.wait(lambda: stage.workspace.store.replica.position() is not None, "the whole replica")
    person.wait(stage.synced, "“up to date” in the sync pill")
    if page is not None and page.isVisible():
        person.click(page.start)
    stage.wait_for_work()
    person.wait(lambda: person.sees(TourCard), "the tour of the sample organisation")
    person.picture("tour")
    person.click(person.finds(TourCard).skip)
    person.picture("at-work")
    assert Profile(world.profile("rep")).replica.exists()
    return {"records kept from before": kept}
