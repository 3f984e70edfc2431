"""Say whether two texts mean the same, and which known text a misspelt one probably meant.

The same: equal but for case, width and spaces. Near: equal but for spaces and punctuation ("GTXPro", "GTX Pro"), or
very few letters apart ("technolgy"). Near is only ever proposed, never taken.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

_LEAST_LIKENESS = 0.84
_LEAST_LETTERS = 5
_MOST_COMPARED = 30
_MOST_QUESTIONS = 2_000
_MOST_REMEMBERED = 4_096
"""A row's texts are looked up, then entered: the second time costs nothing."""


@lru_cache(_MOST_REMEMBERED)
def normal(text: str) -> str:
    """Return the form in which equal texts are equal."""
    return " ".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold().split())


def squashed(text: str) -> str:
    """Return letters and digits alone."""
    return "".join(character for character in normal(text) if character.isalnum())


class NearMisses:
    """Proposes, for a text that is unknown, the known one that was probably meant."""

    def __init__(self, known: Iterable[str]) -> None:
        self._by_squashed: dict[str, list[str]] = defaultdict(list)
        self._by_pair: dict[str, list[str]] = defaultdict(list)
        self._asked = 0
        for text in dict.fromkeys(known):
            key = squashed(text)
            if key:
                self._by_squashed[key].append(text)
        for key in self._by_squashed:
            for pair in _pairs(key):
                self._by_pair[pair].append(key)

    def near(self, text: str) -> str:
        """Return the known text, "" when none or several come into question."""
        key = squashed(text)
        if key in self._by_squashed:
            return _only(self._by_squashed[key])
        self._asked += 1
        # A column full of strangers is no column full of slips; past this, proposals would only cost time.
        if len(key) < _LEAST_LETTERS or self._asked > _MOST_QUESTIONS:
            return ""
        return self._closest(key)

    def _closest(self, key: str) -> str:
        shared = Counter(candidate for pair in _pairs(key) for candidate in self._by_pair.get(pair, ()))
        compared = [(SequenceMatcher(None, key, candidate).ratio(), candidate) for candidate in _most_alike(shared)]
        scored = sorted(compared, reverse=True)
        if not scored or scored[0][0] < _LEAST_LIKENESS:
            return ""
        if len(scored) > 1 and scored[1][0] == scored[0][0]:
            return ""
        return _only(self._by_squashed[scored[0][1]])


def _pairs(key: str) -> set[str]:
    return {key[start : start + 2] for start in range(len(key) - 1)}


def _most_alike(shared: Counter[str]) -> list[str]:
    """The candidates that share most; ties by the text itself, so that the answer never depends on hash order."""
    return sorted(shared, key=lambda key: (-shared[key], key))[:_MOST_COMPARED]


def _only(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else ""
