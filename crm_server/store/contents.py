"""What the database knows of contents: which are held, which are on their way, and which attachments name them."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from crm_desktop.models.access import Rights, visible
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.contents import Limits, limits_of
from crm_server.store.tables import CONTENTS, RECORDS, UPLOADS

_ATTACHMENTS = RECORDS["attachment"]


@dataclass(frozen=True, slots=True)
class Named:
    """What an attachment's record says about its content."""

    id: str
    sha256: str
    size: int
    media_type: str
    stored: bool


def lock_content(connection: Connection, sha256: str) -> None:
    """Keep others from placing or removing the content until the commit; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(int(sha256[:15], 16))))


def own_attachment(connection: Connection, org_id: str, user_id: str, attachment_id: str) -> Named | None:
    """Return an attachment that the user made and that is not in the bin."""
    table = _ATTACHMENTS.c
    return _named(connection, org_id, attachment_id, and_(table.created_by == user_id, table.deleted_at.is_(None)))


def seen_attachment(connection: Connection, org_id: str, rights: Rights, attachment_id: str) -> Named | None:
    """Return an attachment that the user may see."""
    return _named(connection, org_id, attachment_id, visible(rights, KINDS["attachment"], RECORDS))


def may_read(connection: Connection, org_id: str, rights: Rights, sha256: str) -> bool:
    """Tell whether the user sees any attachment through which the content is given out."""
    table = _ATTACHMENTS.c
    statement = select(table.id).where(
        table.org_id == org_id,
        table.sha256 == sha256,
        table.stored_at.is_not(None),
        visible(rights, KINDS["attachment"], RECORDS),
    )
    return connection.execute(statement.limit(1)).first() is not None


def is_held(connection: Connection, org_id: str, sha256: str) -> bool:
    """Tell whether the organisation has the content."""
    return connection.execute(select(CONTENTS.c.size).where(*_content(org_id, sha256))).first() is not None


def keep_content(connection: Connection, org_id: str, named: Named, now: int) -> None:
    """Note that the organisation has a content, and that somebody refers to it."""
    changed = connection.execute(
        update(CONTENTS).where(*_content(org_id, named.sha256)).values(unreferenced_since=None)
    )
    if not changed.rowcount:
        values = {"org_id": org_id, "sha256": named.sha256, "size": named.size, "stored_at": now}
        connection.execute(insert(CONTENTS).values(values))


def begin_upload(connection: Connection, org_id: str, user_id: str, named: Named, now: int) -> None:
    """Note that a content is on its way; once is enough."""
    if not is_uploading(connection, org_id, named.id):
        values = {"user_id": user_id, "sha256": named.sha256, "size": named.size, "started_at": now}
        connection.execute(insert(UPLOADS).values(org_id=org_id, attachment_id=named.id, **values))


def is_uploading(connection: Connection, org_id: str, attachment_id: str) -> bool:
    """Tell whether the attachment's content is on its way."""
    statement = select(UPLOADS.c.size).where(*_upload(org_id, attachment_id))
    return connection.execute(statement).first() is not None


def end_upload(connection: Connection, org_id: str, attachment_id: str) -> None:
    """Forget an upload."""
    connection.execute(delete(UPLOADS).where(*_upload(org_id, attachment_id)))


def bytes_in_use(connection: Connection, org_id: str) -> int:
    """Return how much the organisation's contents take, those on their way included."""
    held = connection.scalar(select(func.sum(CONTENTS.c.size)).where(CONTENTS.c.org_id == org_id))
    coming = connection.scalar(select(func.sum(UPLOADS.c.size)).where(UPLOADS.c.org_id == org_id))
    return int(held or 0) + int(coming or 0)


def read_limits(connection: Connection, org_id: str) -> Limits:
    """Return the organisation's limits."""
    table = RECORDS["organisation"]
    statement = select(table.c.file_limit_mb, table.c.file_quota_mb).where(
        table.c.org_id == org_id, table.c.id == org_id
    )
    row = connection.execute(statement).mappings().one_or_none()
    return limits_of(dict(row) if row else None)


def _named(connection: Connection, org_id: str, attachment_id: str, condition: ColumnElement[bool]) -> Named | None:
    table = _ATTACHMENTS.c
    row = connection.execute(
        select(table.id, table.sha256, table.size, table.media_type, table.stored_at).where(
            table.org_id == org_id, table.id == attachment_id, condition
        )
    ).one_or_none()
    if row is None or row.sha256 is None:
        return None
    return Named(row.id, row.sha256, row.size or 0, row.media_type or "", row.stored_at is not None)


def _content(org_id: str, sha256: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return CONTENTS.c.org_id == org_id, CONTENTS.c.sha256 == sha256


def _upload(org_id: str, attachment_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return UPLOADS.c.org_id == org_id, UPLOADS.c.attachment_id == attachment_id
