"""The folder of sealed contents beside the database: whole files, those on their way down, those being put.

<name>        a whole, checked content      <name>.part    being fetched; goes on where it was
<name>.new    being put; swept at start     viewing/       plain copies for other programs; swept at start
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from crm_desktop.models.contents import Content
from crm_desktop.models.errors import Broken
from crm_desktop.store.attachments.sealed_files import SealedReader, SealedWriter
from crm_desktop.store.attachments.sealing import DAMAGED, ContentKeys

_PART, _NEW = ".part", ".new"


class ContentFolder:
    """The folder; made when something is first put into it. Says Broken where the disk does not take or give."""

    def __init__(self, path: Path, keys: ContentKeys) -> None:
        self._path, self._keys = path, keys
        self.viewing = path / "viewing"

    def put(self, content: Content, read: Callable[[], Iterator[bytes]]) -> bool:
        """Keep what `read` yields, chunk by chunk; return False where that is not the content it should be."""
        with disk_faults():
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = self._file(content.sha256, _NEW)
            writer = SealedWriter.begin(draft, content, self._keys)
            try:
                for chunk in read():
                    writer.write(chunk)
                whole = writer.is_whole()
                if whole:
                    writer.sync()
            finally:
                writer.close()
            if whole:
                self._settle(draft, content.sha256)
            else:
                draft.unlink()
            return whole

    def has(self, sha256: str) -> bool:
        """Tell whether a whole file of the content is there."""
        return self._file(sha256).exists()

    def open(self, sha256: str) -> SealedReader:
        """Open a whole content; raises Broken("content.damaged_here") where it is missing or is another one."""
        with disk_faults():
            try:
                stream: BinaryIO = self._file(sha256).open("rb")
            except FileNotFoundError as problem:
                raise Broken(DAMAGED) from problem
            try:
                return SealedReader(stream, self._keys, sha256)
            except BaseException:
                stream.close()
                raise

    def resume(self, content: Content) -> SealedWriter:
        """Begin to fetch a content, or go on; `received` says from where."""
        with disk_faults():
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._file(content.sha256, _PART)
            if path.exists():
                return SealedWriter.resume(path, content, self._keys)
            return SealedWriter.begin(path, content, self._keys)

    def write(self, writer: SealedWriter, piece: bytes) -> None:
        """Append a piece to what is being fetched; it survives this process from now on."""
        with disk_faults():
            writer.write(piece)
            writer.flush()

    def finish(self, writer: SealedWriter) -> bool:
        """End a fetch: whole and checked it takes its place; otherwise it is thrown away, and False is returned."""
        sha256, whole = writer.content.sha256, writer.is_whole()
        with disk_faults():
            if whole:
                writer.sync()
            writer.close()
            if whole:
                self._settle(self._file(sha256, _PART), sha256)
            else:
                self._file(sha256, _PART).unlink(missing_ok=True)
        return whole

    def take_back(self, sha256: str) -> None:
        """Make a damaged file one that is being fetched: what of it is good need not come again."""
        with disk_faults():
            if self.has(sha256):
                self._file(sha256).replace(self._file(sha256, _PART))

    def remove(self, sha256: str) -> None:
        """Remove everything there is of a content."""
        for ending in ("", _PART, _NEW):
            try:
                self._file(sha256, ending).unlink(missing_ok=True)
            except OSError:
                continue  # open in another program, as Windows does not allow; the next sweep finds it

    def sweep_halves(self) -> None:
        """Remove what a crash left behind: files that were being put, and plain copies."""
        shutil.rmtree(self.viewing, ignore_errors=True)
        for path in self._files(_NEW):
            path.unlink(missing_ok=True)

    def whole_contents(self) -> Iterator[Content]:
        """Yield what the headers of the whole files say; a file that says nothing is removed."""
        for path in self._files(""):
            try:
                with path.open("rb") as stream:
                    content = SealedReader(stream, self._keys).content
            except (Broken, OSError):
                path.unlink(missing_ok=True)
                continue
            if path == self._file(content.sha256):
                yield content

    def remove_parts_except(self, wanted: set[str]) -> None:
        """Remove what is being fetched of contents that nobody wants any more."""
        kept = {self._file(sha256, _PART).name for sha256 in wanted}
        for path in self._files(_PART):
            if path.name not in kept:
                path.unlink(missing_ok=True)

    def destroy(self) -> None:
        """Remove the folder with everything in it."""
        shutil.rmtree(self._path, ignore_errors=True)

    def _file(self, sha256: str, ending: str = "") -> Path:
        return self._path / (self._keys.file_name(sha256) + ending)

    def _files(self, ending: str) -> list[Path]:
        if not self._path.is_dir():
            return []
        return [path for path in self._path.iterdir() if path.is_file() and path.suffix == ending]

    def _settle(self, draft: Path, sha256: str) -> None:
        """Give a whole file its name, durably."""
        draft.replace(self._file(sha256))
        if os.name == "posix":
            folder = os.open(self._path, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def files_folder(replica: Path) -> Path:
    """Return where the contents that belong to a replica lie."""
    return replica.with_name(f"{replica.name}.files")


@contextmanager
def disk_faults() -> Iterator[None]:
    """Turn what the disk complains about into Broken, in the words of the store."""
    try:
        yield
    except OSError as problem:
        full = problem.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
        code = (
            "store.disk_full"
            if full
            else "store.read_only"
            if problem.errno in (errno.EROFS, errno.EACCES)
            else "store.disk_failed"
        )
        raise Broken(code) from problem
