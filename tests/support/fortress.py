"""Two organisations full of marked records behind one real server, and everyone who might want to read too much.

Each record carries marks: words that stand nowhere else. Whoever reads a mark has read that record.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from sqlalchemy import select, update

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import FieldChange, Operation, RecordChange, Transaction
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.edits import Create, Delete, Edit, Update
from crm_desktop.models.fields import Field, FieldType, RecordKind, Value
from crm_desktop.models.file_exchange import CHECKSUM_HEADER, content_path, piece_path
from crm_desktop.models.ids import new_id
from crm_server.passwords import hash_password
from crm_server.services.bulk_write import write_as
from crm_server.services.set_up import NewUser, set_up
from crm_server.store import credentials, left_work
from crm_server.store.rescues import RescueCase
from crm_server.store.sessions import Caller
from crm_server.store.tables import ACCESS_TOKENS, DEVICES, RECORDS
from crm_server.tokens import digest
from tests.support.live_server import LiveServer
from tests.support.office import PASSWORD, Office

OWNERS = ("ada", "mia", "ann", "bob", "cem", "hal", "eve")
"""Ada administers; Mia manages Ann, Bob and Hal; Cem is in another unit; Eve administers another organisation."""
SEES = {
    "ada": {"ada", "mia", "ann", "bob", "cem", "hal"},
    "mia": {"mia", "ann", "bob", "hal"},
    "ann": {"ann"},
    "bob": {"bob"},
    "cem": {"cem"},
    "hal": {"hal"},
    "eve": {"eve"},
}
"""Whose records each person may see. Written down here, not asked of the code that is under test."""
HIDDEN = ("account", "notes")
"""The field that Hal's role hides from him."""
SECRET = "mark-hal-secret"
"""What stands in that field of Hal's account."""
GUARDED = ("opportunity", "stage_id")
"""Another, whose present value a refusal would quote."""
MARK = re.compile(r"mark-([a-z]+)-([a-z_]+)")
NOT_MADE = frozenset({"conflict", "share", "process_version", "process_source", "simulation"})
"""Private kinds that people do not make by hand, or that are made below on purpose."""


def mark(owner: str, what: str) -> str:
    """Return the word that stands in one owner's record of a kind, and nowhere else."""
    return f"mark-{owner}-{what}"


@dataclass
class Fortress:
    """The organisations and their records; `ids[owner][kind]` is a record of the owner."""

    server: LiveServer
    office: Office
    other: str
    ids: dict[str, dict[str, str]] = field(default_factory=dict)
    _line: requests.Session = field(default_factory=requests.Session)

    def call(self, method: str, path: str, name: str = "", **options: Any) -> requests.Response:
        """Send a request over a kept connection, as a person where one is named."""
        if name:
            options["headers"] = options.get("headers", {}) | {"Authorization": f"Bearer {self.token(name)}"}
        return self._line.request(method, self.server.url + path, timeout=60, **options)

    def push(self, name: str, *changes: dict[str, Any]) -> list[dict[str, Any]]:
        """Send each change as an act of its own; return the outcomes."""
        found: list[dict[str, Any]] = []
        for start in range(0, len(changes), 400):
            sent = [
                {"id": new_id(), "act": "edit", "made_at": 1, "changes": [each]}
                for each in changes[start : start + 400]
            ]
            answer = self.call("POST", "/v1/sync/push", name, json={"transactions": sent, "clock": 1})
            assert answer.status_code == 200, answer.text
            found += answer.json()["outcomes"]
        return found

    def put(self, name: str, attachment_id: str, content: bytes) -> requests.Response:
        """Bring a content in one piece."""
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        headers = {"Content-Type": "application/octet-stream", CHECKSUM_HEADER: f"sha-256=:{digest}:"}
        return self.call("PUT", piece_path(attachment_id, 0), name, data=content, headers=headers)

    def close(self) -> None:
        """Let go of the line."""
        self._line.close()

    def token(self, name: str) -> str:
        """Return a good access token of a person, or the bad one that the name stands for."""
        return self.server.token(name)

    def org_of(self, name: str) -> str:
        """Return the organisation a person belongs to."""
        return self.other if name == "eve" else self.office.org_id

    def row(self, owner: str, kind: str) -> dict[str, Any]:
        """Return the owner's record of a kind as it stands in the database."""
        table = RECORDS[kind]
        with self.office.database.read() as connection:
            statement = select(table).where(table.c.org_id == self.org_of(owner), table.c.id == self.ids[owner][kind])
            return dict(connection.execute(statement).mappings().one())

    def everything(self, name: str) -> str:
        """Return all text that the person gets from a whole snapshot and from the whole log."""
        texts, cursor = [], ""
        position: dict[str, Any] = {}
        while True:
            answer = self.call("POST", "/v1/sync/snapshot", name, json={"cursor": cursor, "limit": 500})
            assert answer.status_code == 200, answer.text
            texts.append(answer.text)
            page = answer.json()
            position, cursor = page["position"], page["cursor"]
            if not cursor:
                break
        texts += self.pulled(name, position | {"sequence": 0})
        return "\n".join(texts)

    def pulled(self, name: str, position: Mapping[str, Any]) -> Iterator[str]:
        """Yield the pages after a position, which may be another's."""
        more = True
        while more:
            answer = self.call("POST", "/v1/sync/pull", name, json={"position": position, "limit": 500})
            assert answer.status_code == 200, answer.text
            yield answer.text
            page = answer.json()
            position, more = page["position"], page["more"] and not page["snapshot"]

    def parts(self, name: str) -> str:
        """Return all text that the person gets by asking for parts alone."""
        texts = []
        for kind in KINDS.values():
            columns = ["id", *(declared.name for declared in kind.fields)]
            for path, body in (("fetch", {"limit": 5_000}), ("compare", {"columns": columns})):
                asked = {"part": {"kind": kind.name}, **body}
                answer = self.call("POST", f"/v1/sync/{path}", name, json=asked)
                assert answer.status_code == 200, answer.text
                texts.append(answer.text)
        return "\n".join(texts)

    def marks(self, text: str) -> set[str]:
        """Return whose records a text holds."""
        return {found[1] for found in MARK.finditer(text)}


