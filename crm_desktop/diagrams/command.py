"""What a command is: a value that says what a person wants, and does it to a map under way."""

from dataclasses import dataclass
from typing import Protocol

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.work import Work


@dataclass(frozen=True, slots=True)
class Landing:
    """Where the person stands after a command: what is selected, and whether naming begins."""

    selected: tuple[str, ...] = ()
    naming: bool = False


class Command(Protocol):
    """One gesture. Commands are frozen values; the same one may be judged often and performed once."""

    @property
    def act(self) -> str:
        """Key in context `acts`: what history and the undo bar call it."""
        ...

    def judge(self, chart: Chart, /) -> str:
        """Return the code of what stands in the way, "" where the command may run; cheap enough for each mouse move."""
        ...

    def perform(self, work: Work) -> Landing:
        """Do it. Raises Refused where something stands in the way that only doing it shows."""
        ...
