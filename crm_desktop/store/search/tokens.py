"""What the full-text index holds of a record: a line of tokens, made for thousands of records at a time.

Each sort of token has its mark, so that a query streams what it asks for, newest first, and never merges long lists.
For 恒川精密:

    恒 川 … 恒川 川精 …      each character, each pair
    ^恒 <he               how the name starts: itself, and spelled
    heng chuan jing mi    each syllable
    =hc =cj =jm           each pair of initials, which says that the syllables are neighbours

For `Precision Tools`: `^pr`, `+precision ~rec ~eci … +tools ~ool ~ols`, `=pt`. Digits of phones: trigrams with `#`;
e-mails: every second trigram with `@`; other texts: words and pairs of characters with `_`; the kind: `!account`.
How a query is put together of these stands in `terms.py`.

This is the hot spot of a first synchronisation: loops run inside of `map`, `join` and `split`, over whole batches.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from operator import add, itemgetter
from typing import NamedTuple, TypeAlias

from crm_desktop.models.folding import SignTable, fold, plain
from crm_desktop.models.pinyin import spell

SearchRow: TypeAlias = tuple[str, str, str, str, str]
"""Record id, name, other texts, phones (one per line, or with + before each), e-mails."""

LONGEST_NAME = 200
LONGEST_TEXT = 4000
LONGEST_ADDRESSES = 300
SHORTEST_MISTYPED = 4
"""Letters from which on a word may be mistyped."""

_ASCII = re.compile(r"[ -~]+")
_LATIN = re.compile(r"[0-9a-z]+")
_ANY_RUN = re.compile(r"[0-9a-z]+|[^\x00-\x7f]+")
_LEGAL_FORM = re.compile(r"(?<=有)限(?:责任)?公司$", re.MULTILINE)
"""Not spelled: every company has it, nobody types it. `terms.py` knows that spelling ends behind the first syllable."""


class Entry(NamedTuple):
    """A record as the index holds it."""

    name: str
    phones: str
    emails: str
    tokens: str


def entries(kind: str, rows: Sequence[SearchRow], words: set[str]) -> list[Entry]:
    """Return the entries of the rows, and add their Latin words to `words`."""
    names = [row[1][:LONGEST_NAME].replace("\n", " ") for row in rows]
    latin = _latin([name for name in names if name.isascii()], words)
    chinese = _chinese([name for name in names if not name.isascii()], words)
    found = []
    for row, name in zip(rows, names, strict=True):
        tokens = f"!{kind} {next(latin) if name.isascii() else next(chinese)}"
        phones = emails = ""
        if row[3]:
            phones = fold_phones(row[3])
            tokens += "".join([_marked(" #", trigrams(number)) for number in phones.split()])
        if row[4]:
            emails = fold_emails(row[4])
            tokens += _marked(" @", every_second_trigram(emails))
        if row[2]:
            tokens += text_tokens(fold(row[2][:LONGEST_TEXT]))
        found.append(Entry(name, phones, emails, tokens))
    return found


def fold_phones(text: str) -> str:
    """Return the digits of each number, numbers separated by blanks."""
    return text[:LONGEST_ADDRESSES].translate(_PHONE_SIGNS).strip()


def fold_emails(text: str) -> str:
    """Return letters and digits, and dots for all else, so that a fragment may run across the separators."""
    return text[:LONGEST_ADDRESSES].translate(_MAIL_SIGNS)


def pairs(signs: str) -> tuple[str, ...]:
    """Return each two neighbours."""
    return _windows(2, len(signs) - 1, 1)(signs)


def trigrams(signs: str) -> tuple[str, ...]:
    """Return each three neighbours."""
    return _windows(3, len(signs) - 2, 1)(signs)


def every_second_trigram(signs: str) -> tuple[str, ...]:
    """Return three neighbours from each even place on: a fragment of four signs contains one of them."""
    return _windows(3, len(signs) - 2, 2)(signs)


def runs(folded: str) -> list[str]:
    """Return the Latin words and the runs of other signs, in the order in which they stand."""
    return _ANY_RUN.findall(folded)


@cache
def _windows(size: int, end: int, step: int) -> Callable[[str], tuple[str, ...]]:
    """Return what takes all windows out of a text in one call, twice as fast as a loop."""
    starts = range(0, end, step)
    if not starts:
        return lambda _: ()
    if len(starts) == 1:
        return lambda signs: (signs[:size],)
    return itemgetter(*[slice(start, start + size) for start in starts])


def _marked(mark: str, tokens: Sequence[str]) -> str:
    """Return the tokens as text, each behind the mark, which starts with a blank."""
    return mark + mark.join(tokens) if tokens else ""


def _latin(names: list[str], words: set[str]) -> Iterator[str]:
    """Yield the tokens of names without any sign beyond ASCII."""
    for folded in fold("\n".join(names)).split("\n"):
        found = folded.split()
        if not found:
            yield ""
            continue
        words.update(found)
        initials = _marked(" =", pairs("".join([word[0] for word in found]))) if len(found) > 1 else ""
        yield f"^{found[0][:2]} {' '.join(map(_latin_word, found))}{initials}"


@lru_cache(1 << 15)
def _latin_word(word: str) -> str:
    """Return the word, and its trigrams except for the one with which it starts."""
    return "+" + word + _marked(" ~", trigrams(word[1:]))


def _chinese(names: list[str], words: set[str]) -> Iterator[str]:
    """Yield the tokens of names that have something beyond ASCII; all parts are made for all names at once."""
    if not names:
        return
    together = "\n".join(names)
    folded = fold(together)
    # A blank on both sides of each line break, so that no pair reaches from one name into the next.
    signs = _ASCII.sub(" ", folded).replace("\n", " \n ")
    single = " ".join(signs).split("\n")
    double = " ".join(map(add, signs, signs[1:])).split("\n \n")
    syllables = spell(_LEGAL_FORM.sub("", together)).replace("\n", " < ").split()
    initials = "".join([each[0] for each in syllables]).split("<")
    spelled = " ".join(syllables).split("<")
    for name, *parts in zip(folded.split("\n"), single, double, initials, spelled, strict=True):
        yield _chinese_name(name.strip(), words, *parts)


def _chinese_name(folded: str, words: set[str], single: str, double: str, initials: str, spelled: str) -> str:
    spelled = spelled.strip()
    tokens = f"^{folded[:1]} <{spelled[:2]} {spelled} {single} {double}{_marked(' =', pairs(initials))}"
    if latin := _LATIN.findall(folded):
        words.update(latin)
        tokens += f" ^{folded[:2]} {' '.join(map(_latin_word, latin))}"
    return tokens


def text_tokens(folded: str) -> str:
    """Return the tokens of other texts, each behind a blank."""
    found = runs(folded)
    return "".join([f" _{run}" if run.isascii() or len(run) < 3 else _marked(" _", pairs(run)) for run in found])


def _phone_sign(sign: str) -> str:
    """Keep digits, separate numbers, and leave out what people write inside of a number."""
    if sign.isdecimal():
        return str(int(sign))
    return " " if sign in "+\n\t,;/，；、转" else ""


def _mail_sign(sign: str) -> str:
    folded = plain(sign)
    return folded if folded.isalnum() else "."


_PHONE_SIGNS = SignTable({}, _phone_sign)
_MAIL_SIGNS = SignTable({}, _mail_sign)
