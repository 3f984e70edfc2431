"""A vCard file as a table to import: one row a person, columns named in the language of the program, photos apart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from crm_desktop.interchange.vcard.cards import Card, read_cards
from crm_desktop.models.errors import Incompatible
from crm_desktop.models.importing.disk import read_bytes
from crm_desktop.models.importing.encodings import decode
from crm_desktop.models.importing.table import Row

ENDINGS = frozenset({".vcf", ".vcard"})
MOST_BYTES = 256_000_000
COLUMNS: Mapping[str, tuple[str, str]] = {
    "name": ("姓名", "Name"),
    "company": ("公司", "Company"),
    "department": ("部门", "Department"),
    "job_title": ("职务", "Job title"),
    "mobile": ("手机", "Mobile"),
    "phone": ("电话", "Phone"),
    "email": ("邮箱", "E-mail"),
    "wechat": ("微信", "WeChat"),
    "tags": ("标签", "Tags"),
    "notes": ("备注", "Notes"),
    "website": ("网站", "Website"),
    "country": ("国家", "Country"),
    "city": ("城市", "City"),
    "street": ("街道地址", "Street"),
    "postcode": ("邮编", "Postcode"),
}
"""Field of a card → its column in Chinese and English, by the names that forms have, so that they are recognised."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A person's picture as it was embedded."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class VcardTable:
    """The people of a file, read once. Columns that nobody fills are left out."""

    name: str
    columns: tuple[str, ...]
    details: str
    content: tuple[Row, ...]
    photos: Mapping[int, Photo] = field(default_factory=dict)
    """By the line of the row."""

    def rows(self) -> Iterator[Row]:
        """Read the rows from the start."""
        return iter(self.content)


def open_vcards(path: Path, encoding: str = "", language: str = "en") -> VcardTable:
    """Return the file as a table.

    Raises Broken (`import.file_missing`, `import.file_unreadable`) and Incompatible (`import.file_too_large`,
    `import.encoding_unknown`, `import.not_text`, `import.no_cards`).
    """
    decoded = decode(read_bytes(path, MOST_BYTES), path.name, encoding)
    cards = list(read_cards(decoded.text.removeprefix("\ufeff")))
    if not cards:
        raise Incompatible("import.no_cards", file=path.name)
    names = [name for name in COLUMNS if any(card.values.get(name) for card in cards)]
    columns = tuple(COLUMNS[name][language != "zh"] for name in names)
    rows = tuple(Row(card.line, tuple(card.values.get(name, "") for name in names)) for card in cards)
    return VcardTable(path.name, columns, decoded.encoding, rows, _photos(cards))


def _photos(cards: list[Card]) -> dict[int, Photo]:
    return {card.line: Photo(card.photo, card.photo_type) for card in cards if card.photo}
