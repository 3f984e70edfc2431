"""What was promised: each word anyone typed, each transaction a device committed, each answer that arrived.

And what the server's log shows of it, read on as it grows, so that a log that forgets does not make the ledger forget.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from sqlalchemy import Connection, select

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import RecordChange, Transaction
from crm_desktop.models.exchange import Outcome
from crm_desktop.models.fields import Value
from crm_server.services.content_upkeep import LOST
from crm_server.services.contents import STORED
from crm_server.store.tables import LOG_CHANGES, LOG_TRANSACTIONS

WORD = re.compile(r"w\d{6}w")
Place: TypeAlias = tuple[str, str, str]
"""Kind, record and field."""
TOGETHER = tuple(KINDS["account"].group_of(name) for name in ("city", "latitude"))
"""Fields of accounts that go together and are hidden from nobody."""


KINDS_OF_VIOLATION = ("lost", "twice", "missed", "leaked", "differs", "torn", "stuck", "gap", "untruthful")


class Violation(BaseException):
    """A promise was broken. `kind` is one of KINDS_OF_VIOLATION.

    Not an Exception: the engine, which survives every defect, must not survive the oracle.
    """

    def __init__(self, kind: str, told: str) -> None:
        super().__init__(f"{kind}: {told}")
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Promise:
    """A transaction that a device committed, and the words that were typed in it."""

    device: str
    user: str
    words: frozenset[str]


@dataclass
class Ledger:
    """Everything promised in one world."""

    promises: dict[str, Promise] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    """Words with the transaction that first carried them."""
    places: dict[str, set[Place]] = field(default_factory=dict)
    """Words with the fields of records into which they were typed."""
    said: dict[str, set[str]] = field(default_factory=dict)
    """Words that somebody wrote by an act of theirs, also where others had typed them first."""
    sides: dict[tuple[str, tuple[str, ...]], set[tuple[Value, ...]]] = field(default_factory=dict)
    """What was typed into fields that go together, by record and fields."""
    answers: dict[str, Outcome] = field(default_factory=dict)
    gone_with_backup: set[str] = field(default_factory=set)
    """Transactions that a restored server had accepted after the backup it was restored from."""
    _typed: int = 0

    def word(self) -> str:
        """Return a word that nobody typed before."""
        self._typed += 1
        return f"w{self._typed:06d}w"

    def promise(self, device: str, user: str, transaction: Transaction) -> None:
        """Note what a user's device committed."""
        found: set[str] = set()
        for change in transaction.changes:
            self._note_sides(change)
            for name, edit in change.fields.items():
                for word in WORD.findall(_text(edit.after)):
                    found.add(word)
                    self.words.setdefault(word, transaction.id)
                    self.places.setdefault(word, set()).add((change.kind, change.id, name))
        self.promises[transaction.id] = Promise(device, user, frozenset(found))
        self.said.setdefault(user, set()).update(found)

    def _note_sides(self, change: RecordChange) -> None:
        for names in TOGETHER if change.kind == "account" else ():
            if not change.fields.keys().isdisjoint(names):
                side = tuple(change.fields[name].after if name in change.fields else None for name in names)
                self.sides.setdefault((change.id, names), set()).add(side)

    def answer(self, outcome: Outcome) -> None:
        """Note an answer that reached a device; it must be the one given before."""
        known = self.answers.setdefault(outcome.transaction_id, outcome)
        if (known.result, known.sequence) != (outcome.result, outcome.sequence):
            raise Violation("twice", f"{outcome.transaction_id} was answered {known.result} and {outcome.result}")


@dataclass
class LogReading:
    """The server's log as far as it was read: where each transaction and each word stands."""

    reached: int = 0
    transactions: dict[str, int] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    by_server: set[str] = field(default_factory=set)
    """Transactions in which the server itself says that a content has come, or is lost."""

    def read_on(self, connection: Connection, org_id: str) -> None:
        """Read what is new."""
        heads, changes = LOG_TRANSACTIONS.c, LOG_CHANGES.c
        new = select(heads.sequence, heads.transaction_id, heads.act).where(
            heads.org_id == org_id, heads.sequence > self.reached
        )
        last = self.reached
        for sequence, transaction, act in connection.execute(new.order_by(heads.sequence)):
            if sequence != last + 1:
                raise Violation("gap", f"after {last} the log goes on with {sequence}")
            if transaction in self.transactions:
                raise Violation("twice", f"{transaction} is in the log twice")
            self.transactions[transaction], last = sequence, sequence
            if act in (STORED, LOST):
                self.by_server.add(transaction)
        texts = select(changes.sequence, changes.fields).where(
            changes.org_id == org_id, changes.sequence > self.reached
        )
        for sequence, text in connection.execute(texts.order_by(changes.sequence)):
            for word in WORD.findall(text):
                self.words.setdefault(word, sequence)
        self.reached = last

    def turn_back(self, sequence: int) -> set[str]:
        """Forget what came after the number; return the transactions that it was."""
        lost = {each for each, number in self.transactions.items() if number > sequence}
        for known in (self.transactions, self.words):
            for each in [each for each, number in known.items() if number > sequence]:
                del known[each]
        self.reached = min(self.reached, sequence)
        return lost


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""
