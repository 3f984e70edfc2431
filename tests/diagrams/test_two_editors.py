"""Two devices draw on one map apart, over a real server: afterwards both show the same whole map."""

from __future__ import annotations

import random
from collections.abc import Collection

import pytest

from crm_desktop.diagrams.command import Command
from crm_desktop.diagrams.commands.append import Append
from crm_desktop.diagrams.commands.connect import Connect
from crm_desktop.diagrams.commands.insert import InsertBefore
from crm_desktop.diagrams.commands.lanes import AddLane, MoveLane
from crm_desktop.diagrams.commands.move import MoveBy, MoveToLane
from crm_desktop.diagrams.commands.remove import Remove
from crm_desktop.diagrams.commands.remove_lane import RemoveLane
from crm_desktop.diagrams.commands.split_lane import MergeLanes
from crm_desktop.diagrams.commands.tell import Tell
from crm_desktop.diagrams.ports import AtOnce
from crm_desktop.diagrams.session import Outside, Session, open_session
from crm_desktop.diagrams.whither import Nth
from crm_desktop.models.edits import Create
from crm_desktop.models.errors import Refused
from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.reading import MapReading
from crm_desktop.store.queries.process_map import read_map
from tests.support.central import Central, Client, MakeClient, central, make_client
from tests.support.maps import faults

__all__ = ["central", "make_client"]
ROUNDS, GESTURES = 3, 10


def editor(client: Client, process_id: str) -> Session:
    """Open the map on a device."""

    def read(ids: Collection[str] | None) -> MapReading:
        return client.store.read(read_map, process_id, ids)

    return open_session(read(None), Outside(client.store.door, AtOnce(), read))


def gesture(session: Session, chance: random.Random) -> Command:
    """Return something that a person might do now."""
    nodes, lanes = sorted(session.chart.nodes), [lane.id for lane in session.chart.lanes_in_order()]
    if len(nodes) < 3 or not lanes:
        return Append(chance.choice(nodes) if nodes else None, Nth(chance.randint(1, 3)), text="核对")
    one, other, lane = chance.choice(nodes), chance.choice(nodes), chance.choice(lanes)
    possible: list[Command] = [
        Append(one),
        Append(one, Nth(chance.randint(1, 3)), text="录入 ~5分"),
        InsertBefore(one),
        Connect(one, other),
        Remove((one,)),
        Remove((one,), join=False),
        MoveBy((one,), rows=chance.choice((-1, 1))),
        MoveToLane((one,), Nth(chance.randint(1, 3))),
        Tell(one, chance.choice(["价格一致？", "发货 !太慢", "~等1天"])),
        AddLane("新"),
        MoveLane(lane, chance.choice(lanes)),
        RemoveLane(lane),
        MergeLanes(lane, chance.choice(lanes)),
    ]
    return chance.choice(possible)


@pytest.mark.parametrize("seed", [1])
def test_two_devices_agree_on_a_whole_map(central: Central, make_client: MakeClient, seed: int) -> None:
    chance = random.Random(seed)
    clients = [make_client(central.url), make_client(central.url)]
    for client in clients:
        client.sign_in()
        assert client.sync().complete
    process_id = new_id()
    clients[0].commit(Create("process", {"name": "订单到交付"}, process_id))
    for client in clients:
        client.sync()
    editors = [editor(client, process_id) for client in clients]
    for _ in range(ROUNDS):
        for session in editors:
            for _ in range(GESTURES):
                try:
                    session.run(gesture(session, chance))
                except Refused:
                    continue
        for client in (*clients, *clients):
            assert client.sync().complete
        for session in editors:
            session.reread(None)
        first, second = ({each.id: each for each in session.chart.elements()} for session in editors)
        assert first == second
        assert faults(editors[0].chart) == []
    assert [client.store.outbox.count() for client in clients] == [0, 0]
