"""Folding of text for comparison: upper and lower case, accents, full-width forms and punctuation stop to matter.

How Chinese is spelled stands in `pinyin.py`, how phone numbers are read in `phones.py`.
"""

import unicodedata
from collections.abc import Callable


class SignTable(dict[int, str]):
    """A table for `str.translate` that works out a sign once, when it is first met."""

    def __init__(self, known: dict[int, str], other: Callable[[str], str]) -> None:
        super().__init__(known)
        self._other = other

    def __missing__(self, code: int) -> str:
        self[code] = result = self._other(chr(code))
        return result


def fold(text: str) -> str:
    """Return the text with letters and digits folded and a blank for every other sign; line breaks stay.

    Many texts joined by line breaks cost far less than the same texts one by one.
    """
    return text.translate(_FOLDED)


def plain(sign: str) -> str:
    """Return one sign without case, accent and width; nothing for an accent that stands by itself."""
    folded = unicodedata.normalize("NFKC", sign).casefold()
    base = unicodedata.normalize("NFD", folded)
    if not base or not (base[0].isascii() or unicodedata.combining(base[0])):
        return folded
    return "".join(each for each in base if not unicodedata.combining(each))


def _folded(sign: str) -> str:
    if sign == "\n":
        return sign
    return "".join(each if each.isalnum() else " " for each in plain(sign))


_FOLDED = SignTable({}, _folded)
