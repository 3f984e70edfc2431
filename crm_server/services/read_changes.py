"""Pull: what is new for a user after a position, as current rows, exits and history.

A page covers whole transactions of the log, and shows records as they stand now: a later page shows them again when
they change again. What entered the user's sight comes whole, with its history and, for accounts, with everything that
belongs to them; what left is named as an exit. See docs/protocol.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from crm_desktop.models.access import QUOTING, Level, Standing, may_see
from crm_desktop.models.catalog import KINDS, SCHEMA
from crm_desktop.models.changes import Operation
from crm_desktop.models.exchange import HistoryEntry, Position, PullPage, PullRequest, RecordRef, Rows
from crm_desktop.models.fields import Value
from crm_server.access.showing import shown_entry
from crm_server.services.load_rights import Allowed, RightsMemory
from crm_server.store.change_log import decode_fields
from crm_server.store.engine import Database
from crm_server.store.log_reading import (
    LogEntry,
    Window,
    next_window,
    past_history,
    read_window,
    records_moved_from,
    shares_at,
)
from crm_server.store.organisations import OrganisationState, read_state
from crm_server.store.people import read_share_targets
from crm_server.store.sessions import Caller
from crm_server.store.visible_rows import Reader, dependent_kinds
from crm_server.store.workspace import Key


class Changes:
    """The service; blocking, call in a worker thread."""

    def __init__(self, database: Database, memory: RightsMemory) -> None:
        self._database, self._memory = database, memory

    def pull(self, caller: Caller, request: PullRequest) -> PullPage:
        """Return the next page after the request's position, or why a new snapshot is needed."""
        with self._database.read() as connection:
            state = read_state(connection, caller.org_id)
            allowed = self._memory.get(connection, caller.org_id, caller.user_id, state.sequence)
            asked = request.position
            reason = _reason_for_snapshot(asked, state, allowed)
            if reason or asked.sequence == state.sequence:
                return _empty_page(Position(state.epoch, state.sequence, allowed.scope), reason)
            reader = Reader(connection, caller.org_id, allowed.rights)
            window = next_window(connection, caller.org_id, asked.sequence, state.sequence, request.limit)
            page = _PageBuilder(reader, window)
            return page.build(Position(state.epoch, window.last, allowed.scope), state.sequence)


