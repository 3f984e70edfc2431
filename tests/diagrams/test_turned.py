"""Whole maps turned outside of the editor: drawings of other programs get the room that their steps need upright."""

from __future__ import annotations

from itertools import combinations

import pytest

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.commands.turn import Turn
from crm_desktop.diagrams.picture import Picture
from crm_desktop.diagrams.turned import turned
from crm_desktop.diagrams.work import Work
from crm_desktop.interchange.bpmn.reading import read_bpmn
from crm_desktop.models.processes.process_map import ProcessMap
from tests.support.bpmn_files import reference_file
from tests.support.map_samples import order_map

_STEPS = ("task", "gateway", "subprocess", "start", "end")


def overlapping(map_: ProcessMap) -> list[tuple[str, str]]:
    boxes = Picture(Chart.of(map_)).boxes
    steps = [node for node in map_.nodes if node.form in _STEPS and node.id in boxes]
    return [
        (one.name, other.name)
        for one, other in combinations(steps, 2)
        if one.parent_id == other.parent_id and boxes[one.id].grown(-1).touches(boxes[other.id])
    ]


@pytest.mark.parametrize("name", ["A.1.0", "A.4.0", "B.1.0", "C.1.1"])
def test_steps_of_other_programs_do_not_lie_on_each_other_upright(name: str) -> None:
    map_ = read_bpmn(reference_file(name)).maps[0]
    upright = turned(map_)
    assert upright.vertical
    assert overlapping(map_) == overlapping(upright) == []
    assert [node.id for node in upright.nodes] == [node.id for node in map_.nodes]


def test_our_own_maps_are_turned_as_in_the_editor_and_back() -> None:
    map_ = order_map()
    assert turned(turned(map_)) == map_


@pytest.mark.parametrize("name", ["A.1.0", "A.4.0", "B.1.0", "C.1.1"])
def test_the_editor_turns_drawings_of_other_programs_as_well_and_back(name: str) -> None:
    map_ = read_bpmn(reference_file(name)).maps[0]
    work = Work(Chart.of(map_))
    Turn().perform(work)
    assert overlapping(work.chart.as_map()) == []
    assert work.chart.as_map() == turned(map_)
    Turn().perform(work)
    assert work.chart.as_map() == map_
    assert not work.so_far()


def test_a_map_that_needs_no_room_is_turned_by_its_orientation_alone() -> None:
    work = Work(Chart.of(order_map()))
    Turn().perform(work)
    assert not work.so_far().changes
    assert set(work.so_far().process) == {"orientation"}
