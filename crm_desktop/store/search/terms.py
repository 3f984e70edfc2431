"""Expressions for FTS5 that stream the records a word may be found in, one sort of finding at a time.

Built of the tokens of `tokens.py` and nothing else: what a user typed reaches FTS5 only as folded letters and digits in
quotes. An expression may find too much (it does not know what stands side by side): `matching.py` looks at the names.
An empty expression finds nothing.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from crm_desktop.store.search.spelling import completions, readings
from crm_desktop.store.search.tokens import every_second_trigram, pairs, trigrams
from crm_desktop.store.search.words import Word

_ROUGH = 3
_SHORT = 3
_SECOND = ["", *"abcdefghijklmnopqrstuvwxyz0123456789"]
_LEGAL_FORM = re.compile(r"(?<=.you)x.*")
_LEGAL_INITIALS = re.compile(r"(?<=.y)x(?:z?r?gs?)?$")
"""有限公司 is not spelled beyond its first syllable in the index."""


def name_start(word: Word) -> str:
    """Names that start with the word."""
    run, selective = word.runs[0], _selective(word)
    if run.isascii() and len(run) < _SHORT:
        return every([_start(run), *(_word_start(each) for each in selective if each != run)])
    return every([_start(run), *map(_word_start, selective)])


def word_start(word: Word) -> str:
    """Names in which a Latin word starts with the word; Chinese is found anywhere."""
    return every(map(_word_start, _selective(word)))


def inside(word: Word) -> str:
    """Names that have the word somewhere; less than three Latin letters are not looked for inside of words."""
    return every(map(_inside, _selective(word)))


def spelled_start(word: Word) -> str:
    """Names whose spelling starts with the letters."""
    letters = word.letters
    if len(letters) == 1:
        return some(quote("<" + start) for start in sorted({each[:2] for each in completions(letters)}))
    return every([quote("<" + letters[:2]), spelled(word)]) if letters else ""


def spelled(word: Word) -> str:
    """Names in which the spelling from some character on starts with the letters."""
    return some(map(_syllables, readings(_LEGAL_FORM.sub("", word.letters)))) if word.letters else ""


def roughly_spelled(letters: str) -> str:
    """Names that have the first syllables of the likeliest readings: cheap enough to ask for a hundred spellings."""
    return some(_syllables(way[:_ROUGH]) for way in readings(letters)[:2])


def initials_start(word: Word) -> str:
    """Names whose first initials are the letters."""
    starts = sorted({each[:2] for each in completions(word.letters[:1])})
    return every([some(quote("<" + start) for start in starts), initials(word)])


def initials(word: Word) -> str:
    """Names in which the letters are initials of neighbours."""
    return every(quote("=" + pair) for pair in pairs(_LEGAL_INITIALS.sub("", word.letters)))


def phone(word: Word) -> str:
    """Records with the digits in a phone number."""
    return some(every(quote("#" + three) for three in trigrams(digits)) for digits in word.dialled)


def email(word: Word) -> str:
    """Records with the fragment in an e-mail address: its even or its odd places are the even ones of the address."""
    shifted = every(quote("@" + three) for three in every_second_trigram(word.mail[1:]))
    return some([every(quote("@" + three) for three in every_second_trigram(word.mail)), shifted])


def other_text(word: Word) -> str:
    """Records with the word in some other text; from two characters on."""
    return every(_in_text(run) for run in word.runs if len(run) > 1)


def anywhere(word: Word) -> str:
    """Records that have the word in one of these ways."""
    ways = (word_start(word), inside(word), spelled(word), initials(word), phone(word), email(word), other_text(word))
    return some(ways)


def every(parts: Iterable[str]) -> str:
    """Join expressions that all have to hold; nothing is found if one of them finds nothing."""
    given = list(dict.fromkeys(parts))
    return f"({' AND '.join(given)})" if given and all(given) else ""


def some(parts: Iterable[str]) -> str:
    """Join expressions of which one has to hold."""
    given = list(dict.fromkeys(part for part in parts if part))
    return f"({' OR '.join(given)})" if given else ""


def quote(token: str, *, prefix: bool = False) -> str:
    """Return one token as FTS5 writes it."""
    return '"' + token.replace('"', '""') + ('" *' if prefix else '"')


def _selective(word: Word) -> list[str]:
    """Leave out one or two letters beside something longer: they share too many tokens, the name tells as well."""
    return [run for run in word.runs if len(run) >= _SHORT or not run.isascii()] or list(word.runs)


def _start(run: str) -> str:
    if not run.isascii():
        return quote("^" + run[0])
    if len(run) > 1:
        return quote("^" + run[:2])
    return some(quote("^" + run + second) for second in _SECOND)


def _word_start(run: str) -> str:
    return quote("+" + run, prefix=True) if run.isascii() else every(_grams(run))


def _inside(run: str) -> str:
    return every(quote("~" + three) for three in trigrams(run)) if run.isascii() else every(_grams(run))


def _grams(run: str) -> list[str]:
    return [quote(pair) for pair in pairs(run) or (run,)]


def _syllables(way: tuple[str, ...]) -> str:
    """Every possible syllable is named: FTS5 streams a list of tokens, but would merge all that share a beginning."""
    *complete, last = way
    neighbours = [quote("=" + a[0] + b[0]) for a, b in pairwise(way)]
    if neighbours and len(last) == 1:
        return every([*map(quote, complete), *neighbours])
    return every([*map(quote, complete), *neighbours, some(map(quote, completions(last)))])


def _in_text(run: str) -> str:
    if run.isascii():
        return quote("_" + run, prefix=True)
    return every(quote("_" + pair) for pair in pairs(run))
