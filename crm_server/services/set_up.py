"""Setting up: an organisation with its root unit, roles, stages and first administrator; and people afterwards."""

from dataclasses import dataclass

from sqlalchemy import select

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.clock import Clock
from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.ids import new_id
from crm_server.passwords import SHORTEST, hash_password
from crm_server.services.bulk_write import write_in
from crm_server.store import credentials, sessions
from crm_server.store.engine import Database
from crm_server.store.organisations import add_organisation, list_organisations
from crm_server.store.people import find_user, plain_name
from crm_server.store.tables import RECORDS

ADMINISTRATOR, MANAGER, REPRESENTATIVE, SUCCESS = "Administrator", "Manager", "Sales representative", "Customer success"
_DESK = ("tag:own", "saved_view:own")
_ROLES: dict[str, dict[str, list[str]]] = {
    ADMINISTRATOR: {
        "reads": ["*:all"],
        "writes": ["*:all", *(f"{kind.name}:all" for kind in KINDS.values() if kind.public)],
        "permissions": ["assign", "import", "administer", "see_parked"],
    },
    MANAGER: {
        "reads": ["*:team_below"],
        "writes": ["*:team_below", "team:team_below", *_DESK],
        "permissions": ["assign", "import", "see_parked"],
    },
    REPRESENTATIVE: {"reads": ["*:own"], "writes": ["*:own", *_DESK], "permissions": []},
    SUCCESS: {"reads": ["*:own"], "writes": ["*:own", *_DESK], "permissions": []},
}
_STAGES = (
    ("Qualified", "已确认", 10, "open"),
    ("Discovery", "需求调研", 20, "open"),
    ("Proposal", "方案报价", 40, "open"),
    ("Negotiation", "商务谈判", 60, "open"),
    ("Won", "赢单", 100, "won"),
    ("Lost", "丢单", 0, "lost"),
)


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """What set-up made; `roles` and `stages` are ids by English name."""

    org_id: str
    unit_id: str
    administrator_id: str
    roles: dict[str, str]
    stages: dict[str, str]


@dataclass(frozen=True, slots=True)
class NewUser:
    """A person to be added."""

    sign_in_name: str
    name: str
    password: str
    role: str = REPRESENTATIVE
    unit: str = ""
    """Name of the unit, "" for the root."""


def set_up(
    database: Database, clock: Clock, organisation: str, administrator: NewUser, currency: str = "CNY"
) -> NewOrganisation:
    """Make an organisation and its first administrator; raises Refused when the sign-in name is taken."""
    hashed = _checked_hash(database, administrator)
    org_id, unit_id, user_id = new_id(), new_id(), new_id()
    roles = {name: new_id() for name in _ROLES}
    stages = {name: new_id() for name, *_ in _STAGES}
    edits: list[Edit] = [
        Create("organisation", {"name": organisation, "currency": currency}, org_id),
        Create("unit", {"name": organisation}, unit_id),
        *(Create("role", {"name": name, **parts}, roles[name]) for name, parts in _ROLES.items()),
        Create("user", _user_values(administrator, unit_id, roles[ADMINISTRATOR]), user_id),
        *(
            Create(
                "stage",
                {"name": name, "name_zh": chinese, "position": place, "probability": chance, "outcome": outcome},
                stages[name],
            )
            for place, (name, chinese, chance, outcome) in enumerate(_STAGES, 1)
        ),
    ]
    with database.write() as connection:
        now = clock.now()
        add_organisation(connection, org_id)
        credentials.set_password(connection, (org_id, user_id), administrator.sign_in_name, hashed, now)
        write_in(connection, now, (org_id, user_id), "set_up", edits)
    return NewOrganisation(org_id, unit_id, user_id, roles, stages)


