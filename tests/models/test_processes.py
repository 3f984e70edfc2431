"""Grammar, checks, totals, comparison and versions of process maps."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.diagrams.new_maps import from_template, to_be_of
from crm_desktop.models.edits import Create
from crm_desktop.models.errors import Refused
from crm_desktop.models.processes.comparison import compare
from crm_desktop.models.processes.durations import read_duration, tell_duration, write_duration
from crm_desktop.models.processes.elements import Flow, Lane, Node, Pain
from crm_desktop.models.processes.grammar import Line, Part, adds_only, parse, write
from crm_desktop.models.processes.likeness import best_match
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.totals import total
from crm_desktop.models.processes.versions import decode_map, encode_map
from tests.support.maps import big_map

WORDS = st.text(alphabet='核对价格采购 ERP订单ab?？~～!！#＃@＠>＞\\"“”「」。,1分', min_size=1, max_size=12).map(
    lambda text: " ".join(text.split())
)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("核对价格 ~45分 #Excel", Line(name="核对价格", working_seconds=2_700, tools=("Excel",))),
        ("核对价格～４５分＃Excel", Line(name="核对价格", working_seconds=2_700, tools=("Excel",))),
        ("价格一致？", Line(name="价格一致？")),
        (
            "@客户 验收签字 ~等2天 !签单常拖延",
            Line(name="验收签字", lane="客户", waiting_seconds=172_800, pains=("签单常拖延",)),
        ),
        ("Check price ~1h30m ~wait 2d", Line(name="Check price", working_seconds=5_400, waiting_seconds=172_800)),
        ("!太慢 !易错 #ERP #Excel", Line(pains=("太慢", "易错"), tools=("ERP", "Excel"))),
        ("排产 ~半小时 >录入 ERP", Line(name="排产", working_seconds=1_800, connects=("录入 ERP",))),
        ("@Customer service call back", Line(name="call back", lane="Customer service")),
        ("mail a@b.cn about C# ~ten", Line(name="mail a@b.cn about C# ~ten")),
        ("完成！", Line(name="完成！")),
        ("", Line()),
    ],
)
def test_a_line_is_read_in_both_languages_and_punctuations(typed: str, line: Line) -> None:
    assert parse(typed, lanes=["Customer service"]).line == line


def test_spans_say_what_each_piece_means() -> None:
    typed = "@采购 下单 ~45分 !慢"
    spans = parse(typed).spans
    assert [(span.part, typed[span.start : span.end]) for span in spans] == [
        (Part.LANE, "@采购"),
        (Part.NAME, "下单"),
        (Part.WORKING, "~45分"),
        (Part.PAIN, "!慢"),
    ]


def test_only_a_sign_at_the_beginning_adds() -> None:
    assert adds_only(" ~45分")
    assert adds_only("！慢")
    assert not adds_only("核对 ~45分")
    assert not adds_only("")


@given(
    st.builds(
        Line,
        name=WORDS,
        lane=st.none() | WORDS,
        working_seconds=st.none() | st.integers(0, 10_000_000),
        waiting_seconds=st.none() | st.integers(0, 10_000_000),
        pains=st.lists(WORDS, max_size=2).map(tuple),
        tools=st.lists(WORDS, max_size=2, unique=True).map(tuple),
        connects=st.lists(WORDS, max_size=2).map(tuple),
    ).filter(lambda line: all((line.name, line.lane != "", *line.pains, *line.tools, *line.connects))),
    st.booleans(),
)
def test_what_is_written_is_read_back(line: Line, chinese: bool) -> None:
    assert parse(write(line, chinese)).line == line


@given(st.text(alphabet=st.characters() | st.sampled_from('@~!#>＠～！＃＞？?等分\\"“ 1'), max_size=60))
def test_any_text_is_read_and_spans_lie_in_order(text: str) -> None:
    spans = parse(text).spans
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@given(st.integers(0, 20_000_000), st.booleans())
def test_a_time_is_read_back(seconds: int, chinese: bool) -> None:
    text = write_duration(seconds, chinese)
    found = read_duration(text)
    assert found is not None
    assert (found.seconds, found.end) == (seconds, len(text))


def test_a_typed_name_means_the_step_that_begins_so_holds_it_or_sounds_so() -> None:
    names = ["核对价格", "录入 ERP 订单", "价格一致？"]
    assert best_match("录入", names, str) == "录入 ERP 订单"
    assert best_match("erp", names, str) == "录入 ERP 订单"
    assert best_match("hdjg", names, str) == "核对价格"
    assert best_match("价格一致", names, str) == "价格一致？"
    assert best_match("发货", names, str) is None


def line_of(*names: str, **more: object) -> ProcessMap:
    """Return a map of tasks in a row."""
    nodes = [Node(id=f"n{at}", name=name, lane_id="l", along=at * 84) for at, name in enumerate(names)]
    flows = [Flow(id=f"f{at}", source_id=f"n{at}", target_id=f"n{at + 1}") for at in range(len(names) - 1)]
    fields = {"lanes": (Lane(id="l", name="Sales"),), "nodes": tuple(nodes), "flows": tuple(flows), **more}
    return ProcessMap(id="p", values={}, **fields)  # type: ignore[arg-type]


def test_totals_count_a_loop_as_rework_by_its_share() -> None:
    nodes = (
        Node(id="s", form="start", lane_id="a"),
        Node(id="w", name="do", lane_id="a", working_seconds=100, waiting_seconds=10, along=84),
        Node(id="g", form="gateway", name="ok?", lane_id="a", along=168),
        Node(id="e", form="end", lane_id="b", along=252),
    )
    flows = (
        Flow(id="1", source_id="s", target_id="w"),
        Flow(id="2", source_id="w", target_id="g"),
        Flow(id="3", source_id="g", target_id="e", share=80),
        Flow(id="4", source_id="g", target_id="w", share=20),
    )
    pains = (Pain(id="x", name="slow", node_id="w"), Pain(id="y", name="old", state="solved"))
    totals = total(ProcessMap(id="p", values={}, nodes=nodes, flows=flows, pains=pains))
    assert totals.whole.working_seconds == 100
    assert totals.expected_working == pytest.approx(125)
    assert totals.rework == pytest.approx(25)
    assert totals.expected_waiting == pytest.approx(12.5)
    assert (totals.hand_overs, totals.pains, totals.by_lane["a"].steps) == (1, 1, 1)


def test_totals_weigh_branches_by_their_shares() -> None:
    nodes = (
        Node(id="g", form="gateway", name="ok?"),
        Node(id="a", working_seconds=100, along=84),
        Node(id="b", working_seconds=1_000, along=84),
    )
    flows = (Flow(id="1", source_id="g", target_id="a"), Flow(id="2", source_id="g", target_id="b", share=30))
    assert total(ProcessMap(id="p", values={}, nodes=nodes, flows=flows)).expected_working == pytest.approx(370)


def test_versions_are_compared_by_id() -> None:
    before = line_of("check", "enter", "pack")
    nodes = (before.nodes[0], Node(id="n1", name="enter order", lane_id="l", along=84), Node(id="new", name="send"))
    found = compare(before, ProcessMap(id="p", values={}, lanes=before.lanes, nodes=nodes, flows=before.flows[:1]))
    assert [(each.before.id, each.fields) for each in found.changed] == [("n1", ("name",))]
    assert [each.id for each in found.added] == ["new"]
    assert {each.id for each in found.removed} == {"n2", "f1"}


def test_a_map_drawn_again_under_other_ids_is_recognised() -> None:
    before = big_map(300).as_map()
    new = {each.id: f"x{each.id}" for each in before.elements()}
    lanes = tuple(Lane(id=new[each.id], name=each.name, rank=each.rank) for each in before.lanes)
    nodes = tuple(
        Node(
            id=new[each.id],
            name=f"{each.name}吧" if each.id == "node7" else each.name,
            form=each.form,
            lane_id=new[each.lane_id or ""],
            along=each.along,
            across=each.across,
            width=each.width,
            height=each.height,
            working_seconds=each.working_seconds,
            systems=each.systems,
        )
        for each in before.nodes
    )
    flows = tuple(
        Flow(id=new[each.id], source_id=new[each.source_id], target_id=new[each.target_id]) for each in before.flows
    )
    pains = tuple(Pain(id=new[each.id], name=each.name, node_id=new[each.node_id or ""]) for each in before.pains)
    found = compare(before, ProcessMap(id="q", values={}, lanes=lanes, nodes=nodes, flows=flows, pains=pains))
    assert found.partners == new
    assert (found.added, found.removed) == ((), ())
    assert [(each.before.id, each.fields) for each in found.changed] == [("node7", ("name",))]


def test_a_version_holds_the_whole_map() -> None:
    map_ = _placed(big_map(60).as_map(), "acme")
    assert decode_map(encode_map(map_)) == map_


def test_a_copied_map_keeps_whose_lanes_they_are_within_one_client() -> None:
    as_is = _placed(big_map(20).as_map(), "acme")
    to_be = to_be_of(as_is, "To be")
    assert [(lane.department_id, lane.post_id) for lane in to_be.map.lanes] == [("sales", "seller")] * len(as_is.lanes)
    rows = [each.values for each in to_be.edits if isinstance(each, Create) and each.kind == "lane"]
    assert {(row["department_id"], row["post_id"]) for row in rows} == {("sales", "seller")}
    assert not [each for each in compare(as_is, to_be.map).changed if isinstance(each.before, Lane)]
    elsewhere = from_template(as_is, "Of another client", "other")
    assert {(lane.department_id, lane.post_id) for lane in elsewhere.map.lanes} == {(None, None)}


def _placed(map_: ProcessMap, account_id: str) -> ProcessMap:
    lanes = [replace(each, account_id=account_id, department_id="sales", post_id="seller") for each in map_.lanes]
    return replace(map_, values={**map_.values, "account_id": account_id}, lanes=tuple(lanes))


@pytest.mark.parametrize("text", ["", "x", "AAAA", "eJyrVkrOT0lVslIwVNJRSi1JLAZSSlZKtQBKCAYf"])
def test_what_is_no_version_is_refused_in_words(text: str) -> None:
    with pytest.raises(Refused, match="not_a_version"):
        decode_map(text)


def test_totals_lead_past_a_step_that_is_removed_and_keep_the_shares() -> None:
    nodes = (
        Node(id="g", form="gateway", name="ok?"),
        Node(id="x", working_seconds=50, change="remove", along=84),
        Node(id="y", change="remove", along=168),
        Node(id="a", working_seconds=100, along=252),
        Node(id="b", working_seconds=1_000, along=84),
    )
    flows = (
        Flow(id="1", source_id="g", target_id="x", share=70),
        Flow(id="2", source_id="g", target_id="b", share=30),
        Flow(id="3", source_id="x", target_id="y"),
        Flow(id="4", source_id="y", target_id="a"),
    )
    totals = total(ProcessMap(id="p", values={}, nodes=nodes, flows=flows))
    assert totals.passes["a"] == pytest.approx(0.7)
    assert totals.expected_working == pytest.approx(370)


@given(st.integers(0, 40_000_000), st.booleans())
def test_times_told_in_one_number_are_the_same_times(seconds: int, chinese: bool) -> None:
    assert read_duration(tell_duration(seconds, chinese)) == (seconds, len(tell_duration(seconds, chinese)))


def test_times_are_told_in_one_number_where_that_is_exact() -> None:
    told = {45 * 60: "45 分", 90 * 60: "90 分", 9_000: "2.5 小时", 216_000: "2.5 天", 12_000: "3小时20分", 0: "0分"}
    assert {seconds: tell_duration(seconds, True) for seconds in told} == told
    assert tell_duration(216_000, False) == "2.5 d"
