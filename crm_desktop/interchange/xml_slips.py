"""Slips of programs that write XML as text: a bare ampersand, names of HTML for letters, signs that XML does not allow.

Only the bytes around a slip change; comments and CDATA stay as they are.
"""

import re
from html.entities import name2codepoint

_SLIPS = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
    rb"|&(?:(?P<number>#x[0-9a-fA-F]{1,8}|#[0-9]{1,9})|(?P<name>[A-Za-z][A-Za-z0-9]{0,30}));"
    rb"|&|[\x00-\x08\x0b\x0c\x0e-\x1f]",
    re.DOTALL,
)
_OWN_NAMES = frozenset({b"lt", b"gt", b"amp", b"quot", b"apos"})


def mend_slips(data: bytes) -> bytes:
    """Return the file, in an encoding in which ASCII is ASCII, without such slips; what has none stays the same."""
    return _SLIPS.sub(_mended, data)


def _mended(slip: re.Match[bytes]) -> bytes:
    text = slip[0]
    if text.startswith(b"<") or slip["name"] in _OWN_NAMES:
        return text
    if slip["name"]:
        code = name2codepoint.get(slip["name"].decode("ascii"))
        return b"&amp;" + text[1:] if code is None else b"&#%d;" % code
    if slip["number"]:
        return text if _is_allowed(slip["number"][1:]) else b""
    return b"&amp;" if text == b"&" else b""


def _is_allowed(number: bytes) -> bool:
    """Tell whether XML 1.0 allows the sign of that number."""
    code = int(number[1:], 16) if number.startswith(b"x") else int(number)
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
