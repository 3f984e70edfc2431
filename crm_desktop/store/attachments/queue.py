"""The queues of contents to and from the server, as a sync works through them; implements `ports.FileQueue`.

Level-triggered like the sync itself: what is to be sent and fetched is read off the records and the tables each time,
so that a lost note costs time at most. Beside the queues: what leaves this device when its record left, or for room.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from crm_desktop.models.clock import DAY_MS, Clock
from crm_desktop.models.contents import Content, is_content_id, proof_of_possession
from crm_desktop.models.errors import Broken, UserError
from crm_desktop.models.file_queue import FileLevels, Keeping, Transfer
from crm_desktop.store.attachments import index
from crm_desktop.store.attachments.folder import ContentFolder
from crm_desktop.store.attachments.index import REFERRED, UploadStanding
from crm_desktop.store.attachments.sealed_files import SealedReader, SealedWriter
from crm_desktop.store.attachments.sealing import DAMAGED
from crm_desktop.store.engine import Connection, Database
from crm_desktop.store.facts import position
from crm_desktop.store.identity import identity

_AT_SERVER = """
    SELECT a.id, a.sha256, a.size, a.media_type, coalesce(f.wanted_at, 0) AS wanted
    FROM attachments a LEFT JOIN fetches f ON f.sha256 = a.sha256
    WHERE a.deleted_at IS NULL AND a.stored_at IS NOT NULL AND a.sha256 IS NOT NULL AND coalesce(f.code, '') = ''
      AND NOT EXISTS (SELECT 1 FROM contents c WHERE c.sha256 = a.sha256)
