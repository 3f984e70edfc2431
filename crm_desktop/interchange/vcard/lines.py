"""The lines of a vCard file as properties: unfolded, decoded, taken apart; what they mean stands in `cards.py`.

An own reader, since the libraries each read some versions and give up at the first line that is not by the book; what
programs write seldom is. Nothing here raises: a line that is none is passed over.
"""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_HEAD = re.compile(r"(?:[\w-]+\.)?([A-Za-z0-9-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):", re.DOTALL)
_PARAMETER = re.compile(r";([^;=\"]+)(?:=((?:\"[^\"]*\"|[^;\"])*))?")
_BASE64_LINE = re.compile(r"[A-Za-z0-9+/=]+\Z")
_DATA_URI = re.compile(r"data:(?P<type>[\w/+.-]+)?(?:;[\w=.-]+)*?;base64,(?P<data>.*)\Z", re.DOTALL | re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Property:
    """One property: name and parameters in capitals, the value as text that is still escaped."""

    name: str
    value: str
    parameters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    line: int = 0

    @property
    def types(self) -> frozenset[str]:
        """What the property says of its use: `CELL`, `WORK`, `PREF`; old files write them without `TYPE=`."""
        return frozenset(self.parameters.get("TYPE", ()))

    def parts(self) -> list[str]:
        """Return the value's parts, which semicolons separate, as people wrote them."""
        return [unescaped(part) for part in re.split(r"(?<!\\);", self.value)]

    def text(self) -> str:
        """Return the value as people wrote it."""
        return unescaped(self.value)

    def data(self) -> tuple[bytes, str]:
        """Return what is embedded and its media type; b"" where it is a link or broken."""
        found = _DATA_URI.match(self.value.strip())
        coded = found["data"] if found else self.value if self._is_base64 else ""
        media = (found["type"] or "") if found else next(iter(self.types - {"PREF"}), "").lower()
        try:
            content = base64.b64decode(re.sub(r"\s", "", coded), validate=True)
        except (binascii.Error, ValueError):
            return b"", ""
        return content, media if "/" in media or not media else f"image/{media}"

    @property
    def _is_base64(self) -> bool:
        return bool({"B", "BASE64"} & set(self.parameters.get("ENCODING", ())))


def unescaped(text: str) -> str:
    """Return a text without the backslashes of the format."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text).strip()


def properties(text: str) -> Iterator[Property]:
    """Yield the properties of a file."""
    for number, line in _unfolded(text):
        found = _HEAD.match(line)
        if found is not None:
            parameters = _parameters(found[2])
            yield Property(found[1].upper(), _decoded(line[found.end() :], parameters), parameters, number)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Yield whole lines with their numbers: folded ones, soft line breaks and base64 without blanks put together."""
    started, begun, quoted, coded = 0, "", False, False
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if quoted and begun.endswith("="):
            begun = begun[:-1] + line
            continue
        if line[:1] in (" ", "\t") and begun:
            begun += line[1:]
            continue
        if coded and line and _BASE64_LINE.match(line):
            begun += line
            continue
        if begun:
            yield started, begun
        started, begun = number, line
        head = line.partition(":")[0].upper()
        quoted, coded = "QUOTED-PRINTABLE" in head, "BASE64" in head or "ENCODING=B" in head
    if begun:
        yield started, begun


def _parameters(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in _PARAMETER.findall(text):
        key = name.strip().upper()
        values = [each.strip().strip('"').upper() for each in value.split(",")] if value else []
        if not values:
            bare = key in ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT")
            key, values = ("ENCODING" if bare else "TYPE"), [key]
        found.setdefault(key, []).extend(values)
    return found


def _decoded(value: str, parameters: Mapping[str, Sequence[str]]) -> str:
    if "QUOTED-PRINTABLE" not in parameters.get("ENCODING", ()):
        return value
    content = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
    for charset in (*parameters.get("CHARSET", ()), "utf-8", "gb18030"):
        try:
            return content.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("latin-1")
