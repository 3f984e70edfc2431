"""How Chinese text is spelled in Latin letters, without tones: for search, and for keys that sort names.

Pure tables in memory, filled at the first use (some 50 ms). How a search query is understood is not decided here.
"""

import re
import threading
from functools import cache

from crm_desktop.models.folding import SignTable, plain
from crm_desktop.models.pinyin_table import READINGS
from crm_desktop.models.pinyin_words import SURNAMES, WORDS

SORT_KEY_VERSION = 1
"""Raised whenever `sort_key` changes its answer for some text: stored keys must then be computed again."""

_KEY_LENGTH = 400
_PRIVATE = 0xE000
"""First code of the private-use characters that stand for "this character, read otherwise"."""
_SORT_BASE = 0x3400
_GROUP = re.compile(r"([a-z]+)[1-5](\S+)")


def pinyin(text: str) -> str:
    """Return the text in lower-case letters: Chinese spelled, Latin and digits kept, everything else left out."""
    return spell(text).replace(" ", "")


def initials(text: str) -> str:
    """Return the first letter of each Chinese character and of each Latin word."""
    return "".join([word[0] for word in spell(text).split()])


def spell(text: str) -> str:
    """Return syllables and Latin words in lower case with blanks between them; line breaks stay.

    Many names joined by line breaks cost far less than the same names one by one.
    """
    tables = _tables()
    if text.isascii():
        return text.translate(tables.spelling)
    return tables.unusual.sub(tables.stand_in, text).translate(tables.spelling)


def sort_key(text: str) -> str:
    """Return a key whose plain order is: digits, then by letter, Latin words before Chinese ones in dictionary order.

    Its first character is the letter under which an address book would file the text. Same characters stay together.
    """
    tables = _tables()
    if text.isascii():
        return text.translate(tables.sorting)
    return tables.unusual.sub(tables.stand_in, text).translate(tables.sorting)


def list_key(title: str) -> str:
    """Return the key of a title as it is stored, by which its record stands in lists."""
    return sort_key(title)[:_KEY_LENGTH]


class _Tables:
    """All that is computed from the readings, once per process."""

    def __init__(self) -> None:
        usual: dict[str, str] = {}
        order: dict[str, str] = {}
        last: dict[str, str] = {}
        for syllable, signs in _GROUP.findall(READINGS):
            for sign in signs:
                usual[sign] = syllable
                last[syllable] = order[sign] = syllable[0] + chr(_SORT_BASE + len(order))
        contexts = _contexts(usual)
        self._stand_ins: dict[str, list[tuple[str, str]]] = {}
        for number, ((sign, _), places) in enumerate(contexts.items()):
            self._stand_ins.setdefault(sign, []).append((f"{sign}(?:{'|'.join(places)})", chr(_PRIVATE + number)))
        # No groups: so each branch starts with a character, and the engine skips whatever is not one of them.
        self.unusual = re.compile("|".join(place for each in self._stand_ins.values() for place, _ in each))
        spelled = {ord(sign): f" {syllable} " for sign, syllable in usual.items()}
        sorted_as = {ord(sign): key for sign, key in order.items()}
        for number, (sign, syllable) in enumerate(contexts):
            spelled[_PRIVATE + number] = f" {syllable} "
            # Behind all that are read so by themselves: the codes of those never move.
            sorted_as[_PRIVATE + number] = last[syllable] + sign
        self.spelling = SignTable(spelled, _spelled_latin)
        self.sorting = SignTable(sorted_as, _sorted_latin)

    def stand_in(self, found: re.Match[str]) -> str:
        """Return the private-use character for what `unusual` found; lengths stay."""
        choices = self._stand_ins[found[0]]
        if len(choices) == 1:
            return choices[0][1]
        # `re` keeps these few patterns compiled.
        return next(private for place, private in choices if re.compile(place).match(found.string, found.start()))


def _contexts(usual: dict[str, str]) -> dict[tuple[str, str], list[str]]:
    """Return, for a character and its unusual reading, the patterns of the places where it has that reading."""
    found: dict[tuple[str, str], list[str]] = {}
    for entry in WORDS.replace("\n", "|").strip("|").split("|"):
        word, *syllables = entry.split()
        for place, (sign, syllable) in enumerate(zip(word, syllables, strict=True)):
            if usual[sign] != syllable:
                before, after = word[:place], word[place + 1 :]
                pattern = (f"(?<={before}{sign})" if before else "") + (f"(?={after})" if after else "")
                found.setdefault((sign, syllable), []).append(pattern)
    for entry in SURNAMES.replace("\n", "|").strip("|").split("|"):
        sign, syllable, *excluded = entry.split()
        if usual[sign] != syllable:
            # A person: the whole line is two or three Chinese characters.
            never = f"(?![{excluded[0]}])" if excluded else ""
            pattern = f"(?<![^\n].){never}(?=[^\x00-\x7f]{{1,2}}(?![^\n]))"
            found.setdefault((sign, syllable), []).append(pattern)
    return found


def _spelled_latin(sign: str) -> str:
    """Return the plain letters of a sign that is not in the table, a line break as itself, a blank for all else."""
    if sign == "\n":
        return sign
    letters = plain(sign)
    return letters if not letters or (letters.isascii() and letters.isalnum()) else " "


def _sorted_latin(sign: str) -> str:
    """Return letters and digits folded, blanks as themselves; punctuation does not take part in the order."""
    if sign.isspace():
        return " "
    return "".join(each for each in plain(sign) if each.isalnum())


_lock = threading.Lock()


@cache
def _tables() -> _Tables:
    with _lock:
        return _Tables()
