"""Alignment of three sequences: which stretches nobody touched, and what each side made of the rest.

Pure sequences of hashable tokens; lines and words are the business of `text`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_PAIRS = 250_000
"""Above this many equal pairs a comparison would take seconds; the stretch then counts as changed whole."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of the base and what each side has in its place; `stable` when all three are the same."""

    base: tuple[str, ...]
    earlier: tuple[str, ...]
    later: tuple[str, ...]
    stable: bool = False

    def joined(self, other: "Stretch") -> "Stretch":
        """Return this stretch and the next one as one that is not stable."""
        return Stretch(self.base + other.base, self.earlier + other.earlier, self.later + other.later)

    @property
    def one_sided(self) -> tuple[str, ...] | None:
        """What to take where at most one side changed something or both did the same; None where both differ."""
        if self.earlier in (self.base, self.later):
            return self.later
        return self.earlier if self.later == self.base else None


def align(base: Sequence[str], earlier: Sequence[str], later: Sequence[str]) -> list[Stretch]:
    """Return the stretches in order; stable ones are one token long or longer, the others lie between them."""
    first, second = matches(base, earlier), matches(base, later)
    found: list[Stretch] = []
    at = (0, 0, 0)
    for index in [*(i for i in range(len(base)) if i in first and i in second), len(base)]:
        here = (index, first.get(index, len(earlier)), second.get(index, len(later)))
        if at != here:
            parts = (base[at[0] : here[0]], earlier[at[1] : here[1]], later[at[2] : here[2]])
            found.append(Stretch(tuple(parts[0]), tuple(parts[1]), tuple(parts[2])))
        if index < len(base):
            found.append(Stretch((base[index],), (base[index],), (base[index],), stable=True))
        at = (here[0] + 1, here[1] + 1, here[2] + 1)
    return found


def matches(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Return which token of `base` stands where in `other`: a map of indexes that rises in both."""
    start = 0
    while start < min(len(base), len(other)) and base[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(base), len(other)) - start and base[-1 - end] == other[-1 - end]:
        end += 1
    found = {index: index for index in range(start)}
    found |= {len(base) - 1 - index: len(other) - 1 - index for index in range(end)}
    middle, counterpart = base[start : len(base) - end], other[start : len(other) - end]
    if _comparable(middle, counterpart):
        for block in SequenceMatcher(None, middle, counterpart, autojunk=False).get_matching_blocks():
            found |= {start + block.a + step: start + block.b + step for step in range(block.size)}
    return found


def _comparable(first: Sequence[str], second: Sequence[str]) -> bool:
    there = Counter(second)
    return sum(count * there[token] for token, count in Counter(first).items()) <= MOST_PAIRS
