"""Clocks that are wrong, and clocks that jump, in real processes: order, rights and limits stay right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import select

from crm_desktop.models.clock import DAY_MS, SystemClock
from crm_desktop.models.ids import new_id
from crm_desktop.sync.status import CLOCK_TOLERANCE_MS
from crm_server.store.tables import LOG_TRANSACTIONS, RECORDS
from tests.support.extent import only_whole, whole_or
from tests.support.faketime import OtherTime, library
from tests.support.live_server import LiveServer
from tests.support.mortal.site import Site
from tests.support.office import PASSWORD
from tests.support.processes import RunningProgram
from tests.support.proxy import CuttingProxy
from tests.support.server_process import ServerProcess


@pytest.fixture(autouse=True)
def other_times_exist() -> None:
    library()


def lived(program: RunningProgram) -> RunningProgram:
    """Wait for a device's end, which must be a good one."""
    with program:
        assert program.wait(100) == 0, program.output
        assert "failed" not in program.output
    return program


def name_of(site: Site, account: str) -> str:
    table = RECORDS["account"]
    with site.office.database.read() as connection:
        return str(connection.scalar(select(table.c.name).where(table.c.id == account)))


@pytest.mark.parametrize("offset", whole_or(["+1d"], ["+1d", "-1d"]))
def test_a_clock_that_is_a_day_wrong_neither_wins_nor_loses_and_is_noticed(
    site: Site, tmp_path: Path, offset: str
) -> None:
    _, url = site.serve()
    account, wrong = site.accounts(1)[0], OtherTime(tmp_path / "wrong", offset)
    mine, other = site.new_device(), site.new_device()
    first = lived(wrong.device(mine, url, "sync", "rename by-the-wrong-clock"))
    assert "promised" in first.output
    assert site.device(other, url, "sync", "rename later", "sync").wait() == 0
    synced = lived(wrong.device(mine, url, "sync"))
    assert name_of(site, account) == "later"
    told = int(synced.wait_for(r"^skew (-?\d+)")[1])
    assert abs(told) > CLOCK_TOLERANCE_MS
    assert abs(abs(told) - DAY_MS) < 60_000
    lived(wrong.device(mine, url, "sync", "rename last", "sync"))
    assert name_of(site, account) == "last"


@only_whole
def test_a_clock_that_jumps_in_the_middle_of_a_push_moves_nothing_but_itself(site: Site, tmp_path: Path) -> None:
    _, url = site.serve()
    site.accounts(3)
    began, time = SystemClock().now(), OtherTime(tmp_path / "time")
    with CuttingProxy(int(url.rpartition(":")[2])) as proxy:
        hold = proxy.hold(b"POST /v1/sync/push", 100)
        device = time.device(
            site.new_device(), f"http://127.0.0.1:{proxy.port}", "sync", "act 3", "sync", "sync", "tell"
        )
        assert hold.reached.wait(90), device.output
        time.jump("-1d")
        hold.let_go.set()
        lived(device)
    for line in device.lines:
        if line.startswith("promised"):
            assert site.applied(line.split()[1]) == 1
    with site.office.database.read() as connection:
        made = connection.scalars(select(LOG_TRANSACTIONS.c.made_at).where(LOG_TRANSACTIONS.c.made_at >= began)).all()
    assert len(made) >= 3
    assert all(began <= moment <= SystemClock().now() for moment in made)


def test_a_server_whose_clock_jumps_keeps_order_sessions_and_limits(site: Site, tmp_path: Path) -> None:
    account, time = site.accounts(1)[0], OtherTime(tmp_path / "time")
    with ServerProcess(site.database_url, env=time.env) as process:
        server = LiveServer(process.url, site.folder, site.office.people, site.office.made)

        def rename(before: str, after: str) -> dict[str, Any]:
            change = {"kind": "account", "id": account, "operation": "update", "fields": {"name": [before, after]}}
            return server.push("ann", change)

        versions = [site.office.row("account", account)["updated_at"]]
        start, sequences = server.position("ann"), []
        for before, (offset, after) in zip(("ann 0", "a", "b"), (("+0", "a"), ("-1d", "b"), ("+0", "c")), strict=True):
            time.jump(offset)
            outcome = rename(before, after)
            assert outcome["result"] == "applied", outcome
            sequences.append(outcome["sequence"])
            versions.append(site.office.row("account", account)["updated_at"])
        assert sequences == sorted(sequences)
        assert versions == sorted(set(versions))
        page = server.call("POST", "/v1/sync/pull", "ann", json={"position": start}).json()
        assert [entry["sequence"] for entry in page["history"]] == sequences

        answers = [server.sign_in("nobody", "wrong").status_code for _ in range(11)]
        assert answers[-1] == 429
        time.jump("-1d")
        barred = server.sign_in("nobody", "wrong")
        assert barred.status_code == 401 or int(barred.headers["Retry-After"]) <= 900
        time.jump("+1d")
        assert server.call("GET", "/v1/devices", "ann").status_code == 401
    assert site.sound()


@only_whole
def test_a_session_outlives_a_server_whose_clock_jumps_a_day_ahead(site: Site, tmp_path: Path) -> None:
    time = OtherTime(tmp_path / "time")
    with ServerProcess(site.database_url, env=time.env) as process:
        device = {"id": new_id(), "name": "laptop", "platform": "linux"}
        server = LiveServer(process.url, site.folder, site.office.people, site.office.made)
        session = requests.post(
            f"{server.url}/v1/sign-in", json={"name": "ann", "password": PASSWORD, "device": device}, timeout=60
        ).json()
        for offset in ("+1d", "-1d", "+0"):
            time.jump(offset)
            renewal = {"refresh_token": session["refresh_token"], "device_id": device["id"]}
            answer = requests.post(f"{server.url}/v1/renew", json=renewal, timeout=60)
            assert answer.status_code == 200, (offset, answer.text)
            session = answer.json()
            headers = {"Authorization": f"Bearer {session['access_token']}"}
            assert requests.get(f"{server.url}/v1/devices", headers=headers, timeout=60).status_code == 200
