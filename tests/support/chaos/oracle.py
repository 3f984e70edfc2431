"""The oracle: compares what devices hold with what the server's own condition says, and what was promised with what is.

It reads tables and the condition `visible` only; it knows nothing of pages, exits, merges or outboxes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import Connection, select

from crm_desktop.models.access import Rights, hidden_fields, visible
from crm_desktop.models.catalog import KINDS, row_columns
from crm_desktop.models.custom_fields import unfold
from crm_desktop.models.exchange import PullPage, PushAnswer, SnapshotPage
from crm_desktop.models.fields import RecordKind
from crm_desktop.store.opening import Store
from crm_desktop.store.reader import Reader
from crm_desktop.store.rows import shape
from crm_server.services.load_rights import load_rights
from crm_server.services.upkeep import check
from crm_server.store.tables import LOG_CHANGES, LOG_TRANSACTIONS, RECORDS
from tests.support.chaos.centre import Centre
from tests.support.chaos.device import Device
from tests.support.chaos.ledger import TOGETHER, WORD, Ledger, LogReading, Violation

Key: TypeAlias = tuple[str, str]
_STATES = "SELECT id, state, sequence, outcome FROM transactions WHERE origin = 'here'"


@dataclass
class Sight:
    """What one user sees at one moment of the server, asked kind by kind when it is needed."""

    moment: tuple[str, int]
    centre: Centre
    rights: Rights
    _ids: dict[str, set[str]] = field(default_factory=dict)

    def ids(self, kind: str) -> set[str]:
        """Return the ids of the records of a kind."""
        if kind not in self._ids:
            with self.centre.office.database.read() as connection:
                self._ids[kind] = _visible_ids(connection, self.rights, KINDS[kind])
        return self._ids[kind]

    def shows(self, kind: str, record_id: str, field: str) -> bool:
        """Tell whether the user sees this field of this record."""
        return record_id in self.ids(kind) and field not in hidden_fields(self.rights, kind)


class Oracle:
    """Watches one world."""

    def __init__(self, centre: Centre, ledger: Ledger) -> None:
        self._centre, self._ledger = centre, ledger
        self.log = LogReading()
        self.read_log()
        self._operators = set(self.log.transactions)
        self._sights: dict[str, Sight] = {}
        self.forgotten = 0
        """Transactions that were lost with a restored backup and that their device had let go of."""

    # While the world runs

    def page_is_permitted(self, user: str, page: PullPage | SnapshotPage) -> None:
        """Raise Violation where a page carries a row that its reader may not see in this very moment."""
        sight = self._sight(user)
        for batch in page.batches if isinstance(page, PullPage) else [page.batch]:
            if batch.rows and batch.kind in KINDS:
                strange = {str(row[batch.columns.index("id")]) for row in batch.rows} - sight.ids(batch.kind)
                if strange:
                    raise Violation("leaked", f"a page shows {batch.kind} {sorted(strange)[:3]} to {user}")
            if shown := hidden_fields(sight.rights, batch.kind) & set(batch.columns):
                raise Violation("leaked", f"a page shows the hidden {sorted(shown)} to {user}")
        self._words_are_permitted(sight, page, "")

    def answer_is_permitted(self, user: str, answer: PushAnswer) -> None:
        """Raise Violation where an answer quotes what its reader neither may see nor has typed."""
        self._words_are_permitted(self._sight(user), answer, user)

    def _words_are_permitted(self, sight: Sight, message: Any, typist: str) -> None:
        """Raise Violation for a word never typed into a field that the reader sees, nor written by `typist`."""
        self._text_is_permitted(sight, msgspec.json.encode(message).decode(), typist, "told to")

    def _text_is_permitted(self, sight: Sight, text: str, typist: str, how: str) -> None:
        for word in set(WORD.findall(text)) - self._ledger.said.get(typist, set()):
            places = self._ledger.places.get(word, set())
            if places and not any(sight.shows(*place) for place in places):
                raise Violation("leaked", f"{word} of {sorted(places)[:2]} is {how} {sight.rights.user_id}")

    def ids_agree(self, device: Device) -> None:
        """Raise Violation where a device that is up to date holds other records than its user may see."""
        sight = self._sight(device.line.user)
        for name in KINDS:
            ids, held = sight.ids(name), device.store.read(_held_ids, name)
            if held - ids:
                raise Violation("leaked", f"{device.name} holds {name} {sorted(held - ids)[:3]}")
            if ids - held:
                raise Violation("missed", f"{device.name} lacks {name} {sorted(ids - held)[:3]}")

    def sees(self, user: str, kind: str) -> set[str]:
        """Return the ids of the records of a kind that the user sees now."""
        return self._sight(user).ids(kind)

    def handed_out(self, user: str, attachment_id: str) -> None:
        """Raise Violation where a user is given the content of an attachment that is out of sight."""
        if attachment_id not in self.sees(user, "attachment"):
            raise Violation("leaked", f"the content of {attachment_id} is given to {user}")

    def read_log(self) -> None:
        """Read the log on before it may forget."""
        with self._centre.office.database.read() as connection:
            self.log.read_on(connection, self._centre.office.org_id)

    def operator_acted(self) -> None:
        """Note that what is new in the log is the operator's doing."""
        self.read_log()
        self._operators |= set(self.log.transactions)

    def server_was_restored(self, sequence: int) -> None:
        """Note that everything after the number is gone, and with it the answers that told of it."""
        lost = self.log.turn_back(sequence)
        self._ledger.gone_with_backup |= lost
        for each in [each for each, known in self._ledger.answers.items() if each in lost or known.result == "refused"]:
            del self._ledger.answers[each]

    # When all is quiet

    def judge(self, devices: list[Device]) -> None:
        """Raise Violation where anything promised does not hold."""
        self.read_log()
        self._log_is_sound()
        with self._centre.office.database.read() as connection:
            self._nothing_is_torn(connection)
            for device in devices:
                rights = self._rights(connection, device.line.user)
                self._rows_agree(connection, rights, device)
                self._history_agrees(connection, rights, device)
        for device in devices:
            told = device.store.read(_told_and_typed)
            self._text_is_permitted(self._sight(device.line.user), told, device.line.user, "kept by")
        states = {device.name: device.store.read(_states) for device in devices}
        for device in devices:
            self._transactions_hold(states[device.name], device)
        self._words_are_kept(devices)

    def _log_is_sound(self) -> None:
        bad = [each.what for each in check(self._centre.office.database) if not each.good]
        if bad:
            raise Violation("gap", bad[0])
        strangers = set(self.log.transactions) - set(self._ledger.promises) - self._operators - self.log.by_server
        if strangers:
            raise Violation("twice", f"nobody made {sorted(strangers)[:3]}")

    def _nothing_is_torn(self, connection: Connection) -> None:
        """Look whether fields that go together stand as somebody typed them together."""
        for row in connection.execute(select(RECORDS["account"])).mappings():
            for names in TOGETHER:
                side = tuple(row[name] for name in names)
                typed = self._ledger.sides.get((row["id"], names), set())
                if any(value is not None for value in side) and side not in typed:
                    raise Violation("torn", f"account {row['id']} has {dict(zip(names, side, strict=True))}")

    def _rows_agree(self, connection: Connection, rights: Rights, device: Device) -> None:
        for kind in KINDS.values():
            wanted = _visible_rows(connection, rights, kind, device)
            held = {str(row["id"]): row for row in device.store.read(_held_rows, kind.name)}
            hidden = hidden_fields(rights, kind.name)
            if shown := {name for row in held.values() for name in hidden if row.get(name) is not None}:
                raise Violation("leaked", f"{device.name} holds the hidden {sorted(shown)} of {kind.name}")
            _same(device.name, kind.name, wanted, held)

    def _history_agrees(self, connection: Connection, rights: Rights, device: Device) -> None:
        seen = {(kind.name, each) for kind in KINDS.values() for each in _visible_ids(connection, rights, kind)}
        held = device.store.read(_held_history)
        astray = {key for key, _, _ in held if key not in seen}
        if astray:
            raise Violation("leaked", f"{device.name} remembers what happened to {sorted(astray)[:3]}")
        for key, transaction, names in held:
            if not hidden_fields(rights, key[0]).isdisjoint(names):
                raise Violation("leaked", f"{device.name} remembers a hidden field of {key} in {transaction}")
        invented = {transaction for _, transaction, _ in held if transaction not in self.log.transactions}
        if invented:
            raise Violation(
                "untruthful", f"{device.name} tells of {sorted(invented)[:3]}, which the server does not know"
            )
        known = {(key, transaction) for key, transaction, _ in held} | device.store.read(_own_history)
        told = {(key, transaction) for key, transaction in self._logged(connection) if key in seen}
        if told - known:
            raise Violation("missed", f"{device.name} does not know what happened to {sorted(told - known)[:3]}")

    def _logged(self, connection: Connection) -> list[tuple[Key, str]]:
        changes, heads = LOG_CHANGES.c, LOG_TRANSACTIONS.c
        statement = (
            select(changes.kind, changes.record_id, heads.transaction_id)
            .join(LOG_TRANSACTIONS, (heads.org_id == changes.org_id) & (heads.sequence == changes.sequence))
            .where(changes.org_id == self._centre.office.org_id, changes.operation != "create")
        )
        return [((kind, record), transaction) for kind, record, transaction in connection.execute(statement)]

    def _transactions_hold(self, states: Mapping[str, tuple[str, int | None, str | None]], device: Device) -> None:
        whole = {act for _, act in device.store.read(_own_history)}
        for identifier, (state, _, outcome) in states.items():
            accepted = identifier in self.log.transactions
            if state in ("waiting", "acknowledged"):
                raise Violation("stuck", f"{identifier} of {device.name} is {state} for ever")
            # What a restored server lost comes again from here, unless it was about records that have left since.
            excused = identifier in self._ledger.gone_with_backup and identifier not in whole
            if state == "settled" and not accepted and not excused:
                raise Violation("lost", f"{identifier} of {device.name} is settled, and the server does not know it")
            if state in ("refused", "parked", "discarded") and accepted:
                raise Violation("untruthful", f"{identifier} of {device.name} is {state}, and the server applied it")
            if state == "refused" and not _refusal_code(outcome):
                raise Violation("stuck", f"{identifier} of {device.name} was refused for no reason")
        missing = [each for each, known in self._ledger.promises.items() if known.device == device.name]
        gone = [each for each in missing if each not in states]
        if gone:
            raise Violation("lost", f"{device.name} has forgotten {gone[:3]}")

    def _words_are_kept(self, devices: list[Device]) -> None:
        open_ones = {word for word in self._ledger.words if word not in self.log.words}
        for device in devices:
            open_ones -= device.store.read(_words_on_their_way)
        lost = {word for word in open_ones if self._ledger.words[word] not in self._ledger.gone_with_backup}
        if lost:
            acts = sorted({self._ledger.words[word] for word in lost})
            raise Violation("lost", f"{len(lost)} words, first {min(lost)}, of {acts[:3]}")
        self.forgotten = len({self._ledger.words[word] for word in open_ones})

    def _sight(self, user: str) -> Sight:
        """Return what the user sees now; reckoned anew whenever the server's log has moved."""
        state = self._centre.state()
        known = self._sights.get(user)
        if known is None or known.moment != (state.epoch, state.sequence):
            with self._centre.office.database.read() as connection:
                rights = self._rights(connection, user)
            known = Sight((state.epoch, state.sequence), self._centre, rights)
            self._sights[user] = known
        return known

    def _rights(self, connection: Connection, user: str) -> Rights:
        return load_rights(connection, self._centre.office.org_id, self._centre.office.people[user])


