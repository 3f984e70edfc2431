"""What a person has chosen so far for one file: columns, keys, mode, the order of dates, suggestions, answers.

A draft is changed step by step and makes the mapping of the shared engine at any time. It keeps suggestions and
questions that were answered, so that an answer can be changed although the engine no longer asks. No Qt here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import Field, FieldType, RecordKind
from crm_desktop.models.importing.columns import suggest_mapping, usual_source
from crm_desktop.models.importing.findings import Decision, Suggestion, TableReport
from crm_desktop.models.importing.mapping import (
    FORMAT,
    PLACE,
    DateOrder,
    FieldSource,
    Mode,
    Policy,
    TableMapping,
    can_be_made_by_name,
)
from crm_desktop.models.importing.mapping import Mapping as ImportMapping
from crm_desktop.models.importing.matching import squashed
from crm_desktop.models.importing.words import Words

BESIDE, LINK = "account:", "account_id"
_BESIDE_TYPES = frozenset(
    {
        FieldType.TEXT,
        FieldType.NOTE,
        FieldType.CHOICE,
        FieldType.INTEGER,
        FieldType.PHONE,
        FieldType.EMAIL,
        FieldType.WEB,
    }
)
"""What can be read without asking anything."""
_SIGNIFICANT = 2
"""How many columns a title is made of that no column holds."""
_USUAL_KEYS = ("external_id", "sign_in_name")


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of rows whose reference is empty, or names nobody we know."""

    policy: Policy
    placeholder: str = ""


