"""Ranks for many elements at once, evenly spread so that there is room between any two."""

_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_PAIRS = [one + other for one in _SIGNS for other in _SIGNS]


def spread_ranks(count: int) -> list[str]:
    """Return `count` ranks in rising order, none ending with the first sign (see models/rules/ranks.py)."""
    length = 1
    while len(_SIGNS) ** length < 4 * (count + 1):
        length += 1
    step = len(_SIGNS) ** length / (count + 1)
    return [_written(round(step * (number + 1)), length) for number in range(count)]


def _written(number: int, length: int) -> str:
    signs = ""
    while len(signs) < length:
        number, digits = divmod(number, len(_PAIRS))
        signs = _PAIRS[digits] + signs
    signs = signs[-length:]
    return signs if signs[-1] != _SIGNS[0] else signs[:-1] + _SIGNS[1]
