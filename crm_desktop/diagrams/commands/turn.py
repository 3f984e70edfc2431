"""Turn a map: lanes as rows instead of columns, or back. Turning twice changes nothing."""

from dataclasses import dataclass
from typing import ClassVar

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.turned import turned
from crm_desktop.diagrams.work import Work


@dataclass(frozen=True, slots=True)
class Turn:
    """Show lanes the other way; steps keep their places, but where they would lie on each other get room.

    An open sub-process keeps how much room it leaves around its contents, so that they lie in it either way.
    """

    act: ClassVar[str] = "process.edit"

    def judge(self, _: Chart) -> str:
        """Allow it."""
        return ""

    def perform(self, work: Work) -> Landing:
        """Turn it."""
        work.at_rest = True
        chart, result = work.chart, turned(work.chart.as_map())
        work.describe({"orientation": result.values["orientation"]})
        for element in (*result.nodes, *result.flows):
            if element is not chart.get(element.id):
                work.put(element)
        return Landing()
