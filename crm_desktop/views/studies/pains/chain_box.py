"""The links from a pain to its opportunity, one below the other: capability, change, step of the to-be, opportunity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from crm_desktop.models.money import Money, from_units, parse_amount
from crm_desktop.models.studies.pain_register import Row
from crm_desktop.models.studies.proposals import REMEDIES, amount_of, problems_of, suggest
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import Text, Wording, label, text, tr
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.pains.acts import PainActs
from crm_desktop.views.studies.pains.offers import Offered, offers_of
from crm_desktop.views.studies.pains.words import say_problem
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.combo import Combo
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.segmented import Segmented
from crm_desktop.views.widgets.text_input import TextInput

if TYPE_CHECKING:
    from crm_desktop.store.queries.studies import StudyView


class ChainBox(Component, QWidget):
    """`ChainBox(desk, acts)`; `show_row(study, row)`. Each link is made by a key, a button or a choice."""

    def __init__(self, desk: Desk, acts: PainActs) -> None:
        super().__init__()
        self._desk, self._acts = desk, acts
        self._study: StudyView | None = None
        self._row: Row | None = None
        self._offers: list[Offered] = []
        self.capability = Combo()
        self.capability.activated.connect(self._capability_chosen)
        self.change = Segmented(
            [(each, label("options", f"proposal.change.{each}"), "") for each in REMEDIES], self._change_chosen
        )
        self.saving = Paragraph("", "caption", "text.secondary")
        self.to_be = Button(text("pains", "Put into the to-be map"), self.put_into_to_be, icon="workflow", small=True)
        self.to_be_link = Button("", self._open_to_be, kind="link", icon="workflow", small=True)
        self.amount = TextInput()
        self.begin = Button(
            text("pains", "Create opportunity"), self.create_opportunity, icon="circle-dollar-sign", small=True
        )
        self.opportunity_link = Button("", self._open_opportunity, kind="link", icon="external-link", small=True)
        self.problem = Paragraph("", "caption", "warning.text")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._add(column, text("pains", "1 · What of our product solves it"), self.capability)
        self._add(column, text("pains", "2 · What changes at the step"), self.change, self.saving)
        self._add(column, text("pains", "3 · In the to-be map"), self.to_be, self.to_be_link)
        self._add(column, text("pains", "4 · Opportunity"), self._amount_row(), self.opportunity_link, self.problem)
        self.settle()

    def retranslate(self) -> None:
        """Name what has no words of its own."""
        self.capability.setAccessibleName(tr("pains", "Capability"))
        self.amount.setAccessibleName(tr("pains", "Amount of the opportunity"))
        if self._study is not None and self._row is not None:
            self.show_row(self._study, self._row)

    def show_row(self, study: StudyView, row: Row) -> None:
        """Show how far a pain has come."""
        same = self._row is not None and self._row.id == row.id
        self._study, self._row = study, row
        chain, formats = row.chain, current_formats(self._desk.clock.now())
        self._show_offers(study, row)
        if chain.change:
            self.change.choose(chain.change)
        else:
            self.change.choose_none()
        saved = _saved(row)
        self.saving.set_wording(
            text("pains", "Saves {money} a month", money=formats.money(saved.units, saved.currency)) if saved else ""
        )
        self.saving.setVisible(saved is not None)
        done = bool(chain.to_be_node_id)
        self.to_be.setVisible(not done)
        self.to_be.setEnabled(bool(chain.change) and row.node is not None)
        self.to_be.set_hint("" if self.to_be.isEnabled() else text("pains", "A change at a step comes first"))
        self.to_be_link.setVisible(done)
        self.to_be_link.set_wording(text("pains", "Show “{step}” in the to-be", step=_shortened(row.step)))
        self._show_opportunity(study, row, keep=same and self.amount.isModified())

    def focus_capability(self) -> None:
        """Let the person choose a capability."""
        self.capability.setFocus()
        self.capability.showPopup()

    def focus_change(self) -> None:
        """Let the person choose what changes."""
        parts = self.change.findChildren(QToolButton)
        if parts:
            parts[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def put_into_to_be(self) -> None:
        """Put the change into the to-be map."""
        if self._study is not None and self._row is not None:
            self._acts.put_into_to_be(self._study, self._row, lambda _found: None)

    def create_opportunity(self) -> None:
        """Create the opportunity with the amount that stands there, and go to it by the link."""
        amount = self._typed_amount()
        if self._study is not None and self._row is not None and amount is not None:
            self._acts.create_opportunity(self._study, self._row, amount)
            self.amount.setModified(False)

    def _show_offers(self, study: StudyView, row: Row) -> None:
        found = suggest(offers_of(study, current_language().code), row.function, row.chain.change)
        rest = [each for each in offers_of(study, current_language().code) if each not in found]
        self._offers = [*(each for each in found if isinstance(each, Offered)), *rest]
        self.capability.clear()
        self.capability.addItem(tr("pains", "No capability yet"), "")
        for place, each in enumerate(self._offers):
            best = place < len(found) and bool(row.function) and row.function in each.functions
            self.capability.addItem(tr("pains", "{name} · suggested", name=each.name) if best else each.name, each.id)
        solver = row.chain.solver
        at = next((place for place, each in enumerate(self._offers, start=1) if each.is_named(solver)), 0)
        if solver and not at:
            self.capability.addItem(solver, solver)
            at = self.capability.count() - 1
        self.capability.setCurrentIndex(at)

    def _show_opportunity(self, study: StudyView, row: Row, *, keep: bool) -> None:
        made = next((each for each in study.opportunities if each.id == row.chain.opportunity_id), None)
        for part in (self.amount, self.begin):
            part.setVisible(not row.chain.opportunity_id)
        self.opportunity_link.setVisible(bool(row.chain.opportunity_id))
        self.opportunity_link.set_wording(_shortened(made.title) if made else label("kinds", "opportunity"))
        if not keep:
            saved = _saved(row)
            self.amount.setText(f"{from_units(amount_of(saved).units).normalize():f}" if saved else "")
            self.amount.setModified(False)
        proposal = row.chain.proposal
        found = problems_of(proposal.values, [row.chain.cost]) if proposal is not None else ()
        self._say(say_problem(found[0]) if found else "")

    def _capability_chosen(self, index: int) -> None:
        row = self._row
        offered = self._offers[index - 1] if 0 < index <= len(self._offers) else None
        if row is None or index > len(self._offers):
            return
        if (offered is None and row.chain.solver) or (offered is not None and not offered.is_named(row.chain.solver)):
            self._acts.choose_capability(row, offered)

    def _change_chosen(self, change: str) -> None:
        if self._study is not None and self._row is not None and change != self._row.chain.change:
            self._acts.propose(self._study, self._row, change)

    def _typed_amount(self) -> Money | None:
        saved = _saved(self._row) if self._row is not None else None
        currency = saved.currency if saved is not None else self._row.chain.cost.currency if self._row else "CNY"
        try:
            units = parse_amount(self.amount.text())
        except ValueError:
            self._say(text("pains", "Type the amount in digits, like 120000"))
            self.amount.setFocus()
            return None
        if units < 0:
            self._say(text("pains", "The amount is below zero"))
            return None
        return Money(units, currency)

    def _say(self, wording: Wording) -> None:
        self.problem.set_wording(wording)
        self.problem.setVisible(bool(str(wording)))

    def _open_to_be(self) -> None:
        study, row = self._study, self._row
        node = (
            next((each for each in study.nodes if row and each.id == row.chain.to_be_node_id), None) if study else None
        )
        if node is not None:
            self._desk.navigator.go(Place("processes", str(node.get("process_id")), tab=node.id))

    def _open_opportunity(self) -> None:
        if self._row is not None:
            self._desk.navigator.go(Place("opportunities", self._row.chain.opportunity_id))

    def _amount_row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.amount, 1)
        row.addWidget(self.begin)
        return holder

    @staticmethod
    def _add(column: QVBoxLayout, name: Text, *parts: QWidget) -> None:
        column.addWidget(Label(name, "caption", "text.secondary"))
        for part in parts:
            at_left = isinstance(part, Button | Segmented)
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft if at_left else Qt.AlignmentFlag(0))
        column.addSpacing(8)


def _saved(row: Row) -> Money | None:
    proposal = row.chain.proposal
    units = proposal.get("saving_per_month") if proposal is not None else None
    currency = str((proposal.get("currency") if proposal is not None else None) or row.chain.cost.currency)
    return Money(units, currency) if isinstance(units, int) else None


def _shortened(words: str, most: int = 26) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
