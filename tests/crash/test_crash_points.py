"""Kill -9 of a real device and of a real server at every named point: nothing lost, nothing twice, all agree again."""

from __future__ import annotations

import signal

import pytest

from crm_desktop.models.crash_points import AT_THE_SERVER, IN_A_SYNC, CrashPoint
from tests.support.extent import whole_or
from tests.support.mortal.lives import Life
from tests.support.mortal.site import Site, promises, replica_of
from tests.support.proxy import CuttingProxy

KILLED = -signal.SIGKILL
SNAPSHOT = frozenset(point for point in CrashPoint if "snapshot" in point)
"""Points that a device only reaches while it takes a new snapshot."""
ON_THE_LINE = (CrashPoint.WITHIN_REQUEST, CrashPoint.WITHIN_ANSWER)
FEW = (CrashPoint.AFTER_COMMIT, CrashPoint.BEFORE_RECORD, CrashPoint.WITHIN_SWEEP)
"""For the ordinary tests: the simulation kills at all points, thousands of times."""
IN_A_PUSH = [each for each in AT_THE_SERVER if each is not CrashPoint.WITHIN_SERVER_MIGRATION]
OTHERWISE = (CrashPoint.WITHIN_MIGRATION, CrashPoint.WITHIN_REKEY)
"""Not in a sync; the tests of those are beside this one."""


def test_every_point_has_its_test() -> None:
    assert {*IN_A_SYNC, CrashPoint.WITHIN_SWEEP, *ON_THE_LINE, *OTHERWISE, *AT_THE_SERVER} == set(CrashPoint)


def converges(site: Site, url: str, folder_of: Life, folder: object, name: str = "ann") -> None:
    """Check that after another start of the device both sides hold the same, and each promise exactly once."""
    later = site.device(folder, url, "sync", "sync", "tell", name=name)  # type: ignore[arg-type]
    assert replica_of(later) == site.office.visible_now(name)
    for transaction, record in promises(folder_of):
        assert site.applied(transaction) == 1
        assert site.records(record) == 1
    assert promises(folder_of)
    assert site.sound()


@pytest.mark.parametrize("point", whole_or(FEW, [*IN_A_SYNC, CrashPoint.WITHIN_SWEEP]))
def test_a_device_that_dies_there_loses_nothing_and_does_nothing_twice(site: Site, point: CrashPoint) -> None:
    _, url = site.serve()
    mine, folder = site.accounts(8), site.new_device()
    assert site.device(folder, url, "sync").wait() == 0
    site.accounts(5)
    if point in SNAPSHOT:
        site.hand_over(mine[:3], to="cem")
        site.restore()
    dying = site.device(folder, url, "act 3", "sync", dies_at=point)
    assert dying.wait() == KILLED, dying.lines
    converges(site, url, dying, folder)


@pytest.mark.parametrize("point", ON_THE_LINE)
@pytest.mark.parametrize("victim", whole_or(["server"], ["device", "server"]))
def test_whoever_dies_with_half_a_push_on_the_line(site: Site, point: CrashPoint, victim: str) -> None:
    server, url = site.serve()
    site.accounts(3)
    folder, port = site.new_device(), int(url.rpartition(":")[2])
    with CuttingProxy(port) as proxy:
        through = f"http://127.0.0.1:{proxy.port}"
        hold = proxy.hold(b"POST /v1/sync/push", 400, in_answer=point is CrashPoint.WITHIN_ANSWER)
        dying = site.device(folder, through, "sync", "act 3", "sync", "tell")
        assert hold.reached.wait(90), dying.lines
        (dying if victim == "device" else server).kill()
        # First: what the proxy still holds must reach nobody.
        proxy.reset()
        hold.let_go.set()
        if victim == "server":
            assert dying.wait() == 0
            assert dying.said(r"^failed sync\.(cut_off|server_silent)")
            assert dying.said(r"^waiting 3")
            server, _ = site.serve(port)
        committed = [site.applied(transaction) for transaction, _ in promises(dying)]
        assert committed == ([1] * 3 if point is CrashPoint.WITHIN_ANSWER else [0] * 3)
        converges(site, through, dying, folder)


@pytest.mark.parametrize("point", whole_or([CrashPoint.AFTER_SERVER_COMMIT], IN_A_PUSH))
def test_a_server_that_dies_there_has_done_all_or_nothing(either_site: Site, point: CrashPoint) -> None:
    site = either_site
    server, url = site.serve(dies_at=point)
    site.accounts(3)
    folder, port = site.new_device(), int(url.rpartition(":")[2])
    device = site.device(folder, url, "sync", "act 3", "sync", "tell")
    assert server.wait() == KILLED
    assert device.wait() == 0
    assert device.said(r"^failed sync\.(cut_off|server_silent)")
    committed = [site.applied(transaction) for transaction, _ in promises(device)]
    assert committed == ([1] * 3 if point is CrashPoint.AFTER_SERVER_COMMIT else [0] * 3)
    site.serve(port)
    converges(site, url, device, folder)
