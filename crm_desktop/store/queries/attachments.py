"""Files as screens show them: the record, whether its content is here, and what is on its way."""

from dataclasses import dataclass
from enum import StrEnum

from crm_desktop.models.exchange import Facts
from crm_desktop.models.record import Record
from crm_desktop.store.attachments.index import Upload, UploadStanding, decode_facts, uploads
from crm_desktop.store.queries.records import records, where
from crm_desktop.store.reader import Reader


class Availability(StrEnum):
    """Whether a file's content can be opened, and what it waits for."""

    HERE = "here"
    """On this device and at the server."""
    WAITING = "waiting"
    """On this device, on its way to the server."""
    PARKED = "parked"
    """On this device; its record waits for a decision in the sync centre."""
    FAILED = "failed"
    """It could not be sent or fetched; `code` and `facts` say why. `Attachments.try_again` tries once more."""
    COMING = "coming"
    """Somebody asked for it; it is fetched as soon as there is a network."""
    ON_DEMAND = "on_demand"
    """At the server; `Attachments.want` fetches it."""
    ELSEWHERE = "elsewhere"
    """Still on its way from the device on which it was attached."""
    NO_CONTENT = "no_content"
    """The record names no content."""


@dataclass(frozen=True, slots=True)
class FileView:
    """An attachment and the state of its content. `can_open`: its bytes are on this device."""

    record: Record
    availability: Availability
    can_open: bool
    code: str = ""
    facts: Facts | None = None

    @property
    def sha256(self) -> str:
        """The content's id, "" where there is none."""
        return str(self.record.get("sha256") or "")

    @property
    def file_name(self) -> str:
        """The name people gave it."""
        return str(self.record.get("file_name") or "")

    @property
    def media_type(self) -> str:
        """What it is."""
        return str(self.record.get("media_type") or "")

    @property
    def size(self) -> int:
        """Bytes."""
        size = self.record.get("size")
        return size if isinstance(size, int) else 0


@dataclass(frozen=True, slots=True)
class FileCounts:
    """The sync centre's figures: files and bytes in each direction, and what needs a person."""

    to_send: int = 0
    to_send_bytes: int = 0
    asked_for: int = 0
    failed: int = 0
    kept: int = 0
    kept_bytes: int = 0


def files_of(reader: Reader, kind: str, record_id: str) -> list[FileView]:
    """Return the files attached to a record, newest first, without those in the bin."""
    condition = "deleted_at IS NULL AND record_id = ? AND record_kind = ? ORDER BY created_at DESC, id DESC"
    return _views(reader, where(reader, "attachment", condition, record_id, kind))


def file_views(reader: Reader, ids: list[str]) -> list[FileView]:
    """Return these attachments in this order, as far as they are on this device."""
    found = records(reader, "attachment", ids)
    return _views(reader, [found[each] for each in ids if each in found])


def files_in_trouble(reader: Reader) -> list[FileView]:
    """Return the files that could not be sent or fetched, for the sync centre."""
    ids = [each.attachment_id for each in uploads(reader.connection) if each.standing is UploadStanding.FAILED]
    join = "fetches f JOIN attachments a ON a.deleted_at IS NULL AND a.sha256 = f.sha256"
    ids += [row[0] for row in reader.all(f"SELECT a.id FROM {join} WHERE f.code <> ''")]
    return file_views(reader, list(dict.fromkeys(ids)))


def file_counts(reader: Reader) -> FileCounts:
    """Return how much is on its way, and how much lies here."""
    queued = uploads(reader.connection)
    waiting = [each for each in queued if each.standing in (UploadStanding.READY, UploadStanding.BEHIND_ITS_RECORD)]
    failed = sum(each.standing is UploadStanding.FAILED for each in queued)
    kept = reader.one("SELECT count(*), coalesce(sum(size), 0) FROM contents") or (0, 0)
    fetches = reader.one("SELECT coalesce(sum(code = ''), 0), coalesce(sum(code <> ''), 0) FROM fetches") or (0, 0)
    return FileCounts(
        to_send=len(waiting),
        to_send_bytes=sum(each.content.size for each in waiting),
        asked_for=int(fetches[0]),
        failed=failed + int(fetches[1]),
        kept=int(kept[0]),
        kept_bytes=int(kept[1]),
    )


def _views(reader: Reader, found: list[Record]) -> list[FileView]:
    ids = [str(each.get("sha256") or "") for each in found]
    here = {row[0] for row in reader.for_each_id("SELECT sha256 FROM contents WHERE sha256 IN ({ids})", set(ids))}
    queued = {each.attachment_id: each for each in uploads(reader.connection)}
    sql = "SELECT sha256, wanted_at, code, facts FROM fetches WHERE sha256 IN ({ids})"
    asked = {row[0]: row[1:] for row in reader.for_each_id(sql, set(ids))}
    return [
        _view(record, queued.get(record.id), asked.get(sha256), can_open=sha256 in here)
        for record, sha256 in zip(found, ids, strict=True)
    ]


def _view(record: Record, upload: Upload | None, asked: tuple[int, str, str] | None, *, can_open: bool) -> FileView:
    if upload is not None and upload.standing is UploadStanding.FAILED:
        return FileView(record, Availability.FAILED, can_open, upload.code, upload.facts)
    if upload is not None and can_open:
        parked = upload.standing is UploadStanding.PARKED
        return FileView(record, Availability.PARKED if parked else Availability.WAITING, can_open)
    if can_open or not record.get("sha256"):
        return FileView(record, Availability.HERE if can_open else Availability.NO_CONTENT, can_open)
    if asked is not None and asked[1]:
        return FileView(record, Availability.FAILED, can_open, asked[1], decode_facts(asked[2]))
    if record.get("stored_at") is None:
        return FileView(record, Availability.ELSEWHERE, can_open)
    return FileView(record, Availability.COMING if asked else Availability.ON_DEMAND, can_open)
