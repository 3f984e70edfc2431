"""Previews made on this device from the sealed content, in memory only: small pictures of pictures and of texts.

`picture` and `first_page` run off the UI thread; `Previews` keeps what they made and asks for what is missing.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import QBuffer, QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QImageReader, QPainter

from crm_desktop.models.errors import UserError
from crm_desktop.views.companion import companion_of
from crm_desktop.views.desk import Desk

if TYPE_CHECKING:
    from crm_desktop.store.queries.attachments import FileView

FORMATS = {
    "image/jpeg": b"jpeg",
    "image/png": b"png",
    "image/gif": b"gif",
    "image/webp": b"webp",
    "image/bmp": b"bmp",
    "image/tiff": b"tiff",
}
"""The reader is told the format: a file never chooses which of Qt's decoders reads it."""
TEXTS = ("text/plain", "text/markdown", "text/csv")
_THUMBNAIL = 96
_LARGEST = 32 * 1024 * 1024
"""Larger files get an icon in lists; opening them shows them."""
_KEPT = 300
_PAGE_BYTES, _PAGE_LINES = 16 * 1024, 80
_PAPER, _INK = "#ffffff", "#3c4043"


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture, or none where the content cannot be pictured."""

    image: QImage | None


def is_picture(media_type: str) -> bool:
    """Tell whether pictures of this type can be shown here."""
    wanted = FORMATS.get(media_type)
    return wanted is not None and wanted in {bytes(each.data()) for each in QImageReader.supportedImageFormats()}


def is_text(media_type: str) -> bool:
    """Tell whether the first page of this type can be shown here."""
    return media_type in TEXTS


def picture(stream: BinaryIO, media_type: str, bound: int) -> QImage | None:
    """Return the picture, turned as its camera says, at most `bound` pixels wide and high; None if it cannot be read.

    Qt refuses pictures that would take more than its limit of memory.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(stream.read()))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(FORMATS[media_type]))
    reader.setDecideFormatFromContent(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > bound:
        reader.setScaledSize(size.scaled(bound, bound, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    buffer.close()
    if image.isNull():
        return None
    if max(image.width(), image.height()) > bound:
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        return image.scaled(QSize(bound, bound), keep, smooth)
    return image


def first_page(stream: BinaryIO) -> str:
    """Return the beginning of a text, in whichever of the usual encodings it is."""
    data = stream.read(_PAGE_BYTES)
    return "\n".join(_decoded(data).splitlines()[:_PAGE_LINES])


def page_picture(words: str, side: int) -> QImage:
    """Return a text as a small sheet of paper; paper stays light in both themes."""
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(_PAPER))
    painter = QPainter(image)
    font = QFont()
    font.setPixelSize(max(6, side // 12))
    painter.setFont(font)
    painter.setPen(QColor(_INK))
    edge = side / 10
    flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWrapAnywhere)
    painter.drawText(QRectF(edge, edge, side - 2 * edge, side - 2 * edge), flags, words[:400])
    painter.end()
    return image


def thumbnail(stream: BinaryIO, media_type: str) -> Thumbnail:
    """Return the small picture of a content."""
    if is_text(media_type):
        words = first_page(stream)
        return Thumbnail(page_picture(words, _THUMBNAIL) if words.strip() else None)
    return Thumbnail(picture(stream, media_type, _THUMBNAIL * 2))


class Previews(QObject):
    """The small pictures of one desk: `previews_of(desk).find(view)`; `arrived` tells which content has one now."""

    arrived = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.refresh)
        self.desk = desk
        self._kept: OrderedDict[str, Thumbnail] = OrderedDict()
        self._asked: set[str] = set()

    def find(self, view: FileView) -> QImage | None:
        """Return the small picture of a file, None while there is none; the first who asks has it made."""
        found = self._kept.get(view.sha256)
        if found is not None:
            self._kept.move_to_end(view.sha256)
            return found.image
        wanted = view.can_open and view.size <= _LARGEST and (is_picture(view.media_type) or is_text(view.media_type))
        if wanted and view.sha256 not in self._asked:
            self._asked.add(view.sha256)
            work = partial(_make, self.desk, view.sha256, view.media_type)
            self.desk.background.read(work, partial(self._take, view.sha256), owner=self)
        return None

    def _take(self, sha256: str, made: Thumbnail | None) -> None:
        self._asked.discard(sha256)
        if made is None:  # it has gone meanwhile, or is damaged: then it is fetched again and asked for again
            return
        self._kept[sha256] = made
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit(sha256)


def previews_of(desk: Desk) -> Previews:
    """Return the desk's previews."""
    return companion_of(desk, Previews)


def _make(desk: Desk, sha256: str, media_type: str) -> Thumbnail | None:
    try:
        with desk.store.attachments.stream(sha256) as stream:
            return thumbnail(stream, media_type)
    except UserError:
        return None


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        for lost in range(4):  # the beginning may end within a sign
            try:
                return data[: len(data) - lost].decode(encoding)
            except UnicodeDecodeError:
                continue
    return data.decode("utf-8", errors="replace")
