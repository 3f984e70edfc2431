"""Contents of attachments as files: content-addressed, apart for each organisation, the same for both databases.

    ORGANISATION/ab/abcdef…      whole and checked; never changed, only removed
    ORGANISATION/uploads/ID      what has arrived of the content of attachment ID; its length says how far it is
    ORGANISATION/uploads/*.new   being copied into its place; left by a crash at most

Several workers may share the folder. Which contents there are, and who may have them, is the database's business.
"""

import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crm_desktop.models.contents import HEAD_BYTES, Digest, proof_of_possession
from crm_desktop.models.errors import Refused
from crm_server.store.private_files import created

_STEP = 1024 * 1024
_NEW = ".new"


@dataclass(frozen=True, slots=True)
class ContentFiles:
    """The folder of all organisations' contents. Blocking; raises OSError where the disk does."""

    root: Path

    def has(self, org_id: str, sha256: str, size: int) -> bool:
        """Tell whether a whole file of the content is there."""
        try:
            return self.path(org_id, sha256).stat().st_size == size
        except FileNotFoundError:
            return False

    def path(self, org_id: str, sha256: str) -> Path:
        """Return where a whole content lies."""
        return self.root / org_id / sha256[:2] / sha256

    def received(self, org_id: str, attachment_id: str) -> int:
        """Return how many bytes of an upload have arrived."""
        try:
            return self._upload(org_id, attachment_id).stat().st_size
        except FileNotFoundError:
            return 0

    def append(self, org_id: str, attachment_id: str, offset: int, piece: bytes) -> int:
        """Write a piece of an upload where the one before ended; return how far it is now.

        Raises Refused("content.offset") with the fact `received` for any other place. Nothing is synced to the disk:
        what a power cut takes is missed when the whole is checked.
        """
        path = self._upload(org_id, attachment_id)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as stream:
            end = stream.seek(0, os.SEEK_END)
            if end != offset:
                raise Refused("content.offset", received=end)
            stream.write(piece)
        return offset + len(piece)

    def head(self, org_id: str, attachment_id: str) -> bytes:
        """Return the beginning of an upload."""
        with self._upload(org_id, attachment_id).open("rb") as stream:
            return stream.read(HEAD_BYTES)

    def copy_checked(self, org_id: str, attachment_id: str, sha256: str) -> Path | None:
        """Copy an upload to a file ready to be placed, on the disk; None where it is not the content it should be.

        What is hashed is what is written: nobody who still writes into the upload can change what was checked.
        """
        source = self._upload(org_id, attachment_id)
        copy = source.with_name(secrets.token_hex(8) + _NEW)
        digest = hashlib.sha256()
        try:
            with source.open("rb") as read, os.fdopen(created(copy), "wb") as written:
                while part := read.read(_STEP):
                    digest.update(part)
                    written.write(part)
                written.flush()
                os.fsync(written.fileno())
        except BaseException:
            copy.unlink(missing_ok=True)
            raise
        if digest.hexdigest() == sha256:
            return copy
        copy.unlink()
        return None

    def place(self, copy: Path, org_id: str, sha256: str) -> None:
        """Give a checked copy its name, durably."""
        path = self.path(org_id, sha256)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        copy.replace(path)
        if os.name == "posix":
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def drop_upload(self, org_id: str, attachment_id: str) -> None:
        """Remove what has arrived of an upload."""
        self._upload(org_id, attachment_id).unlink(missing_ok=True)

    def remove(self, org_id: str, sha256: str) -> None:
        """Remove a whole content."""
        self.path(org_id, sha256).unlink(missing_ok=True)

    def prove(self, org_id: str, sha256: str, user_id: str) -> str:
        """Return what a user who holds the content would send as proof."""
        digest: Digest = proof_of_possession(user_id)
        with self.path(org_id, sha256).open("rb") as stream:
            while part := stream.read(_STEP):
                digest.update(part)
        return digest.hexdigest()

    def read(self, org_id: str, sha256: str, start: int, end: int) -> Iterator[bytes]:
        """Yield the bytes from `start` up to `end`, not included, in steps."""
        with self.path(org_id, sha256).open("rb") as stream:
            stream.seek(start)
            while start < end and (part := stream.read(min(_STEP, end - start))):
                start += len(part)
                yield part

    def whole_files(self) -> Iterator[tuple[str, str, int]]:
        """Yield organisation, content and age in milliseconds of every whole file."""
        for path in self.root.glob("*/??/*"):
            yield path.parent.parent.name, path.name, _age(path)

    def uploads(self) -> Iterator[tuple[str, str, int]]:
        """Yield organisation, name and age of every upload, copies that a crash left behind included."""
        for path in self.root.glob("*/uploads/*"):
            yield path.parent.parent.name, path.name, _age(path)

    def copy_to(self, folder: Path) -> int:
        """Copy every whole content that the folder does not hold yet; return how many. Links where that is possible."""
        count = 0
        for path in self.root.glob("*/??/*"):
            target = folder / path.relative_to(self.root)
            if target.exists():
                continue
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                os.link(path, target)
            except FileNotFoundError:
                continue  # nobody referred to it any more
            except OSError:
                shutil.copyfile(path, target)
            count += 1
        return count

    def _upload(self, org_id: str, attachment_id: str) -> Path:
        return self.root / org_id / "uploads" / attachment_id


def _age(path: Path) -> int:
    try:
        return max(0, int((time.time() - path.stat().st_mtime) * 1000))
    except FileNotFoundError:
        return 0
