"""Where to ask and what to skip, from the product's catalogue (A038, A039); and lanes that belong to departments."""

import pytest

from crm_desktop.models.edits import Create, Update
from crm_desktop.models.record import Record
from crm_desktop.models.records.client_organisation import DEPARTMENT_FUNCTIONS
from crm_desktop.models.records.study import CHANGES
from crm_desktop.models.studies.lane_links import (
    departments_from_lanes,
    lanes_from_departments,
    missing_lanes,
    suggest_links,
    unmatched,
)
from crm_desktop.models.studies.organisation import Department, Post, organise
from crm_desktop.models.studies.scope import (
    apply,
    as_values,
    capabilities_of,
    function_of,
    serving,
    shipped_capabilities,
    suggest,
)

_NAMES = ["投放部", "销售一部", "总部运营中心", "客服部", "研发部", "财务部", "总经理", "其他"]


@pytest.mark.parametrize(
    ("function", "name"),
    [
        ("acquisition", "获客引流"),
        ("sales", "客户营销和管理"),
        ("operations", "客户运营"),
        ("service", "客服工具"),
    ],
)
def test_each_kind_of_department_has_its_capability(function: str, name: str) -> None:
    assert [each.name.zh for each in serving(function, shipped_capabilities())] == [name]


def test_departments_that_no_capability_serves_are_skipped() -> None:
    organisation = organise([Department(name, name, None, str(at)) for at, name in enumerate(_NAMES)], [])
    found = {each.department_id: (each.function, each.scope) for each in suggest(organisation, capabilities_of([]))}
    assert found == {
        "投放部": ("acquisition", "in"),
        "销售一部": ("sales", "in"),
        "总部运营中心": ("operations", "in"),
        "客服部": ("service", "in"),
        "研发部": ("development", "out"),
        "财务部": ("finance", "out"),
    }


def test_one_act_applies_the_suggestion_and_leaves_what_was_decided() -> None:
    departments = [
        Department("s", "Sales", scope="out"),
        Department("f", "Finance"),
        Department("g", "G", function="service"),
    ]
    organisation = organise(departments, [])
    edits = apply(suggest(organisation, shipped_capabilities()), organisation, "en", "Not served")
    assert edits == [
        Update("department", "f", {"scope": "out", "scope_reason": "Not served", "function": "finance"}),
        Update("department", "g", {"scope": "in", "scope_reason": "Service tools"}),
    ]


@pytest.mark.parametrize(
    ("name", "function"),
    [("Customer service", "service"), ("R&D", "development"), ("IT", "technology"), ("Growth", "acquisition"),
     ("Key accounts", "sales"), ("仓储物流部", "logistics"), ("Limited", ""), ("二楼", "")],
)  # fmt: skip
def test_a_name_tells_what_a_department_is_for(name: str, function: str) -> None:
    assert function_of(name) == function


def test_an_own_catalogue_takes_the_place_of_the_shipped_one() -> None:
    shipped = shipped_capabilities()
    own = [Record("capability", f"{at}" * 32, as_values(each, 9 - at)) for at, each in enumerate(shipped[:2])]
    assert [each.name for each in capabilities_of(own)] == [shipped[1].name, shipped[0].name]
    off = Record("capability", "a" * 32, {**own[0].values, "active": False})
    assert [each.name for each in capabilities_of([off, own[1]])] == [shipped[1].name]
    for each in shipped:
        assert each.functions <= set(DEPARTMENT_FUNCTIONS)
        assert each.changes <= set(CHANGES)
        assert all((each.name.zh, each.name.en, each.description.zh, each.description.en))


def test_lanes_find_departments_and_posts_of_the_same_name() -> None:
    organisation = organise(
        [
            Department("s", "销售部", None, "A"),
            Department("k", "客服部", None, "B"),
            Department("f", "财务部", scope="out"),
        ],
        [Post("p", "投放专员", "s"), Post("q", "Same", "s"), Post("r", "Same", "k")],
    )
    lanes = [
        _lane("1", "销售"),
        _lane("2", "投放专员"),
        _lane("3", "Same"),
        _lane("4", "仓库"),
        _lane("5", "仓库", "gone"),
    ]
    assert suggest_links(lanes, organisation) == {"1": ("department_id", "s"), "2": ("post_id", "p")}
    assert [each.id for each in unmatched(lanes, organisation)] == ["3", "4"]
    edits = departments_from_lanes(lanes, organisation, "acc")
    made = [each for each in edits if isinstance(each, Create)]
    assert [each.values["name"] for each in made] == ["Same", "仓库"]
    assert Update("lane", "2", {"post_id": "p", "department_id": "s"}) in edits
    assert [
        each.id for each in edits if isinstance(each, Update) and each.values.get("department_id") == made[1].id
    ] == ["4", "5"]


def test_a_map_gets_lanes_for_the_departments_that_it_lacks() -> None:
    organisation = organise(
        [Department("top", "Head office"), Department("s", "Sales", "top", "A", head_count=7),
         Department("k", "Service", "top", "B"), Department("f", "Finance", "top", "C", scope="out")],
        [Post("p", "Agent", "k", head_count=4)],
    )  # fmt: skip
    process = Record("process", "m", {"account_id": "acc"})
    assert missing_lanes([_lane("1", "Sales team")], organisation) == ["k"]
    edits = lanes_from_departments(process, [_lane("1", "Sales team")], organisation)
    assert edits[0] == Update("lane", "1", {"department_id": "s", "post_id": None})
    made = edits[1]
    assert isinstance(made, Create)
    assert made.values["name"] == "Service"
    assert made.values["staff"] == 4
    assert str(made.values["rank"]) > "M"


def _lane(lane_id: str, name: str, department_id: str | None = None) -> Record:
    return Record("lane", lane_id, {"name": name, "rank": "M", "department_id": department_id})
