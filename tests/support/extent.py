"""How much of a proof runs: a part of it in the ordinary tests, all of it by `dev.py bench crash`."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TypeVar

VARIABLE = "FIELDLINE_PROOFS"
LONG = os.environ.get(VARIABLE) == "long"

T = TypeVar("T")


def whole_or(few: Sequence[T], whole: Sequence[T]) -> list[T]:
    """Return all cases where the whole proof is asked for, else the few that stand for them."""
    assert set(map(str, few)) <= set(map(str, whole))
    return list(whole if LONG else few)


def only_whole(test: Callable[..., None]) -> Callable[..., None]:
    """Leave a test to the whole proof."""
    vars(test)["__test__"] = LONG
    return test
