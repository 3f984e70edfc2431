"""Addresses of places, `fieldline://account/ID`: copied, mailed, clicked anywhere, opened by the program that runs.

An address names a place and never what is in it; whether the record is on this device is seen when it is opened.
"""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

from crm_desktop.models.ids import is_id
from crm_desktop.views.navigation import Place

SCHEME = "fieldline"
_WORD = re.compile(r"[\w.:-]{1,80}\Z")
_LONGEST = 500


def link_to(place: Place) -> str:
    """Return the address of a place."""
    from crm_desktop.models.catalog import KINDS  # not before the first paint

    kind = next((kind.name for kind in KINDS.values() if kind.plural == place.section and kind.page), "")
    where = (
        f"{kind}/{place.record_id}" if kind and place.record_id else f"{place.section}/{place.record_id}".rstrip("/")
    )
    more = {name: value for name, value in (("view", place.view_id), ("tab", place.tab)) if value}
    return f"{SCHEME}://{where}" + (f"?{urlencode(more)}" if more else "")


def read_link(text: str) -> Place | None:
    """Return the place that an address names, None for anything else; strangers write addresses, too."""
    if len(text) > _LONGEST:
        return None
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return None
    record, more = parts.path.strip("/"), parse_qs(parts.query)
    if parts.scheme.lower() != SCHEME or (record and not is_id(record)):
        return None
    from crm_desktop.models.catalog import KINDS  # not before the first paint

    kind = KINDS.get(parts.netloc.lower())
    section = kind.plural if kind is not None and kind.page else parts.netloc.lower()
    view, tab = ((more.get(name) or [""])[0] for name in ("view", "tab"))
    if any(word and not _WORD.match(word) for word in (section, view, tab)) or not section:
        return None
    return Place(section, record, view, tab)
