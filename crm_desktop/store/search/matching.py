"""Where and how well a word stands in a record: looked at for a few hundred candidates, on plain values.

How candidates are found stands in `terms.py`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from crm_desktop.models.fields import Searched
from crm_desktop.models.folding import fold
from crm_desktop.models.pinyin import spell
from crm_desktop.store.search.tokens import runs
from crm_desktop.store.search.words import Word


class Points(IntEnum):
    """What a way of finding is worth; the average over the words of a query is the score."""

    WHOLE = 100
    START = 90
    WORD_START = 80
    PHONE_START = 75
    INSIDE = 70
    PHONE = 66
    EMAIL_START = 65
    EMAIL = 64
    SPELLED_WHOLE = 60
    SPELLED_START = 58
    SPELLED = 55
    INITIALS_WHOLE = 50
    INITIALS_START = 48
    INITIALS = 45
    TEXT = 30
    MISTYPED = 20


Range = tuple[int, int]

_ANY_SPELLED = re.compile(r"[0-9a-z]+|[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may have been meant, with its name folded, and spelled if that is looked at."""

    entry: int
    kind: str
    record_id: str
    name: str
    phones: str
    emails: str
    folded: str
    spelled: str


class Match(NamedTuple):
    """How one word was found."""

    points: int
    group: Searched


def match(candidate: Candidate, word: Word) -> Match | None:
    """Return the best way in which the word stands in the candidate, apart from its other texts."""
    points = _in_name(candidate.folded, word)
    if word.digits and points < Points.WORD_START:
        elsewhere = _in_phones(candidate.phones, word.dialled)
        if elsewhere > points:
            return Match(elsewhere, Searched.PHONE)
    if points:
        return Match(points, Searched.NAME)
    if word.mail and word.mail in candidate.emails:
        starts = candidate.emails.startswith(word.mail)
        return Match(Points.EMAIL_START if starts else Points.EMAIL, Searched.EMAIL)
    points = _spelled(candidate.spelled, word.letters) if word.letters else 0
    return Match(points, Searched.NAME) if points else None


def match_start(candidate: Candidate, word: Word) -> Match | None:
    """Return how a word of the name, or its spelling from some character on, starts with the word."""
    points = _in_name(candidate.folded, word)
    if points < Points.WORD_START:
        points = _in_spelling(candidate.spelled.split(), word.letters)
    return Match(points, Searched.NAME) if points else None


def _in_name(folded: str, word: Word) -> int:
    worst = int(Points.WHOLE)
    for number, run in enumerate(word.runs):
        _, points = _run_in_name(folded, run)
        if number and points == Points.START:
            points = int(Points.WORD_START)
        worst = min(worst, points)
        if not worst:
            return 0
    if worst == Points.START and word.runs == tuple(runs(folded)):
        return Points.WHOLE
    return worst


def _run_in_name(folded: str, run: str) -> tuple[int, int]:
    """Return where the run stands and what that is worth: nothing, if it is not there."""
    first = start = folded.find(run)
    if start < 0:
        return -1, 0
    if not folded[:start].strip():
        return start, Points.START
    while start >= 0:
        before = folded[start - 1]
        if before == " " or (run.isascii() and not before.isascii()):
            return start, Points.WORD_START
        start = folded.find(run, start + 1)
    # Less than three Latin letters inside of a word are chance.
    return (first, Points.INSIDE) if len(run) > 2 or not run.isascii() else (-1, 0)


def _in_phones(phones: str, dialled: tuple[str, ...]) -> int:
    points = 0
    for number in phones.split():
        for digits in dialled:
            if number.startswith(digits) or number.removeprefix("86").startswith(digits):
                return Points.PHONE_START
            if digits in number:
                points = int(Points.PHONE)
    return points


def _spelled(spelled: str, letters: str) -> int:
    syllables = spelled.split()
    return _in_spelling(syllables, letters) or _in_initials(syllables, letters)


def _in_spelling(syllables: list[str], letters: str) -> int:
    whole = "".join(syllables)
    if letters not in whole:
        return 0
    if whole.startswith(letters):
        return Points.SPELLED_WHOLE if len(whole) == len(letters) else Points.SPELLED_START
    return Points.SPELLED if find_spelling(syllables, letters) else 0


def _in_initials(syllables: list[str], letters: str) -> int:
    initials = "".join([syllable[0] for syllable in syllables])
    if len(letters) < 2 or letters not in initials:
        return 0
    if initials.startswith(letters):
        return Points.INITIALS_WHOLE if len(initials) == len(letters) else Points.INITIALS_START
    return Points.INITIALS


def find_spelling(syllables: list[str], letters: str) -> tuple[int, int] | None:
    """Return the syllables (first, and behind the last) that the letters spell, the last one perhaps in part."""
    whole = "".join(syllables)
    start = 0
    for first, syllable in enumerate(syllables):
        if whole.startswith(letters, start):
            end, covered = first, 0
            while covered < len(letters):
                covered += len(syllables[end])
                end += 1
            return first, end
        start += len(syllable)
    return None


def marks(name: str, words: Iterable[Word]) -> tuple[Range, ...]:
    """Return where in the name the words stand or are spelled, as far as that can be told."""
    folded = fold(name)
    if len(folded) != len(name):
        return ()
    found = {mark for word in words for mark in _marks(folded, spell(name).split(), word)}
    return tuple(sorted(found))


def _marks(folded: str, syllables: list[str], word: Word) -> list[Range]:
    if _in_name(folded, word):
        starts = [(_run_in_name(folded, run)[0], run) for run in word.runs]
        return [(start, start + len(run)) for start, run in starts]
    places = [each.span() for each in _ANY_SPELLED.finditer(folded)]
    if not word.letters or len(places) != len(syllables):
        return []
    spelled = find_spelling(syllables, word.letters)
    if spelled is None and _in_initials(syllables, word.letters):
        start = "".join([syllable[0] for syllable in syllables]).find(word.letters)
        spelled = start, start + len(word.letters)
    return [(places[spelled[0]][0], places[spelled[1] - 1][1])] if spelled else []
