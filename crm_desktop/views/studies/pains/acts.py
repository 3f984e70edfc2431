"""What is done about a pain, each as one act with Undo: capability, proposal, change in the to-be, opportunity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.diagrams.proposed import Proposed, Wish, newest_to_be, propose
from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.money import Money
from crm_desktop.models.studies.pain_register import Row
from crm_desktop.models.studies.proposals import saved_share, saving
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.create_dialog import default_values
from crm_desktop.views.language.texts import Wording, label, text, tr
from crm_desktop.views.studies.pains.offers import Offered

if TYPE_CHECKING:
    from crm_desktop.models.processes.process_map import ProcessMap
    from crm_desktop.store.queries.studies import StudyView


@dataclass(frozen=True, slots=True, weakref_slot=True)
class PainActs:
    """The acts on one desk; `owner` goes with the screen that asks."""

    desk: Desk
    owner: QObject

    def edit(self, row: Row, values: Mapping[str, Value]) -> None:
        """Give fields of a pain new values."""
        said = text("pains", "{name} changed", name=row.chain.pain.title)
        self.desk.act("pain.edit", [Update("pain", row.id, values)], said)

    def choose_capability(self, row: Row, offered: Offered | None) -> None:
        """Say which capability solves a pain; what was proposed already carries it too."""
        values: dict[str, Value] = {"capability_id": (offered.id or None) if offered is not None else None}
        solution = offered.name if offered is not None and not offered.id else None
        edits: list[Edit] = [Update("pain", row.id, {**values, "solution": solution})]
        if row.chain.proposal is not None:
            edits.append(Update("proposal", row.chain.proposal.id, values))
        name = offered.name if offered is not None else ""
        said = text("pains", "{capability} solves “{pain}”", capability=name, pain=row.chain.pain.title)
        none = text("pains", "No capability solves “{pain}” any more", pain=row.chain.pain.title)
        self.desk.act("pain.capability", edits, said if offered is not None else none)

    def propose(self, study: StudyView, row: Row, change: str) -> None:
        """Propose a change at the pain's step, or make the proposal another one."""
        said = text("pains", "Proposed: {change}", change=label("options", f"proposal.change.{change}"))
        values: dict[str, Value] = {"change": change, **self._saving(study, row, change)}
        proposal = row.chain.proposal
        if proposal is not None:
            self.desk.act("proposal.edit", [Update("proposal", proposal.id, values)], said)
            return
        self.desk.act("proposal.create", [Create("proposal", {**self._new(study, row), **values})], said)

    def put_into_to_be(self, study: StudyView, row: Row, done: Callable[[Proposed], None]) -> None:
        """Put the proposed change into the to-be map; a to-be that is missing begins with it."""
        if row.node is not None and row.chain.change:
            maps = [each.id for each in study.maps if each.get("base_process_id") == row.process.id]
            from crm_desktop.store.queries.study_report import maps_by_id

            then = partial(self._propose_in, study, row, done)
            self.desk.read(self.owner, then, maps_by_id, (row.process.id, *maps))

    def create_opportunity(self, study: StudyView, row: Row, amount: Money) -> None:
        """Create the opportunity that comes of a pain, with its amount, linked from pain and proposal."""
        from crm_desktop.models.records.opportunity import OPPORTUNITY

        created = new_id()
        name = tr("pains", "{client}: {pain}", client=_client(study), pain=row.chain.pain.title)
        values = default_values(OPPORTUNITY, self.desk) | {
            "name": name,
            "account_id": study.account_id,
            "amount": amount.units,
            "currency": amount.currency,
        }
        linked: Mapping[str, Value] = {"opportunity_id": created}
        edits: list[Edit] = [Create("opportunity", values, created), Update("pain", row.id, linked)]
        if row.chain.proposal is not None:
            edits.append(Update("proposal", row.chain.proposal.id, linked))
        said = text("pains", "Opportunity created: {name}", name=name)
        self.desk.act("pain.opportunity", edits, said)

    def _propose_in(
        self, study: StudyView, row: Row, done: Callable[[Proposed], None], maps: dict[str, ProcessMap]
    ) -> None:
        as_is, node, chain = maps.get(row.process.id), row.node, row.chain
        if as_is is None or node is None:
            return
        wish = Wish(node_id=node.id, change=chain.change, name=_step_name(study, row))
        found = propose(as_is, newest_to_be(as_is.id, maps), wish, tr("pains", "{name} (to-be)", name=as_is.name))
        edits: list[Edit] = list(found.edits)
        if chain.proposal is not None:
            edits.append(Update("proposal", chain.proposal.id, {"to_be_node_id": found.node_id}))
        begun = text("pains", "The to-be begins as a copy, with the change at “{step}”", step=node.title)
        said: Wording = begun if found.begun else text("pains", "The to-be has the change at “{step}”", step=node.title)
        self.desk.act_in_parts("pain.to_be", edits, said, partial(done, found))

    def _new(self, study: StudyView, row: Row) -> dict[str, Value]:
        return {
            "name": row.chain.pain.title,
            "study_id": study.id,
            "account_id": study.account_id or None,
            "pain_ids": [row.id],
            "capability_id": row.chain.capability_id or None,
            "node_id": row.node.id if row.node is not None else None,
            "state": "proposed",
        }

    def _saving(self, study: StudyView, row: Row, change: str) -> dict[str, Value]:
        """Return what is saved where it follows from the figures; what a person typed stays."""
        before = row.node.values if row.node is not None else None
        after = next((each.values for each in study.nodes if each.id == row.chain.to_be_node_id), None)
        found = saving([row.chain.cost], saved_share(change, before, after))
        return {} if found is None else {"saving_per_month": found.units, "currency": found.currency}


def _client(study: StudyView) -> str:
    return study.account.title if study.account is not None else study.study.title


def _step_name(study: StudyView, row: Row) -> str:
    """Return what a step that is added is called: what is able to do it, else the pain."""
    named = next((each.title for each in study.capabilities if each.id == row.chain.capability_id), "")
    return named or row.chain.solver or row.chain.pain.title
