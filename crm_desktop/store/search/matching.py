"""Where and how well a word stands in a record: looked at for a few hundred candidates, on plain values.

How candidates are found stands in `terms.py`.
"""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from crm_desktop.models.fields import Searched
from crm_desktop.models.folding import fold
from crm_desktop.models.pinyin import spell
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

_SPELLED = re.compile(r"[0-9a-z]+|[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Match:
    """How one word was found; ranges are start and end in the name, as far as they can be told."""

    points: int
    group: Searched
    ranges: tuple[Range, ...] = ()


class Candidate:
    """A record that may have been meant; what is derived from its name is worked out when asked for."""

    def __init__(self, entry: int, row: tuple[str, str, str, str, str]) -> None:
        self.entry = entry
        self.kind, self.record_id, self.name, self.phones, self.emails = row

    @cached_property
    def folded(self) -> str:
        """The name without case, accents and punctuation."""
        return fold(self.name)

    @cached_property
    def syllables(self) -> list[str]:
        """The name spelled."""
        return spell(self.name).split()

    @cached_property
    def places(self) -> list[Range]:
        """For each syllable or Latin word, where it stands in the name; empty where that cannot be told."""
        found = [each.span() for each in _SPELLED.finditer(self.folded)]
        return found if len(found) == len(self.syllables) and len(self.folded) == len(self.name) else []


def match(candidate: Candidate, word: Word) -> Match | None:
    """Return the best way in which the word stands in the candidate, apart from its other texts."""
    found = _in_name(candidate, word)
    if found is not None and found.points >= Points.WORD_START:
        return found
    if word.digits and (elsewhere := _in_phones(candidate.phones, word.dialled)):
        return elsewhere if found is None or elsewhere.points > found.points else found
    if found is not None:
        return found
    if word.mail and word.mail in candidate.emails:
        starts = candidate.emails.startswith(word.mail)
        return Match(Points.EMAIL_START if starts else Points.EMAIL, Searched.EMAIL)
    if word.letters:
        return _spelled(candidate, word.letters) or _initials(candidate, word.letters)
    return None


def match_start(candidate: Candidate, word: Word) -> Match | None:
    """Return how a word of the name, or its spelling from some character on, starts with the word."""
    found = _in_name(candidate, word)
    return found if found is not None and found.points >= Points.WORD_START else _spelled(candidate, word.letters)


def _in_name(candidate: Candidate, word: Word) -> Match | None:
    worst, ranges = int(Points.WHOLE), []
    for number, run in enumerate(word.runs):
        found = _run_in_name(candidate.folded, run)
        if found is None:
            return None
        start, points = found
        if number and points == Points.START:
            points = Points.WORD_START
        worst = min(worst, points)
        ranges.append((start, start + len(run)))
    if worst == Points.START and " ".join(word.runs) == " ".join(candidate.folded.split()):
        worst = Points.WHOLE
    known = len(candidate.folded) == len(candidate.name)
    return Match(worst, Searched.NAME, tuple(ranges) if known else ())


def _run_in_name(folded: str, run: str) -> tuple[int, int] | None:
    """Return where the run stands and what that is worth."""
    first = start = folded.find(run)
    if start < 0:
        return None
    if start == len(folded) - len(folded.lstrip()):
        return start, Points.START
    while start >= 0:
        before = folded[start - 1]
        if before == " " or (run.isascii() and not before.isascii()):
            return start, Points.WORD_START
        start = folded.find(run, start + 1)
    # Less than three Latin letters inside of a word are chance.
    return (first, Points.INSIDE) if len(run) > 2 or not run.isascii() else None


def _in_phones(phones: str, dialled: tuple[str, ...]) -> Match | None:
    points = 0
    for number in phones.split():
        for digits in dialled:
            if number.startswith(digits) or number.removeprefix("86").startswith(digits):
                points = max(points, Points.PHONE_START)
            elif digits in number:
                points = max(points, Points.PHONE)
    return Match(points, Searched.PHONE) if points else None


def _spelled(candidate: Candidate, letters: str) -> Match | None:
    syllables = candidate.syllables
    whole = "".join(syllables)
    start, first = 0, 0
    for number, syllable in enumerate(syllables):
        if whole.startswith(letters, start):
            points = Points.SPELLED if number else Points.SPELLED_START
            if len(letters) == len(whole):
                points = Points.SPELLED_WHOLE
            first = number
            break
        start += len(syllable)
    else:
        return None
    end = first
    covered = 0
    while covered < len(letters):
        covered += len(syllables[end])
        end += 1
    return Match(points, Searched.NAME, _characters(candidate, first, end))


def _initials(candidate: Candidate, letters: str) -> Match | None:
    if len(letters) < 2:
        return None
    all_initials = "".join([syllable[0] for syllable in candidate.syllables])
    start = all_initials.find(letters)
    if start < 0:
        return None
    points = Points.INITIALS if start else Points.INITIALS_START
    if len(letters) == len(all_initials):
        points = Points.INITIALS_WHOLE
    return Match(points, Searched.NAME, _characters(candidate, start, start + len(letters)))


def _characters(candidate: Candidate, first: int, end: int) -> tuple[Range, ...]:
    places = candidate.places
    return ((places[first][0], places[end - 1][1]),) if places else ()
