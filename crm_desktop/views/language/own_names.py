"""What an organisation calls its own fields, in both languages: kept for the program, as the language itself is.

Where the definitions come from stands in `views/custom_fields.py`; everything reads these names through `label`.
"""

from collections.abc import Mapping

from crm_desktop.models.bilingual import Bilingual
from crm_desktop.models.fields import CUSTOM
from crm_desktop.views.language.language import current_language

_SIGN = f".{CUSTOM}"
_names: dict[str, Bilingual] = {}


def take_names(names: Mapping[str, Bilingual]) -> None:
    """Take what fields are called, by the key of their label; what was called otherwise before is forgotten."""
    _names.clear()
    _names.update(names)


def own_name(key: str) -> str:
    """Return what an own field is called in the active language, its plain name where nobody said; "" for others."""
    if _SIGN not in key:
        return ""
    found = _names.get(key)
    return found.text(current_language().code) if found is not None else key.split(".", 1)[1]
