"""Places in an order that people make by hand: texts that sort, with room for another one between any two.

Only what is moved gets a new rank. What was never moved stands by its closing day, so that a new board has an order and
moving one card writes one record.
"""

from crm_desktop.models.fields import Values

LAST = "~"
"""The place of what has neither rank nor day: after everything else."""
MOST = 60
_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def place_of(opportunity: Values) -> str:
    """Return where an opportunity stands in its column: its rank, else its closing day; compared sign by sign."""
    return str(opportunity.get("rank") or opportunity.get("close_on") or LAST)


def rank_between(before: str, after: str) -> str | None:
    """Return a rank that sorts after `before` ("" for the beginning) and before `after` ("" for the end).

    None where there is no room: both are the same, or the rank would be longer than the field allows.
    """
    if after and before >= after:
        return None
    found = _between(before, after)
    return found if len(found) <= MOST else None


def _between(before: str, after: str) -> str:
    shared = 0
    while shared < len(before) and shared < len(after) and before[shared] == after[shared]:
        shared += 1
    low = before[shared] if shared < len(before) else ""
    high = after[shared] if shared < len(after) else ""
    # Nothing ends with the first sign: there would be no room before it.
    room = [sign for sign in _SIGNS[1:] if sign > low and (not high or sign < high)]
    if room:
        return before[:shared] + room[len(room) // 2]
    if low:
        return before[: shared + 1] + _between(before[shared + 1 :], "")
    lower = _SIGNS[0] if high > _SIGNS[0] else high
    return after[:shared] + lower + _between("", after[shared + 1 :] if lower == high else "")


def rank_after(before: str) -> str:
    """Return a rank that sorts after `before` and leaves room for many more at the end, where most are added."""
    last = _SIGNS.find(before[-1:]) if before else -1
    if 0 < last < len(_SIGNS) - 1:
        return before[:-1] + _SIGNS[last + 1]
    return before + _SIGNS[1]


def spread(count: int) -> list[str]:
    """Return that many ranks in order, each with room before and after it."""
    width = 1
    while len(_SIGNS) ** width < 2 * (count + 1):
        width += 1
    step = len(_SIGNS) ** width // (count + 1)
    return [_numeral((place + 1) * step, width) for place in range(count)]


def _numeral(number: int, width: int) -> str:
    signs = ""
    for _ in range(width):
        number, digit = divmod(number, len(_SIGNS))
        signs = _SIGNS[digit] + signs
    return signs.rstrip(_SIGNS[0])
