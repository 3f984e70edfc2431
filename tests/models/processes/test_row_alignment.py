"""Two maps beside each other: common steps in common rows, lanes with the names of what they are a part of."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.processes.comparison import compare
from crm_desktop.models.processes.elements import Flow, Lane, Node, Pool
from crm_desktop.models.processes.overlay import aligned, overlay
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.row_alignment import with_aligned_rows

POOL = Pool(id="pool", name="Plant", rank="a")
LANES = (
    Lane(id="hq", name="Head office", pool_id="pool", rank="a"),
    Lane(id="sales", name="Sales", pool_id="pool", parent_id="hq", rank="a", breadth=196),
    Lane(id="plan", name="Planning", pool_id="pool", parent_id="hq", rank="b", breadth=196),
)


def made(*rows: str) -> ProcessMap:
    """A map with one step for each name, row by row; "" leaves a row free."""
    nodes = tuple(
        Node(id=name, name=name, lane_id="sales", along=66 + 84 * row, across=98, rank=f"{row:03}")
        for row, name in enumerate(rows)
        if name
    )
    flows = (Flow(id="f", source_id=nodes[0].id, target_id=nodes[-1].id, bends=((nodes[-1].along - 42, 20),)),)
    return ProcessMap(id="p", values={}, pools=(POOL,), lanes=LANES, nodes=nodes, flows=flows)


def rows_of(map_: ProcessMap) -> dict[str, int]:
    return {node.name: node.along for node in map_.nodes}


def test_what_only_one_map_has_leaves_its_rows_free_in_the_other() -> None:
    before, after = made("a", "b", "c", "d"), made("a", "x", "y", "c", "d", "e")
    one, other = aligned(before, after, compare(before, after))
    rows, others = rows_of(one), rows_of(other)
    assert all(rows[name] == others[name] for name in "acd")
    assert rows["b"] < rows["c"]
    assert [others[name] for name in "axycde"] == sorted(others.values())


def test_lanes_keep_the_names_of_what_they_are_a_part_of() -> None:
    before, after = made("a"), made("a")
    after = replace(after, lanes=(*after.lanes, Lane(id="new", name="Stock", pool_id="pool", rank="c")))
    for map_ in aligned(before, after, compare(before, after)):
        pools = {pool.id: pool.name for pool in map_.pools}
        assert [(lane.name, pools[lane.pool_id or ""]) for lane in map_.lanes] == [
            ("Sales", "Plant · Head office"),
            ("Planning", "Plant · Head office"),
            ("Stock", "Plant"),
        ]


def test_corners_and_what_lies_in_a_step_go_along() -> None:
    before, after = made("a", "b"), made("a", "x", "b")
    inner = Node(id="in", name="in", lane_id="sales", parent_id="b", along=66 + 84 + 10, across=98)
    one, _ = aligned(replace(before, nodes=(*before.nodes, inner)), after, compare(before, after))
    assert rows_of(one)["in"] - rows_of(one)["b"] == 10
    assert one.flows[0].bends[0][0] > 66


def test_both_maps_as_one_show_what_went_in_a_row_of_its_own() -> None:
    before, after = made("a", "b", "c"), made("a", "x", "c")
    both = overlay(before, after, compare(before, after))
    rows = rows_of(both.map)
    assert {both.marks["b"], both.marks["x"]} == {"remove", "add"}
    assert rows["a"] < rows["x"] < rows["c"]
    assert len(set(rows.values())) == 4


@given(st.permutations(list("abcdefgh")), st.permutations(list("abcdefgh")))
def test_steps_only_go_on_and_keep_their_order(one: list[str], other: list[str]) -> None:
    before, after = made(*one), made(*other)
    partners = {name: name for name in "abcdefgh"}
    for was, now in zip((before, after), with_aligned_rows(before, after, partners), strict=True):
        old, new = rows_of(was), rows_of(now)
        assert all(new[name] >= old[name] for name in old)
        assert sorted(old, key=lambda name: old[name]) == sorted(new, key=lambda name: new[name])
