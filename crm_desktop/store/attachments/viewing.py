"""A plain copy of a content for another program to open; it lies in a folder of its own and is removed again."""

import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from crm_desktop.models.errors import Broken


@dataclass(frozen=True, slots=True)
class ViewedFile:
    """The copy. Use as a context manager, or `close` it when the other program has let go of it."""

    path: Path

    def close(self) -> None:
        """Remove the copy; what another program still holds open is removed at the next start."""
        shutil.rmtree(self.path.parent, ignore_errors=True)

    def __enter__(self) -> "ViewedFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def lay_out(folder: Path, name: str, chunks: Iterable[bytes]) -> ViewedFile:
    """Write a copy that only this person may read; raises Broken."""
    own = folder / secrets.token_hex(8)
    viewed = ViewedFile(own / name)
    try:
        own.mkdir(mode=0o700, parents=True)
        viewed.path.touch(mode=0o600)
        with viewed.path.open("wb") as stream:
            stream.writelines(chunks)
        viewed.path.chmod(0o400)  # what is changed in a copy is lost: let the other program say so
    except OSError as problem:
        viewed.close()
        raise Broken("store.disk_failed") from problem
    except Broken:
        viewed.close()
        raise
    return viewed
