"""Collecting the hits of one query: fetch candidates, look at them, keep those in which all words are found.

In which order candidates are fetched, and when there are enough, stands in `query.py`.
"""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass

from crm_desktop.models.fields import Searched
from crm_desktop.models.folding import fold
from crm_desktop.models.pinyin import spell
from crm_desktop.store.search import terms
from crm_desktop.store.search.connection import Connection
from crm_desktop.store.search.marked import Marked, stands_in
from crm_desktop.store.search.matching import Candidate, Match, Points, Range, marks, match, match_start
from crm_desktop.store.search.spelling import meant
from crm_desktop.store.search.tokens import SHORTEST_MISTYPED
from crm_desktop.store.search.words import Word, spelling


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
class Step:
    """Candidates to be fetched next, and the best score that they can have."""

    ceiling: float
    expression: str
    text: bool = False
    """Whether a word that stands nowhere else was found in other texts."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A hit before it is known whether it is among the best: what is shown of it is not worked out yet."""

    candidate: Candidate
    score: float
    group: Searched
    words: list[Word]

    def hit(self) -> Hit:
        of = self.candidate
        return Hit(of.kind, of.record_id, of.name, self.score, self.group, marks(of.name, self.words))


class Hunt:
    """Collects the hits of one query."""

    def __init__(self, connection: Connection, kinds: Collection[str], candidates: int, marked: Marked) -> None:
        self._connection = connection
        self._only = terms.some(terms.quote(f"!{kind}") for kind in sorted(kinds))
        self._candidates = candidates
        self._stale = marked.keys
        self._marked = marked.candidates(kinds)
        self._found: dict[int, _Found] = {}

    def __len__(self) -> int:
        return len(self._found)

    def count(self, score: float) -> int:
        """Count the hits that are at least as good as the score."""
        return sum(found.score >= score for found in self._found.values())

    def look_at_marked(self, words: list[Word]) -> None:
        """Keep those of the marked records in which all words are found."""
        for candidate, texts in self._marked:
            matches = [match(candidate, word) or (_TEXT if stands_in(texts, word) else None) for word in words]
            self._keep(candidate, matches, words)

    def take(self, step: Step, words: list[Word]) -> None:
        """Fetch the candidates of the step and keep those in which all words are found."""
        candidates = self._fetch(step.expression)
        in_text = self._in_text(words, candidates) if step.text and len(words) > 1 else {}
        for candidate in candidates:
            matches = [match(candidate, word) for word in words]
            if step.text:
                matches = [
                    each or (_TEXT if len(words) == 1 or candidate.entry in in_text.get(word, ()) else None)
                    for each, word in zip(matches, words, strict=True)
                ]
            self._keep(candidate, matches, words)

    def correct(self, words: list[Word]) -> None:
        """Take what is found if one of the words is mistyped."""
        for place, word in enumerate(words):
            if len(word.letters) < SHORTEST_MISTYPED:
                continue
            in_latin, in_chinese = meant(self._connection, word.letters)
            rest = [terms.anywhere(each) for each in (*words[:place], *words[place + 1 :])]
            ways = [*map(terms.word_start, map(spelling, in_latin)), *map(terms.roughly_spelled, in_chinese)]
            pattern = re.compile("|".join(dict.fromkeys((*in_latin, *in_chinese))))
            fetched = self._fetch(terms.every([terms.some(ways), *rest]))
            for candidate in [*fetched, *(each for each, _ in self._marked if each.entry not in self._found)]:
                # Few of many corrections stand in a name: only those are looked at closely.
                near = dict.fromkeys(pattern.findall(f"{candidate.folded} {''.join(candidate.spelled.split())}"))
                for other in map(spelling, near):
                    corrected = [*words[:place], other, *words[place + 1 :]]
                    matches = [(match_start if each is other else match)(candidate, each) for each in corrected]
                    self._keep(candidate, matches, corrected, Points.MISTYPED)

    def best(self, limit: int) -> list[Hit]:
        """Return the best hits, newest first among equals."""
        found = sorted(self._found.values(), key=lambda each: (each.score, each.candidate.record_id), reverse=True)
        return [each.hit() for each in found[:limit]]

    def _keep(
        self, candidate: Candidate, matches: list[Match | None], words: list[Word], at_most: float = Points.WHOLE
    ) -> None:
        kept = [each for each in matches if each is not None]
        if len(kept) == len(words):
            score = min(at_most, sum([each.points for each in kept]) / len(kept))
            self._found[candidate.entry] = _Found(candidate, score, max(kept).group, words)

    def _fetch(self, expression: str) -> list[Candidate]:
        """Return the newest candidates that are no hits yet, without what stood in marked records."""
        if not expression:
            return []
        fresh: list[Candidate] = []
        below, most = _BEYOND, self._candidates
        while True:
            entries = self._entries(expression, below, most)
            fetched = self._read([entry for entry in entries if entry not in self._found])
            fresh += [each for each in fetched if (each.kind, each.record_id) not in self._stale]
            if len(entries) < most or not self._stale or len(fresh) >= self._candidates:
                return fresh[: self._candidates]
            below, most = entries[-1], most * 4

    def _read(self, entries: list[int]) -> list[Candidate]:
        rows = self._connection.execute(
            """SELECT e.entry, k.kind, lower(hex(e.record)), e.name, e.phones, e.emails
            FROM json_each(?) i JOIN search_entries e ON e.entry = i.value JOIN search_kinds k ON k.code = e.kind""",
            (json.dumps(entries),),
        ).fetchall()
        if not rows:
            return []
        names = "\n".join([row[3] for row in rows])
        return list(map(_candidate, rows, fold(names).split("\n"), spell(names).split("\n")))

    def _entries(self, expression: str, below: int, most: int) -> list[int]:
        whole = f"{expression} AND {self._only}" if self._only else expression
        rows = self._connection.execute(
            "SELECT rowid FROM search_index WHERE search_index MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?",
            (whole, below, most),
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


def _candidate(row: tuple[int, str, str, str, str, str], folded: str, spelled: str) -> Candidate:
    return Candidate(*row, folded, spelled)


_BEYOND = 1 << 62
"""Above all entries."""
_TEXT = Match(Points.TEXT, Searched.TEXT)
