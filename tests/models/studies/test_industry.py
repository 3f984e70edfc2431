"""A map beside its industry: missing, extra and manual steps, figures among clients, nobody who could be guessed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.money import to_units
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.record import Record
from crm_desktop.models.studies.industry import (
    LEAST_CLIENTS,
    Client,
    Usual,
    automated_elsewhere,
    beside,
    distributions,
    nearest,
)


def a_map(*names: str, **fields: str) -> ProcessMap:
    nodes = tuple(Node(id=f"{at}{name}", name=name, along=84 * at, **fields) for at, name in enumerate(names))  # type: ignore[arg-type]
    return ProcessMap(id="-".join(names), values={}, nodes=nodes)


def metric(present: int | None, name: str = "Add-friend rate", better: str = "higher", unit: str = "percent") -> Record:
    units = to_units(present) if present is not None else None
    return Record("metric", f"m{present}", {"name": name, "unit": unit, "better": better, "present": units})


def clients(*values: int) -> list[Client]:
    return [Client(metrics=(metric(each),)) for each in values]


def test_missing_and_extra_steps_are_found_by_names_alone() -> None:
    found = beside(a_map("Check the order", "Fax it", "Deliver"), a_map("Receive", "Check order", "Deliver the goods"))
    assert [(pair.mine.name, pair.other.name) for pair in found.both] == [
        ("Check the order", "Check order"),
        ("Deliver", "Deliver the goods"),
    ]
    assert [node.name for node in found.missing] == ["Receive"]
    assert [node.name for node in found.extra] == ["Fax it"]
    assert found.shared == pytest.approx(2 / 3)


def test_the_nearest_industry_process_is_the_one_that_shares_most() -> None:
    usual = [Usual("a", a_map("Plant", "Harvest")), Usual("b", a_map("拨打电话", "发短信", "加好友"))]
    found = nearest(a_map("拨打电话", "加好友"), usual)
    assert found is not None
    assert found.key == "b"
    assert nearest(a_map("Sing"), usual) is None


def test_steps_by_hand_that_the_industry_automates_are_told() -> None:
    mine = a_map("Call", "Text", "Visit")
    usual = Usual("leads", a_map("Call", "Text"), frozenset({"Call"}))
    (found,) = automated_elsewhere(mine, usual, [])
    assert (found.node.name, found.by_template, found.of_clients) == ("Call", True, 0)
    assert automated_elsewhere(a_map("Call", automation="automatic"), usual, []) == ()


def test_how_many_clients_automated_a_step_is_told_from_three_on() -> None:
    automatic = Client((a_map("Call the lead", automation="automatic"),))
    by_hand = Client((a_map("Call the lead"),))
    mine = a_map("Call the lead")
    assert automated_elsewhere(mine, None, [automatic, automatic]) == ()
    assert automated_elsewhere(mine, None, [automatic, automatic, Client((a_map("Sing"),))]) == ()
    (found,) = automated_elsewhere(mine, None, [automatic, by_hand, automatic])
    assert (found.clients, found.of_clients) == (2, 3)


def test_figures_are_told_as_quartiles_with_the_clients_place() -> None:
    (found,) = distributions([metric(20)], clients(10, 30, 40, 50, 70))
    assert found.enough
    assert [found.low, found.quarter, found.median, found.three_quarters, found.high] == [
        to_units(each) for each in (10, 30, 40, 50, 70)
    ]
    assert (found.clients, found.better_than) == (5, 1)
    (even,) = distributions([metric(20)], clients(10, 20, 30, 50))
    assert even.median == Fraction(to_units(25))


def test_less_can_be_better_and_nothing_known_is_better_than_nobody() -> None:
    (found,) = distributions([metric(20, better="lower")], clients(10, 30, 40))
    assert found.better_than == 2
    (unknown,) = distributions([metric(None)], clients(10, 30, 40))
    assert (unknown.present, unknown.better_than) == (None, 0)


def test_below_three_clients_nothing_is_told() -> None:
    for count in range(LEAST_CLIENTS):
        (found,) = distributions([metric(20)], clients(*range(count)))
        assert not found.enough
        assert found.low == found.median == found.high == 0


def test_other_units_and_names_are_other_metrics() -> None:
    others = [Client(metrics=(metric(5, unit="count"), metric(7, name="Call rate"))) for _ in range(4)]
    (found,) = distributions([metric(20)], others)
    assert found.clients == 0


@given(st.lists(st.integers(-1_000, 1_000), min_size=3, max_size=30))
def test_quartiles_come_in_order_and_within_what_there_is(values: list[int]) -> None:
    (found,) = distributions([metric(0)], clients(*values))
    told = [found.low, found.quarter, found.median, found.three_quarters, found.high]
    assert told == sorted(told)
    assert told[0] == to_units(min(values))
    assert told[-1] == to_units(max(values))
