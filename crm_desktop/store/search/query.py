"""Finding records by what a user types, best first, in time that does not grow with the number of records.

Candidates are fetched one sort of finding after the other, from the best to the weakest and newest first, until enough
good ones are there. Never `ORDER BY rank`: FTS5 would look at every match.
"""

from collections.abc import Collection, Iterator

from crm_desktop.store.search import terms
from crm_desktop.store.search.connection import Connection
from crm_desktop.store.search.hunt import Hit, Hunt, Step
from crm_desktop.store.search.marked import NOTHING_MARKED, Marked
from crm_desktop.store.search.matching import Points
from crm_desktop.store.search.words import Word, words_of

_CANDIDATES = 120
_FEW = 5
"""With fewer exact hits than this, mistyped words are thought of; for a long text, only if there are none."""
_LONG = 8


def search(
    connection: Connection,
    text: str,
    kinds: Collection[str] = (),
    limit: int = 30,
    marked: Marked = NOTHING_MARKED,
) -> list[Hit]:
    """Return at most `limit` records in which all words of the text are found, best first, newest first among equals.

    Without `kinds` all kinds are searched. Any text is allowed; of a very long one only the beginning counts. `marked`
    are records whose entries are not to be believed.
    """
    words = words_of(text)
    if not words or limit < 1:
        return []
    hunt = Hunt(connection, kinds, max(limit, _CANDIDATES), marked)
    hunt.look_at_marked(words)
    for step in _steps(words):
        if hunt.count(step.ceiling) >= limit:
            break
        hunt.take(step, words)
    if len(hunt) < (min(_FEW, limit) if len(text) < _LONG else 1):
        hunt.correct(words)
    return hunt.best(limit)


def _steps(words: list[Word]) -> Iterator[Step]:
    first, *others = words
    rest = [terms.anywhere(word) for word in others]
    if others:
        yield Step(Points.WHOLE, terms.every([terms.name_start(first), *rest]), text=True)
        yield Step(Points.START, terms.every([terms.anywhere(first), *rest]), text=True)
        return
    yield Step(Points.WHOLE, terms.name_start(first))
    yield Step(Points.WORD_START, terms.word_start(first))
    yield Step(Points.PHONE_START, terms.phone(first))
    yield Step(Points.INSIDE, terms.inside(first))
    yield Step(Points.EMAIL_START, terms.email(first))
    yield Step(Points.SPELLED_WHOLE, terms.spelled_start(first))
    yield Step(Points.SPELLED, terms.spelled(first))
    yield Step(Points.INITIALS_WHOLE, terms.initials_start(first))
    yield Step(Points.INITIALS, terms.initials(first))
    yield Step(Points.TEXT, terms.other_text(first), text=True)
