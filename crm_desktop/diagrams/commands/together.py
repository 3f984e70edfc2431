"""Several commands as one gesture: one act to write and to undo."""

from dataclasses import dataclass

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Command, Landing
from crm_desktop.diagrams.rules import refuse
from crm_desktop.diagrams.work import Work


@dataclass(frozen=True, slots=True)
class Together:
    """Commands one after the other, called by the last one's act; the landing is the last one's too."""

    commands: tuple[Command, ...]

    @property
    def act(self) -> str:
        """What it is called."""
        return self.commands[-1].act

    def judge(self, chart: Chart) -> str:
        """Judge the first; the others can be judged only when it is done."""
        return self.commands[0].judge(chart)

    def perform(self, work: Work) -> Landing:
        """Do them in turn."""
        landing = Landing()
        for command in self.commands:
            refuse(command.judge(work.chart))
            landing = command.perform(work)
        return landing
