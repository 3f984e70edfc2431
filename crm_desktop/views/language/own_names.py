"""What an organisation calls its own fields, in both languages: kept for the program, as the language itself is.

Where the definitions come from stands in `views/custom_fields.py`; everything reads these names through `label`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crm_desktop.views.language.language import current_language

if TYPE_CHECKING:
    from crm_desktop.models.bilingual import Bilingual

SIGN = ".x_"
"""A dot and `models.fields.CUSTOM`, written out: the declarations are not loaded before the window's first paint."""
_names: dict[str, Bilingual] = {}


def take_names(names: Mapping[str, Bilingual]) -> None:
    """Take what fields are called, by the key of their label; what was called otherwise before is forgotten."""
    _names.clear()
    _names.update(names)


def own_name(key: str) -> str:
    """Return what an own field is called in the active language, its plain name where nobody said; "" for others."""
    if SIGN not in key:
        return ""
    found = _names.get(key)
    return found.text(current_language().code) if found is not None else key.split(".", 1)[1]
