"""How records and group headers lie below each other."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.store.queries.lists import GroupHeader, Totals
from crm_desktop.views.tables.rows import lay_out
from crm_desktop.views.tables.ticks import Ticks


def groups(*counts: int) -> list[GroupHeader]:
    return [GroupHeader(f"g{number}", Totals(count)) for number, count in enumerate(counts)]


def test_without_groups_each_record_has_its_line() -> None:
    rows = lay_out(array("q", [5, 6, 7]))
    assert [rows.rowid_at(line) for line in range(4)] == [5, 6, 7, -1]
    assert rows.line_of(2) == 2


def test_a_folded_group_keeps_only_its_header_and_its_records_lead_to_it() -> None:
    rows = lay_out(array("q", [1, 2, 3, 4, 5]), groups(2, 3), {"g0"})
    assert rows.lines == 5
    assert [rows.group_at(line) is not None for line in range(5)] == [True, True, False, False, False]
    assert [rows.rowid_at(line) for line in range(5)] == [-1, -1, 3, 4, 5]
    assert [rows.line_of(place) for place in range(5)] == [0, 0, 2, 3, 4]
    assert rows.fold("g0", False).lines == 7


@given(st.lists(st.integers(1, 6), min_size=1, max_size=8), st.data())
def test_lines_and_places_lead_to_each_other(counts: list[int], data: st.DataObject) -> None:
    folded = data.draw(st.sets(st.sampled_from([f"g{number}" for number in range(len(counts))])))
    rows = lay_out(array("q", range(100, 100 + sum(counts))), groups(*counts), folded)
    places = [rows.place_at(line) for line in range(rows.lines)]
    records = [(line, place) for line, place in enumerate(places) if place >= 0]
    assert [rows.line_of(place) for _, place in records] == [line for line, _ in records]
    shown = [count for number, count in enumerate(counts) if f"g{number}" not in folded]
    assert len(records) == sum(shown)


def test_all_but_a_few_is_a_state_of_its_own() -> None:
    ticks = Ticks()
    ticks.tick_all()
    ticks.toggle(7)
    assert (ticks.count(1_000_000), 7 in ticks, 8 in ticks) == (999_999, False, True)
    ticks.tick([7])
    assert ticks.count(1_000_000) == 1_000_000
    ticks.clear()
    assert not ticks.any