def fortify(server: LiveServer, office: Office) -> Fortress:
    """Fill both organisations."""
    clock = SystemClock()
    made = set_up(office.database, clock, "Elsewhere", NewUser("eve", "Eve", PASSWORD))
    fortress = Fortress(server, office, made.org_id)
    stage = {"eve": made.stages["Qualified"]} | dict.fromkeys(OWNERS[:-1], office.made.stages["Qualified"])
    _add_hal(office)
    people = office.people | {"eve": made.administrator_id}
    for owner in OWNERS:
        org, administrator = fortress.org_of(owner), people["eve" if owner == "eve" else "ada"]
        ids = fortress.ids[owner] = {"user": people[owner], "stage": stage[owner]}
        edits: list[Edit] = []
        for kind in KINDS.values():
            if not kind.public and kind.name not in NOT_MADE:
                ids[kind.name] = new_id()
                edits.append(Create(kind.name, _marked(kind, owner, ids), ids[kind.name]))
        ids["binned"] = new_id()
        edits.append(Create("account", {"name": mark(owner, "binned"), "owner_id": ids["user"]}, ids["binned"]))
        edits.append(Delete("account", ids["binned"]))
        write_as(office.database, clock, (org, administrator), "fill", edits)
        _leave_work(fortress, owner)
        _bring_content(fortress, owner)
    secret = Update("account", fortress.ids["hal"]["account"], {"notes": SECRET})
    write_as(office.database, clock, (office.org_id, people["ada"]), "edit", [secret])
    return fortress


def end_sessions(fortress: Fortress) -> dict[str, tuple[str, str]]:
    """Return tokens that were good and are not any more, or never were, with the code that says why."""
    server, database = fortress.server, fortress.office.database
    tokens = {name: server.sign_in("bob").json()["access_token"] for name in ("expired", "revoked")}
    device = requests.get(
        f"{server.url}/v1/devices", headers={"Authorization": f"Bearer {tokens['revoked']}"}, timeout=60
    )
    this = next(each["id"] for each in device.json()["devices"] if each["this"])
    tokens["disabled"] = server.sign_in("gus").json()["access_token"]
    with database.write() as connection:
        expired = ACCESS_TOKENS.c.token_hash == digest(tokens["expired"])
        connection.execute(update(ACCESS_TOKENS).where(expired).values(expires_at=1))
        connection.execute(update(DEVICES).where(DEVICES.c.id == this).values(revoked_at=1))
        users = RECORDS["user"]
        connection.execute(update(users).where(users.c.id == fortress.office.people["gus"]).values(active=False))
    return {
        "nobody": ("", "session.missing"),
        "made up": ("x" * 43, "session.ended"),
        "expired": (tokens["expired"], "session.ended"),
        "revoked": (tokens["revoked"], "device.revoked"),
        "disabled": (tokens["disabled"], "sign_in.disabled"),
    }


