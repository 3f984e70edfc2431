"""What a simulation is told, as frozen values that travel to the worker process and stand beside its results.

Times are seconds; a simulation begins on a Monday at 0:00.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

HOUR, DAY, WEEK = 3_600, 86_400, 604_800
FORMS = ("fixed", "exponential", "triangular", "lognormal", "empirical")
ALL_WEEK = tuple(range(7))


class Distribution(msgspec.Struct, frozen=True):
    """How long something takes.

    `spread` is half the width of a triangle, or the deviation of a lognormal, as a part of the mean. `values` are the
    observations of an empirical distribution, or least, usual and most of a lopsided triangle.
    """

    form: str = "fixed"
    mean: float = 0.0
    spread: float = 0.5
    values: tuple[float, ...] = ()


class Calendar(msgspec.Struct, frozen=True):
    """When people work: on `days` (0 is Monday), from `begin` to `end` in seconds of the day; past midnight if less.

    `holidays` are days since the simulation began on which nobody works from midnight to midnight.
    """

    days: tuple[int, ...] = ALL_WEEK
    begin: int = 0
    end: int = DAY
    holidays: tuple[int, ...] = ()


OFFICE = Calendar(days=(0, 1, 2, 3, 4), begin=9 * 3_600, end=17 * 3_600)


class Post(msgspec.Struct, frozen=True):
    """The people of a lane; `key` is the same in as-is and to-be, `wage` an hour of one of them in 1/10,000 unit."""

    id: str
    name: str = ""
    staff: int = 1
    calendar: Calendar = OFFICE
    key: str = ""
    wage: int = 0


class Way(msgspec.Struct, frozen=True):
    """A flow to the station with the number `target`; `share` is its part of one."""

    flow_id: str
    target: int
    share: float = 1.0
    transfer: float = 0.0


class Station(msgspec.Struct, frozen=True):
    """A node. `post` is the number of its people's post, -1 when it needs nobody.

    `kind`: `step` takes `work` of one of the post's people, then `wait` of nobody; `pass` takes nothing; a `split` goes
    one way, a `fork` all; a `join` waits for `incoming` tokens of the case; an `end` takes the token. With a `batch` so
    many cases are worked on together. A step is done again with the probability `again`. `cost` is in 1/10,000 unit.
    """

    id: str
    key: str
    kind: str = "step"
    name: str = ""
    post: int = -1
    work: Distribution = Distribution()
    wait: Distribution = Distribution()
    ways: tuple[Way, ...] = ()
    incoming: int = 1
    batch: int = 1
    again: float = 0.0
    cost: int = 0


class Arrivals(msgspec.Struct, frozen=True):
    """New cases at the station `at`, so far apart in time of `calendar`."""

    at: int
    apart: Distribution
    calendar: Calendar = OFFICE


class Finding(msgspec.Struct, frozen=True):
    """Something a person should know of the inputs or the run; its words stand under `code`. `stops`: nothing runs."""

    code: str
    element_id: str = ""
    stops: bool = False
    facts: dict[str, str | float] = {}


class Scenario(msgspec.Struct, frozen=True):
    """One way of working."""

    name: str
    stations: tuple[Station, ...]
    posts: tuple[Post, ...]
    arrivals: tuple[Arrivals, ...]


class Settings(msgspec.Struct, frozen=True):
    """How long, how often, and where it is cut off: the bounds hold for each replication."""

    days: int = 28
    warm_up_days: int = 7
    replications: int = 10
    seed: int = 1
    most_events: int = 3_000_000
    most_cases: int = 100_000
    """At once in the process."""
    moves: int = 0
    """How many moves of the first replication of the first two scenarios are kept for showing them."""
    begins: str = ""
    """The Monday on which it begins, `YYYY-MM-DD`, for which holidays were counted; "" where no day was named."""
    currency: str = ""
    """Of wages and costs; "" where the study named none."""


class Assumptions(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says beside the map; None and what is not named is as the map has it, else assumed.

    Staff, calendars and wages by lane, seconds of work by step, batches by step: each under the key that as-is and
    to-be share. Holidays hold for every calendar. A wage is an hour's in 1/10,000 unit.
    """

    per_day: float | None = None
    regular: bool = False
    """Cases arrive at even distances, not by chance."""
    form: str = "triangular"
    spread: float = 0.5
    calendar: Calendar = OFFICE
    holidays: tuple[int, ...] = ()
    """Days since the Monday on which it begins."""
    staff: Mapping[str, int] = {}
    calendars: Mapping[str, Calendar] = {}
    wage: int = 0
    wages: Mapping[str, int] = {}
    work: Mapping[str, tuple[float, ...]] = {}
    """One value is a mean; several are observations."""
    batch: Mapping[str, int] = {}


class Order(msgspec.Struct, frozen=True):
    """What the worker is asked: all scenarios with the same chance."""

    scenarios: tuple[Scenario, ...]
    settings: Settings = Settings()
    given: Assumptions | None = None
    """What a person said beside the map; None of an order that an earlier version kept."""
