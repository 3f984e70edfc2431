"""The cards of step 4: values that are nearly known, and rows whose reference is empty or unknown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from crm_desktop.interchange.import_draft import Answer, ImportDraft
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.importing.findings import Decision, Suggestion
from crm_desktop.models.importing.mapping import Policy
from crm_desktop.views.importing.words import field_words, kind_words
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import Text, Wording, text, tr
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.text_input import TextInput

MOST_SHOWN = 60
Key = tuple[str, str]


class SuggestionsCard(Card):
    """Near misses, each with a check box, and one button for all of them."""

    chosen = Signal()

    def __init__(self, draft: ImportDraft) -> None:
        super().__init__(text("importing", "Is this what was meant?"), icon="wand-sparkles", padding=12)
        self._draft = draft
        self.keys = set(draft.suggestions)
        self.boxes: dict[Key, QCheckBox] = {}
        self.all = Button(text("importing", "Accept all"), self._accept_all, small=True)
        self.header.end.addWidget(self.all)
        for key, suggestion in list(draft.suggestions.items())[:MOST_SHOWN]:
            self.boxes[key] = self._box(key, suggestion)
            self.body.addWidget(self.boxes[key])
        hidden = len(draft.suggestions) - len(self.boxes)
        if hidden:
            self.body.addWidget(
                Paragraph(text("importing", "And %n more, taken with “Accept all”", n=hidden), "caption")
            )
        self._name_button()

    def _box(self, key: Key, suggestion: Suggestion) -> QCheckBox:
        words = tr(
            "importing",
            "“{given}” → “{proposed}” · %n row(s) · column “{column}”",
            n=suggestion.rows,
            given=suggestion.given,
            proposed=suggestion.proposed,
            column=suggestion.column,
        )
        box = QCheckBox(words.replace("&", "&&"))
        box.setAccessibleName(words)
        box.setChecked(key in self._draft.accepted)
        box.toggled.connect(lambda on: self._accept([key], accepted=on))
        return box

    def _accept_all(self) -> None:
        every = list(self._draft.suggestions)
        accepted = any(key not in self._draft.accepted for key in every)
        for key, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(key in every and accepted)
        self._accept(every, accepted=accepted)

    def _accept(self, keys: Sequence[Key], *, accepted: bool) -> None:
        for key in keys:
            self._draft.accept(key, accepted=accepted)
        self._name_button()
        self.chosen.emit()

    def _name_button(self) -> None:
        rest = any(key not in self._draft.accepted for key in self._draft.suggestions)
        self.all.set_wording(text("importing", "Accept all") if rest else text("importing", "Accept none"))


class DecisionCard(Card):
    """One question, its answers as radio buttons; the placeholder's name is typed beside its answer."""

    chosen = Signal()

    def __init__(self, key: Key, draft: ImportDraft, formats: Formats) -> None:
        decision = draft.decisions[key]
        super().__init__(_question(decision), icon="circle-help", padding=12)
        self._key, self._draft = key, draft
        self._group = QButtonGroup(self)
        self.buttons: dict[Policy, QRadioButton] = {}
        self.placeholder = TextInput(self._usual_name(decision))
        self.placeholder.setAccessibleName(str(text("importing", "Name of the placeholder")))
        self.placeholder.setMaxLength(200)
        self.placeholder.left.connect(self._renamed)
        self.placeholder.returnPressed.connect(self._renamed)
        if decision.examples:
            plain = decision.question in ("duplicates", "totals")
            names = formats.listed([each if plain else f"“{each}”" for each in decision.examples])
            self.body.addWidget(Paragraph(text("importing", "For instance {names}", names=names), "caption"))
        for policy in draft.offers(decision):
            self._add(policy, _answer(policy, decision, draft))

    def _add(self, policy: Policy, words: Text) -> None:
        button = QRadioButton(str(words).replace("&", "&&"))
        button.setAccessibleName(str(words))
        answer = self._draft.answers.get(self._key)
        button.setChecked(answer is not None and answer.policy is policy)
        button.toggled.connect(lambda on: self._answer(policy) if on else None)
        self._group.addButton(button)
        self.buttons[policy] = button
        if policy is not Policy.PLACEHOLDER:
            self.body.addWidget(button)
            return
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(button)
        row.addWidget(self.placeholder, 1)
        self.body.addLayout(row)

    def _usual_name(self, decision: Decision) -> str:
        answer = self._draft.answers.get(self._key)
        if answer is not None and answer.placeholder:
            return answer.placeholder
        of = self._draft.kind.field(decision.field)
        if not of.target:
            return ""
        target = KINDS[of.target]
        return tr("importing", "Unknown ({kind})", kind=kind_words(target))

    def _answer(self, policy: Policy) -> None:
        name = self.placeholder.text().strip()
        if policy is Policy.PLACEHOLDER and not name:
            return
        self._draft.answers[self._key] = Answer(policy, name if policy is Policy.PLACEHOLDER else "")
        self.chosen.emit()

    def _renamed(self) -> None:
        now = self._draft.answers.get(self._key)
        button = self.buttons.get(Policy.PLACEHOLDER)
        if button is not None and button.isChecked() and (now is None or now.placeholder != self.placeholder.text()):
            self._answer(Policy.PLACEHOLDER)


