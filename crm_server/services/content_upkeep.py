"""Looking after contents: what nobody refers to goes after a grace, so do dead uploads; and what is missing."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection, and_, delete, exists, not_, select, update

from crm_desktop.models.clock import DAY_MS
from crm_desktop.models.edits import Update
from crm_server.services.bulk_write import write_in
from crm_server.services.upkeep import Finding
from crm_server.store.content_files import ContentFiles
from crm_server.store.contents import lock_content
from crm_server.store.engine import Database
from crm_server.store.tables import CONTENTS, RECORDS, UPLOADS

GRACE_MS = 30 * DAY_MS
"""As long as undoing reaches: a record that comes back out of the bin finds its content."""
UPLOAD_MS = 14 * DAY_MS
"""A device that stayed offline in the middle of an upload goes on where it was until then."""
LOST = "attachment.lost"
_YOUNG_MS = DAY_MS
"""Files without a row that are younger belong to a commit under way."""
_ATTACHMENTS = RECORDS["attachment"]


@dataclass(frozen=True, slots=True)
class Tidied:
    """What a round of upkeep removed."""

    contents: int = 0
    uploads: int = 0


def tidy_contents(database: Database, files: ContentFiles, now: int, grace: int = GRACE_MS) -> Tidied:
    """Note what nobody refers to since when, and remove what nobody has referred to for the grace."""
    with database.write() as connection:
        _note_references(connection, now)
        old = connection.execute(
            select(CONTENTS.c.org_id, CONTENTS.c.sha256).where(CONTENTS.c.unreferenced_since <= now - grace)
        ).all()
    gone = sum(_remove(database, files, row.org_id, row.sha256) for row in old)
    return Tidied(gone + _remove_strays(database, files), _remove_uploads(database, files, now))


def reset_missing(database: Database, files: ContentFiles, now: int) -> int:
    """Say of attachments whose content is not in the folder that it is not here; return of how many.

    Devices that hold such a content then bring it again. For a database or a folder that comes from a backup.
    """
    with database.write() as connection:
        table = _ATTACHMENTS.c
        rows = connection.execute(
            select(table.org_id, table.id, table.sha256, table.size, table.created_by).where(
                table.stored_at.is_not(None), table.deleted_at.is_(None)
            )
        ).all()
        missing: dict[tuple[str, str], list[Update]] = defaultdict(list)
        for row in rows:
            if not files.has(row.org_id, row.sha256, row.size):
                missing[row.org_id, row.created_by].append(Update("attachment", row.id, {"stored_at": None}))
        for owner, edits in missing.items():
            write_in(connection, now, owner, LOST, edits)
    return sum(len(edits) for edits in missing.values())


def check_contents(database: Database, files: ContentFiles) -> list[Finding]:
    """Return what was found about contents: those of which the folder has no file, or one of another size."""
    with database.read() as connection:
        rows = connection.execute(select(CONTENTS.c.org_id, CONTENTS.c.sha256, CONTENTS.c.size)).all()
    missing = sum(not files.has(row.org_id, row.sha256, row.size) for row in rows)
    return [Finding(f"{len(rows)} contents of attachments, {missing} without a whole file", not missing)]


def _note_references(connection: Connection, now: int) -> None:
    referred = exists().where(
        _ATTACHMENTS.c.org_id == CONTENTS.c.org_id,
        _ATTACHMENTS.c.sha256 == CONTENTS.c.sha256,
        _ATTACHMENTS.c.deleted_at.is_(None),
    )
    since = CONTENTS.c.unreferenced_since
    connection.execute(update(CONTENTS).where(and_(since.is_not(None), referred)).values(unreferenced_since=None))
    connection.execute(update(CONTENTS).where(and_(since.is_(None), not_(referred))).values(unreferenced_since=now))


def _remove(database: Database, files: ContentFiles, org_id: str, sha256: str) -> int:
    """Remove a content unless somebody has come to refer to it; return how many that were."""
    with database.write() as connection:
        lock_content(connection, sha256)
        table = _ATTACHMENTS.c
        referring = select(table.id).where(table.org_id == org_id, table.sha256 == sha256, table.deleted_at.is_(None))
        if connection.execute(referring.limit(1)).first() is not None:
            return 0
        connection.execute(delete(CONTENTS).where(CONTENTS.c.org_id == org_id, CONTENTS.c.sha256 == sha256))
        # Before the commit: afterwards the same content may arrive again.
        files.remove(org_id, sha256)
    return 1


def _remove_strays(database: Database, files: ContentFiles) -> int:
    """Remove whole files that no row knows: their commit failed after they had their place."""
    with database.read() as connection:
        known = {(row.org_id, row.sha256) for row in connection.execute(select(CONTENTS.c.org_id, CONTENTS.c.sha256))}
    strays = [each[:2] for each in files.whole_files() if each[2] >= _YOUNG_MS and each[:2] not in known]
    return sum(_remove(database, files, *each) for each in strays)


def _remove_uploads(database: Database, files: ContentFiles, now: int) -> int:
    with database.write() as connection:
        connection.execute(delete(UPLOADS).where(UPLOADS.c.started_at < now - UPLOAD_MS))
        known = {(row.org_id, row.attachment_id) for row in connection.execute(select(UPLOADS))}
    removed = 0
    for org_id, name, age in files.uploads():
        if (org_id, name) not in known and age >= _YOUNG_MS:
            files.drop_upload(org_id, name)
            removed += 1
    return removed
