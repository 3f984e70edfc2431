"""Which layers of maps each person on this device hides, as the preferences keep it: "id of the person/layer"."""

from collections.abc import Iterable

from crm_desktop.settings import PreferencesFile

_MOST = 120
"""Twenty people with all of theirs; who was here longest ago is forgotten first."""


def hidden_layers(kept: Iterable[str], person: str) -> frozenset[str]:
    """Return what a person hides."""
    return frozenset(layer for who, _, layer in (each.partition("/") for each in kept) if who == person and layer)


def with_layers(kept: Iterable[str], person: str, hidden: Iterable[str]) -> list[str]:
    """Return what is kept once a person hides just these."""
    others = [each for each in kept if each.partition("/")[0] != person]
    return [*others, *(f"{person}/{layer}" for layer in sorted(hidden))][-_MOST:]


def keep_layers(file: PreferencesFile, hidden: Iterable[str]) -> None:
    """Remember what the person who is signed in hides, beside what others on this device do."""
    me = file.present.user_id
    if me:
        file.change(hidden_layers=with_layers(file.present.hidden_layers, me, hidden))
