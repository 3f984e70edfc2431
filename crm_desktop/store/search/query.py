"""Finding records by what a user types, best first, in time that does not grow with the number of records.

Candidates are fetched one sort of finding after the other, from the best to the weakest and newest first, until enough
good ones are there. Never `ORDER BY rank`: FTS5 would look at every match.
"""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from crm_desktop.models.fields import Searched
from crm_desktop.store.search import terms
from crm_desktop.store.search.connection import Connection
from crm_desktop.store.search.matching import Candidate, Match, Points, Range, match, match_start
from crm_desktop.store.search.spelling import meant
from crm_desktop.store.search.tokens import SHORTEST_MISTYPED
from crm_desktop.store.search.words import Word, words_of

_CANDIDATES = 300
_FEW = 5
"""With fewer exact hits than this, mistyped words are thought of."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found; a higher score is better, ranges are start and end in the name."""

    kind: str
    record_id: str
    name: str
    score: float
    matched: Searched
    ranges: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class _Step:
    """Candidates to be fetched next, and the best score that they can have."""

    ceiling: float
    expression: str
    text: bool = False
    """Whether a word that stands nowhere else was found in other texts."""


def search(connection: Connection, text: str, kinds: Collection[str] = (), limit: int = 30) -> list[Hit]:
    """Return at most `limit` records in which all words of the text are found, best first, newest first among equals.

    Without `kinds` all kinds are searched. Any text is allowed; of a very long one only the beginning counts.
    """
    words = words_of(text)
    only = _only_kinds(connection, kinds)
    if not words or only is None or limit < 1:
        return []
    hunt = _Hunt(connection, only, max(limit, _CANDIDATES))
    for step in _steps(words):
        if hunt.count(step.ceiling) >= limit:
            break
        hunt.take(step, words)
    if len(hunt.hits) < min(_FEW, limit):
        hunt.correct(words)
    ordered = sorted(hunt.hits.values(), key=lambda hit: (hit.score, hit.record_id), reverse=True)
    return ordered[:limit]


def _steps(words: list[Word]) -> Iterator[_Step]:
    first, *others = words
    rest = [terms.anywhere(word) for word in others]
    if others:
        yield _Step(Points.WHOLE, terms.every([terms.name_start(first), *rest]), text=True)
        yield _Step(Points.START, terms.every([terms.anywhere(first), *rest]), text=True)
        return
    yield _Step(Points.WHOLE, terms.name_start(first))
    yield _Step(Points.WORD_START, terms.word_start(first))
    yield _Step(Points.PHONE_START, terms.phone(first))
    yield _Step(Points.INSIDE, terms.inside(first))
    yield _Step(Points.EMAIL_START, terms.email(first))
    yield _Step(Points.SPELLED_WHOLE, terms.spelled_start(first))
    yield _Step(Points.SPELLED, terms.spelled(first))
    yield _Step(Points.INITIALS_WHOLE, terms.initials_start(first))
    yield _Step(Points.INITIALS, terms.initials(first))
    yield _Step(Points.TEXT, terms.other_text(first), text=True)


def _only_kinds(connection: Connection, kinds: Collection[str]) -> str | None:
    """Return an expression that the kinds satisfy, empty for all kinds; None if there is nothing of these kinds."""
    if not kinds:
        return ""
    codes = connection.execute(
        "SELECT code FROM search_kinds WHERE kind IN (SELECT value FROM json_each(?))", (json.dumps(sorted(kinds)),)
    ).fetchall()
    return terms.some(terms.quote(f"!{code}") for (code,) in codes) or None


