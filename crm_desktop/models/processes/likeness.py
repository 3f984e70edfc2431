"""How alike names are: to find the step that somebody means, and the same step in two versions of a map."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from crm_desktop.models.folding import fold
from crm_desktop.models.pinyin import initials, pinyin

T = TypeVar("T")


def plain(name: str) -> str:
    """Return what of a name counts when names are compared."""
    return "".join(fold(name).split())


def pairs(name: str) -> frozenset[str]:
    """Return the neighbouring signs of a plain name; of one sign the sign itself."""
    return frozenset(name[at : at + 2] for at in range(len(name) - 1)) or frozenset(name)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of two names is shared: 1.0 the same, 0.0 nothing."""
    both = len(one) + len(other)
    return 2 * len(one & other) / both if both else 0.0


def best_match(text: str, candidates: Sequence[T], name_of: Callable[[T], str]) -> T | None:
    """Return what a typed text means: the same name, one that begins so, holds it, sounds so, or is much alike."""
    wanted = plain(text)
    if not wanted:
        return None
    ranked = min(
        ((_distance(wanted, plain(name_of(each))), place) for place, each in enumerate(candidates)), default=None
    )
    return candidates[ranked[1]] if ranked is not None and ranked[0] < 5 else None


def _distance(wanted: str, name: str) -> float:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if wanted in name:
        return 2
    if wanted.isascii() and (_sounds(wanted, name)):
        return 3
    alike = likeness(pairs(wanted), pairs(name))
    return 4 + (1 - alike) if alike >= 0.5 else 9


def _sounds(wanted: str, name: str) -> bool:
    return not name.isascii() and (pinyin(name).startswith(wanted) or initials(name).startswith(wanted))


def names_of(elements: Iterable[T], name_of: Callable[[T], str]) -> dict[str, list[T]]:
    """Return elements by their plain name."""
    found: dict[str, list[T]] = {}
    for element in elements:
        found.setdefault(plain(name_of(element)), []).append(element)
    return found
