"""What people hide on maps is kept for each of them, on a device that several use."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.composition.layers_kept import hidden_layers, with_layers
from crm_desktop.settings import PreferencesFile


def test_each_person_finds_their_own_choice_again(tmp_path: Path) -> None:
    file = PreferencesFile(tmp_path / "preferences.json")
    for person, hidden in (("ann", {"times"}), ("bo", {"pains", "links"}), ("ann", {"roles"})):
        file.change(hidden_layers=with_layers(file.present.hidden_layers, person, hidden))
    again = PreferencesFile(tmp_path / "preferences.json").present.hidden_layers
    assert hidden_layers(again, "ann") == {"roles"}
    assert hidden_layers(again, "bo") == {"pains", "links"}
    assert hidden_layers(again, "cy") == frozenset()
    assert hidden_layers(with_layers(again, "bo", ()), "bo") == frozenset()


def test_the_list_does_not_grow_without_end() -> None:
    kept: list[str] = []
    for number in range(200):
        kept = with_layers(kept, f"person {number}", ["times", "pains"])
    assert len(kept) <= 120
    assert hidden_layers(kept, "person 199") == {"times", "pains"}
