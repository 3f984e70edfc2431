"""How names become the sign on a tile: the first Chinese sign, or the initials of a Latin name."""

import re

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def tile_text(name: str) -> str:
    """Return one Chinese sign or at most two Latin capitals; "" for a name without letters or digits."""
    han = _HAN.search(name)
    words = [word for word in re.split(r"[\W_]+", name) if word]
    if han is not None and (not words or _HAN.match(words[0])):
        return han[0]
    if not words:
        return ""
    first = words[0]
    last = words[-1] if len(words) > 1 and not _HAN.search(words[-1]) else ""
    return (first[0] + last[:1]).upper()