@dataclass(slots=True)
class ImportDraft:
    """`start_draft(...)`, then change it; `mapping()` is what the engine is given."""

    file: str
    columns: tuple[str, ...]
    kind: RecordKind
    constants: Mapping[str, str] = field(default_factory=dict)
    """Field → what new records get where no column says it."""
    fields: dict[str, str] = field(default_factory=dict)
    """Column → field."""
    beside: dict[str, str] = field(default_factory=dict)
    """Column → field of the account that the row names: the account is made or changed along with the record."""
    template: str = ""
    """What the title is made of where no column is it: `{product} · {account}`."""
    currency: str = ""
    """What amounts are in where no column says it; empty for the organisation's."""
    keys: list[str] = field(default_factory=list)
    """Fields chosen to recognise records by; empty for the usual ones."""
    mode: Mode = Mode.BOTH
    dates: dict[str, DateOrder] = field(default_factory=dict)
    """Field → order, where the values do not tell."""
    suggestions: dict[tuple[str, str], Suggestion] = field(default_factory=dict)
    """(Field, given value) → the suggestion, once it was made."""
    accepted: set[tuple[str, str]] = field(default_factory=set)
    decisions: dict[tuple[str, str], Decision] = field(default_factory=dict)
    """(Field, what is asked) → the question, once it was asked."""
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)

    # Columns

    @property
    def title_is_made(self) -> bool:
        """Whether no column is the title, so that it is made of others."""
        return self.kind.title not in self.fields.values()

    def assign(self, column: str, name: str) -> None:
        """Read a column as a field, "" for not at all; a field is read from one column only.

        `account:phone` is a field of the account beside.
        """
        self.beside.pop(column, None)
        if name.startswith(BESIDE):
            self.fields.pop(column, None)
            own = name.removeprefix(BESIDE)
            self.beside = {other: taken for other, taken in self.beside.items() if taken != own} | {column: own}
            return
        for other in [each for each, taken in self.fields.items() if taken == name]:
            del self.fields[other]
        if name:
            self.fields[column] = name
        else:
            self.fields.pop(column, None)
        self.keys = [each for each in self.keys if each in self.fields.values()]
        self._forget_strangers()

    def becomes(self, column: str) -> str:
        """Return what `assign` was told of a column."""
        return self.fields.get(column) or (BESIDE + self.beside[column] if column in self.beside else "")

    def usual_keys(self) -> tuple[str, ...]:
        """Return the fields that records are recognised by as long as nobody chooses."""
        mapped = set(self.fields.values()) | ({self.kind.title} if self.title_is_made and self.template else set())
        return tuple(name for name in (*_USUAL_KEYS, self.kind.title) if name in mapped)

    def is_key(self, name: str) -> bool:
        """Tell whether records are recognised by a field."""
        return name in (self.keys or self.usual_keys())

    def toggle_key(self, name: str) -> None:
        """Recognise records by a field too, or no longer; without any, the usual ones are back."""
        chosen = list(self.keys or [each for each in self.usual_keys() if each in self.fields.values()])
        chosen = [each for each in chosen if each != name] if name in chosen else [*chosen, name]
        self.keys = [] if tuple(chosen) == self.usual_keys() else chosen

    def amounts_without_currency(self) -> list[str]:
        """Return the fields that hold the currency of a mapped amount, and that no column is read as."""
        mapped = set(self.fields.values())
        amounts = [name for name in self.fields.values() if self.kind.field(name).type is FieldType.MONEY]
        partners = [name for amount in amounts for name in self.kind.group_of(amount) if name not in mapped]
        return list(dict.fromkeys(partners))

    def lacking(self) -> list[str]:
        """Return the required fields that new records would not have."""
        if self.beside and LINK not in self.fields.values():
            return [LINK]
        there = {*self.fields.values(), *dict(self._constants())} | ({self.kind.title} if self.template else set())
        needed = [each.name for each in self.kind.fields if each.required and each.default is None]
        return [name for name in needed if name not in there] if self.mode is not Mode.UPDATE else []

    def wrong_places(self) -> list[str]:
        """Return what the template names that is no column."""
        return [place for place in PLACE.findall(self.template) if place not in self.columns]

    # Answers

    def hear(self, report: TableReport) -> None:
        """Take in what a preview found; what was neither accepted nor answered and is not found any more goes."""
        found = {(each.field, each.given): each for each in report.suggestions}
        self.suggestions = {key: each for key, each in self.suggestions.items() if key in self.accepted} | found
        asked = {(each.field, each.question): each for each in report.decisions if each.question != "dates"}
        self.decisions = {key: each for key, each in self.decisions.items() if key in self.answers} | asked

    def accept(self, key: tuple[str, str], *, accepted: bool = True) -> None:
        """Take a suggestion, or no longer."""
        if accepted:
            self.accepted.add(key)
        else:
            self.accepted.discard(key)

    def offers(self, decision: Decision) -> list[Policy]:
        """Return what can become of the rows that a question is about."""
        of = self.kind.field(decision.field)
        if decision.question == "duplicates":
            return [Policy.SKIP, Policy.UPDATE, Policy.CREATE]
        if decision.question == "totals":
            return [Policy.SKIP, Policy.CREATE]
        makeable = can_be_made_by_name(of.target)
        offered = [Policy.SKIP]
        if not of.required:
            offered.append(Policy.LEAVE)
        if makeable and not (of.required and decision.question == "empty"):
            offered.append(Policy.PLACEHOLDER)
        if makeable and decision.question == "unknown":
            offered.append(Policy.CREATE)
        return offered

    # What the engine is given

    def mapping(self) -> ImportMapping:
        """Return the mapping as chosen so far."""
        sources = [self._source(column, self.fields[column]) for column in self.columns if column in self.fields]
        if self.title_is_made and self.template:
            sources.append(FieldSource(self.kind.title, template=self.template))
        if self.currency:
            sources += [FieldSource(name, constant=self.currency) for name in self.amounts_without_currency()]
        mapped = {source.field for source in sources}
        sources += [FieldSource(name, constant=value) for name, value in self._constants() if name not in mapped]
        duplicates, totals = (
            self.answers.get((self.kind.title, question), Answer(Policy.ASK)).policy
            for question in ("duplicates", "totals")
        )
        table = TableMapping(self.kind.name, sources, self.file, list(self.keys), self.mode, duplicates, totals)
        return ImportMapping(FORMAT, [*self._accounts_beside(totals), table])

    def _constants(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.constants.items() if self.kind.has(name)]

    def _accounts_beside(self, totals: Policy) -> list[TableMapping]:
        """Return how accounts are read from the same rows, before the records that belong to them."""
        column = next((column for column, name in self.fields.items() if name == LINK), "")
        if not self.beside or not column:
            return []
        declared = KINDS["account"]
        sources = [FieldSource(declared.title, column)]
        sources += [FieldSource(name, each) for each, name in self.beside.items()]
        mapped = {source.field for source in sources}
        known = {name: value for name, value in self.constants.items() if declared.has(name) and name not in mapped}
        sources += [FieldSource(name, constant=value) for name, value in known.items()]
        return [TableMapping("account", sources, self.file, [declared.title], totals=totals, beside=True)]

    def _source(self, column: str, name: str) -> FieldSource:
        usual = usual_source(self.kind.field(name), column)
        values = {given: self.suggestions[field, given].proposed for field, given in self.accepted if field == name}
        empty = self.answers.get((name, "empty"), Answer(usual.empty))
        unknown = self.answers.get((name, "unknown"), Answer(usual.unknown))
        return msgspec.structs.replace(
            usual,
            values=values,
            dates=self.dates.get(name, DateOrder.AUTO),
            empty=empty.policy,
            unknown=unknown.policy,
            placeholder=unknown.placeholder or empty.placeholder,
        )

    def _forget_strangers(self) -> None:
        """Forget what was said about fields that no column is read as any more."""
        mapped = set(self.fields.values()) | {self.kind.title}
        self.dates = {name: order for name, order in self.dates.items() if name in mapped}
        self.accepted = {key for key in self.accepted if key[0] in mapped}
        self.suggestions = {key: each for key, each in self.suggestions.items() if key[0] in mapped}
        self.answers = {key: each for key, each in self.answers.items() if key[0] in mapped}
        self.decisions = {key: each for key, each in self.decisions.items() if key[0] in mapped}


