"""Contents of attachments: who may bring one and who may have one, how it arrives, and when it counts as arrived.

Everything goes by an attachment. Its maker brings the content, piece by piece, or proves to hold what is here already;
then `stored_at` is written, through the log like everything else, and whoever sees the attachment may have the content.
Knowing a content's id is never enough.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from crm_desktop.models.clock import Clock
from crm_desktop.models.contents import HEAD_BYTES, MEGABYTE, check_size, is_content_id
from crm_desktop.models.edits import Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.file_exchange import UploadOffer, UploadState
from crm_desktop.models.rules.file_types import FILE_TYPES, check_type
from crm_server.errors import NotFound
from crm_server.services.bulk_write import write_in
from crm_server.services.load_rights import RightsMemory
from crm_server.store import contents
from crm_server.store.content_files import ContentFiles
from crm_server.store.contents import Named
from crm_server.store.engine import Database
from crm_server.store.organisations import read_state
from crm_server.store.sessions import Caller

STORED = "attachment.stored"
NOT_HERE = "content.not_here"


@dataclass(frozen=True, slots=True)
class Progress:
    """What an uploader is told, and the last number of the log where it has moved; 0 where it has not."""

    state: UploadState
    head: int = 0


@dataclass(frozen=True, slots=True)
class Download:
    """A content that may be given out."""

    sha256: str
    size: int
    org_id: str
    files: ContentFiles

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """Yield the bytes from `start` up to `end`, not included."""
        return self.files.read(self.org_id, self.sha256, start, end)


@dataclass(frozen=True, slots=True)
class Contents:
    """The service; blocking, call in a worker thread."""

    database: Database
    clock: Clock
    memory: RightsMemory
    files: ContentFiles

    def offer(self, caller: Caller, attachment_id: str, offer: UploadOffer) -> Progress:
        """Begin an upload, or say how far it is; where the content is here and the caller may have it, it is done.

        Raises NotFound for what the caller has not attached, Refused: content.too_large, content.empty,
        content.type_refused, content.quota.
        """
        with self.database.read() as connection:
            named = self._own(connection, caller, attachment_id)
            if named.stored:
                return Progress(UploadState(received=named.size, complete=True))
            check_size(named.size, contents.read_limits(connection, caller.org_id))
            if named.media_type not in FILE_TYPES:
                raise Refused("content.type_refused")
            held = contents.is_held(connection, caller.org_id, named.sha256)
            rights = self.memory.get(
                connection, caller.org_id, caller.user_id, read_state(connection, caller.org_id).sequence
            )
            readable = held and contents.may_read(connection, caller.org_id, rights.rights, named.sha256)
        if held and (readable or self._proved(caller, named, offer.proof)):
            done = self._settle(caller, named, None)
            if done is not None:
                return done
        self._reserve(caller, named)
        received = self.files.received(caller.org_id, named.id)
        if received >= named.size:
            return self._conclude(caller, named)
        return Progress(UploadState(received=received))

    def take(self, caller: Caller, attachment_id: str, offset: int, piece: bytes) -> Progress:
        """Take the next piece of an upload; with the last one the content is checked and given out.

        Raises NotFound where no upload was begun, Refused: content.offset, content.type_refused, content.damaged (the
        whole is not what it should be: begin again), content.too_large.
        """
        with self.database.read() as connection:
            named = self._own(connection, caller, attachment_id)
            if named.stored:
                return Progress(UploadState(received=named.size, complete=True))
            if not contents.is_uploading(connection, caller.org_id, named.id):
                raise NotFound(NOT_HERE)
        if offset + len(piece) > named.size:
            raise Refused("content.offset", received=self.files.received(caller.org_id, named.id))
        if offset == 0 and len(piece) >= min(HEAD_BYTES, named.size):
            check_type(named.media_type, piece[:HEAD_BYTES])
        received = self.files.append(caller.org_id, named.id, offset, piece)
        return self._conclude(caller, named) if received == named.size else Progress(UploadState(received=received))

    def give(self, caller: Caller, attachment_id: str) -> Download:
        """Return the content of an attachment that the caller may see; raises NotFound: content.not_here, .not_yet."""
        with self.database.read() as connection:
            state = read_state(connection, caller.org_id)
            rights = self.memory.get(connection, caller.org_id, caller.user_id, state.sequence).rights
            named = contents.seen_attachment(connection, caller.org_id, rights, attachment_id)
        if named is None:
            raise NotFound(NOT_HERE)
        if not named.stored:
            raise NotFound("content.not_yet")
        if not self.files.has(caller.org_id, named.sha256, named.size):
            raise NotFound(NOT_HERE)
        return Download(named.sha256, named.size, caller.org_id, self.files)

    def _own(self, connection: Connection, caller: Caller, attachment_id: str) -> Named:
        named = contents.own_attachment(connection, caller.org_id, caller.user_id, attachment_id)
        if named is None or not is_content_id(named.sha256):
            raise NotFound(NOT_HERE)
        return named

    def _proved(self, caller: Caller, named: Named, proof: str) -> bool:
        if not proof or not self.files.has(caller.org_id, named.sha256, named.size):
            return False
        return hmac.compare_digest(proof, self.files.prove(caller.org_id, named.sha256, caller.user_id))

    def _reserve(self, caller: Caller, named: Named) -> None:
        """Note the upload, if there is room for it."""
        with self.database.write() as connection:
            if contents.is_uploading(connection, caller.org_id, named.id):
                return
            limits = contents.read_limits(connection, caller.org_id)
            used = contents.bytes_in_use(connection, caller.org_id)
            if used + named.size > limits.quota:
                raise Refused("content.quota", used_mb=used // MEGABYTE, quota_mb=limits.quota // MEGABYTE)
            contents.begin_upload(connection, caller.org_id, caller.user_id, named, self.clock.now())

    def _conclude(self, caller: Caller, named: Named) -> Progress:
        """Check the whole content and give it its place."""
        try:
            check_type(named.media_type, self.files.head(caller.org_id, named.id))
            copy = self.files.copy_checked(caller.org_id, named.id, named.sha256)
        except FileNotFoundError as problem:
            raise Refused("content.offset", received=0) from problem  # the same upload, sent twice at once, is done
        except Refused:
            self._drop(caller, named)
            raise
        if copy is None:
            self._drop(caller, named)
            raise Refused("content.damaged")
        try:
            done = self._settle(caller, named, copy)
        finally:
            copy.unlink(missing_ok=True)
        self.files.drop_upload(caller.org_id, named.id)
        return done or Progress(UploadState(received=0))

    def _settle(self, caller: Caller, named: Named, copy: Path | None) -> Progress | None:
        """Give a checked copy its place and say that the attachment's content is here; None where it is not after all.

        File and row change under one lock: nothing is removed for lack of reference while it is being referred to.
        """
        with self.database.write() as connection:
            contents.lock_content(connection, named.sha256)
            if not self.files.has(caller.org_id, named.sha256, named.size):
                if copy is None:
                    return None
                self.files.place(copy, caller.org_id, named.sha256)
            now = self.clock.now()
            contents.keep_content(connection, caller.org_id, named, now)
            contents.end_upload(connection, caller.org_id, named.id)
            stored = Update("attachment", named.id, {"stored_at": now})
            head = write_in(connection, now, (caller.org_id, caller.user_id), STORED, [stored])
        return Progress(UploadState(received=named.size, complete=True), head)

    def _drop(self, caller: Caller, named: Named) -> None:
        self.files.drop_upload(caller.org_id, named.id)
        with self.database.write() as connection:
            contents.end_upload(connection, caller.org_id, named.id)
