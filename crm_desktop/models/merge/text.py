"""Rule `text`: three-way merge of notes, by lines and where two lines collide by words; overlaps keep both, marked.

Own code on the standard library's difflib: deterministic, and bounded in time whatever the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crm_desktop.models.fields import Value
from crm_desktop.models.merge.alignment import Stretch, align, matches
from crm_desktop.models.merge.versions import is_marked, merge_versions

_HAN = r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_WORD = rf"(?:(?!{_HAN})\w)+"
_TOKEN = re.compile(rf"\n|[^\S\n]+|{_HAN}|{_WORD}(?:[.,:/-]{_WORD})*|.")
"""Words with their inner points (`12:30`, `128.6`, `e-mail`) whole; Chinese and kana sign by sign."""


@dataclass(frozen=True, slots=True)
class TextMerge:
    """A merged text, and whether two people had changed the same words of it."""

    text: str | None
    overlapping: bool


def merge_text(base: Value, earlier: Value, later: Value) -> TextMerge:
    """Merge two edits of `base`; which one reached the server first makes no difference, which was made first does."""
    merged: list[str] = []
    overlapping = False
    for stretch in align(_lines(base), _lines(earlier), _lines(later)):
        lines, collided = _merge_lines(stretch)
        merged += lines
        overlapping |= collided
    return TextMerge("\n".join(merged).rstrip() or None, overlapping)


def tokens(text: str) -> list[str]:
    """Return the words, signs and blanks of a text, as merging compares them; joined they are the text again."""
    return _TOKEN.findall(text)


def _lines(text: Value) -> list[str]:
    return text.split("\n") if isinstance(text, str) and text else []


def _merge_lines(stretch: Stretch) -> tuple[Sequence[str], bool]:
    agreed = stretch.one_sided
    if agreed is not None:
        return agreed, False
    if not stretch.base:
        return _both_insertions(stretch.earlier, stretch.later), False
    if not any(is_marked(lines) for lines in (stretch.base, stretch.earlier, stretch.later)):
        words = _merge_words(stretch)
        if words is not None:
            return words, False
    return merge_versions(stretch.base, stretch.earlier, stretch.later), True


def _both_insertions(earlier: Sequence[str], later: Sequence[str]) -> list[str]:
    """Return two insertions at one place one after the other; lines they share stand once."""
    shared = matches(earlier, later)
    result: list[str] = []
    at = done = 0
    for index, counterpart in [*sorted(shared.items()), (len(earlier), len(later))]:
        result += [*earlier[at:index], *later[done:counterpart], *earlier[index : index + 1]]
        at, done = index + 1, counterpart + 1
    return result


def _merge_words(stretch: Stretch) -> list[str] | None:
    """Return the lines with both sides' words, or None where both changed the same words."""
    if not (stretch.earlier and stretch.later):
        return None
    sides = [tokens("\n".join(lines)) for lines in (stretch.base, stretch.earlier, stretch.later)]
    merged: list[str] = []
    for part in _without_narrow_gaps(align(*sides)):
        agreed = part.one_sided
        if agreed is None:
            return None
        merged += agreed
    return "".join(merged).split("\n")


def _without_narrow_gaps(parts: list[Stretch]) -> list[Stretch]:
    """Join changes that only blanks separate: neighbouring words are one phrase, two edits of it collide."""
    joined: list[Stretch] = []
    for part in parts:
        gap = len(joined) > 1 and joined[-1].stable and joined[-1].base[0].isspace() and joined[-1].base[0] != "\n"
        if gap and not part.stable and not joined[-2].stable:
            blank = joined.pop()
            joined[-1] = joined[-1].joined(blank).joined(part)
        else:
            joined.append(part)
    return joined
