"""Chance that depends on what it is for, not on when it is asked.

A case meets the same luck at a step in every scenario: each purpose has values of its own, made from the seed, the
replication and the step, and the number of the case and of its visit choose the value. So as-is and to-be differ by
what was changed and by nothing else. Values are made in blocks, which takes a quarter of the time; blocks that nobody
asked for lately are forgotten and made again.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable
from hashlib import blake2b
from math import exp, log, log1p, sqrt
from random import Random
from statistics import NormalDist
from typing import TypeAlias

from crm_desktop.models.processes.simulation.inputs import Distribution

Draw: TypeAlias = Callable[[int], float]
"""Takes the number of what is drawn for."""
_BITS = 7
_LEAST = 2.0**-54
_SIZE = 1 << _BITS
_MOST_BLOCKS = 64


def stream(*purpose: object, curve: Callable[[float], float] | None = None) -> Draw:
    """Return uniform numbers between 0 and 1, both excluded, for a purpose; or what a curve makes of them."""
    name = "\x1f".join(map(str, purpose))
    blocks: dict[int, list[float]] = {}

    def fill(number: int) -> list[float]:
        if len(blocks) >= _MOST_BLOCKS:
            del blocks[next(iter(blocks))]
        seed = blake2b(f"{name}\x1f{number}".encode(), digest_size=16).digest()
        draw = Random(int.from_bytes(seed, "big")).random  # noqa: S311 - chance of a simulation, no secret
        block = blocks[number] = [draw() or _LEAST for _ in range(_SIZE)]
        return block

    def drawn(number: int) -> float:
        block = blocks.get(number >> _BITS)
        if block is None:
            block = fill(number >> _BITS)
        return block[number & _SIZE - 1]

    def bent(number: int) -> float:
        block = blocks.get(number >> _BITS)
        if block is None:
            block = fill(number >> _BITS)
        return bend(block[number & _SIZE - 1])

    if curve is None:
        return drawn
    bend = curve
    return bent


def durations(distribution: Distribution, *purpose: object) -> Draw:
    """Return durations for a purpose, in seconds."""
    inverse = _inverse(distribution)
    if isinstance(inverse, float):
        constant = inverse
        return lambda _number: constant
    return stream(*purpose, curve=inverse)


def mean_of(distribution: Distribution) -> float:
    """Return the mean in seconds."""
    values = distribution.values
    if distribution.form == "empirical" and values:
        return sum(values) / len(values)
    if distribution.form == "triangular" and len(values) == 3:
        return sum(values) / 3
    return distribution.mean


def chooser(shares: tuple[float, ...], *purpose: object) -> Callable[[int], int]:
    """Return which of several ways is taken; shares need not add to one."""
    whole, bounds = sum(shares), [0.0]
    for share in shares:
        bounds.append(bounds[-1] + share / whole)
    upper, last, draw = bounds[1:], len(shares) - 1, stream(*purpose)
    return lambda number: min(bisect(upper, draw(number)), last)


def _inverse(distribution: Distribution) -> Callable[[float], float] | float:
    """Return the inverse of the distribution function, or the one value there is."""
    mean, form, values = distribution.mean, distribution.form, distribution.values
    if form == "exponential" and mean > 0:
        return lambda u: -mean * log1p(-u)
    if form == "lognormal" and mean > 0 and distribution.spread > 0:
        variance = log1p(distribution.spread**2)
        middle, deviation, normal = log(mean) - variance / 2, sqrt(variance), NormalDist().inv_cdf
        return lambda u: exp(middle + deviation * normal(u))
    if form == "triangular":
        low, usual, most = values if len(values) == 3 else _even(distribution)
        if most > low:
            return _triangle(low, usual, most)
    if form == "empirical" and values:
        count, ordered = len(values), sorted(values)
        return lambda u: ordered[int(u * count)]
    return mean_of(distribution)


def _even(distribution: Distribution) -> tuple[float, float, float]:
    half = distribution.mean * min(distribution.spread, 1.0)
    return distribution.mean - half, distribution.mean, distribution.mean + half


def _triangle(low: float, usual: float, most: float) -> Callable[[float], float]:
    width = most - low
    turn = (usual - low) / width
    rising, falling = width * (usual - low), width * (most - usual)
    return lambda u: low + sqrt(u * rising) if u < turn else most - sqrt((1 - u) * falling)