def _visible_ids(connection: Connection, rights: Rights, kind: RecordKind) -> set[str]:
    return set(connection.scalars(select(RECORDS[kind.name].c.id).where(visible(rights, kind, RECORDS))))


def _visible_rows(
    connection: Connection, rights: Rights, kind: RecordKind, device: Device
) -> dict[str, dict[str, Any]]:
    statement = select(RECORDS[kind.name]).where(visible(rights, kind, RECORDS))
    hidden = hidden_fields(rights, kind.name)
    found = {}
    for stored in connection.execute(statement).mappings():
        row = {name: None if name in hidden else stored[name] or _nothing(stored[name]) for name in row_columns(kind)}
        whole = unfold(device.line.lens.expected(kind.name, row))
        found[str(row["id"])] = {name: None if name in hidden else value for name, value in whole.items()}
    return found


def _nothing(value: Any) -> Any:
    return None if value == [] else value


def _same(
    device: str, kind: str, wanted: Mapping[str, Mapping[str, Any]], held: Mapping[str, Mapping[str, Any]]
) -> None:
    if surplus := sorted(set(held) - set(wanted)):
        raise Violation("leaked", f"{device} holds {kind} {surplus[:3]}")
    if lacking := sorted(set(wanted) - set(held)):
        raise Violation("missed", f"{device} lacks {kind} {lacking[:3]}")
    for identifier, row in wanted.items():
        mine = held[identifier]
        if wrong := [name for name, value in row.items() if _plain(name, mine.get(name)) != _plain(name, value)]:
            told = {name: (mine.get(name), row[name]) for name in wrong}
            raise Violation("differs", f"{device} has {kind} {identifier} other than the server: {told}")


