"""Pictures of maps as paper shows them, how far two of them differ, and what is to be seen in them.

Renew the reference pictures with `python -m tests.support.map_pictures`, and look at them before they are committed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtGui import QFontInfo, QImage, QPainter
from PySide6.QtWidgets import QApplication

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.picture import Picture
from crm_desktop.diagrams.templates import as_map, templates
from crm_desktop.interchange.bpmn.reading import read_bpmn
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.views.diagram.painting.whole import Paper, Printing, paper_of
from crm_desktop.views.language.language import current_language
from crm_desktop.views.theme.theme import paper_theme
from tests.support.bpmn_files import reference_file

FOLDER = Path(__file__).resolve().parents[1] / "views" / "diagram" / "pictures"
SCALE = 0.4
MOST_MEAN, MOST_FAR, FAR = 0.05, 0.0005, 48
"""Tolerance: the mean difference of a channel (of 255), and the share of pixels that differ by more than FAR."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two pictures are apart."""

    mean: float
    far: float
    same_size: bool = True

    @property
    def tolerable(self) -> bool:
        """Whether it is within the tolerance."""
        return self.same_size and self.mean <= MOST_MEAN and self.far <= MOST_FAR


def shown(map_: ProcessMap, scale: float = SCALE) -> tuple[Paper, QImage]:
    """Return a map on paper, and its picture."""
    paper = paper_of(Picture(Chart.of(map_)))
    image = QImage(round(paper.size.width() * scale), round(paper.size.height() * scale), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.scale(scale, scale)
    Printing(paper).paint(painter)
    painter.end()
    return paper, image


def difference(one: QImage, other: QImage) -> Difference:
    """Return how far two pictures are apart."""
    if one.size() != other.size():
        return Difference(255.0, 1.0, same_size=False)
    first, second = (each.convertToFormat(QImage.Format.Format_RGB888) for each in (one, other))
    total = far = 0
    for row in range(first.height()):
        width = first.width() * 3
        here, there = (_line(each, row)[:width] for each in (first, second))
        if here == there:
            continue
        apart = [abs(a - b) for a, b in zip(here, there, strict=True)]
        total += sum(apart)
        far += sum(max(apart[at : at + 3]) > FAR for at in range(0, width, 3))
    pixels = first.width() * first.height()
    return Difference(total / (pixels * 3), far / pixels)


def _line(image: QImage, row: int) -> bytes:
    line: object = image.constScanLine(row)
    assert isinstance(line, memoryview)
    return line.tobytes()


def font_here() -> str:
    """Return which font this environment writes with: with another one the reference pictures say nothing."""
    return QFontInfo(paper_theme().font("body")).family()


def _template(vertical: bool) -> ProcessMap:
    made = as_map(next(each for each in templates() if each.key == "order-to-delivery"), "en")
    return replace(made, values={**made.values, "orientation": "vertical" if vertical else "horizontal"})


REFERENCES: Mapping[str, Callable[[], ProcessMap]] = {
    "order-columns": lambda: _template(vertical=True),
    "order-rows": lambda: _template(vertical=False),
    "miwg-A.4.1": lambda: read_bpmn(reference_file("A.4.1"), "A.4.1").maps[0],
    "miwg-B.1.0": lambda: read_bpmn(reference_file("B.1.0"), "B.1.0").maps[0],
}


def main() -> None:
    """Paint the reference pictures anew."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    current_language().use("en")
    FOLDER.mkdir(exist_ok=True)
    for name, make in REFERENCES.items():
        image = shown(make())[1]
        image.setText("font", font_here())
        image.save(str(FOLDER / f"{name}.png"))
    application.quit()


if __name__ == "__main__":
    main()
