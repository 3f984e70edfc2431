"""Many elements made at once are the same as made one by one."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.models.processes.elements import Flow, Node


def test_elements_made_of_some_of_their_fields_have_the_others_by_default() -> None:
    known: list[dict[str, Any]] = [
        {"id": "a", "name": "收款", "form": "gateway", "along": 3},
        {"id": "b", "systems": frozenset({"ERP"}), "width": 9},
        {"id": "c"},
    ]
    assert Node.made_of(known) == [Node(**each) for each in known]
    assert Flow.made_of([]) == []


def test_a_field_that_no_such_element_has_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        Flow.made_of([{"id": "a"}, {"id": "b", "colour": "red"}])