def _plain(name: str, value: Any) -> Any:
    return msgspec.json.decode(value) if name == "extra" and value else value


def _told_and_typed(reader: Reader) -> str:
    """Return all that a device keeps beside rows: what acts did, what was answered, what waits below edits."""
    parts = ("SELECT fields FROM changes", "SELECT outcome FROM transactions", "SELECT row FROM bases")
    return " ".join(str(text) for sql in parts for (text,) in reader.all(sql) if text)


def _held_ids(reader: Reader, kind: str) -> set[str]:
    return {row[0] for row in reader.all(f"SELECT id FROM {KINDS[kind].plural}")}


def _held_rows(reader: Reader, kind: str) -> list[dict[str, Any]]:
    lies = shape(kind)
    return [dict(lies.decode(row)) for row in reader.all(lies.select)]


def _held_history(reader: Reader) -> list[tuple[Key, str, set[str]]]:
    """Return what the device keeps of the server's history: record, transaction, names of fields."""
    sql = """
        SELECT c.kind, c.record_id, t.id, c.fields FROM changes c JOIN transactions t ON t.number = c.transaction_number
        WHERE t.origin = 'server' OR c.by_server
    """
    return [((kind, each), act, set(msgspec.json.decode(fields))) for kind, each, act, fields in reader.all(sql)]


def _own_history(reader: Reader) -> set[tuple[Key, str]]:
    sql = """
        SELECT c.kind, c.record_id, t.id FROM changes c JOIN transactions t ON t.number = c.transaction_number
        WHERE t.origin = 'here' AND NOT c.by_server
    """
    return {((kind, each), act) for kind, each, act in reader.all(sql)}


def _states(reader: Reader) -> dict[str, tuple[str, int | None, str | None]]:
    return {each: (state, sequence, outcome) for each, state, sequence, outcome in reader.all(_STATES)}


def _words_on_their_way(reader: Reader) -> set[str]:
    sql = """
        SELECT c.fields FROM changes c JOIN transactions t ON t.number = c.transaction_number
        WHERE t.origin = 'here' AND t.state <> 'settled'
    """
    return {word for (fields,) in reader.all(sql) for word in WORD.findall(fields)}


def _refusal_code(outcome: str | None) -> str:
    told = msgspec.json.decode(outcome) if outcome else {}
    return str((told.get("refusal") or {}).get("code", ""))


def refusal_codes(store: Store) -> set[str]:
    """Return the codes with which acts of the device were refused."""
    return {code for _, _, outcome in store.read(_states).values() if (code := _refusal_code(outcome))}
