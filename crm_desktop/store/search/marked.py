"""Records whose entries are to be made anew: what they hold now is looked at itself, what their entries say is not.

There are few of them, and not for long; so each question looks at every one. Which they are is the caller's to say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crm_desktop.models.folding import fold
from crm_desktop.models.pinyin import spell
from crm_desktop.store.search.matching import Candidate
from crm_desktop.store.search.tokens import (
    LONGEST_NAME,
    LONGEST_TEXT,
    SearchRow,
    fold_emails,
    fold_phones,
    pairs,
    text_tokens,
)
from crm_desktop.store.search.words import Word


@dataclass(frozen=True, slots=True)
class Marked:
    """`keys` are kind and id of all of them; `rows` by kind are of those that can be found at all."""

    keys: frozenset[tuple[str, str]] = frozenset()
    rows: Mapping[str, Sequence[SearchRow]] | None = None

    def candidates(self, kinds: Iterable[str]) -> list[tuple[Candidate, str]]:
        """Return those of the kinds, all without any, each with its other texts folded; numbered below zero."""
        wanted, rows = set(kinds), self.rows or {}
        some = [(kind, row) for kind in rows if not wanted or kind in wanted for row in rows[kind]]
        if not some:
            return []
        names = [_line(row[1][:LONGEST_NAME]) for _, row in some]
        together = "\n".join(names)
        texts = fold("\n".join([_line(row[2][:LONGEST_TEXT]) for _, row in some])).split("\n")
        spelled, folded = spell(together).split("\n"), fold(together).split("\n")
        return [
            (Candidate(-place, kind, row[0], name, fold_phones(row[3]), fold_emails(row[4]), plain, sound), text)
            for place, ((kind, row), name, plain, sound, text) in enumerate(
                zip(some, names, folded, spelled, texts, strict=True), start=1
            )
        ]


NOTHING_MARKED = Marked()


def stands_in(folded: str, word: Word) -> bool:
    """Tell whether other texts, folded, hold the word, as the index would: from two characters on."""
    looked_for = [run for run in word.runs if len(run) > 1]
    # Most texts hold nothing of it: that is seen much sooner than their tokens are made.
    if not looked_for or not all(run[:2] in folded for run in looked_for):
        return False
    tokens = set(text_tokens(folded).split())
    return all(_holds(tokens, run) for run in looked_for)


def _holds(tokens: set[str], run: str) -> bool:
    if run.isascii():
        return any(token.startswith("_" + run) for token in tokens)
    return all("_" + pair in tokens for pair in pairs(run))


def _line(text: str) -> str:
    return text.replace("\n", " ")
