"""What judging transactions needs to know: the records in the workspace, the log, shares, picklists; and the maker.

One `Acceptance` lives as long as one database transaction. It decides nothing; the rules stand in `judge_changes.py`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, or_, select, true

from crm_desktop.models.access import QUOTING, Rights, Standing, judged_owner, may_see, may_write
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import RecordChange
from crm_desktop.models.custom_fields import CustomField, defined
from crm_desktop.models.errors import Refused
from crm_desktop.models.exchange import Facts, Refusal
from crm_desktop.models.fields import CUSTOM, RecordKind
from crm_desktop.models.merge.authors import Author
from crm_server.store import credentials
from crm_server.store.change_log import LoggedTransaction, Whose, last_writer, writers_since, wrote
from crm_server.store.people import read_shares
from crm_server.store.rows import Row
from crm_server.store.tables import RECORDS
from crm_server.store.workspace import Key, Workspace, load_together, write_together


class Rejected(Refused):
    """A transaction is not accepted; the refusal says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code, **refusal.facts)
        self.refusal = refusal


def reject(code: str, kind: str, record_id: str, field_name: str = "", **facts: str | int) -> Rejected:
    """Return the error that refuses a transaction because of one record, or one field of it."""
    told: Facts = {"kind": kind, **({"field": field_name} if field_name else {}), **facts}
    return Rejected(Refusal(code=code, facts=told, kind=kind, id=record_id, field=field_name))


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made a transaction. One that is `trusted` is the server's own operator: validated, but asked for no right."""

    user_id: str
    device: str
    rights: Rights
    trusted: bool = False


