"""A file is looked over once: its first rows, samples of every column, how its dates are written."""

from crm_desktop.models.importing.mapping import DateOrder
from crm_desktop.models.importing.overview import FIRST_ROWS, SAMPLES, look_over
from crm_desktop.models.importing.ports import Unwatched
from tests.support.importing import table_of


class Stopping(Unwatched):
    """Wants to stop from the start."""

    def cancelled(self) -> bool:
        """Stop."""
        return True


def test_samples_are_the_first_different_values_that_say_something() -> None:
    table = table_of("name,city\n,Suzhou\nA,Suzhou\nA,\nB,Wuxi\nC,Suzhou\nD,Kunshan\n")
    look = look_over(table)
    assert look is not None
    assert look.rows == 6
    assert [each.samples for each in look.columns] == [("A", "B", "C"), ("Suzhou", "Wuxi", "Kunshan")]
    assert len(look.columns[0].samples) == SAMPLES


def test_the_order_of_dates_is_told_by_the_whole_column() -> None:
    rows = "".join(f"{month}/3/2016,x\n" for month in range(1, 12))
    look = look_over(table_of(f"day,word\n{rows}10/20/2016,y\n"))
    assert look is not None
    found = look.columns[0].dates
    assert found is not None
    assert (found.order, found.example, found.ambiguous) == (DateOrder.MONTH_FIRST, "10/20/2016", False)
    assert look.columns[1].dates is None
    assert len(look.first) == FIRST_ROWS


def test_a_column_that_starts_late_is_looked_at_from_there() -> None:
    look = look_over(table_of("name,day\nA,\nB,\nC,3/4/2016\n"))
    assert look is not None
    column = look.column("day")
    assert column is not None
    assert column.dates is not None
    assert column.dates.ambiguous
    assert look.column("nothing") is None


def test_looking_over_can_be_stopped() -> None:
    assert look_over(table_of("name\nA\n"), Stopping()) is None
