"""A proposed change in the to-be: at the step's copy, as a new step, and with a to-be that begins by it."""

from __future__ import annotations

import pytest

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.new_maps import to_be_of
from crm_desktop.diagrams.proposed import Wish, newest_to_be, propose
from crm_desktop.diagrams.templates import as_map, templates
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.processes.process_map import ProcessMap
from tests.support.maps import faults


def as_is() -> ProcessMap:
    return as_map(next(each for each in templates() if each.key == "lead-to-friend"), "en")


def first_task(map_: ProcessMap) -> str:
    return next(node.id for node in map_.nodes if node.form == "task")


def test_the_to_be_begins_as_a_copy_with_the_change_in_it() -> None:
    map_ = as_is()
    found = propose(map_, None, Wish(node_id=first_task(map_), change="automate"), "To be")
    assert found.begun
    creates = [each for each in found.edits if isinstance(each, Create)]
    assert len(creates) == len(found.edits) == 1 + len(map_.elements())
    node = next(each for each in creates if each.id == found.node_id)
    assert (node.values["change"], node.values["automation"]) == ("automate", "automatic")
    assert node.values["base_node_id"] == first_task(map_)
    assert creates[0].values["base_process_id"] == map_.id


def test_in_a_to_be_that_is_there_only_the_step_is_edited() -> None:
    map_ = as_is()
    to_be = to_be_of(map_, "To be").map
    found = propose(map_, to_be, Wish(node_id=first_task(map_), change="remove"), "unused")
    (edit,) = found.edits
    assert isinstance(edit, Update)
    assert (edit.id, dict(edit.values)) == (found.node_id, {"change": "remove"})
    assert not found.begun


def test_a_step_that_is_added_stands_behind_the_one_that_hurts_and_leads_on() -> None:
    map_ = as_is()
    to_be = to_be_of(map_, "To be").map
    found = propose(map_, to_be, Wish(node_id=first_task(map_), change="add", name="Remind"), "")
    chart = Chart.of(to_be)
    for edit in found.edits:
        if isinstance(edit, Create) and edit.kind == "node":
            assert (edit.values["name"], edit.values["change"]) == ("Remind", "add")
    whole = propose(map_, None, Wish(node_id=first_task(map_), change="add", name="Remind"), "To be")
    assert sum(isinstance(each, Create) and each.kind == "node" for each in whole.edits) == len(map_.nodes) + 1
    assert faults(chart) == []


def test_a_step_that_is_gone_from_the_to_be_is_refused() -> None:
    map_ = as_is()
    with pytest.raises(Refused, match=r"diagram\.gone"):
        propose(map_, to_be_of(map_, "To be").map, Wish(node_id="nowhere", change="remove"), "")


def test_of_several_to_bes_the_newest_counts() -> None:
    map_ = as_is()
    both = [to_be_of(map_, "One").map, to_be_of(map_, "Two").map]
    found = newest_to_be(map_.id, {each.id: each for each in (map_, *both)})
    assert found is not None
    assert found.id == max(each.id for each in both)
