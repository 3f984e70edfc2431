"""Who may see and do what: as data, as a judgement on one record, and as an SQL condition that says the same.

A record is judged by its owner and by the owner of the account it belongs to, at the level which the user's role has
for its kind; a record (or its account) that is shared with the user is visible too. Public kinds are seen by all.
A conflict entry quotes a field of another record: only who sees that record, and that field of it, sees the entry.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    MetaData,
    String,
    Table,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    literal_column,
    not_,
    null,
    or_,
    select,
    true,
    union_all,
)

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import RecordKind, Value

QUOTING = "conflict"
"""The kind whose records quote values of other records."""


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
    PUBLISH = "publish"
    """Publish notices."""


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
    quoted_is_seen: bool = True
    """Of a conflict entry: whether the user sees the record that it quotes."""


def may_see(rights: Rights, kind: RecordKind, standing: Standing) -> bool:
    """Tell whether the user may see the record."""
    if kind.public:
        return True
    if kind.name == QUOTING and not (standing.quoted_is_seen and _quoted_field_is_seen(rights, standing)):
        return False
    level = rights.level(kind)
    return bool(standing.shared_right) or _reached(rights, level, kind, standing) or _addressed(rights, kind, standing)


def may_write(rights: Rights, kind: RecordKind, standing: Standing) -> bool:
    """Tell whether the user may change the record. Public kinds are an administrator's unless the role lists them."""
    if kind.public:
        return kind.name in rights.writes or Permission.ADMINISTER in rights.permissions
    return standing.shared_right == "write" or _reached(rights, rights.level(kind, write=True), kind, standing)


def may_write_some(rights: Rights, kind: RecordKind) -> bool:
    """Tell whether there can be records of the kind that the user may change; shares are not looked at."""
    if kind.public:
        return may_write(rights, kind, Standing({}))
    return rights.level(kind, write=True) is not Level.NONE


def judged_owner(kind: RecordKind, values: Mapping[str, Value]) -> Value:
    """Return whose record this is by itself: its owner, or its creator where it has neither owner nor account."""
    if kind.owner_field:
        return values.get(kind.owner_field)
    return None if kind.account_field and values.get(kind.account_field) else values.get("created_by")


def hidden_fields(rights: Rights, kind: str) -> frozenset[str]:
    """Return the names of the kind's fields that the user may not see."""
    if not rights.field_rights:
        return frozenset()
    return frozenset(name for of, name in _hidden(rights) if of == kind)


@dataclass(frozen=True, slots=True)
class Sight:
    """What of rights decides how a kind is read, the same for many users; who they are is bound by `as_viewer`."""

    kind: str
    levels: tuple[tuple[str, Level], ...]
    """Of the kind itself; of every kind where its records quote others."""
    hidden: tuple[tuple[str, str], ...]
    """Kind and name of the fields that the user may not see, of the same kinds."""


def sight(rights: Rights, kind: RecordKind) -> Sight:
    """Return how the user sees the kind."""
    quoting = kind.name == QUOTING
    kinds = KINDS.values() if quoting else (kind,)
    levels = tuple((each.name, Level.ALL if each.public else rights.level(each)) for each in kinds)
    return Sight(kind.name, levels, tuple(sorted(each for each in _hidden(rights) if quoting or each[0] == kind.name)))


def visible(rights: Rights, kind: RecordKind, tables: Mapping[str, Table]) -> ColumnElement[bool]:
    """Return the condition on `tables[kind.name]` that holds for exactly the rows of which `may_see` is true."""
    if kind.public:
        return true()
    viewer = _Viewer(rights.user_id, frozenset(rights.covered.items()))
    few = sum(map(len, rights.covered.values())) <= _FEW
    build = _remembered_condition if few else _condition
    return build(sight(rights, kind), viewer, tables[kind.name].metadata)


