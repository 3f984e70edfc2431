"""Where a person has been in this window, with the way back and forward again."""

from dataclasses import dataclass, field, replace

from crm_desktop.views.navigation import Neighbours, Place

MOST = 100


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop: the place, and the list it was opened from."""

    place: Place
    neighbours: Neighbours | None = None


@dataclass(slots=True)
class History:
    """The stops of one window; `at` is the one that is shown."""

    stops: list[Stop] = field(default_factory=list)
    at: int = -1

    @property
    def current(self) -> Stop | None:
        """The stop that is shown, None before the first."""
        return self.stops[self.at] if self.stops else None

    @property
    def can_go_back(self) -> bool:
        """Whether there is a stop before this one."""
        return self.at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether the person has gone back before."""
        return self.at + 1 < len(self.stops)

    def visit(self, stop: Stop) -> None:
        """Go somewhere new; what was ahead is forgotten. The same place again is no stop of its own."""
        current = self.current
        if current is not None and current.place == stop.place:
            self.stops[self.at] = stop
            return
        self.stops[self.at + 1 :] = [stop]
        self.stops = self.stops[-MOST:]
        self.at = len(self.stops) - 1

    def step(self, by: int) -> Stop | None:
        """Go back (-1) or forward (1); None where there is nothing."""
        if not 0 <= self.at + by < len(self.stops):
            return None
        self.at += by
        return self.stops[self.at]

    def neighbour(self, by: int) -> Stop | None:
        """Return the previous (-1) or next (1) record of the list this one was opened from, without going there."""
        current = self.current
        if current is None or current.neighbours is None or not current.place.record_id:
            return None
        among = current.neighbours
        if current.place.record_id not in among.ids:
            return None
        index = among.ids.index(current.place.record_id) + by
        if not 0 <= index < len(among.ids):
            return None
        moved = replace(among, position=among.position + by)
        return Stop(replace(current.place, record_id=among.ids[index]), moved)
