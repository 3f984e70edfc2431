"""Links and trees after a merge."""

from collections.abc import Callable

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.merge.invariants import Repair, makes_loop, repair_links, repair_loops

OPPORTUNITY, CONTACT, ACCOUNT, UNIT = (KINDS[name] for name in ("opportunity", "contact", "account", "unit"))
KNOWN = {("account", "a1"), ("tag", "t1"), ("stage", "s1")}


def known(kind: str, record_id: str) -> bool:
    return (kind, record_id) in KNOWN


def tree(**above: str) -> Callable[[str], str | None]:
    def parent_of(record_id: str) -> str | None:
        return above.get(record_id)

    return parent_of


def test_links_to_known_records_stay() -> None:
    assert repair_links(OPPORTUNITY, "o1", {"account_id": "a1", "stage_id": "s1", "name": "x"}, known).values == {}


def test_an_optional_link_to_nothing_is_cleared_and_told() -> None:
    repaired = repair_links(CONTACT, "c1", {"account_id": "gone"}, known)
    assert repaired.values == {"account_id": None}
    assert (repaired.settlements[0].rule, repaired.settlements[0].mine) == (Repair.LINK_CLEARED, "gone")


def test_a_required_link_to_nothing_refuses_the_change() -> None:
    repaired = repair_links(OPPORTUNITY, "o1", {"account_id": "gone", "stage_id": "gone"}, known)
    assert repaired.values == {}
    assert repaired.refusal is not None
    assert (repaired.refusal.code, repaired.refusal.field) == ("sync.link_missing", "stage_id")


def test_members_that_are_nothing_leave_the_set() -> None:
    repaired = repair_links(CONTACT, "c1", {"tag_ids": ["gone", "t1"]}, known)
    assert repaired.values == {"tag_ids": ["t1"]}
    assert repaired.settlements[0].rule == Repair.MEMBERS_DROPPED


def test_a_loop_of_accounts_is_cut_at_the_later_link() -> None:
    repaired = repair_loops(ACCOUNT, "b", {"parent_id": "a"}, {"parent_id": None}, tree(a="b"))
    assert repaired.values == {"parent_id": None}
    assert repaired.settlements[0].rule == Repair.LOOP_CUT


def test_the_place_before_is_kept_where_it_makes_no_loop() -> None:
    assert repair_loops(
        CONTACT, "b", {"reports_to_id": "a"}, {"reports_to_id": "top"}, tree(a="b", b="top")
    ).values == {"reports_to_id": "top"}


def test_a_loop_of_units_is_refused() -> None:
    repaired = repair_loops(UNIT, "b", {"parent_id": "a"}, {}, tree(a="b"))
    assert repaired.refusal is not None
    assert repaired.refusal.code == "sync.loop"


def test_a_good_place_is_left_alone() -> None:
    assert repair_loops(UNIT, "b", {"parent_id": "a"}, {}, tree(a="top")).refusal is None
    assert repair_loops(OPPORTUNITY, "o", {"account_id": "o"}, {}, tree()).values == {}


def test_a_loop_that_exists_already_does_not_hang() -> None:
    assert not makes_loop("c", "a", tree(a="b", b="a"))
    assert makes_loop("a", "a", tree())