class Questions(QWidget):
    """The cards one below the other. A card stays as long as its question does, so that the focus stays in it."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.suggestions: SuggestionsCard | None = None
        self.decisions: dict[Key, DecisionCard] = {}
        self._draft: ImportDraft | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)

    @property
    def any(self) -> bool:
        """Whether there is a card."""
        return self.suggestions is not None or bool(self.decisions)

    def show_draft(self, draft: ImportDraft, formats: Formats) -> None:
        """Show what was suggested and asked so far."""
        known = self.suggestions.keys if self.suggestions is not None else set()
        if self.suggestions is not None and (draft is not self._draft or known != draft.suggestions.keys()):
            self._take_away(self.suggestions)
            self.suggestions = None
        gone = [key for key in self.decisions if draft is not self._draft or key not in draft.decisions]
        for key in gone:
            self._take_away(self.decisions.pop(key))
        self._draft = draft
        if self.suggestions is None and draft.suggestions:
            self.suggestions = SuggestionsCard(draft)
            self.suggestions.chosen.connect(self.chosen)
            self._column.insertWidget(0, self.suggestions)
        for key in draft.decisions:
            if key not in self.decisions:
                self.decisions[key] = DecisionCard(key, draft, formats)
                self.decisions[key].chosen.connect(self.chosen)
                self._column.addWidget(self.decisions[key])

    def first(self) -> QWidget | None:
        """Return what the first card begins with."""
        if self.suggestions is not None:
            return self.suggestions.all
        return next((button for card in self.decisions.values() for button in card.buttons.values()), None)

    def _take_away(self, card: QWidget) -> None:
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()


def _question(decision: Decision) -> Wording:
    if decision.question == "duplicates":
        return text("importing", "%n row(s) look like records that exist", n=decision.rows)
    if decision.question == "totals":
        return text("importing", "%n row(s) look like totals of the others", n=decision.rows)
    if decision.question == "empty":
        return text("importing", "“{column}” is empty in %n row(s)", n=decision.rows, column=decision.column)
    return text("importing", "Unknown names in “{column}” in %n row(s)", n=decision.rows, column=decision.column)


def _answer(policy: Policy, decision: Decision, draft: ImportDraft) -> Text:
    of = draft.kind.field(decision.field)
    match policy:
        case Policy.SKIP:
            return text("importing", "Leave these rows out; they go to the error file")
        case Policy.LEAVE:
            return text("importing", "Import them without: {field}", field=field_words(draft.kind, decision.field))
        case Policy.PLACEHOLDER:
            return text("importing", "Attach them to")
        case Policy.UPDATE:
            return text("importing", "Take them for these records, and change those")
        case Policy.CREATE if decision.question == "duplicates":
            return text("importing", "Import them as new records all the same")
        case Policy.CREATE if decision.question == "totals":
            return text("importing", "They are no totals: import them like the others")
        case _:
            return text("importing", "Make new records of these names: {kind}", kind=kind_words(KINDS[of.target]))
