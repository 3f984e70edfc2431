"""How wide columns are: what a person chose stays, the others share what room there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crm_desktop.views.tables.columns import NARROWEST, WIDEST, Column

_LEAST_NAME, _LEAST_TEXT, _MOST_TEXT = 236, 96, 320


def spread(
    columns: Sequence[Column], headings: Sequence[int], chosen: Mapping[str, int], room: int, scale: float
) -> list[int]:
    """Return the columns' widths: they fill the room where they can, and go beyond it where they must.

    `headings` is how much each heading needs, `chosen` what a person dragged, by field name.
    """
    widths = [
        chosen.get(each.name, max(round(each.width * scale), heading))
        for each, heading in zip(columns, headings, strict=True)
    ]
    free = [place for place, each in enumerate(columns) if each.stretches and each.name not in chosen]
    rest = room - sum(widths)
    # Texts share what is left before the name takes the remainder, and give way before the name does.
    for left, place in enumerate(reversed(free)):
        name = place == 0
        least = max(round((_LEAST_NAME if name else _LEAST_TEXT) * scale), headings[place])
        most = WIDEST if name else round(_MOST_TEXT * scale)
        # Where room is lacking the name's share would be lost: it stays at its least.
        shares = len(free) - left - (1 if rest < 0 and not name else 0)
        part = round(rest / max(1, shares))
        wanted = max(least, min(most, widths[place] + part))
        rest -= wanted - widths[place]
        widths[place] = wanted
    return [max(NARROWEST, min(WIDEST, width)) for width in widths]
