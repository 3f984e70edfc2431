"""The oracle's look at contents: each one promised is at the server or on its way, and nobody gets a foreign one.

It reads tables and files only, and asks the server's content service as a stranger would.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from crm_desktop.models.changes import Operation, Transaction
from crm_desktop.store.attachments.index import Upload, UploadStanding, uploads
from crm_desktop.store.reader import Reader
from crm_server.errors import NotFound
from crm_server.store.tables import RECORDS
from tests.support.chaos.centre import Centre
from tests.support.chaos.device import Device
from tests.support.chaos.ledger import Violation

_PROBES = 2
"""So many attachments a person, in sight and out of it, are asked for at each judgement: asking for all takes long."""
_STRAY = "SELECT sha256 FROM contents WHERE attached AND sha256 NOT IN (SELECT sha256 FROM uploads)"
_UNREFERRED = f"{_STRAY} AND sha256 NOT IN (SELECT sha256 FROM attachments WHERE sha256 IS NOT NULL)"
_HELD = "SELECT sha256 FROM contents ORDER BY sha256"


@dataclass(frozen=True, slots=True)
class Promised:
    """A content that somebody attached on a device."""

    device: str
    sha256: str
    act: str


@dataclass(frozen=True, slots=True)
class _AtServer:
    """What the server's row says of an attachment."""

    sha256: str
    size: int
    stored: bool
    deleted: bool


@dataclass
class FileOracle:
    """Watches the contents of one world."""

    centre: Centre
    chance: random.Random
    promised: dict[str, Promised] = field(default_factory=dict)
    """By attachment."""
    restored: bool = False
    """Whether the server ever went back to a backup."""
    gone_with_backup: set[str] = field(default_factory=set)
    """Attachments whose content no device of theirs held any more when the server lost it."""

    def promise(self, device: str, transaction: Transaction) -> None:
        """Note what a device committed."""
        for change in transaction.changes:
            content = change.fields.get("sha256")
            if change.kind == "attachment" and change.operation is Operation.CREATE and content is not None:
                self.promised.setdefault(change.id, Promised(device, str(content.after), transaction.id))

    def judge(self, devices: Sequence[Device]) -> None:
        """Raise Violation where a content is lost, differs, or is where it must not be."""
        if not self.promised:
            return
        rows = self._rows()
        held = {device.name: set(device.store.read(_column, _HELD)) for device in devices}
        queues = {device.name: device.store.read(_queue) for device in devices}
        by_name = {device.name: device for device in devices}
        for attachment, promised in self.promised.items():
            maker = by_name[promised.device].user_id
            own = [device.name for device in devices if device.user_id == maker]
            self._is_kept(attachment, rows.get(attachment), own, held, queues)
        for device in devices:
            if stray := device.store.read(_column, _UNREFERRED):
                raise Violation("leaked", f"{device.name} keeps contents {stray[:3]} of nothing that it sees")
            self._can_be_read(device, sorted(held[device.name]))

    def nobody_gets_foreign_ones(self, user: str, seen: set[str]) -> None:
        """Raise Violation where the server gives out what `user` does not see, or keeps back what is seen."""
        stored = {each: row for each, row in self._rows().items() if row.stored and not row.deleted}
        for each in self._some(sorted(stored.keys() - seen)):
            if self._gives(user, each):
                raise Violation("leaked", f"the content of {each} is given to {user}, who does not see it")
        for each in self._some(sorted(stored.keys() & seen)):
            if not self._gives(user, each):
                raise Violation("missed", f"the content of {each} is not given to {user}, who sees it")

    def _is_kept(
        self,
        attachment: str,
        row: _AtServer | None,
        own: list[str],
        held: dict[str, set[str]],
        queues: dict[str, dict[str, Upload]],
    ) -> None:
        promised = self.promised[attachment]
        queued = queues[promised.device].get(attachment)
        if row is not None and row.stored and not row.deleted:
            self._lies_there(attachment, row)
        elif queued is not None:
            if queued.standing is UploadStanding.READY:
                raise Violation("stuck", f"the content of {attachment} could go and does not")
            if promised.sha256 not in held[promised.device]:
                raise Violation("lost", f"the content of {attachment} waits on {promised.device} and is not there")
        elif row is not None and not row.deleted:
            others = [name for name in own if promised.sha256 in held[name]]
            if not self.restored or any(attachment not in queues[name] for name in others):
                raise Violation("lost", f"the content of {attachment} is neither at the server nor on its way")
            self.gone_with_backup.add(attachment)

    def _lies_there(self, attachment: str, row: _AtServer) -> None:
        path = self.centre.files.path(self.centre.office.org_id, row.sha256)
        if not path.exists():
            raise Violation("lost", f"the server says that it has the content of {attachment}, and has not")
        if hashlib.sha256(path.read_bytes()).hexdigest() != row.sha256:
            raise Violation("differs", f"the server has something else as the content of {attachment}")

    def _can_be_read(self, device: Device, held: list[str]) -> None:
        for sha256 in self._some(held):
            if hashlib.sha256(device.store.attachments.read(sha256)).hexdigest() != sha256:
                raise Violation("differs", f"{device.name} holds something else as {sha256}")

    def _gives(self, user: str, attachment: str) -> bool:
        try:
            self.centre.contents.give(self.centre.office.caller(user), attachment)
        except NotFound:
            return False
        return True

    def _some(self, found: list[str]) -> list[str]:
        return self.chance.sample(found, min(_PROBES, len(found)))

    def _rows(self) -> dict[str, _AtServer]:
        table = RECORDS["attachment"].c
        statement = select(table.id, table.sha256, table.size, table.stored_at, table.deleted_at)
        with self.centre.office.database.read() as connection:
            found = connection.execute(statement.where(table.sha256.is_not(None))).all()
        return {
            row.id: _AtServer(row.sha256, row.size, row.stored_at is not None, row.deleted_at is not None)
            for row in found
        }


def _queue(reader: Reader) -> dict[str, Upload]:
    return {each.attachment_id: each for each in uploads(reader.connection)}


def _column(reader: Reader, sql: str) -> list[str]:
    return [str(row[0]) for row in reader.all(sql)]