def fields_beside(kind: RecordKind) -> list[Field]:
    """Return the fields of an account that can be read along with records of a kind that belong to one."""
    account = KINDS["account"]
    if not kind.has(LINK) or kind is account:
        return []
    fine = [each for each in account.fields if each.type in _BESIDE_TYPES and each.client_writes]
    return [
        each for each in fine if each.name not in (account.title, "external_id") and not is_currency(account, each.name)
    ]


def is_currency(kind: RecordKind, name: str) -> bool:
    """Tell whether a field holds the currency of an amount."""
    group = kind.group_of(name)
    return kind.field(name).type is FieldType.TEXT and any(
        kind.field(each).type is FieldType.MONEY for each in group if each != name
    )


def start_draft(
    file: str, columns: Sequence[str], kind: str, words: Words, constants: Mapping[str, str], offered: Sequence[str]
) -> ImportDraft:
    """Return the draft to start from: columns as their headers suggest, among the fields `offered`."""
    declared = KINDS[kind]
    suggested = suggest_mapping(declared, columns, words)
    fields = {source.column: source.field for source in suggested.fields if source.field in offered}
    draft = ImportDraft(file, tuple(columns), declared, dict(constants), fields)
    if LINK in fields.values():
        rest = suggest_mapping(KINDS["account"], [each for each in columns if each not in fields], words)
        may = {each.name for each in fields_beside(declared)}
        draft.beside = {source.column: source.field for source in rest.fields if source.field in may}
    if draft.title_is_made:
        draft.template = _template(draft)
    return draft


def recognise_own(draft: ImportDraft, names: Mapping[str, Sequence[str]]) -> None:
    """Read columns that nothing else is read from as the organisation's own fields, given with what they are called."""
    headers = {squashed(column): column for column in draft.columns if not draft.becomes(column)}
    for name, called in names.items():
        column = next((headers[said] for said in map(squashed, (*called, name)) if said in headers), None)
        if column is not None and name not in draft.fields.values():
            draft.fields[column] = name


def _template(draft: ImportDraft) -> str:
    """Return what tells a record best: what it is about and whose it is, else its number."""
    linked = [
        column
        for column, name in draft.fields.items()
        if draft.kind.field(name).type is FieldType.LINK and draft.kind.field(name).target not in ("user", "stage")
    ]
    ordered = [column for column in draft.columns if column in linked][:_SIGNIFICANT]
    ordered = ordered or [column for column, name in draft.fields.items() if name == "external_id"]
    return " · ".join("{" + column + "}" for column in ordered)
