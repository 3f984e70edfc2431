"""The store's door for files: put, attach, read, view, want. What a sync needs of them stands in `queue.py`."""

import hashlib
import io
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from crm_desktop.models.clock import Clock
from crm_desktop.models.contents import CHUNK_BYTES, HEAD_BYTES, MEGABYTE, Content, check_size, proof_of_possession
from crm_desktop.models.edits import Edit
from crm_desktop.models.errors import Broken, Refused
from crm_desktop.models.file_queue import Keeping
from crm_desktop.models.rules.file_types import check_type, safe_name, type_by_content, type_by_name
from crm_desktop.store.acts import Committed
from crm_desktop.store.attachments import index
from crm_desktop.store.attachments.attaching import ATTACH, NewFile, Target, attach
from crm_desktop.store.attachments.folder import ContentFolder
from crm_desktop.store.attachments.queue import FileQueue
from crm_desktop.store.attachments.sealed_files import ContentStream
from crm_desktop.store.attachments.sealing import DAMAGED
from crm_desktop.store.attachments.viewing import ViewedFile, lay_out
from crm_desktop.store.engine import Database

_USED_AGAIN_MS = 3_600_000
"""Looking at a picture must not cost a write each time."""
_UNSENT = "SELECT coalesce(sum(size), 0) FROM contents WHERE NOT attached OR sha256 IN (SELECT sha256 FROM uploads)"
_ALONE = Target()


class Attachments:
    """The door. Any thread may use it; a large file takes its time, so not the UI thread."""

    def __init__(self, database: Database, clock: Clock, folder: ContentFolder) -> None:
        self._database, self._clock, self._folder = database, clock, folder
        self._putting = threading.Lock()
        self.keeping = Keeping()
        """What is fetched by itself and how much lies here; a person's choice."""
        self.queue = FileQueue(database, clock, folder, lambda: self.keeping)

    def put(self, source: Path | bytes, media_type: str = "") -> Content:
        """Keep a file, or the bytes of a pasted one, sealed on this device; nothing refers to it yet.

        The type is `media_type`, else what the file's ending or the bytes say. What is never attached goes after a day.
        Raises Refused: content.empty, content.too_large, content.type_refused, content.device_full; Broken:
        content.unreadable, store.disk_full and its like. Nothing is left behind then.
        """
        media_type = media_type or _type_of(source)
        try:
            user_id = self.queue.user_id()
            sha256, size, head, proof = _look_through(source, user_id)
        except OSError as problem:
            raise Broken("content.unreadable") from problem
        content = Content(sha256, size, media_type)
        self._check(content, head)
        self.queue.know_proof(user_id, sha256, proof)
        with self._putting:
            with self._database.reading() as connection:
                known = index.kept(connection, sha256)
            if known is not None and self._folder.has(sha256):
                return Content(sha256, size, media_type)
            if not self._folder.put(content, lambda: _chunks(source)):
                raise Broken("content.unreadable")  # somebody writes into the file while we read it
            with self._database.writing() as connection:
                index.keep(connection, content, self._clock.now(), attached=False)
        return content

    def attach(
        self,
        files: Sequence[NewFile],
        target: Target = _ALONE,
        *,
        act: str = ATTACH,
        edits: Sequence[Edit] = (),
        after: Sequence[Edit] = (),
        batch: str = "",
    ) -> Committed:
        """Attach contents that were put to a record, durably, as one act with the other edits; they wait to be sent.

        `after`: edits of the attachments themselves.

        Raises Refused like the write door.
        """
        with self._database.writing() as connection:
            return attach(connection, self._clock.now(), files, target, act, (edits, after), batch)

    def stream(self, sha256: str) -> BinaryIO:
        """Open a content to read from, with seeking; decrypts what is read and nothing else. Close it.

        Raises Refused("content.not_kept") where it is not on this device, Broken("content.damaged_here") here and when
        a damaged part is read: it is then fetched again as far as necessary.
        """
        self._use(sha256)
        try:
            reader = self._folder.open(sha256)
        except Broken as problem:
            if problem.code == DAMAGED:
                self.queue.note_damage(sha256)
            raise
        return io.BufferedReader(ContentStream(reader, lambda: self.queue.note_damage(sha256)), CHUNK_BYTES)

    def read(self, sha256: str) -> bytes:
        """Return a whole content, as a preview needs it; raises like `stream`."""
        with self.stream(sha256) as stream:
            return stream.read()

    def open_for_view(self, sha256: str, file_name: str, media_type: str) -> ViewedFile:
        """Lay out a plain copy for another program, under a safe name; close it afterwards. Raises like `stream`."""
        with self.stream(sha256) as stream:
            return lay_out(
                self._folder.viewing, safe_name(file_name, media_type), iter(lambda: stream.read(CHUNK_BYTES), b"")
            )

    def want(self, sha256: str) -> None:
        """Ask for a content that the server has: it is fetched before everything else, whatever its size."""
        with self._database.writing() as connection:
            index.want(connection, sha256, self._clock.now())

    def try_again(self, attachment_id: str) -> None:
        """Send or fetch once more what had failed."""
        with self._database.writing() as connection:
            connection.execute("UPDATE uploads SET code = '', facts = '{}' WHERE attachment_id = ?", (attachment_id,))
            row = connection.execute("SELECT sha256 FROM attachments WHERE id = ?", (attachment_id,)).fetchone()
            if row is not None:
                connection.execute("UPDATE fetches SET code = '', facts = '{}' WHERE sha256 = ?", (row[0],))

    def sweep(self) -> None:
        """Tidy up after the last run: remove halves and plain copies, and let the index say what really lies here.

        For the one program of a profile, at its start, before anything is put or fetched.
        """
        self._folder.sweep_halves()
        self.queue.settle_index()

    def _use(self, sha256: str) -> None:
        """Note that a content is looked at, now and then; raises Refused("content.not_kept")."""
        now = self._clock.now()
        with self._database.reading() as connection:
            row = connection.execute("SELECT used_at FROM contents WHERE sha256 = ?", (sha256,)).fetchone()
        if row is None:
            raise Refused("content.not_kept")
        if now - row[0] > _USED_AGAIN_MS:
            with self._database.writing(urgent=False) as connection:
                connection.execute("UPDATE contents SET used_at = ? WHERE sha256 = ?", (now, sha256))

    def _check(self, content: Content, head: bytes) -> None:
        with self._database.reading() as connection:
            allowed = index.limits(connection)
            row = connection.execute(_UNSENT).fetchone()
        check_size(content.size, allowed)
        check_type(content.media_type, head)
        unsent = int(row[0]) if row else 0
        if unsent + content.size > self.keeping.unsent:
            limit = self.keeping.unsent // MEGABYTE
            raise Refused("content.device_full", used_mb=unsent // MEGABYTE, limit_mb=limit)


def _type_of(source: Path | bytes) -> str:
    return type_by_name(source.name) if isinstance(source, Path) else type_by_content(source[:HEAD_BYTES])


def _look_through(source: Path | bytes, user_id: str) -> tuple[str, int, bytes, str]:
    """Return a source's SHA-256, its size, its beginning, and the user's proof of possession; raises OSError."""
    digest, proof, size, head = hashlib.sha256(), proof_of_possession(user_id), 0, b""
    for chunk in _chunks(source):
        head = head or chunk[:HEAD_BYTES]
        digest.update(chunk)
        proof.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size, head, proof.hexdigest()


def _chunks(source: Path | bytes) -> Iterator[bytes]:
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk
