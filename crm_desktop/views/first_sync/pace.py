"""How fast records arrive, and how long the rest will take: an average that forgets slowly."""

from dataclasses import dataclass, field

_WEIGHT = 0.3


@dataclass(slots=True)
class Pace:
    """Fed with how many are here at which moment (milliseconds of a clock that only goes forward)."""

    per_second: float = 0.0
    _seen: tuple[int, int] | None = field(default=None, init=False)

    def note(self, done: int, moment: int) -> None:
        """Take a new count; going back (another phase) starts anew."""
        if self._seen is None or done < self._seen[0]:
            self._seen, self.per_second = (done, moment), 0.0
            return
        records, passed = done - self._seen[0], moment - self._seen[1]
        if records <= 0 or passed <= 0:
            return
        now = records * 1000 / passed
        self.per_second = now if not self.per_second else self.per_second + _WEIGHT * (now - self.per_second)
        self._seen = (done, moment)

    def pause(self) -> None:
        """Forget when the last record came: nothing is expected for now."""
        self._seen = None

    def seconds_left(self, done: int, total: int) -> int | None:
        """Return how long the rest takes at this pace; None where nobody can say."""
        if not self.per_second or done >= total:
            return None
        return max(1, round((total - done) / self.per_second))
