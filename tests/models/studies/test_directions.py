"""Whether more of a figure is good or bad, as its name says."""

import pytest

from crm_desktop.models.studies.directions import better_when


@pytest.mark.parametrize(
    ("name", "unit", "better"),
    [
        ("返工率", "percent", "lower"),
        ("加好友率", "percent", "higher"),
        ("客户流失", "count", "lower"),
        ("首次响应", "minutes", "lower"),
        ("Late deliveries", "percent", "lower"),
        ("Revenue", "money", "higher"),
    ],
)
def test_a_figures_name_and_unit_say_which_way_is_better(name: str, unit: str, better: str) -> None:
    assert better_when(name, unit) == better
