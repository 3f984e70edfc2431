"""People named in passing: `@Li Qian` or `＠李倩` in a line of text."""

import re
from collections.abc import Mapping

_AT = re.compile(r"[@＠]")


def mentioned(text: str, people: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids of the people (id to name) named behind an @, in the order of the text; the longest name fits."""
    names = sorted(((name.casefold(), each) for each, name in people.items() if name), key=lambda pair: -len(pair[0]))
    found: dict[str, None] = {}
    for sign in _AT.finditer(text):
        rest = text[sign.end() :].casefold()
        fits = next((each for name, each in names if rest.startswith(name) and not _goes_on(rest, len(name))), None)
        if fits is not None:
            found[fits] = None
    return tuple(found)


def begun_mention(text: str, cursor: int) -> tuple[int, str] | None:
    """Return where the @ before the cursor stands and what was typed behind it; None where nobody is being named."""
    at = max(text.rfind("@", 0, cursor), text.rfind("＠", 0, cursor))
    if at < 0 or (at and text[at - 1].isascii() and text[at - 1].isalnum()):
        return None  # a@b is an address
    typed = text[at + 1 : cursor]
    return (at, typed) if len(typed) <= 20 and typed.count(" ") <= 1 else None


def _goes_on(rest: str, end: int) -> bool:
    """Tell whether a Latin word goes on behind the name: `@Li` is not meant by `@Lisa`."""
    return end < len(rest) and rest[end - 1].isascii() and rest[end].isascii() and rest[end].isalnum()
