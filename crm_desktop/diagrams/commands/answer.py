"""Take down an answer: what it makes on the map and the interview's entry, as one act."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from crm_desktop.diagrams import rules
from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.commands.append import Append
from crm_desktop.diagrams.commands.fill_gap import fill_gap
from crm_desktop.diagrams.commands.tell import tell
from crm_desktop.diagrams.whither import Same, Whither
from crm_desktop.diagrams.work import Work
from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.interviews.answers import Making, Reading
from crm_desktop.models.interviews.said_figures import per_month
from crm_desktop.models.processes.elements import Node, Pain


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was said: `reading` of the line, the `entry` as its row will be but for what it makes on the map.

    `standing` is the step that it is about, and after which a next step comes; `to` the lane of a next step where the
    line names none. `edits` are what it makes beside the map: a metric, a goal, posts, a person. `gap` is what the
    question asks for. Lands on the step where one stands then.
    """

    act: ClassVar[str] = "interview.answer"
    reading: Reading
    entry_id: str
    entry: Mapping[str, Value]
    standing: str | None = None
    to: Whither = field(default_factory=Same)
    gap: str = ""
    edits: tuple[Edit, ...] = ()
    working_days: int = 22

    def judge(self, chart: Chart) -> str:
        """Refuse a step after an end."""
        if self.reading.making is Making.STEP and self.standing in chart.nodes:
            return rules.going_on(chart, str(self.standing))
        return ""

    def perform(self, work: Work) -> Landing:
        """Make it."""
        standing = self.standing if self.standing in work.chart.nodes else None
        made = dict(self.entry)
        if self.reading.making is Making.STEP:
            standing = self._steps(work, standing)
        elif self.reading.making is Making.PAIN:
            self._pain(work, standing)
        else:
            self._about(work, standing)
        pains = [change.element.id for change in work.so_far().of("pain") if change.before is None]
        # A person or a role is said about nobody's step.
        if self.reading.making not in (Making.ROLE, Making.PERSON, Making.GOAL):
            made["node_id"] = standing
        made["pain_ids"] = sorted(pains) or None
        work.beside += [*self.edits, Create("interview_entry", made, self.entry_id)]
        return Landing((standing,) if standing else ())

    def _steps(self, work: Work, standing: str | None) -> str:
        """Make the steps one after the other; before the first one of a map a start."""
        for text in self.reading.steps:
            if not work.chart.nodes:
                start = Append(None, self.to).perform(work).selected[0]
                standing = Append(start, self.to, text=text, form="task").perform(work).selected[0]
                self._bring_start_along(work, start, standing)
            else:
                standing = Append(standing, self.to, text=text, form="task").perform(work).selected[0]
        assert standing is not None
        return standing

    def _bring_start_along(self, work: Work, start_id: str, step_id: str) -> None:
        """Put the start into the lane of the first step, where `@lane` named another one."""
        start, step = work.chart.nodes[start_id], work.chart.nodes[step_id]
        if start.lane_id != step.lane_id and step.lane_id in work.chart.lanes:
            work.change(start, lane_id=step.lane_id, across=step.across)
            work.change(step, along=start.along + (step.height + start.height) // 2 + 48)

    def _pain(self, work: Work, standing: str | None) -> None:
        said = self.reading
        times = per_month(said.frequency, self.working_days) if said.frequency else None
        pain = work.add(Pain, name=said.words[:400], node_id=standing, severity=said.severity, times_per_month=times)
        if said.minutes:
            work.beside.append(Update("pain", pain.id, {"minutes_each": said.minutes}))

    def _about(self, work: Work, standing: str | None) -> None:
        """Give the step (or what the question asks about) what the line says of it."""
        said = self.reading
        if said.making is Making.DETAIL and standing:
            tell(work, work.chart.nodes[standing], said.line)
        elif said.making is Making.SHARE and standing:
            shares = dict(said.shares)
            for flow in work.chart.flows_from(standing):
                if flow.name in shares:
                    work.change(flow, share=min(shares[flow.name], 100))
        elif said.making is Making.ANSWER:
            if self.gap and fill_gap(work, self.gap, said):
                return
            if standing:
                take_facts(work, work.chart.nodes[standing], said)


def take_facts(work: Work, node: Node, said: Reading) -> None:
    """Give a step the waiting time and the frequency that a sentence says."""
    if said.waiting_seconds is not None:
        node = work.change(node, waiting_seconds=said.waiting_seconds)
    if said.frequency is not None:
        work.change(node, frequency=said.frequency.times, frequency_per=said.frequency.per)


@dataclass(frozen=True, slots=True)
class Beside:
    """Write records of a talk that are no part of the map, as an act among the others, to be undone in order."""

    act: str
    edits: tuple[Edit, ...]

    def judge(self, _: Chart) -> str:
        """Nothing on the map stands in the way."""
        return ""

    def perform(self, work: Work) -> Landing:
        """Write them."""
        work.beside += self.edits
        return Landing()
