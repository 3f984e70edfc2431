"""The way between two visits: great-circle distance, made longer for streets, at a stated speed.

An estimate that works offline and says so; no map, no traffic.
"""

from dataclasses import dataclass
from math import asin, ceil, cos, radians, sin, sqrt

EARTH_KM = 6_371.0
DETOUR = 1.3
"""Streets are about so much longer than the straight line."""
SPEED_KMH = 45
"""In town and between towns, parking included."""
NEAR_KM = 0.3
"""Closer than this is the same place."""

Position = tuple[float, float]
"""Latitude and longitude in degrees, WGS 84."""


@dataclass(frozen=True, slots=True)
class Way:
    """How far and how long."""

    kilometres: float
    minutes: int


def straight_line(start: Position, goal: Position) -> float:
    """Return the great-circle distance in kilometres (haversine)."""
    (lat1, lon1), (lat2, lon2) = ((radians(each[0]), radians(each[1])) for each in (start, goal))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))


def way(start: Position, goal: Position) -> Way | None:
    """Return the way between two places; None where they are the same. Minutes are rounded up to five."""
    distance = straight_line(start, goal) * DETOUR
    if distance < NEAR_KM:
        return None
    return Way(distance, max(5, ceil(distance / SPEED_KMH * 60 / 5) * 5))
