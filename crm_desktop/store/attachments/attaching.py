"""Attaching files to a record: the records that refer to the contents, and their places in the queue, as one act."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.contents import Content
from crm_desktop.models.edits import Create, Edit
from crm_desktop.models.errors import ProgrammingError, Refused
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.store.acts import Committed, write_act
from crm_desktop.store.attachments.index import keep, kept, queue_upload
from crm_desktop.store.engine import Connection
from crm_desktop.store.identity import identity

ATTACH = "attachment.attach"


@dataclass(frozen=True, slots=True)
class Target:
    """The record that files are attached to; "" for `id` where they stand by themselves."""

    kind: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A content that was put, and the name it has for people."""

    content: Content
    name: str
    id: str = field(default_factory=new_id)
    """The attachment record's."""


def attach(
    connection: Connection,
    moment: int,
    files: Sequence[NewFile],
    target: Target,
    act: str,
    edits: tuple[Sequence[Edit], Sequence[Edit]],
    batch: str = "",
) -> Committed:
    """Write the records and queue their contents inside the caller's database transaction, between other edits."""
    before, after = edits
    for file in files:
        if kept(connection, file.content.sha256) is None:
            raise ProgrammingError("a content must be put before it is attached")
    common: dict[str, Value] = {
        "record_kind": target.kind or None,
        "record_id": target.id or None,
        "account_id": _account_of(connection, target, before),
        "owner_id": identity(connection).user_id or None,
    }
    creates = [Create("attachment", common | _values(file), file.id) for file in files]
    done = write_act(connection, moment, act, [*before, *creates, *after], batch=batch)
    for file in files:
        keep(connection, file.content, moment, attached=True)
        queue_upload(connection, file.id, file.content.sha256, moment)
    return done


def _values(file: NewFile) -> dict[str, Value]:
    name = KINDS["attachment"].field("file_name")
    content = file.content
    return {
        "file_name": file.name[-name.limit :],
        "media_type": content.media_type,
        "size": content.size,
        "sha256": content.sha256,
    }


def _account_of(connection: Connection, target: Target, edits: Sequence[Edit]) -> Value:
    """Return the account that the record belongs to, also where the same act makes that record."""
    if not target.kind or not KINDS[target.kind].account_field:
        return None
    if target.kind == "account":
        return target.id
    for edit in edits:
        if isinstance(edit, Create) and edit.id == target.id:
            return edit.values.get("account_id")
    table = KINDS[target.kind].plural
    row = connection.execute(f"SELECT account_id FROM {table} WHERE id = ?", (target.id,)).fetchone()
    if row is None:
        raise Refused("store.record_gone", kind=target.kind)
    account: Value = row[0]
    return account