class _Hunt:
    """Collects the hits of one query."""

    def __init__(self, connection: Connection, only: str, candidates: int) -> None:
        self._connection = connection
        self._only = only
        self._candidates = candidates
        self._seen: set[int] = set()
        self.hits: dict[int, Hit] = {}

    def count(self, score: float) -> int:
        """Count the hits that are at least as good as the score."""
        return sum(hit.score >= score for hit in self.hits.values())

    def take(self, step: _Step, words: list[Word]) -> None:
        """Fetch the candidates of the step and keep those in which all words are found."""
        found = self._fetch(step.expression)
        in_text = self._in_text(words, found) if step.text and len(words) > 1 else {}
        for candidate in found:
            matches = [match(candidate, word) for word in words]
            if step.text:
                matches = [
                    each or (_TEXT if len(words) == 1 or candidate.entry in in_text.get(word, ()) else None)
                    for each, word in zip(matches, words, strict=True)
                ]
            kept = [each for each in matches if each is not None]
            if len(kept) == len(words):
                self._keep(candidate, kept)

    def correct(self, words: list[Word]) -> None:
        """Take what is found if one of the words is mistyped."""
        for place, word in enumerate(words):
            if len(word.letters) < SHORTEST_MISTYPED:
                continue
            others = [Word((each,)) for each in meant(self._connection, word.letters)]
            rest = [terms.anywhere(each) for each in (*words[:place], *words[place + 1 :])]
            either = terms.some(way(other) for other in others for way in (terms.word_start, terms.spelled))
            pattern = re.compile("|".join(other.letters for other in others))
            for candidate in self._fetch(terms.every([either, *rest])):
                # Few of many corrections stand in a name: only those are looked at closely.
                near = dict.fromkeys(pattern.findall(f"{candidate.folded} {''.join(candidate.syllables)}"))
                self._correct(candidate, words, place, [Word((each,)) for each in near])

    def _correct(self, candidate: Candidate, words: list[Word], place: int, others: list[Word]) -> None:
        right = next((found for other in others if (found := match_start(candidate, other))), None)
        matches = [right if number == place else match(candidate, each) for number, each in enumerate(words)]
        kept = [each for each in matches if each is not None]
        if len(kept) == len(words):
            self._keep(candidate, kept, Points.MISTYPED)

    def _keep(self, candidate: Candidate, matches: list[Match], at_most: float = Points.WHOLE) -> None:
        score = min(at_most, sum(each.points for each in matches) / len(matches))
        best = max(matches, key=lambda each: each.points)
        ranges = tuple(sorted({place for each in matches for place in each.ranges}))
        self.hits[candidate.entry] = Hit(candidate.kind, candidate.record_id, candidate.name, score, best.group, ranges)
        self._seen.add(candidate.entry)

    def _fetch(self, expression: str) -> list[Candidate]:
        """Return the newest candidates that are no hits yet."""
        if not expression:
            return []
        entries = [entry for entry in self._entries(expression) if entry not in self._seen]
        rows = self._connection.execute(
            """SELECT e.entry, k.kind, lower(hex(e.record)), e.name, e.phones, e.emails
            FROM json_each(?) i JOIN search_entries e ON e.entry = i.value JOIN search_kinds k ON k.code = e.kind""",
            (json.dumps(entries),),
        ).fetchall()
        return [Candidate(row[0], row[1:]) for row in rows]

    def _entries(self, expression: str) -> list[int]:
        whole = f"{expression} AND {self._only}" if self._only else expression
        rows = self._connection.execute(
            "SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid DESC LIMIT ?",
            (whole, self._candidates),
        ).fetchall()
        return [row[0] for row in rows]

    def _in_text(self, words: list[Word], found: list[Candidate]) -> dict[Word, set[int]]:
        """Return, for each word, which of the candidates have it in other texts."""
        if not found:
            return {}
        numbers = [candidate.entry for candidate in found]
        return {
            word: {
                row[0]
                for row in self._connection.execute(
                    "SELECT rowid FROM search_index WHERE search_index MATCH ? AND rowid BETWEEN ? AND ? LIMIT 5000",
                    (expression, min(numbers), max(numbers)),
                ).fetchall()
            }
            for word in words
            if (expression := terms.other_text(word))
        }


_TEXT = Match(Points.TEXT, Searched.TEXT)
