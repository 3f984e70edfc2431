"""The tables about contents: which lie here, which are on their way, and what stands in the way. Statements only."""

from dataclasses import dataclass
from enum import StrEnum

import msgspec

from crm_desktop.models.contents import Content, Limits, limits_of
from crm_desktop.models.exchange import Facts
from crm_desktop.store.engine import Connection
from crm_desktop.store.schema import State

_KEEP = """
    INSERT INTO contents (sha256, size, media_type, kept_at, used_at, attached) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (sha256) DO UPDATE SET attached = max(attached, excluded.attached)
"""
REFERRED = """(
    EXISTS (SELECT 1 FROM attachments a WHERE a.deleted_at IS NULL AND a.sha256 = {sha256})
    OR EXISTS (SELECT 1 FROM attachments a WHERE a.deleted_at IS NOT NULL AND a.sha256 = {sha256})
)"""
"""Whether a record, in the bin or not, refers to a content; in two halves, because the index begins with the bin."""
_UPLOADS = """
    SELECT u.attachment_id, u.sha256, c.size, c.media_type, u.code, u.facts, a.id IS NOT NULL, a.deleted_at,
           (SELECT group_concat(DISTINCT t.state)
            FROM changes ch JOIN transactions t ON t.number = ch.transaction_number
            WHERE ch.record_id = u.attachment_id AND ch.operation = 'create' AND NOT ch.by_server)
    FROM uploads u LEFT JOIN contents c ON c.sha256 = u.sha256 LEFT JOIN attachments a ON a.id = u.attachment_id
"""


class UploadStanding(StrEnum):
    """Where the upload of an attachment's content stands."""

    READY = "ready"
    BEHIND_ITS_RECORD = "behind_its_record"
    """The record goes to the server first."""
    PARKED = "parked"
    """The record's act waits for a person's decision."""
    BINNED = "binned"
    GIVEN_UP = "given_up"
    """The record's act was discarded, or the content is not here: nothing will ever be sent."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Upload:
    """A row of the queue to the server."""

    attachment_id: str
    content: Content
    standing: UploadStanding
    code: str = ""
    facts: Facts | None = None


def keep(connection: Connection, content: Content, now: int, *, attached: bool) -> None:
    """Note that a content lies here."""
    connection.execute(_KEEP, (content.sha256, content.size, content.media_type, now, now, attached))


def kept(connection: Connection, sha256: str) -> Content | None:
    """Return the content if it lies here."""
    row = connection.execute("SELECT sha256, size, media_type FROM contents WHERE sha256 = ?", (sha256,)).fetchone()
    return Content(*row) if row else None


def forget(connection: Connection, sha256: str) -> None:
    """Note that a content does not lie here any more."""
    connection.execute("DELETE FROM contents WHERE sha256 = ?", (sha256,))


def queue_upload(connection: Connection, attachment_id: str, sha256: str, now: int) -> None:
    """Put an attachment's content into the queue to the server."""
    connection.execute(
        "INSERT OR REPLACE INTO uploads (attachment_id, sha256, queued_at, code, facts) VALUES (?, ?, ?, '', '{}')",
        (attachment_id, sha256, now),
    )


def want(connection: Connection, sha256: str, now: int) -> None:
    """Let a content be fetched before everything else."""
    connection.execute(
        "INSERT OR REPLACE INTO fetches (sha256, wanted_at, code, facts) VALUES (?, ?, '', '{}')", (sha256, now)
    )


def uploads(connection: Connection, attachment_id: str = "") -> list[Upload]:
    """Return the queue to the server, oldest first, or what is in it of one attachment."""
    condition = " WHERE u.attachment_id = ?" if attachment_id else " ORDER BY u.queued_at, u.attachment_id"
    rows = connection.execute(_UPLOADS + condition, (attachment_id,) if attachment_id else ()).fetchall()
    return [
        Upload(
            identifier,
            Content(sha256, size or 0, media_type or ""),
            _standing(states, deleted_at, code, lost=size is None and not (code and there)),
            code,
            decode_facts(facts),
        )
        for identifier, sha256, size, media_type, code, facts, there, deleted_at, states in rows
    ]


def limits(connection: Connection) -> Limits:
    """Return the organisation's limits as this device knows them."""
    row = connection.execute("SELECT file_limit_mb, file_quota_mb FROM organisations LIMIT 1").fetchone()
    return limits_of({"file_limit_mb": row[0], "file_quota_mb": row[1]} if row else None)


def encode_facts(facts: object) -> str:
    """Return an error's facts as JSON."""
    return msgspec.json.encode(facts).decode()


def decode_facts(text: str) -> Facts:
    """Read an error's facts."""
    return msgspec.json.decode(text, type=Facts)


def _standing(states: str | None, deleted_at: int | None, code: str, *, lost: bool) -> UploadStanding:
    """Judge by the states of the acts that made the record; `lost`: neither the content nor who could ask is here."""
    known = set(states.split(",")) if states else set()
    # Without any act of ours the record came from the server, or its settled act was forgotten when it left.
    at_server = not known or bool(known & {State.SETTLED, State.ACKNOWLEDGED})
    if known == {State.DISCARDED} or lost:
        return UploadStanding.GIVEN_UP
    if not at_server:
        waits = State.WAITING in known
        return UploadStanding.BEHIND_ITS_RECORD if waits else UploadStanding.PARKED
    if deleted_at is not None:
        return UploadStanding.BINNED
    return UploadStanding.FAILED if code else UploadStanding.READY
