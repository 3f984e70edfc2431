"""What a user typed, taken apart: words, and in each the parts that are looked for.

No syntax: whatever is not a letter or a digit only separates.
"""

import re
from dataclasses import dataclass

from crm_desktop.models.folding import fold
from crm_desktop.models.phones import digits_of
from crm_desktop.store.search.tokens import fold_emails, runs

LONGEST = 120
"""Characters of a query that are looked at."""
MOST_WORDS = 6
MOST_RUNS = 6
_PHONE = re.compile(r"[+\d\s().\-/–—（）－]+")
_LEAST_FRAGMENT = 3


@dataclass(frozen=True, slots=True)
class Word:
    """Something that has to be found in a record, in its name or elsewhere."""

    runs: tuple[str, ...]
    """Latin words and runs of Chinese, folded."""
    digits: str = ""
    """A fragment of a phone number."""
    mail: str = ""
    """A fragment of an e-mail address."""

    letters: str = ""
    """The word, if it consists of letters a to z and so may be spelled Chinese."""
    dialled: tuple[str, ...] = ()
    """The digits, and the same without what is dialled before the number proper, here or abroad."""


def words_of(text: str) -> list[Word]:
    """Return the words of a query; all of them have to be found."""
    tidy = text[:LONGEST].replace("ü", "v").replace("Ü", "v").replace("\n", " ").strip()
    digits = digits_of(tidy)
    if len(digits) >= _LEAST_FRAGMENT and _PHONE.fullmatch(tidy):
        return [_word(tidy, digits)]
    found = [_word(raw, digits_of(raw) if _PHONE.fullmatch(raw) else "") for raw in tidy.split()]
    return [word for word in found if word.runs][:MOST_WORDS]


def spelling(letters: str) -> Word:
    """Return a word of letters a to z that stands in a name."""
    return Word((letters,), letters=letters)


def _word(raw: str, digits: str) -> Word:
    mail = fold_emails(raw).strip(".") if raw.isascii() else ""
    found = tuple(runs(fold(raw))[:MOST_RUNS])
    shorter = (digits.removeprefix(prefix) for prefix in ("", "0086", "86", "00", "0"))
    return Word(
        found,
        digits if len(digits) >= _LEAST_FRAGMENT else "",
        mail if len(mail) >= _LEAST_FRAGMENT else "",
        found[0] if len(found) == 1 and found[0].isascii() and found[0].isalpha() else "",
        tuple(dict.fromkeys(each for each in shorter if len(each) >= _LEAST_FRAGMENT)),
    )