"""
_WANTED = f"{_AT_SERVER} AND a.sha256 IN (SELECT sha256 FROM fetches WHERE wanted_at > 0) ORDER BY wanted, a.id"
_USUAL = f"{_AT_SERVER} AND a.size <= ? ORDER BY a.owner_id = ? DESC, a.id DESC LIMIT ?"
_MOST_AHEAD = 200
"""Contents that are planned at once; the others follow when these are here."""
_MOST_PROOFS = 1_000
_FORGOTTEN_AFTER = DAY_MS
"""A content that was put and never attached."""


class FileQueue:
    """The queues. One thread works through them; any may look."""

    def __init__(self, database: Database, clock: Clock, folder: ContentFolder, keeping: Callable[[], Keeping]) -> None:
        self._database, self._clock, self._folder, self._keeping = database, clock, folder, keeping
        self._proofs: dict[tuple[str, str], str] = {}

    def levels(self) -> FileLevels:
        """Return how much may go now in both directions, what waits behind its record, and what failed."""
        with self._database.reading() as connection:
            queued = index.uploads(connection)
            down = self._to_fetch(connection)
            lost = connection.execute("SELECT count(*) FROM fetches WHERE code <> ''").fetchone()
        by_standing = {standing: [each for each in queued if each.standing is standing] for standing in UploadStanding}
        up, behind = by_standing[UploadStanding.READY], by_standing[UploadStanding.BEHIND_ITS_RECORD]
        return FileLevels(
            up=len(up),
            up_bytes=sum(each.content.size for each in up),
            down=len(down),
            down_bytes=sum(each.content.size for each in down),
            behind=len(behind),
            behind_bytes=sum(each.content.size for each in behind),
            failed=len(by_standing[UploadStanding.FAILED]) + int(lost[0] if lost else 0),
        )

    def next_upload(self) -> Transfer | None:
        """Return what is to be sent next."""
        with self._database.reading() as connection:
            return next(iter(_ready(connection)), None)

    def next_fetch(self, wanted: bool = False) -> Transfer | None:
        """Return what is to be fetched next: what somebody waits for, then (not with `wanted`) own and newest."""
        with self._database.reading() as connection:
            return next(iter(self._to_fetch(connection, wanted=wanted)), None)

    def user_id(self) -> str:
        """Return who works here."""
        with self._database.reading() as connection:
            return identity(connection).user_id

    def prove(self, content: Content) -> str:
        """Return the proof that this user holds the content; raises Broken where it is damaged here.

        What was put by this program is known; otherwise the whole content is looked through.
        """
        user_id = self.user_id()
        if (known := self._proofs.get((user_id, content.sha256))) is not None:
            return known
        digest = proof_of_possession(user_id)
        with self._reading(content) as reader:
            for chunk in reader.all_chunks():
                digest.update(chunk)
        return digest.hexdigest()

    def know_proof(self, user_id: str, sha256: str, proof: str) -> None:
        """Remember the proof of a content that is being put: made while it is looked through anyway."""
        if len(self._proofs) >= _MOST_PROOFS:
            self._proofs.clear()
        self._proofs[user_id, sha256] = proof

    def piece(self, content: Content, offset: int, length: int) -> bytes:
        """Return a part of a content that lies here; raises Broken where it is damaged."""
        with self._reading(content) as reader:
            return reader.read(offset, length)

    def sent(self, attachment_id: str) -> None:
        """Note that the server has the attachment's content."""
        with self._database.writing(urgent=False) as connection:
            connection.execute("DELETE FROM uploads WHERE attachment_id = ?", (attachment_id,))

    def upload_failed(self, attachment_id: str, problem: UserError) -> None:
        """Note why a content cannot be sent: it waits for a person."""
        with self._database.writing(urgent=False) as connection:
            connection.execute(
                "UPDATE uploads SET code = ?, facts = ? WHERE attachment_id = ?",
                (problem.code, index.encode_facts(dict(problem.facts)), attachment_id),
            )

    def begin_fetch(self, content: Content) -> "Fetching":
        """Begin to fetch a content, or go on: `received` says from where."""
        return Fetching(self._folder, self._folder.resume(content), self._arrived)

    def _arrived(self, content: Content) -> None:
        with self._database.writing(urgent=False) as connection:
            index.keep(connection, content, self._clock.now(), attached=True)
            connection.execute("DELETE FROM fetches WHERE sha256 = ?", (content.sha256,))

    def fetch_failed(self, content: Content, problem: UserError) -> None:
        """Note why a content cannot be fetched: it waits until somebody asks again."""
        with self._database.writing(urgent=False) as connection:
            connection.execute(
                "INSERT INTO fetches (sha256, wanted_at, code, facts) VALUES (?, 0, ?, ?)"
                " ON CONFLICT (sha256) DO UPDATE SET code = excluded.code, facts = excluded.facts",
                (content.sha256, problem.code, index.encode_facts(dict(problem.facts))),
            )

    def note_damage(self, sha256: str) -> None:
        """Let a content that the disk has changed be fetched again; what only this device had is reported as lost."""
        with self._database.writing() as connection:
            _lose(connection, sha256, self._clock.now())
        self._folder.take_back(sha256)

    def tidy(self) -> None:
        """After a complete sync: queue what the server lost, remove what no record refers to, make room."""
        now = self._clock.now()
        with self._database.writing(urgent=False) as connection:
            if position(connection) is None:
                return  # the records are still coming
            _queue_again(connection, now)
            gone = _give_up(connection, now)
            gone += _make_room(connection, self._keeping().budget)
            for sha256 in dict.fromkeys(gone):
                index.forget(connection, sha256)
            named = connection.execute("SELECT DISTINCT sha256 FROM attachments WHERE sha256 IS NOT NULL").fetchall()
        for sha256 in gone:
            self._folder.remove(sha256)
        self._folder.remove_parts_except({row[0] for row in named if is_content_id(row[0])})

    def settle_index(self) -> None:
        """Let the index say what lies in the folder: after a crash, or when a damaged replica was begun anew."""
        here = {content.sha256: content for content in self._folder.whole_contents()}
        with self._database.writing(urgent=False) as connection:
            known = {row[0] for row in connection.execute("SELECT sha256 FROM contents").fetchall()}
            for sha256 in known - here.keys():
                _lose(connection, sha256, self._clock.now())
            for sha256 in here.keys() - known:
                index.keep(connection, here[sha256], self._clock.now(), attached=False)

    def _to_fetch(self, connection: Connection, *, wanted: bool = False) -> list[Transfer]:
        """Return what to fetch in order: what is wanted, and of the rest as much as there is room for."""
        if position(connection) is None:
            return []
        keeping = self._keeping()
        rows = connection.execute(_WANTED).fetchall()
        room = keeping.budget - _held(connection)
        if room > 0 and not wanted:
            me = identity(connection).user_id
            rows += connection.execute(_USUAL, (keeping.largest, me, _MOST_AHEAD)).fetchall()
        found: dict[str, Transfer] = {}
        for attachment_id, sha256, size, media_type, wanted_at in rows:
            if sha256 in found or not (wanted_at or size <= room):
                continue
            room -= size
            found[sha256] = Transfer(attachment_id, Content(sha256, size, media_type or ""))
        return list(found.values())

    @contextmanager
    def _reading(self, content: Content) -> Iterator[SealedReader]:
        """Open a content for the time of one reading; damage is noted before it is raised."""
        try:
            reader = self._folder.open(content.sha256)
            try:
                yield reader
            finally:
                reader.close()
        except Broken as problem:
            if problem.code == DAMAGED:
                self.note_damage(content.sha256)
            raise