def add_user(database: Database, clock: Clock, org_id: str, user: NewUser) -> str:
    """Add a person who can sign in; return the id. Raises Refused for a taken name, an unknown role or unit."""
    hashed = _checked_hash(database, user)
    role_id, unit_id = _named(database, org_id, "role", user.role), _named(database, org_id, "unit", user.unit)
    user_id = new_id()
    edits = [Create("user", _user_values(user, unit_id, role_id), user_id)]
    with database.write() as connection:
        now = clock.now()
        credentials.set_password(connection, (org_id, user_id), user.sign_in_name, hashed, now)
        write_in(connection, now, (org_id, user_id), "user_added", edits)
    return user_id


def set_password(database: Database, clock: Clock, sign_in_name: str, password: str) -> None:
    """Give a person a new password and end all sign-ins made with the old one."""
    org_id, user_id = find_person(database, sign_in_name)
    _check_password(password)
    hashed = hash_password(password)
    with database.write() as connection:
        now = clock.now()
        credentials.set_password(connection, (org_id, user_id), sign_in_name, hashed, now)
        sessions.end_sessions(connection, org_id, user_id, now)


def disable_user(database: Database, clock: Clock, sign_in_name: str) -> None:
    """Keep a person from signing in and end all sign-ins; the records stay the person's."""
    org_id, user_id = find_person(database, sign_in_name)
    with database.write() as connection:
        now = clock.now()
        sessions.end_sessions(connection, org_id, user_id, now)
        write_in(connection, now, (org_id, user_id), "user_disabled", [Update("user", user_id, {"active": False})])


def enable_user(database: Database, clock: Clock, sign_in_name: str) -> None:
    """Let a person sign in again, with the password of before; raises Refused."""
    org_id, user_id = find_person(database, sign_in_name)
    with database.write() as connection:
        write_in(
            connection, clock.now(), (org_id, user_id), "user_enabled", [Update("user", user_id, {"active": True})]
        )


def find_person(database: Database, sign_in_name: str) -> tuple[str, str]:
    """Return organisation and user who sign in by the name, or would with a password; raises Refused.

    People who came by an import have no password yet, and so no credentials.
    """
    users = RECORDS["user"]
    without = select(users.c.org_id, users.c.id).where(
        users.c.sign_in_name == plain_name(sign_in_name), users.c.deleted_at.is_(None)
    )
    with database.read() as connection:
        found = find_user(connection, sign_in_name)
        if found is not None:
            return found.org_id, found.id
        rows = connection.execute(without).all()
    if len(rows) != 1:
        raise Refused("user.unknown")
    return rows[0].org_id, rows[0].id


def only_organisation(database: Database, wanted: str = "") -> str:
    """Return the organisation meant: the one wanted, or the only one there is; raises Refused."""
    with database.read() as connection:
        known = list_organisations(connection)
    if wanted in known:
        return wanted
    if wanted or len(known) != 1:
        raise Refused("organisation.unknown" if wanted or not known else "organisation.several")
    return known[0]


def _checked_hash(database: Database, user: NewUser) -> str:
    _check_password(user.password)
    with database.read() as connection:
        if credentials.name_holder(connection, user.sign_in_name) is not None:
            raise Refused("user.name_taken")
    return hash_password(user.password)


def _check_password(password: str) -> None:
    if len(password) < SHORTEST:
        raise Refused("user.password_short", least=SHORTEST)


def _user_values(user: NewUser, unit_id: str, role_id: str) -> dict[str, str]:
    sign_in_name = plain_name(user.sign_in_name)
    return {"name": user.name, "sign_in_name": sign_in_name, "unit_id": unit_id, "role_id": role_id}


def _named(database: Database, org_id: str, kind: str, name: str) -> str:
    """Return the id of the role or unit with this name; the root unit for ""."""
    table = RECORDS[kind]
    statement = select(table.c.id).where(table.c.org_id == org_id, table.c.deleted_at.is_(None))
    statement = statement.where(table.c.name == name) if name else statement.where(table.c.parent_id.is_(None))
    with database.read() as connection:
        found = connection.scalars(statement.order_by(table.c.id).limit(1)).first()
    if found is None:
        raise Refused(f"{kind}.unknown")
    return str(found)
