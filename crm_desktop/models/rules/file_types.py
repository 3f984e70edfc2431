"""Which files may be attached: a media type is taken when it is on the list and the first bytes agree with it.

Programs, scripts, web pages and archives of anything are not on the list: what one person attaches, another opens.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from crm_desktop.models.contents import HEAD_BYTES
from crm_desktop.models.errors import Refused


@dataclass(frozen=True, slots=True)
class FileType:
    """A type that is taken: its name, the endings of its files (the usual one first), and how its bytes may begin."""

    name: str
    endings: tuple[str, ...]
    signatures: frozenset[str]


def _types(*rows: tuple[str, str, str]) -> dict[str, FileType]:
    return {name: FileType(name, tuple(ends.split()), frozenset(signs.split())) for name, ends, signs in rows}


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
FILE_TYPES = _types(
    ("image/jpeg", "jpg jpeg", "jpeg"),
    ("image/png", "png", "png"),
    ("image/gif", "gif", "gif"),
    ("image/webp", "webp", "webp"),
    ("image/heic", "heic heif", "heic"),
    ("image/bmp", "bmp", "bmp"),
    ("image/tiff", "tif tiff", "tiff"),
    ("application/pdf", "pdf", "pdf"),
    (f"{_OFFICE}.wordprocessingml.document", "docx", "office"),
    (f"{_OFFICE}.spreadsheetml.sheet", "xlsx", "office"),
    (f"{_OFFICE}.presentationml.presentation", "pptx", "office"),
    (f"{_OPEN}.text", "odt", "opendocument"),
    (f"{_OPEN}.spreadsheet", "ods", "opendocument"),
    (f"{_OPEN}.presentation", "odp", "opendocument"),
    ("application/msword", "doc", "ole"),
    ("application/vnd.ms-excel", "xls", "ole"),
    ("application/vnd.ms-powerpoint", "ppt", "ole"),
    ("application/vnd.ms-outlook", "msg", "ole"),
    ("application/rtf", "rtf", "rtf"),
    ("text/plain", "txt log", "text"),
    ("text/markdown", "md", "text"),
    ("text/csv", "csv tsv", "text"),
    ("text/calendar", "ics", "text"),
    ("text/vcard", "vcf", "text"),
    ("message/rfc822", "eml", "text"),
    ("application/bpmn+xml", "bpmn", "text"),
    ("audio/mpeg", "mp3", "mp3"),
    ("audio/mp4", "m4a", "iso"),
    ("audio/wav", "wav", "wave"),
    ("audio/ogg", "ogg opus", "ogg"),
    ("audio/amr", "amr", "amr"),
    ("audio/flac", "flac", "flac"),
    ("video/mp4", "mp4", "iso"),
    ("video/quicktime", "mov", "iso"),
    ("video/webm", "webm", "matroska"),
)
_BY_ENDING = {ending: kind.name for kind in FILE_TYPES.values() for ending in kind.endings}
_OF_SIGNATURE = {"image/jpeg": "jpeg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "image/bmp": "bmp"}
_BEGINNINGS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"ID3", "mp3"),
    (b"OggS", "ogg"),
    (b"#!AMR", "amr"),
    (b"fLaC", "flac"),
    (b"\x1a\x45\xdf\xa3", "matroska"),
)
_OFFICE_PARTS = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/", b"customXml/")
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_TEXT_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1b")


def type_by_name(file_name: str) -> str:
    """Return the media type that the name's ending speaks of, "" for one that is not on the list."""
    return _BY_ENDING.get(PurePosixPath(file_name).suffix.removeprefix(".").lower(), "")


def type_by_content(head: bytes) -> str:
    """Return the media type of a pasted picture by its first bytes, "" where they are none."""
    signature = sniff(head)
    return next((name for name, sign in _OF_SIGNATURE.items() if sign == signature), "")


def check_type(media_type: str, head: bytes) -> None:
    """Raise Refused("content.type_refused") unless the type is taken and the first bytes are such a file's.

    `head` is the beginning of the content: HEAD_BYTES of it, or all where it is shorter.
    """
    kind = FILE_TYPES.get(media_type)
    if kind is None or sniff(head) not in kind.signatures:
        raise Refused("content.type_refused")


def safe_name(file_name: str, media_type: str) -> str:
    """Return a name under which the content can lie on a disk: no path, no control signs, an ending of its own type."""
    plain = "".join(sign for sign in file_name if sign.isprintable() and sign not in '/\\:*?"<>|').strip(" .")
    kind = FILE_TYPES.get(media_type)
    stem, _, ending = plain.rpartition(".")
    if kind is None or (stem and ending.lower() in kind.endings):
        return plain[-150:] or "file"
    return f"{plain[:140] or 'file'}.{kind.endings[0]}"


def sniff(head: bytes) -> str:
    """Return how a file begins, as a word of ours; "" for what we do not know."""
    for beginning, signature in _BEGINNINGS:
        if head.startswith(beginning):
            return signature
    return next((signature for knows, signature in _LOOKS if knows(head)), "")


def _is_office(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and head[30:].startswith(_OFFICE_PARTS)


def _is_open_document(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and head[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.")


def _is_heic(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS


def _is_iso(head: bytes) -> bool:
    """MPEG-4 and QuickTime: boxes, of which the first is one of these."""
    return head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide") and not _is_heic(head)


def _is_bitmap(head: bytes) -> bool:
    return head.startswith(b"BM") and head[6:10] == bytes(4)


def _is_frame_of_mp3(head: bytes) -> bool:
    return len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if not head or not _TEXT_CONTROLS.isdisjoint(head):
        return False
    # The beginning may end within a sign.
    return any(_decodes(head, name) for name in ("utf-8", "gb18030"))


def _decodes(head: bytes, encoding: str) -> bool:
    lost = 0 if len(head) < HEAD_BYTES else 3
    for cut in range(lost + 1):
        try:
            head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


_LOOKS: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", "webp"),
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WAVE", "wave"),
    (_is_office, "office"),
    (_is_open_document, "opendocument"),
    (_is_heic, "heic"),
    (_is_iso, "iso"),
    (_is_bitmap, "bmp"),
    (_is_frame_of_mp3, "mp3"),
    (_is_text, "text"),
)