class Fetching:
    """A content on its way here; implements ports.Writer."""

    def __init__(self, folder: ContentFolder, writer: SealedWriter, arrived: Callable[[Content], None]) -> None:
        self._folder, self._writer, self._arrived = folder, writer, arrived

    @property
    def received(self) -> int:
        """How many bytes of it are here."""
        return self._writer.received

    def take(self, piece: bytes) -> None:
        """Keep the next piece; what was taken survives a kill."""
        self._folder.write(self._writer, piece)

    def finish(self) -> bool:
        """Check what has arrived and let people see it; False where it was not what it should be and is thrown away."""
        whole = self._folder.finish(self._writer)
        if whole:
            self._arrived(self._writer.content)
        return whole

    def close(self) -> None:
        """Leave it as it is; what is here is kept."""
        self._writer.close()


def _ready(connection: Connection) -> list[Transfer]:
    """Return what may be sent now, oldest first."""
    queued = index.uploads(connection)
    return [Transfer(each.attachment_id, each.content) for each in queued if each.standing is UploadStanding.READY]


def _lose(connection: Connection, sha256: str, now: int) -> None:
    """Note that a content is not here as it was: to be fetched again, or reported where only we had it."""
    index.forget(connection, sha256)
    connection.execute("UPDATE uploads SET code = ?, facts = '{}' WHERE sha256 = ?", (DAMAGED, sha256))
    index.want(connection, sha256, now)


def _queue_again(connection: Connection, now: int) -> None:
    """Queue own contents which the server does not have, though it knows their records: it was restored."""
    connection.execute(
        """
        INSERT OR IGNORE INTO uploads (attachment_id, sha256, queued_at, code, facts)
        SELECT a.id, a.sha256, ?, '', '{}' FROM contents c JOIN attachments a
        ON a.deleted_at IS NULL AND a.sha256 = c.sha256 WHERE a.stored_at IS NULL AND a.created_by = ?
        """,
        (now, identity(connection).user_id),
    )


def _give_up(connection: Connection, now: int) -> list[str]:
    """Drop what will never be sent; return the contents to which nothing refers any more."""
    for each in index.uploads(connection):
        if each.standing is UploadStanding.GIVEN_UP:
            connection.execute("DELETE FROM uploads WHERE attachment_id = ?", (each.attachment_id,))
    rows = connection.execute(
        f"SELECT sha256 FROM contents WHERE sha256 NOT IN (SELECT sha256 FROM uploads)"
        f" AND (attached OR kept_at < ?) AND NOT {REFERRED.format(sha256='contents.sha256')}",
        (now - _FORGOTTEN_AFTER,),
    ).fetchall()
    return [row[0] for row in rows]


_EVERYWHERE = """
    FROM contents c WHERE c.attached AND c.sha256 NOT IN (SELECT sha256 FROM uploads)
    AND NOT EXISTS (
        SELECT 1 FROM attachments a WHERE a.deleted_at IS NULL AND a.sha256 = c.sha256 AND a.stored_at IS NULL
    )
"""
"""Contents that the server has too."""


def _held(connection: Connection) -> int:
    """Return how many bytes lie here that the server has too."""
    row = connection.execute(f"SELECT coalesce(sum(c.size), 0) {_EVERYWHERE}").fetchone()
    return int(row[0]) if row else 0


def _make_room(connection: Connection, budget: int) -> list[str]:
    """Return the contents that should go so that no more than the budget lies here, the longest unused first."""
    excess, gone = _held(connection) - budget, []
    if excess > 0:
        for sha256, size in connection.execute(f"SELECT c.sha256, c.size {_EVERYWHERE} ORDER BY c.used_at").fetchall():
            if excess <= 0:
                break
            gone.append(sha256)
            excess -= size
    return gone