def content_of(owner: str) -> bytes:
    """Return what the owner's file holds."""
    return b"%PDF-1.7\n" + mark(owner, "content").encode()


def attachment(content: bytes) -> dict[str, Any]:
    """Return the change that makes an attachment of the content."""
    values = {
        "file_name": "plan.pdf",
        "media_type": "application/pdf",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    fields = {name: [None, value] for name, value in values.items()}
    return {"kind": "attachment", "id": new_id(), "operation": "create", "fields": fields}


def _bring_content(fortress: Fortress, owner: str) -> None:
    content = content_of(owner)
    made = attachment(content)
    assert fortress.push(owner, made)[0]["result"] == "applied"
    fortress.ids[owner]["file"] = made["id"]
    assert fortress.call("POST", content_path(made["id"]), owner, json={}).status_code == 200
    brought = fortress.put(owner, made["id"], content)
    assert brought.json() == {"received": len(content), "complete": True}, brought.text


def _leave_work(fortress: Fortress, owner: str) -> None:
    """Let a device of the owner have left an act behind that nobody has decided about yet."""
    device = Caller(fortress.org_of(owner), fortress.ids[owner]["user"], new_id(), "lost laptop", new_id())
    case = RescueCase(device, "device.revoked", since=1, granted_at=1, expires_at=2)
    change = RecordChange("account", new_id(), Operation.CREATE, {"name": FieldChange(None, mark(owner, "left"))})
    act = Transaction(new_id(), "edit", 1, (change,))
    fortress.ids[owner]["left"] = act.id
    with fortress.office.database.write() as connection:
        left_work.keep(connection, case, [(act, None, 1)], 1)


def _add_hal(office: Office) -> None:
    """Add Hal, whose role hides two fields, and Gus, who will be disabled."""
    hidden = [f"{kind}.{name}:hidden" for kind, name in (HIDDEN, GUARDED)]
    role = Create("role", {"name": "Half blind", "reads": ["*:own"], "writes": ["*:own"], "field_rights": hidden})
    unit = office.row("user", office.people["ann"])["unit_id"]
    edits: list[Edit] = [role]
    for name, role_id in (("hal", role.id), ("gus", office.made.roles["Sales representative"])):
        office.people[name] = new_id()
        values: dict[str, Value] = {"name": name.title(), "sign_in_name": name, "role_id": role_id, "unit_id": unit}
        edits.append(Create("user", values, office.people[name]))
    write_as(office.database, SystemClock(), (office.org_id, office.people["ada"]), "people", edits)
    with office.database.write() as connection:
        for name in ("hal", "gus"):
            credentials.set_password(connection, (office.org_id, office.people[name]), name, hash_password(PASSWORD), 0)


def _marked(kind: RecordKind, owner: str, ids: Mapping[str, str]) -> dict[str, Value]:
    """Return values with the owner's mark in the title, and every link to the owner's own records."""
    values: dict[str, Value] = {}
    for each in kind.fields:
        if not each.client_writes:
            continue
        if each.name == "owner_id":
            values["owner_id"] = ids["user"]
        elif each.target in ids and each.type is FieldType.LINK and each.target != kind.name:
            values[each.name] = ids[each.target]
        elif each.name == kind.title or (each.required and each.default is None):
            values[each.name] = _example(each, mark(owner, kind.name))
    return values


def _example(declared: Field, word: str) -> Value:
    match declared.type:
        case FieldType.TEXT | FieldType.NOTE:
            return word
        case FieldType.CHOICE:
            return declared.options[0] if declared.options else None
        case FieldType.DATE:
            return "2026-01-05"
        case FieldType.MOMENT:
            return 1_760_000_000_000
        case _:
            return 1
