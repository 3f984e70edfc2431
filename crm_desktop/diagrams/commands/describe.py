"""Describe elements: give fields of one or many new values - times, cost, systems, owner, names, shares, change."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import fields as fields_of
from typing import Any, ClassVar

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.work import Work
from crm_desktop.models.fields import Value

_PLACES = frozenset({"id", "process_id", "account_id", "lane_id", "rank", "source_id", "target_id", "parent_id"})


@dataclass(frozen=True, slots=True)
class Describe:
    """Give fields of elements new values, as typed values of `processes.elements` (sets as frozenset, bends as points).

    Elements that do not have a field leave it. Where elements stand and what they connect has commands of its own.
    """

    act: ClassVar[str] = "diagram.describe"
    ids: tuple[str, ...]
    values: Mapping[str, Any]

    def judge(self, chart: Chart) -> str:
        """Refuse what is gone."""
        if not _PLACES.isdisjoint(self.values):
            return "diagram.not_this_way"
        return "" if any(chart.get(each) for each in self.ids) else "diagram.gone"

    def perform(self, work: Work) -> Landing:
        """Give them."""
        for each in self.ids:
            element = work.chart.get(each)
            if element is not None:
                known = {field.name for field in fields_of(element)}
                work.change(element, **{name: value for name, value in self.values.items() if name in known})
        return Landing(tuple(each for each in self.ids if work.chart.get(each)))


@dataclass(frozen=True, slots=True)
class DescribeProcess:
    """Give fields of the process itself new values, as its row holds them."""

    act: ClassVar[str] = "process.edit"
    values: Mapping[str, Value]

    def judge(self, _: Chart) -> str:
        """Allow it."""
        return ""

    def perform(self, work: Work) -> Landing:
        """Give them."""
        work.describe(self.values)
        return Landing()