def visible_to_viewer(seen: Sight, tables: Mapping[str, Table]) -> ColumnElement[bool]:
    """Return the condition of `visible` for all who see the kind so; to be run with the values of `as_viewer`."""
    return true() if KINDS[seen.kind].public else _condition(seen, _ANYBODY, tables[seen.kind].metadata)


def as_viewer(rights: Rights) -> dict[str, str | list[str]]:
    """Return the values for statements with `visible_to_viewer`: names begin with `viewer`."""
    people: dict[str, str | list[str]] = {_bound(level): list(rights.covered.get(level, ())) for level in _COVERING}
    return {"viewer": rights.user_id, **people}


_COVERING = (Level.OWN, Level.TEAM, Level.TEAM_BELOW)
_FEW = 200
"""Up to so many people conditions are remembered: making one takes longer than running it, keeping one takes room."""


@dataclass(frozen=True, slots=True)
class _Viewer:
    """Who looks: an id and the ids that each level covers, or the parameters that these are bound to."""

    user: str | BindParameter[str]
    covered: frozenset[tuple[Level, frozenset[str] | BindParameter[str]]]

    def people(self, level: Level) -> frozenset[str] | BindParameter[str]:
        """Return whom the level covers."""
        return next((people for each, people in self.covered if each is level), frozenset())


def _bound(level: Level) -> str:
    return f"viewer_{level.value}"


_ANYBODY = _Viewer(
    bindparam("viewer", type_=String),
    frozenset((level, bindparam(_bound(level), expanding=True, type_=String)) for level in _COVERING),
)


def _condition(seen: Sight, viewer: _Viewer, metadata: MetaData) -> ColumnElement[bool]:
    tables = {each: metadata.tables[KINDS[each].plural] for each in {seen.kind, "account", "share", QUOTING}}
    kind = KINDS[seen.kind]
    reached = _reachable(viewer, dict(seen.levels)[seen.kind], _subject(kind, tables[seen.kind]), tables)
    return and_(reached, _quotes_what_is_seen(seen, viewer, tables)) if seen.kind == QUOTING else reached


_remembered_condition = lru_cache(maxsize=1_000)(_condition)


@dataclass(frozen=True, slots=True)
class _Subject:
    """The columns by which records are judged: of one kind's table, or of all kinds' side by side."""

    kind: ColumnElement[str]
    id: ColumnElement[str]
    owner: ColumnElement[Any]
    """As `judged_owner` says."""
    account: ColumnElement[Any] | None
    """None where no record of this kind belongs to an account."""
    audience: ColumnElement[Any] | None
    organisation: ColumnElement[str] | None
    """None on the device, where there is one."""


def _subject(kind: RecordKind, table: Table) -> _Subject:
    owner: ColumnElement[Any] = table.c[kind.owner_field] if kind.owner_field else table.c.created_by
    if kind.account_field and not kind.owner_field:
        owner = case((table.c[kind.account_field].is_(None), table.c.created_by))
    return _Subject(
        kind=literal(kind.name),
        id=table.c.id,
        owner=owner,
        account=table.c.account_id if kind.account_field == "account_id" else None,
        audience=table.c.audience if kind.has("audience") else None,
        organisation=table.c.get("org_id"),
    )


def _reachable(viewer: _Viewer, level: Level, subject: _Subject, tables: Mapping[str, Table]) -> ColumnElement[bool]:
    """Return the condition that the user reaches the subject at this level, by a share, or as one of its audience."""
    if level is Level.ALL:
        return true()
    return or_(_covered(viewer, level, subject, tables), _given(viewer, subject, tables))


def _covered(viewer: _Viewer, level: Level, subject: _Subject, tables: Mapping[str, Table]) -> ColumnElement[bool]:
    people = viewer.people(level)
    ways: list[ColumnElement[bool]] = [subject.owner.in_(people)]
    if subject.account is not None:
        accounts = tables["account"]
        # Asked of each row by key: a list of all accounts would be built anew for each row.
        same = (*_same_organisation(subject, accounts), accounts.c.id == subject.account)
        ways.append(exists().where(*same, accounts.c.owner_id.in_(people)))
    return or_(*ways)