class _PageBuilder:
    """One page under way."""

    def __init__(self, reader: Reader, window: Window) -> None:
        self._reader, self._window = reader, window
        self._rights = reader.rights
        self._entries = read_window(reader.connection, reader.org_id, window)
        self._batches: dict[str, Rows] = {}
        self._seen: dict[str, set[str]] = defaultdict(set)
        """Ids by kind of the records whose rows this page carries."""
        self._entered: dict[str, set[str]] = defaultdict(set)
        self._exits: set[Key] = set()
        self._shares = shares_at(reader.connection, reader.org_id, self._rights.user_id, window.after)

    def build(self, position: Position, head: int) -> PullPage:
        """Return the page."""
        changed = _ids_by_kind((entry.kind, entry.record_id) for entry in self._entries)
        for kind, ids in changed.items():
            self._show(kind, ids)
        self._judge_changed()
        self._follow_accounts()
        self._follow_shares()
        self._follow_quoted()
        exits = sorted(key for key in self._exits if key[1] not in self._seen[key[0]])
        return PullPage(
            position=position,
            batches=[self._batches[kind] for kind in KINDS if kind in self._batches and self._batches[kind].rows],
            exits=[RecordRef(*key) for key in exits],
            history=self._history(),
            more=self._window.more,
            head=head,
            schema=SCHEMA,
        )

    def _judge_changed(self) -> None:
        """Sort the changed records into those that entered and those that left, by who could see them before.

        What is seen entered with any change before which it was not, the first or a later one: it may have left and
        come back, and a page in between, which showed the present of its moment, may have let it go already.
        """
        for entry in self._entries:
            visible_now = entry.record_id in self._seen[entry.kind]
            created = entry.operation == Operation.CREATE
            before = not created and self._saw(entry)
            if visible_now and not created and not before:
                self._entered[entry.kind].add(entry.record_id)
            # What users made themselves lies on their devices even where they may not see it.
            if not visible_now and (before or entry.user_id == self._rights.user_id):
                self._exits.add((entry.kind, entry.record_id))

    def _follow_accounts(self) -> None:
        """Let what belongs to an account come and go with the account's owner, each kind at the level of its own."""
        came: dict[str, set[str]] = defaultdict(set)
        went: dict[str, set[str]] = defaultdict(set)
        for entry in self._entries:
            # A new account has nothing yet but what the same page tells by itself.
            if (
                entry.kind != "account"
                or entry.operation == Operation.CREATE
                or entry.before.owner == entry.after.owner
            ):
                continue
            for kind in dependent_kinds():
                level = self._rights.level(kind)
                before, after = (self._rights.reaches(level, whose.owner) for whose in (entry.before, entry.after))
                if before != after:
                    (came if after else went)[kind.name].add(entry.record_id)
        self._follow_dependents(came, went)

    def _follow_shares(self) -> None:
        """Judge again what a share with this user was given or taken for."""
        me = self._rights.user_id
        shares = {
            entry.record_id
            for entry in self._entries
            if entry.kind == "share" and me in (entry.before.owner, entry.after.owner)
        }
        targets = read_share_targets(self._reader.connection, self._reader.org_id, shares)
        for kind, ids in _ids_by_kind(targets).items():
            self._show(kind, ids)
            self._entered[kind].update(ids & self._seen[kind])
            self._exits.update((kind, each) for each in ids - self._seen[kind])
            accounts = {each.name: ids for each in dependent_kinds()} if kind == "account" else {}
            self._follow_dependents(accounts, accounts)

    def _follow_quoted(self) -> None:
        """Let conflict entries come and go with the records whose values they quote."""
        moved = {record_id for _, record_id in self._exits}.union(*self._entered.values())
        entries = self._reader.ids_of_conflicts(moved)
        self._show(QUOTING, entries)
        self._entered[QUOTING].update(entries & self._seen[QUOTING])
        self._exits.update((QUOTING, each) for each in entries - self._seen[QUOTING])

    def _follow_dependents(self, came: Mapping[str, set[str]], went: Mapping[str, set[str]]) -> None:
        """Show what belongs to accounts that came, and let go of what belonged to those that went; both by kind."""
        touched = set().union(*came.values(), *went.values())
        if not touched:
            return
        there = self._reader.ids_of_accounts(touched)
        left = records_moved_from(self._reader.connection, self._reader.org_id, touched, self._window.after)
        for kind in came.keys() | went.keys():
            # What was moved elsewhere since had come too, and may be seen there.
            new = _of(there, kind, came.get(kind, ())) | _of(left, kind, came.get(kind, ()))
            old = _of(there, kind, went.get(kind, ())) | _of(left, kind, went.get(kind, ()))
            self._show(kind, new | old)
            self._entered[kind].update(new & self._seen[kind])
            self._exits.update((kind, each) for each in old)

    def _show(self, kind: str, ids: set[str]) -> None:
        """Carry those of the records that the user sees."""
        if kind in KINDS:
            rows, found = self._reader.rows_by_id(KINDS[kind], ids - self._seen[kind])
            self._add(rows, found)

    def _add(self, rows: Rows, ids: set[str]) -> None:
        batch = self._batches.setdefault(rows.kind, Rows(rows.kind, rows.columns, []))
        batch.rows.extend(row for row in rows.rows if row[0] not in self._seen[rows.kind])
        self._seen[rows.kind].update(ids)

    def _history(self) -> list[HistoryEntry]:
        connection, org_id = self._reader.connection, self._reader.org_id
        entries = [
            entry
            for kind, ids in sorted(self._entered.items())
            if ids
            for entry in past_history(connection, org_id, kind, ids, self._window.after)
        ]
        entries += [
            each.as_history() for each in self._entries if each.is_told and each.record_id in self._seen[each.kind]
        ]
        return [shown_entry(self._rights, entry) for entry in entries]

    def _saw(self, entry: LogEntry) -> bool:
        """Tell whether the user saw the record before the change.

        Shares count as they were before the page: one that came or went in it is judged by itself.
        """
        if entry.kind not in KINDS:
            return False
        if entry.kind != QUOTING and self._rights.level(KINDS[entry.kind]) is Level.ALL:
            return True  # as `may_see` says whatever the record was; spared for the thousands of a page
        whose = entry.before
        ways = {(entry.kind, entry.record_id), ("account", str(whose.account))}
        shared = "" if self._shares.isdisjoint(ways) else "read"
        return may_see(self._rights, KINDS[entry.kind], Standing(_values_before(entry), whose.account_owner, shared))


def _reason_for_snapshot(
    asked: Position, state: OrganisationState, allowed: Allowed
) -> Literal["", "epoch", "scope", "horizon"]:
    if asked.epoch != state.epoch or asked.sequence > state.sequence:
        return "epoch"
    if asked.scope != allowed.scope and asked.scope not in allowed.earlier:
        return "scope"
    return "horizon" if asked.sequence < state.horizon else ""


def _empty_page(position: Position, reason: Literal["", "epoch", "scope", "horizon"]) -> PullPage:
    nothing = PullPage(position=position, batches=[], exits=[], history=[], more=False, head=position.sequence)
    return msgspec.structs.replace(nothing, snapshot=reason, schema=SCHEMA)


def _values_before(entry: LogEntry) -> dict[str, Value]:
    """Return what judging needs of the record before the change; `owner` is its owner or, without one, its creator."""
    kind, whose = KINDS[entry.kind], entry.before
    values: dict[str, Value] = {"account_id": whose.account, (kind.owner_field or "created_by"): whose.owner}
    if kind.has("audience"):
        change = decode_fields(entry.fields).get("audience")
        moved = whose.owner != entry.after.owner
        # Where the log does not name the audience it stayed the same; after a change of owner it may have been anyone.
        values["audience"] = change.before if change is not None else ("everyone" if moved else None)
    return values


def _of(found: Mapping[str, Mapping[str, set[str]]], kind: str, accounts: Iterable[str]) -> set[str]:
    by_account = found.get(kind, {})
    return set().union(*(by_account.get(each, ()) for each in accounts))


def _ids_by_kind(keys: Iterable[Key]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for kind, record_id in keys:
        found[kind].add(record_id)
    return found
