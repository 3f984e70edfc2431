"""Chunks that are written while the next are judged: the same comes of a file as if each were waited for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.importing import engine
from crm_desktop.models.importing.engine import run
from crm_desktop.models.importing.findings import Report
from crm_desktop.models.importing.mapping import FieldSource, Policy, TableMapping
from crm_desktop.models.importing.preparing import Setting
from crm_desktop.models.importing.table import Row, RowsTable
from tests.support.importing import LineDestination, MemoryDestination, MemoryLine, mapping_of

SETTING = Setting(currency="CNY")
COLUMNS = ("name", "city", "parent", "phone")
PARENT = FieldSource("parent_id", "parent", unknown=Policy.CREATE)


@pytest.fixture(autouse=True)
def small_chunks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "CHUNK", 2)
        yield


def imported(destination: MemoryDestination, rows: Sequence[tuple[str, ...]]) -> Report:
    sources = [FieldSource("name", "name"), FieldSource("city", "city"), PARENT, FieldSource("phone", "phone")]
    mapping = TableMapping("account", sources, "f", duplicates=Policy.SKIP)
    table = RowsTable("f", COLUMNS, [Row(line, cells) for line, cells in enumerate(rows, 2)])
    return run(mapping_of(mapping), {"f": table}, destination, SETTING)


def named(destination: MemoryDestination) -> list[tuple[object, ...]]:
    """Return the records without their ids, which differ from run to run, in the order in which they were made."""
    found = destination.records.get("account", {})
    titles = {each: values["name"] for each, values in found.items()}
    return [
        (values["name"], values.get("city"), values.get("phone"), titles.get(str(values.get("parent_id"))))
        for values in found.values()
    ]


NAMES = st.sampled_from(["A", "B", "C", "D", "E", "a", "F co", "F"])
TITLES, PARENTS = NAMES | st.sampled_from(["refused", ""]), NAMES | st.just("")
CITIES, PHONES = st.sampled_from(["", "X", "Y"]), st.sampled_from(["", "021-55551234", "13812345678"])
ROWS = st.tuples(TITLES, CITIES, PARENTS, PHONES)


@given(st.lists(ROWS, max_size=24), st.lists(NAMES, max_size=3, unique=True))
def test_what_becomes_of_a_file_does_not_depend_on_how_it_is_written(
    rows: list[tuple[str, ...]], there: list[str]
) -> None:
    found = []
    for destination in (MemoryDestination(), LineDestination()):
        for name in there:
            destination.add("account", name=name)
        destination.refused_titles.add("refused")
        report = imported(destination, rows)
        table = report.tables[0]
        faulty = [(row.line, [problem.code for problem in row.problems]) for row in table.faulty]
        found.append((named(destination), table.tally, faulty, sorted(table.made), destination.acts))
    assert found[0] == found[1]


def test_a_row_refused_while_others_are_under_way_costs_only_itself_and_the_order_stays() -> None:
    destination = LineDestination()
    destination.refused_titles.add("bad")
    rows = [(name, "", "", "") for name in ("a", "bad", "c", "d", "e", "f", "g")]
    report = imported(destination, rows)
    assert [each[0] for each in named(destination)] == ["a", "c", "d", "e", "f", "g"]
    assert (report.tables[0].tally.created, report.tables[0].tally.skipped) == (6, 1)
    assert isinstance(destination.line, MemoryLine)
    assert destination.line.longest == MemoryLine.most


def test_a_row_that_says_again_what_was_refused_stays_out_with_it() -> None:
    destination = MemoryDestination()
    destination.refused_titles.add("refused")
    rows = [("B", "", "A", ""), ("refused", "", "A", ""), ("A", "", "", ""), ("refused", "", "A", "")]
    report = imported(destination, rows)
    assert [row.line for row in report.tables[0].faulty] == [3, 5]
    assert [(each[0], each[3]) for each in named(destination)] == [("B", "A"), ("A", None)]


@dataclass(frozen=True)
class Torn(RowsTable):
    """A table whose file breaks off."""

    def rows(self) -> Iterator[Row]:
        yield from self.content
        raise EOFError


def test_what_is_under_way_when_the_file_breaks_off_is_written_whole() -> None:
    destination = LineDestination()
    table = Torn("f", ("name",), [Row(line, (f"n{line}",)) for line in range(2, 8)])
    with pytest.raises(EOFError):
        run(
            mapping_of(TableMapping("account", [FieldSource("name", "name")], "f")),
            {"f": table},
            destination,
            SETTING,
            None,
            Report(),
        )
    assert destination.count("account") == 6
