"""What a person brings: files of this device, pictures from the clipboard; and keeping them sealed, off the UI thread.

`put_all` knows no widgets; what it returns is attached by `file_acts.py`, or together with a record that is being made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QBuffer, QMimeData
from PySide6.QtGui import QImage

from crm_desktop.models.errors import UserError

if TYPE_CHECKING:
    from crm_desktop.store.attachments.attaching import NewFile
    from crm_desktop.store.attachments.attachments import Attachments


@dataclass(frozen=True, slots=True)
class PastedPicture:
    """A picture without a file, and the name it gets."""

    image: QImage
    name: str


Source: TypeAlias = Path | PastedPicture


@dataclass(frozen=True, slots=True)
class Adding:
    """How far it is: files kept so far, of how many, and the one under way."""

    done: int
    total: int
    name: str


@dataclass(frozen=True, slots=True)
class Put:
    """What is kept now and can be attached, and what was not taken: name and reason."""

    files: tuple[NewFile, ...]
    refused: tuple[tuple[str, UserError], ...] = ()


def has_files(mime: QMimeData | None) -> bool:
    """Tell whether a drop or the clipboard holds files of this device, or a picture."""
    return mime is not None and (bool(_paths(mime)) or mime.hasImage())


def sources_in(mime: QMimeData, picture_name: str) -> list[Source]:
    """Return the files, else the picture, that a drop or the clipboard holds."""
    paths = _paths(mime)
    if paths:
        return list(paths)
    image = mime.imageData() if mime.hasImage() else None
    return [PastedPicture(image, picture_name)] if isinstance(image, QImage) and not image.isNull() else []


def name_of(source: Source) -> str:
    """Return the name of what is brought."""
    return source.name


def put_all(attachments: Attachments, sources: Sequence[Source], told: Callable[[Adding], object]) -> Put:
    """Keep each of them; one that is refused does not stop the others. Not for the UI thread."""
    from crm_desktop.store.attachments.attaching import NewFile

    files, refused = [], []
    for number, source in enumerate(sources):
        told(Adding(number, len(sources), source.name))
        try:
            content = attachments.put(source if isinstance(source, Path) else _encoded(source.image))
        except UserError as error:
            refused.append((source.name, error))
        else:
            files.append(NewFile(content, source.name))
    return Put(tuple(files), tuple(refused))


def _paths(mime: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def _encoded(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
