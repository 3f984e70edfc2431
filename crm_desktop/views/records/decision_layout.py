"""Who reports to whom among the people of an account, as levels of boxes: pure, no Qt, safe against rings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crm_desktop.models.record import Record


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a person stands: level from the top, column from the left in half boxes, and whose box is above."""

    contact: Record
    level: int
    column: float
    above: str = ""


def lay_out(people: Sequence[Record]) -> list[Spot]:
    """Return a spot for everyone; above those who report to them, centred. Whoever reports to nobody here is on top."""
    by_id = {each.id: each for each in people}
    below: dict[str, list[Record]] = {each.id: [] for each in people}
    tops: list[Record] = []
    for each in people:
        boss = _boss(each, by_id)
        (below[boss] if boss else tops).append(each)
    spots: list[Spot] = []
    column = 0.0
    for top in sorted(tops, key=lambda each: not below[each.id]):
        column = _place(top, below, 0, column, "", spots)
    return sorted(spots, key=lambda spot: (spot.level, spot.column))


def widest(spots: Sequence[Spot]) -> float:
    """Return how many boxes stand side by side at most."""
    return max((spot.column for spot in spots), default=-1.0) + 1


def _place(
    person: Record, below: Mapping[str, list[Record]], level: int, column: float, above: str, spots: list[Spot]
) -> float:
    """Place a person and all below; return the first free column."""
    first = column
    for each in below[person.id]:
        column = _place(each, below, level + 1, column, person.id, spots)
    free = max(column, first + 1)
    spots.append(Spot(person, level, (first + free - 1) / 2, above))
    return free


def _boss(person: Record, by_id: Mapping[str, Record]) -> str:
    """Return who is above, "" where nobody is or the line leads back to the person."""
    boss = str(person.get("reports_to_id") or "")
    seen, at = {person.id}, boss
    while at in by_id:
        if at in seen:
            # Only the first of a ring, in the order of ids, loses its boss: all others keep theirs.
            return "" if person.id == min(seen) else boss
        seen.add(at)
        at = str(by_id[at].get("reports_to_id") or "")
    return boss if boss in by_id else ""
