"""Maps look as their reference pictures, within the tolerance of `map_pictures`; each element of the suite is seen."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import etree
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from crm_desktop.interchange.bpmn.reading import read_bpmn
from crm_desktop.models.processes.routing.spots import Box, Spot
from crm_desktop.views.diagram.painting.whole import Paper
from crm_desktop.views.language.language import current_language
from tests.support.bpmn_files import NAMES, reference_file
from tests.support.map_pictures import FOLDER, REFERENCES, difference, font_here, shown

_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_INK = 24
"""By how much a channel must differ from the ground to be seen."""


@pytest.fixture(autouse=True)
def _in_english(qapp: QApplication) -> None:
    current_language().use("en")


def _reference(name: str) -> QImage:
    kept = QImage(str(FOLDER / f"{name}.png"))
    if kept.text("font") != font_here():
        pytest.skip(f"the reference pictures are written in {kept.text('font')}, which is not here")
    return kept


@pytest.mark.parametrize("name", sorted(REFERENCES))
def test_a_map_looks_as_its_reference_picture(name: str) -> None:
    found = difference(_reference(name), shown(REFERENCES[name]())[1])
    assert found.tolerable, found


def test_what_moved_is_named_otherwise_or_is_missing_is_noticed() -> None:
    kept, map_ = _reference("order-columns"), REFERENCES["order-columns"]()
    step = next(node for node in map_.nodes if node.form == "task")
    moved = replace(step, along=step.along + 30)
    renamed = replace(step, name="An entirely different and much longer name")
    for changed in (moved, renamed):
        nodes = tuple(changed if node.id == step.id else node for node in map_.nodes)
        assert not difference(kept, shown(replace(map_, nodes=nodes))[1]).tolerable
    assert not difference(kept, shown(replace(map_, flows=map_.flows[len(map_.flows) // 2 :]))[1]).tolerable


@pytest.mark.parametrize("name", NAMES)
def test_each_element_of_a_reference_file_is_to_be_seen(name: str) -> None:
    data = reference_file(name)
    read = read_bpmn(data, name)
    for map_ in read.maps:
        paper, image = shown(map_, scale=1.0)
        nodes = {node.id: node for node in map_.nodes if node.form != "port"}
        unseen = [nodes[each].name or each for each, box in paper.boxes.items()
                  if each in nodes and not _outlined(image, paper, box)]  # fmt: skip
        assert unseen == []
        assert [flow_id for flow_id, path in paper.paths.items() if not _drawn(image, paper, path)] == []
        named = " ".join(f"{band.above} {band.lane.name}" for band in paper.bands)
        assert [pool.name for pool in map_.pools if pool.name and pool.name not in named] == []
    drawn = {str(shape.get("bpmnElement")) for shape in etree.fromstring(data).iter(f"{_DI}BPMNShape")}
    known = {str(element.bpmn_id) for map_ in read.maps for element in map_.elements()}
    assert {each for each in drawn if each.split(":")[-1] not in known and each not in known} == set()


def _outlined(image: QImage, paper: Paper, box: Box) -> bool:
    """Tell whether a shape's line is to be seen at three of the middles of its sides."""
    (x, y), sides = box.middle, 0
    for spot in ((box.left, y), (box.right, y), (x, box.top), (x, box.bottom)):
        sides += _inked(image, paper, spot)
    return sides >= 3


def _drawn(image: QImage, paper: Paper, path: tuple[Spot, ...]) -> bool:
    """Tell whether a line is to be seen in the middle of its longest part; dashes have gaps."""
    one, other = max(pairwise(path), key=lambda part: math.dist(*part))
    spots = [(one[0] + (other[0] - one[0]) * at / 20, one[1] + (other[1] - one[1]) * at / 20) for at in range(4, 17)]
    return sum(_inked(image, paper, spot) for spot in spots) >= 4


def _inked(image: QImage, paper: Paper, spot: Spot) -> bool:
    """Tell whether near a spot of the map there are pixels that differ from each other: a line on its ground."""
    across, down = paper.begin
    x, y = round(spot[0] + across), round(spot[1] + down)
    near = [QColor(image.pixel(i, j)) for i in range(x - 3, x + 4) for j in range(y - 3, y + 4) if image.valid(i, j)]
    channels = (QColor.red, QColor.green, QColor.blue)
    spread = (max(map(channel, near)) - min(map(channel, near)) for channel in channels) if near else ()
    return any(each > _INK for each in spread)
