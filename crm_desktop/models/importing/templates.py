"""Texts put together from several cells, and sign-in names made from people's names."""

import re
import unicodedata
from collections.abc import Mapping

from crm_desktop.models.importing.mapping import PLACE

_NOT_IN_NAMES = re.compile(r"[^\w]+")


def fill_template(template: str, cells: Mapping[str, str]) -> str:
    """Return the template with cells in its places; what joins an empty part to the others is left out."""
    parts = PLACE.split(template)
    text, joint, filled = "", parts[0], False
    for place, after in zip(parts[1::2], parts[2::2], strict=True):
        filled = bool(cells[place])
        if filled:
            text, joint = text + joint + cells[place], after
        elif not text:
            joint = parts[0]
    return (text + joint if filled else text).strip()


def sign_in_name(name: str) -> str:
    """Return a name to sign in with: `Mei-Mei Johns` → `mei.mei.johns`; Chinese characters stay."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return _NOT_IN_NAMES.sub(".", plain.casefold()).strip(".")
