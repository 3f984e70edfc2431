"""How letters without blanks may be Chinese syllables, and what mistyped letters may have meant.

How Chinese is spelled stands in `crm_desktop/models/pinyin.py`.
"""

import json
import re
from functools import cache
from itertools import islice

from crm_desktop.models.pinyin_table import READINGS
from crm_desktop.store.search.connection import Connection

_MOST_SYLLABLES = 4
"""Enough to be selective; what follows is checked on the name."""
_MOST_READINGS = 24
_LONGEST_MISTYPED = 20
_MOST_MEANT = 100
_LONGEST_SYLLABLE = 6
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def readings(letters: str) -> list[tuple[str, ...]]:
    """Return the ways to read the letters as syllables, the last one perhaps unfinished, long syllables first.

    Each way ends after four syllables, whatever follows.
    """
    found: dict[tuple[str, ...], None] = {}
    _read(letters, (), found)
    return list(found)


def completions(beginning: str) -> list[str]:
    """Return all syllables that begin so."""
    return _syllables()[1].get(beginning, [])


def _read(rest: str, before: tuple[str, ...], found: dict[tuple[str, ...], None]) -> None:
    if not rest or len(before) == _MOST_SYLLABLES:
        found[before] = None
        return
    whole, unfinished = _syllables()
    if rest in unfinished:
        found[*before, rest] = None
    for size in range(min(len(rest) - 1, _LONGEST_SYLLABLE), 0, -1):
        if len(found) < _MOST_READINGS and rest[:size] in whole:
            _read(rest[size:], (*before, rest[:size]), found)


@cache
def _syllables() -> tuple[frozenset[str], dict[str, list[str]]]:
    """Return all syllables, and for each beginning of a syllable those that begin so."""
    whole = frozenset(re.findall(r"([a-z]+)[1-5]", READINGS))
    beginnings: dict[str, list[str]] = {}
    for word in sorted(whole):
        for size in range(1, len(word) + 1):
            beginnings.setdefault(word[:size], []).append(word)
    return whole, beginnings


def meant(connection: Connection, typed: str) -> tuple[list[str], list[str]]:
    """Return what may have been meant by letters with one edit: words that names have, and possible spellings."""
    if len(typed) > _LONGEST_MISTYPED:
        return [], []
    variants = _one_edit_away(typed)
    words = connection.execute(
        """SELECT value FROM json_each(?) WHERE EXISTS (
            SELECT 1 FROM search_words WHERE word >= value AND word < value || '{'
        ) LIMIT ?""",
        (json.dumps(variants), _MOST_MEANT),
    ).fetchall()
    return [word for (word,) in words], list(islice(filter(_is_likely, variants), _MOST_MEANT))


def _is_likely(letters: str) -> bool:
    """Say whether the letters are syllables of more than one letter: a, e and o make nearly anything a spelling."""
    return any(min(map(len, way[:-1]), default=2) > 1 for way in readings(letters)[:2])


def _one_edit_away(typed: str) -> list[str]:
    """Return words with two neighbours swapped, one letter less, more or different; the most usual slips first."""
    parts = [(typed[:place], typed[place:]) for place in range(len(typed) + 1)]
    swapped = [a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1]
    less = [a + b[1:] for a, b in parts if b]
    other = [a + letter + b[1:] for a, b in parts if b for letter in _LETTERS]
    more = [a + letter + b for a, b in parts if b for letter in _LETTERS]
    return [each for each in dict.fromkeys(swapped + less + more + other) if each != typed]
