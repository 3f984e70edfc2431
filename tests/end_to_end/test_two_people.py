"""Two people at two whole programs with a proxy before each: what the windows say is true after every step."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from crm_desktop.models.edits import Create
from crm_desktop.models.fields import Value
from tests.support.live_server import furnish
from tests.support.server_process import ServerProcess
from tests.support.two_people.hour import Hour, Seat


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.usefixtures("secret_service")
def test_two_people_are_told_the_truth_while_their_lines_fail(tmp_path: Path) -> None:
    with Hour(tmp_path, seed=7) as hour:
        hour.begin(3)
        hour.live(steps=6)
    assert hour.lies == []
    assert hour.counts["agreed"] >= 2


@pytest.mark.timeout(120)
@pytest.mark.usefixtures("secret_service")
def test_a_form_opened_while_the_first_sync_runs_survives_its_end(tmp_path: Path) -> None:
    furnished = furnish(tmp_path)
    furnished.write(*[Create(kind, {"name": f"Number {n}"}) for kind in ("account", "contact") for n in range(40)])
    notes = random.Random(1).randbytes
    # These come after accounts and contacts, with which one may begin, and take a slow line long.
    activity: dict[str, Value] = {"subject": "call", "happened_at": 1_000}
    furnished.write(*[Create("activity", activity | {"body": notes(200).hex()}) for _ in range(1_000)])
    furnished.database.close()
    with ServerProcess(f"sqlite:///{tmp_path / 'server.db'}") as server:
        seat = Seat(tmp_path, "ada", server.port)
        try:
            seat.proxy.dribble(600, 0.05)
            seat.do("sign_in", "ada")
            assert seat.do("begin_a_form", "Suzhou"), "the first sync had ended before"
            seat.come_back()
            assert seat.do("go_on_after_first_sync", " Bearings") == "Suzhou Bearings"
        finally:
            status = seat.leave()
    assert status == 0
