"""What one replication counts after its warm-up: areas under curves, by overlap of spans with the window."""

from __future__ import annotations

from array import array
from collections.abc import Callable


class Tally:
    """`Tally(stations, posts, begin)`; every span that begins before `begin` counts from there."""

    __slots__ = (
        "area",
        "arrived",
        "arrived_in",
        "begin",
        "busy",
        "cost",
        "finished",
        "leads",
        "moves",
        "queue",
        "started",
        "stuck",
        "wait",
    )

    def __init__(self, stations: int, posts: int, begin: float) -> None:
        self.begin = begin
        self.arrived = self.arrived_in = self.finished = self.stuck = self.cost = 0
        self.area = 0.0
        """Case seconds in the process."""
        self.leads = array("d")
        self.busy = [0.0] * posts
        self.queue, self.wait, self.started = [0.0] * stations, [0.0] * stations, [0] * stations
        self.moves: list[tuple[float, int, str, int]] = []

    def finish(self, arrived: float, now: float) -> None:
        """Count a case that is finished; its lead time counts if it ends in the window."""
        self.finished += 1
        if now >= self.begin:
            self.leads.append(now - arrived)
            self.area += now - (arrived if arrived > self.begin else self.begin)

    def start(self, station: int, post: int, since: float, now: float) -> None:
        """Count a job that waited until now and begins; `post` -1: it needed nobody."""
        if now < self.begin:
            return
        self.started[station] += 1
        if post >= 0 and since < now:
            self.wait[station] += now - since
            self.queue[station] += now - (since if since > self.begin else self.begin)

    def work(self, post: int, worked: Callable[[float], float], span: tuple[float, float], now: float) -> None:
        """Count work that began at a moment and took so many working seconds; less than 0: it is not over yet."""
        begun, seconds = span
        if begun >= self.begin and seconds >= 0:
            self.busy[post] += seconds
        elif now > self.begin:
            self.busy[post] += worked(now) - worked(max(begun, self.begin))

    def pay(self, now: float, cost: int) -> None:
        """Count what a step cost."""
        if now >= self.begin:
            self.cost += cost

    def still_waits(self, station: int, since: float, end: float) -> None:
        """Count a job that waits when the time is over."""
        self.queue[station] += max(0.0, end - max(since, self.begin))

    def still_here(self, arrived: float, end: float) -> None:
        """Count a case that is in the process when the time is over."""
        self.area += max(0.0, end - max(arrived, self.begin))
