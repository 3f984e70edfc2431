"""What the report of a study is made from, and what of it a client never sees.

Left out: every note (`notes`, scope reasons, industry and competitors), interviews and their entries, observations,
documents read, and pains that only internal entries name. Maps lose notes on the canvas and those pains.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Protocol

from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.simulation.inputs import Order
from crm_desktop.models.processes.simulation.results import Outcome
from crm_desktop.models.record import Record
from crm_desktop.models.studies.content import StudyContent
from crm_desktop.models.studies.pain_register import Row, register
from crm_desktop.models.studies.report_template import Template


class Formats(Protocol):
    """How figures are written in the report's language; amounts in ten-thousandths."""

    def number(self, value: int | float | Decimal, decimals: int = 0) -> str: ...
    def figure(self, value: Decimal) -> str: ...
    def percent(self, value: int | float | Decimal, decimals: int = 0) -> str: ...
    def money(self, units: int, currency: str = "CNY") -> str: ...
    def day_full(self, value: str | date) -> str: ...
    def duration(self, minutes: int | float) -> str: ...
    def listed(self, names: list[str]) -> str: ...


@dataclass(frozen=True, slots=True)
class Run:
    """A simulation that was kept for a map."""

    process_id: str
    order: Order
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything that a report may draw on."""

    content: StudyContent
    maps: Mapping[str, ProcessMap] = field(default_factory=dict)
    """Whole maps of the study by id."""
    ours: frozenset[str] = frozenset()
    """Ids of pains that are ours alone."""
    runs: tuple[Run, ...] = ()
    """The newest first."""
    author: str = ""
    today: date = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Writing:
    """What every part of a report is written with."""

    material: Material
    template: Template
    formats: Formats
    chart_svg: str = ""

    @property
    def content(self) -> StudyContent:
        """The study."""
        return self.material.content

    @property
    def client(self) -> str:
        """What the client is called."""
        account = self.content.account
        return account.title if account is not None else ""

    @property
    def currency(self) -> str:
        """The study's currency."""
        return str(self.content.study.get("currency") or "CNY")

    def pains(self) -> tuple[Row, ...]:
        """Return the pains that the client sees, the most costly first; settled ones are left out."""
        shown = (row for row in register(self.content) if row.id not in self.material.ours)
        return tuple(row for row in shown if row.chain.pain.get("state") in (None, "open"))

    def proposals(self) -> tuple[Record, ...]:
        """Return what is proposed: ideas, and what was rejected, are nobody else's business."""
        return tuple(each for each in self.content.proposals if each.get("state") in ("proposed", "agreed"))

    def pairs(self) -> tuple[tuple[ProcessMap, ProcessMap | None], ...]:
        """Return each as-is with its newest to-be, both as a client sees them."""
        maps = [self.material.maps[each.id] for each in self.content.maps if each.id in self.material.maps]
        found = []
        for as_is in (each for each in maps if each.values.get("form") != "to_be"):
            then = [
                each
                for each in maps
                if each.values.get("form") == "to_be" and each.values.get("base_process_id") == as_is.id
            ]
            newest = max(then, key=lambda each: each.id, default=None)
            ours = self.material.ours
            copied = frozenset(pain.name for pain in as_is.pains if pain.id in ours)
            seen = for_client(newest, ours, copied) if newest is not None else None
            found.append((for_client(as_is, ours), seen))
        return tuple(found)


def for_client(map_: ProcessMap, ours: frozenset[str], copied: frozenset[str] = frozenset()) -> ProcessMap:
    """Return a map without what is ours: notes on it and in it, pains of our own, links to people and deals.

    A to-be holds copies of pains under ids of their own: those that are ours are known by their names, `copied`.
    """
    hidden = {node.id for node in map_.nodes if node.form == "note"}
    return replace(
        map_,
        nodes=tuple(
            replace(node, notes="", contact_id=None, opportunity_id=None)
            for node in map_.nodes
            if node.id not in hidden
        ),
        flows=tuple(flow for flow in map_.flows if not {flow.source_id, flow.target_id} & hidden),
        pains=tuple(
            replace(pain, notes="", said_by="", solution="")
            for pain in map_.pains
            if pain.id not in ours and pain.name not in copied
        ),
    )
