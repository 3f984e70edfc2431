"""Giving back the memory of acts on thousands of records without stopping the window."""

from typing import Any


def give_back(*held: list[Any] | dict[Any, Any]) -> None:
    """Empty collections item by item.

    Freed at once, the rows of 10,000 records hold the interpreter for 30 ms, in which no other thread can do anything;
    between two items one that waits has its turn.
    """
    for each in held:
        if isinstance(each, dict):
            while each:
                each.popitem()
        else:
            while each:
                each.pop()