def _given(viewer: _Viewer, subject: _Subject, tables: Mapping[str, Table]) -> ColumnElement[bool]:
    shares = tables["share"]
    mine = (*_same_organisation(subject, shares), shares.c.owner_id == viewer.user, shares.c.deleted_at.is_(None))
    # A share is its receiver's by itself, and is shared with nobody.
    itself = and_(shares.c.record_kind == subject.kind, shares.c.record_id == subject.id, subject.kind != "share")
    ways: list[ColumnElement[bool]] = [exists().where(*mine, itself)]
    if subject.account is not None:
        through = and_(shares.c.record_kind == "account", shares.c.record_id == subject.account)
        ways.append(exists().where(*mine, through, subject.kind != "share"))
    if subject.audience is not None:
        unit = subject.owner.in_(viewer.people(Level.TEAM))
        ways += [subject.audience == "everyone", and_(subject.audience == "team", unit)]
    return or_(*ways)


def _same_organisation(subject: _Subject, table: Table) -> list[ColumnElement[bool]]:
    return [] if subject.organisation is None else [table.c.org_id == subject.organisation]


def _quotes_what_is_seen(seen: Sight, viewer: _Viewer, tables: Mapping[str, Table]) -> ColumnElement[bool]:
    """Return the condition on conflict entries that the user sees the record which they quote, and that field of it."""
    entries = tables[QUOTING]
    hidden = (and_(entries.c.record_kind == of, entries.c.field == name) for of, name in seen.hidden)
    fields = [not_(func.coalesce(each, false())) for each in hidden]
    by_level: dict[Level, list[str]] = defaultdict(list)
    for name, level in seen.levels:
        by_level[level].append(name)
    whole = entries.c.record_kind.in_(by_level.pop(Level.ALL, []))
    if not by_level:
        return and_(whole, *fields)
    quoted = _all_kinds(entries.metadata)
    ways = [and_(quoted.kind.in_(names), _covered(viewer, level, quoted, tables)) for level, names in by_level.items()]
    about = [quoted.id == entries.c.record_id, quoted.kind == entries.c.record_kind]
    if quoted.organisation is not None:
        about.append(quoted.organisation == entries.c.org_id)
    return and_(or_(whole, exists().where(*about, or_(*ways, _given(viewer, quoted, tables)))), *fields)


@cache
def _all_kinds(metadata: MetaData) -> _Subject:
    """Return the standing of every record that is not everybody's, whatever its kind."""
    rows = []
    for kind in KINDS.values():
        if not kind.public and kind.name != QUOTING:
            subject = _subject(kind, metadata.tables[kind.plural])
            columns: dict[str, Any] = {
                "kind": literal_column(f"'{kind.name}'", String),
                "id": subject.id,
                "owner": subject.owner,
                "account": null() if subject.account is None else subject.account,
                "audience": null() if subject.audience is None else subject.audience,
            }
            if subject.organisation is not None:
                columns["organisation"] = subject.organisation
            rows.append(select(*(column.label(name) for name, column in columns.items())))
    all_rows = union_all(*rows).subquery("quoted").c
    return _Subject(
        all_rows.kind, all_rows.id, all_rows.owner, all_rows.account, all_rows.audience, all_rows.get("organisation")
    )


def _hidden(rights: Rights) -> list[tuple[str, str]]:
    """Return kind and name of the fields that the user may not see."""
    names = (name.split(".", 1) for name, right in rights.field_rights.items() if right is FieldRight.HIDDEN)
    return [(kind, field) for kind, field in names]


def _quoted_field_is_seen(rights: Rights, standing: Standing) -> bool:
    return (standing.values.get("record_kind"), standing.values.get("field")) not in _hidden(rights)


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
