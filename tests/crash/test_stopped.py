"""Processes that are frozen, not dead: sockets stay open and say nothing; nobody waits for ever, nothing is doubled."""

from __future__ import annotations

import pytest

from tests.support.extent import whole_or
from tests.support.mortal.site import Site, promises, replica_of
from tests.support.proxy import CuttingProxy

PATIENCE = 1.0
ACCOUNTS = 5


REQUESTS = ["POST /v1/sync/push", "POST /v1/sync/pull", "GET /v1/sync/poke"]


@pytest.mark.parametrize("request_line", whole_or(REQUESTS[:1], REQUESTS))
def test_a_frozen_server_is_called_silent_and_does_later_what_it_was_asked_once(site: Site, request_line: str) -> None:
    server, url = site.serve()
    site.accounts(4)
    folder = site.new_device()
    with CuttingProxy(int(url.rpartition(":")[2])) as proxy:
        through = f"http://127.0.0.1:{proxy.port}"
        assert site.device(folder, url, "sync").wait() == 0
        site.accounts(2)
        hold = proxy.hold(request_line.encode(), 0)
        device = site.device(folder, through, "act 2", "sync", "poke", "tell", patience=PATIENCE)
        assert hold.reached.wait(90), device.lines
        server.pause()
        hold.let_go.set()
        device.wait_for(r"^failed sync\.server_silent")
        server.go_on()
        assert device.wait() == 0
        again = site.device(folder, through, "sync", "sync", "tell")
        assert replica_of(again) == site.office.visible_now("ann")
    assert [site.applied(each) for each, _ in promises(device)] == [1, 1]
    assert site.sound()


@pytest.mark.parametrize("in_answer", whole_or([False], [False, True]))
def test_a_device_frozen_in_the_middle_of_a_push_finds_what_another_did_meanwhile(site: Site, in_answer: bool) -> None:
    _, url = site.serve()
    site.accounts(ACCOUNTS)
    mine, other = site.new_device(), site.new_device()
    with CuttingProxy(int(url.rpartition(":")[2])) as proxy:
        through = f"http://127.0.0.1:{proxy.port}"
        hold = proxy.hold(b"POST /v1/sync/push", 300, in_answer)
        frozen = site.device(mine, through, "sync", "rename mine", "sync", "sync", "tell")
        assert hold.reached.wait(90), frozen.lines
        frozen.pause()
        quick = site.device(other, url, "sync", "rename theirs", "sync", "tell")
        assert quick.wait() == 0, quick.lines
        frozen.go_on()
        hold.let_go.set()
        assert frozen.wait() == 0, frozen.lines
        assert [site.applied(each) for life in (frozen, quick) for each, _ in promises(life)] == [1] * 2 * ACCOUNTS
        late, early = (site.device(folder, url, "sync", "sync", "tell") for folder in (mine, other))
        # Held within the request it came second, with names that nobody had seen: each loser is kept, to be decided.
        conflicts = 0 if in_answer else ACCOUNTS
        assert replica_of(late, conflicts) == replica_of(early, conflicts) == site.office.visible_now("ann")
    assert site.sound()
