"""Who may see and do what: as data, as a judgement on one record, and as an SQL condition that says the same.

A record is judged by its owner and by the owner of the account it belongs to, at the level which the user's role has
for its kind; a record (or its account) that is shared with the user is visible too. Public kinds are seen by all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import ColumnElement, Table, and_, exists, false, func, not_, or_, true

from crm_desktop.models.fields import RecordKind, Value


class Level(StrEnum):
    """How far a right reaches."""

    NONE = "none"
    OWN = "own"
    TEAM = "team"
    """Everyone in the user's own unit."""
    TEAM_BELOW = "team_below"
    """The user's unit and all units under it."""
    ALL = "all"


class FieldRight(StrEnum):
    """What a role may do with one field; write where nothing is said."""

    HIDDEN = "hidden"
    READ = "read"
    WRITE = "write"


class Permission(StrEnum):
    """What a role may do beyond reading and writing records."""

    ASSIGN = "assign"
    IMPORT = "import"
    ADMINISTER = "administer"
    SEE_PARKED = "see_parked"


@dataclass(frozen=True, slots=True)
class Rights:
    """One user's rights, ready for judging. `covered` lists the user ids that each level below ALL reaches."""

    user_id: str
    reads: Mapping[str, Level]
    writes: Mapping[str, Level]
    covered: Mapping[Level, frozenset[str]]
    field_rights: Mapping[str, FieldRight] = field(default_factory=dict)
    permissions: frozenset[Permission] = frozenset()

    def level(self, kind: RecordKind, write: bool = False) -> Level:
        """Return how far the user reads (or writes) records of the kind; OWN where the role says nothing."""
        return (self.writes if write else self.reads).get(kind.name, Level.OWN)

    def field_right(self, kind: RecordKind, name: str) -> FieldRight:
        """Return what the user may do with the field."""
        return self.field_rights.get(f"{kind.name}.{name}", FieldRight.WRITE)

    def reaches(self, level: Level, owner: Value) -> bool:
        """Tell whether the level covers records of this owner; ALL covers those without an owner too."""
        if level is Level.ALL:
            return True
        return isinstance(owner, str) and owner in self.covered.get(level, frozenset())


@dataclass(frozen=True, slots=True)
class Standing:
    """What judging one record needs: its values, its account's owner, and whether it or its account is shared."""

    values: Mapping[str, Value]
    account_owner: Value = None
    shared_right: str = ""
    """"" or `read` or `write`."""


def may_see(rights: Rights, kind: RecordKind, standing: Standing) -> bool:
    """Tell whether the user may see the record."""
    if kind.public:
        return True
    if _quotes_hidden(rights, kind, standing):
        return False
    level = rights.level(kind)
    return bool(standing.shared_right) or _reached(rights, level, kind, standing) or _addressed(rights, kind, standing)


def may_write(rights: Rights, kind: RecordKind, standing: Standing) -> bool:
    """Tell whether the user may change the record. Public kinds are an administrator's unless the role lists them."""
    if kind.public:
        return kind.name in rights.writes or Permission.ADMINISTER in rights.permissions
    return standing.shared_right == "write" or _reached(rights, rights.level(kind, write=True), kind, standing)


def judged_owner(kind: RecordKind, values: Mapping[str, Value]) -> Value:
    """Return whose record this is by itself: its owner, or its creator where it has neither owner nor account."""
    if kind.owner_field:
        return values.get(kind.owner_field)
    return None if kind.account_field and values.get(kind.account_field) else values.get("created_by")


def visible(rights: Rights, kind: RecordKind, tables: Mapping[str, Table]) -> ColumnElement[bool]:
    """Return the condition on `tables[kind.name]` that holds for exactly the rows of which `may_see` is true."""
    if kind.public:
        return true()
    table = tables[kind.name]
    if kind.name == "conflict" and (hidden := _hidden(rights)):
        quotes = or_(*(and_(table.c.record_kind == of, table.c.field == name) for of, name in hidden))
        return and_(not_(func.coalesce(quotes, false())), _reachable(rights, kind, tables))
    return _reachable(rights, kind, tables)


def _reachable(rights: Rights, kind: RecordKind, tables: Mapping[str, Table]) -> ColumnElement[bool]:
    table, level = tables[kind.name], rights.level(kind)
    if level is Level.ALL:
        return true()
    people = rights.covered.get(level, frozenset())
    ways = [_owned(kind, table, people), _shared(rights, kind, tables), _addressed_condition(rights, kind, table)]
    if kind.account_field == "account_id":
        accounts = tables["account"]
        # Asked of each row by key: a list of all accounts would be built anew for each row.
        owned = accounts.c.owner_id.in_(people)
        ways.append(exists().where(*_same_organisation(table, accounts), accounts.c.id == table.c.account_id, owned))
    return or_(*ways)


def _hidden(rights: Rights) -> list[tuple[str, str]]:
    """Return kind and name of the fields that the user may not see."""
    names = (name.split(".", 1) for name, right in rights.field_rights.items() if right is FieldRight.HIDDEN)
    return [(kind, field) for kind, field in names]


def _quotes_hidden(rights: Rights, kind: RecordKind, standing: Standing) -> bool:
    """Tell whether the record is a conflict entry about a field that the user may not see: it quotes both values."""
    about = (standing.values.get("record_kind"), standing.values.get("field"))
    return kind.name == "conflict" and about in _hidden(rights)


def _reached(rights: Rights, level: Level, kind: RecordKind, standing: Standing) -> bool:
    if level is Level.NONE:
        return False
    if rights.reaches(level, judged_owner(kind, standing.values)):
        return True
    return kind.account_field == "account_id" and rights.reaches(level, standing.account_owner)


def _addressed(rights: Rights, kind: RecordKind, standing: Standing) -> bool:
    if not kind.has("audience"):
        return False
    audience, owner = standing.values.get("audience"), standing.values.get("owner_id")
    return audience == "everyone" or (audience == "team" and rights.reaches(Level.TEAM, owner))


def _addressed_condition(rights: Rights, kind: RecordKind, table: Table) -> ColumnElement[bool]:
    if not kind.has("audience"):
        return false()
    unit = rights.covered.get(Level.TEAM, frozenset())
    return or_(table.c.audience == "everyone", and_(table.c.audience == "team", table.c.owner_id.in_(unit)))


def _owned(kind: RecordKind, table: Table, people: frozenset[str]) -> ColumnElement[bool]:
    if kind.owner_field:
        return table.c.owner_id.in_(people)
    created = table.c.created_by.in_(people)
    return and_(table.c.account_id.is_(None), created) if kind.account_field else created


def _shared(rights: Rights, kind: RecordKind, tables: Mapping[str, Table]) -> ColumnElement[bool]:
    table, shares = tables[kind.name], tables["share"]
    if kind.name == "share":
        return false()
    mine = (*_same_organisation(table, shares), shares.c.owner_id == rights.user_id, shares.c.deleted_at.is_(None))
    direct = exists().where(*mine, shares.c.record_kind == kind.name, shares.c.record_id == table.c.id)
    if kind.account_field != "account_id":
        return direct
    return or_(
        direct, exists().where(*mine, shares.c.record_kind == "account", shares.c.record_id == table.c.account_id)
    )


def _same_organisation(table: Table, other: Table) -> list[ColumnElement[bool]]:
    return [other.c.org_id == table.c.org_id] if "org_id" in table.c else []
