"""Marked versions: how a text shows two wordings of one place side by side, without nesting when it happens again.

Each line of a version starts with its number: `‹1› Call on Monday`, `‹2› Call on Friday`.
"""

import re
from collections.abc import Sequence
from itertools import groupby

_MARK = re.compile(r"‹(\d+)› ?")


def is_marked(lines: Sequence[str]) -> bool:
    """Tell whether the lines hold marked versions."""
    return any(_MARK.match(line) for line in lines)


def merge_versions(base: Sequence[str], earlier: Sequence[str], later: Sequence[str]) -> list[str]:
    """Return the lines of all versions still wanted: each side's own, less those the other replaced or removed.

    One remaining version needs no mark. A version that is there already is not repeated.
    """
    old, first, second = _versions(base), _versions(earlier), _versions(later)
    kept = [version for version in first if version not in old or version in second]
    kept += [version for version in second if version not in old and version not in kept]
    if len(kept) < 2:
        return [line for version in kept for line in version]
    return [f"‹{number}› {line}".rstrip() for number, version in enumerate(kept, 1) for line in version]


def _versions(lines: Sequence[str]) -> list[tuple[str, ...]]:
    unmarked = not is_marked(lines)
    if unmarked:
        return [tuple(lines)] if lines else []
    found: list[tuple[str, ...]] = []
    for _, group in groupby(lines, key=_number):
        version = tuple(_MARK.sub("", line, count=1) if _MARK.match(line) else line for line in group)
        if version not in found:
            found.append(version)
    return found


def _number(line: str) -> str:
    mark = _MARK.match(line)
    return mark[1] if mark else ""
