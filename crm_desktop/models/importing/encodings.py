"""Guess in which encoding the bytes of a text file are, as spreadsheets in China and elsewhere write them."""

import codecs
from dataclasses import dataclass

from crm_desktop.models.errors import Incompatible

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 65_536
_LEAST_ZEROS = 0.03
"""Separators and ends of lines alone make more, whatever the language."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, and the encoding it was in."""

    text: str
    encoding: str


def decode(content: bytes, name: str, encoding: str = "") -> Decoded:
    """Return the file's text.

    `name` is for the sentence only. Raises Incompatible: `import.encoding_unknown`, `import.not_text` (NUL bytes).
    """
    chosen = encoding or _guess(content)
    try:
        text = content.decode(chosen)
    except (UnicodeDecodeError, LookupError):
        raise Incompatible("import.encoding_unknown", file=name) from None
    if "\0" in text:
        raise Incompatible("import.not_text", file=name)
    return Decoded(text, chosen)


def _guess(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    if b"\0" in content:
        return _wide(content)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030" if _looks_chinese(content) else "cp1252"
    return "utf-8"


def _wide(content: bytes) -> str:
    """Tell UTF-16 without a mark by the zero half of its ASCII characters; stray zeros are no text at all.

    A few characters, 一 among them, have a zero in their other half.
    """
    sample = content[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(content) % 2 == 0 and max(even, odd) > _LEAST_ZEROS * len(sample):
        if odd > 4 * even:
            return "utf-16-le"
        if even > 4 * odd:
            return "utf-16-be"
    return "utf-8"


def _looks_chinese(content: bytes) -> bool:
    """Tell GB18030 from Western text: GB2312's characters are pairs of high bytes, accented letters stand alone."""
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return False
    sample = content[:_SAMPLE]
    alone = paired = run = 0
    for byte in sample + b" ":
        if byte >= 0x80:
            run += 1
            continue
        alone += run % 2
        paired += run - run % 2
        run = 0
    return paired >= alone
