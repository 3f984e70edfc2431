"""Writing people as vCards, version 3.0: what Outlook, Apple, Android and WeCom all read, Chinese names included."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from crm_desktop.interchange.csv_export import whole

_CHINESE = re.compile(r"[\u3400-\u9fff]{2,}\Z")
_COMPOUND = ("欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "端木", "东方")
_LONGEST = 75
"""Bytes of a line, by the standard."""


def write_vcards(path: Path, people: Iterable[Mapping[str, str]]) -> int:
    """Write the file whole or not at all and return how many people are in it; members as in `table.COLUMNS`.

    Raises Broken (`export.disk_full`, `export.not_writable`).
    """
    count = 0
    with whole(path) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        for person in people:
            file.write(vcard(person))
            count += 1
    return count


def vcard(person: Mapping[str, str]) -> str:
    """Return one person as a vCard."""
    family, given = _name_parts(person.get("name", ""))
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{_escaped(family)};{_escaped(given)};;;"]
    lines.append(f"FN:{_escaped(person.get('name', ''))}")
    if person.get("company") or person.get("department"):
        lines.append(f"ORG:{_escaped(person.get('company', ''))};{_escaped(person.get('department', ''))}")
    for name, start in _SIMPLE.items():
        if person.get(name):
            lines.append(f"{start}:{_escaped(person[name])}")
    address = [_escaped(person.get(each, "")) for each in ("street", "city", "postcode", "country")]
    if any(address):
        lines.append("ADR;TYPE=WORK:;;{};{};;{};{}".format(*address))
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCARD"])


_SIMPLE = {
    "job_title": "TITLE",
    "mobile": "TEL;TYPE=CELL",
    "phone": "TEL;TYPE=WORK,VOICE",
    "email": "EMAIL;TYPE=INTERNET",
    "website": "URL",
    "wechat": "X-WECHAT",
    "notes": "NOTE",
}


def _name_parts(name: str) -> tuple[str, str]:
    """Return family and given name: Chinese family names stand first and have one sign, or two that are known."""
    if _CHINESE.match(name):
        length = 2 if name.startswith(_COMPOUND) and len(name) > 2 else 1
        return name[:length], name[length:]
    given, _, family = name.rpartition(" ")
    return family, given


def _escaped(text: str) -> str:
    """Return text that cannot leave its line, nor begin another property."""
    plain = re.sub(r"\r\n|\r|\u2028|\u2029", "\n", text)
    return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break a long line between characters, by their bytes."""
    pieces, room, piece = [], _LONGEST, ""
    for sign in line:
        size = len(sign.encode("utf-8", "replace"))
        if size > room:
            pieces.append(piece)
            piece, room = "", _LONGEST - 1
        piece, room = piece + sign, room - size
    return "\r\n ".join([*pieces, piece])