@dataclass(slots=True)
class Acceptance:
    """A group of transactions being accepted; `now` is the server's moment in milliseconds."""

    connection: Connection
    org_id: str
    now: int
    workspace: Workspace
    accepted: list[LoggedTransaction] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    """New sign-in names by user, taken over into the credentials at the end."""
    _recent: dict[Key, list[tuple[Author, int, RecordChange]]] = field(default_factory=dict)
    """What this group did to each record: by whom, accepted when."""
    _picklists: dict[str, frozenset[str]] | None = None
    _custom: dict[str, CustomField] | None = None
    _shares: dict[str, dict[Key, str]] = field(default_factory=dict)

    def preload(self, keys: Iterable[Key]) -> None:
        """Read and lock the records that will be touched, and read the accounts they belong to."""
        preload_together([(self, list(keys))])

    def accept(self, transaction: LoggedTransaction) -> None:
        """Keep what a transaction did, to be numbered and logged at the end."""
        self.workspace.keep()
        self.accepted.append(transaction)
        for logged in transaction.changes:
            done = (transaction.author, transaction.accepted_at, logged.change)
            self._recent.setdefault((logged.change.kind, logged.change.id), []).append(done)

    def whose(self, kind: RecordKind, row: Row) -> Whose:
        """Return what decides who sees the record."""
        account = row.get("account_id") if kind.account_field == "account_id" else None
        found = self.workspace.get("account", str(account)) if account else None
        return Whose(judged_owner(kind, row), account, found["owner_id"] if found is not None else None)

    def standing(self, maker: Maker, kind: RecordKind, row: Row) -> Standing:
        """Return what judging the record for the maker needs."""
        right = self._shared_right(maker, kind, row)
        quoted_is_seen = kind.name != QUOTING or self.sees(maker, str(row["record_kind"]), str(row["record_id"]))
        return Standing(row, self.whose(kind, row).account_owner, right, quoted_is_seen)

    def may_see(self, maker: Maker, kind: RecordKind, row: Row) -> bool:
        """Tell whether the maker may see the record."""
        return maker.trusted or may_see(maker.rights, kind, self.standing(maker, kind, row))

    def sees(self, maker: Maker, kind: str, record_id: str) -> bool:
        """Tell whether there is such a record and the maker may see it."""
        row = self.workspace.get(kind, record_id) if kind in KINDS else None
        return row is not None and self.may_see(maker, KINDS[kind], row)

    def may_write(self, maker: Maker, kind: RecordKind, row: Row) -> bool:
        """Tell whether the maker may change the record; shares belong to those who may change what is shared."""
        if maker.trusted:
            return True
        if kind.name == "share":
            shared_kind, shared_id = str(row.get("record_kind")), str(row.get("record_id"))
            target = self.workspace.get(shared_kind, shared_id) if shared_kind in KINDS else None
            return target is not None and self.may_write(maker, KINDS[shared_kind], target)
        return may_write(maker.rights, kind, self.standing(maker, kind, row))

    def last_writer(self, kind: str, record_id: str, name: str) -> Author | None:
        """Return who wrote the field last, transactions of this very group included."""
        for author, _, change in reversed(self._recent.get((kind, record_id), ())):
            if wrote(change.operation, change.fields, name):
                return author
        return last_writer(self.connection, self.org_id, kind, record_id, name)

    def writers_since(self, kind: str, record_id: str, moment: int) -> list[Author]:
        """Return who changed the record in transactions accepted after the moment, this group included."""
        known = self._recent.get((kind, record_id), ())
        recent = [author for author, accepted_at, _ in known if accepted_at > moment]
        return writers_since(self.connection, self.org_id, kind, record_id, moment) + recent

    def options(self, picklist: str) -> Collection[str]:
        """Return the keys of a picklist."""
        if self._picklists is None:
            self._picklists = self._read_picklists()
        return self._picklists.get(picklist, frozenset())

    def custom_fields(self) -> Mapping[str, CustomField]:
        """Return the organisation's own fields by name, those switched off and in the bin included."""
        if self._custom is not None:
            return self._custom
        rows = self.workspace.find("custom_field", true(), lambda _row: True)
        found = (defined(str(row["id"]), row) for row in rows)
        known = {each.name: each for each in found if each is not None}
        self._custom = None if self.workspace.is_drafting("custom_field") else known
        return known

    def exists(self, kind: str, record_id: str) -> bool:
        """Tell whether the record exists in this organisation, the bin included."""
        return self.workspace.get(kind, record_id) is not None

    def parent_of(self, kind: str, name: str, record_id: str) -> str | None:
        """Return the record above in a tree."""
        row = self.workspace.get(kind, record_id)
        above = row.get(name) if row is not None else None
        return above if isinstance(above, str) else None

    def name_is_free(self, user_id: str, sign_in_name: str) -> bool:
        """Tell whether nobody else signs in by this name."""
        holder = credentials.name_holder(self.connection, sign_in_name)
        return holder in (None, (self.org_id, user_id))

    def know_shares(self, user_id: str, shares: dict[Key, str]) -> None:
        """Take over what is shared with a user, so that it need not be read."""
        self._shares[user_id] = shares

    def forget_what_rights_use(self) -> None:
        """Write what was kept so far, and read shares and picklists again when they are asked for."""
        self.workspace.write()
        self._shares, self._picklists, self._custom = {}, None, None

    def finish(self) -> None:
        """Write the records and the new sign-in names; the log follows when the numbers are taken."""
        finish_together([self])

    def _shared_right(self, maker: Maker, kind: RecordKind, row: Row) -> str:
        if maker.user_id not in self._shares:
            self._shares[maker.user_id] = read_shares(self.connection, self.org_id, maker.user_id)
        shares = self._shares[maker.user_id]
        own = shares.get((kind.name, str(row["id"])), "")
        through = shares.get(("account", str(row.get("account_id"))), "") if kind.account_field == "account_id" else ""
        return "write" if "write" in (own, through) else own or through

    def _read_picklists(self) -> dict[str, frozenset[str]]:
        table = RECORDS["picklist_option"]
        rows = self.connection.execute(
            select(table.c.picklist, table.c.key).where(
                table.c.org_id == self.org_id,
                # What was typed before an option of an own field was switched off is still a good answer.
                or_(table.c.active.is_(True), table.c.picklist.startswith(CUSTOM, autoescape=True)),
                table.c.deleted_at.is_(None),
            )
        )
        found: dict[str, set[str]] = {}
        for row in rows:
            found.setdefault(row.picklist, set()).add(row.key)
        return {name: frozenset(keys) for name, keys in found.items()}


def preload_together(wanted: Sequence[tuple[Acceptance, Collection[Key]]]) -> None:
    """Read and lock the records that organisations' groups will touch, and read the accounts they belong to."""
    load_together([(each.workspace, keys) for each, keys in wanted], lock=True)
    load_together([(each.workspace, _accounts_of(each.workspace, keys)) for each, keys in wanted])


def finish_together(acceptances: Sequence[Acceptance]) -> None:
    """Write the records and the new sign-in names of groups of one connection."""
    write_together([each.workspace for each in acceptances])
    for each in acceptances:
        for user_id, name in each.renamed.items():
            credentials.rename(each.connection, each.org_id, user_id, name)


def _accounts_of(workspace: Workspace, keys: Iterable[Key]) -> set[Key]:
    rows = (workspace.get(kind, record_id) for kind, record_id in keys if kind in KINDS)
    return {("account", str(row["account_id"])) for row in rows if row is not None and row.get("account_id")}
