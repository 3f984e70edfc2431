"""How an organisation is drawn: a box for each department with its posts, lines from above, a frame for each division.

A tidy tree (`tidy_tree.py`) whose levels begin at one height. Departments without any under them hang below each other
where the one above is not at the top, so that a chart stays narrow enough to be read on paper. All lengths in
device-independent pixels, (0, 0) top left.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, floor

from crm_desktop.models.studies.organisation import Organisation
from crm_desktop.models.studies.tidy_tree import Outline, fit, joined


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes of the drawing; whoever draws larger letters passes larger ones."""

    width: float = 196
    head: float = 46
    row: float = 24
    foot: float = 6
    """Room under the posts, where there are any."""
    beside: float = 20
    between: float = 48
    """From the lowest box of a level to the next level."""
    stacked: float = 14
    indent: float = 22
    frame: float = 12
    """Room around a division's boxes."""
    margin: float = 16


@dataclass(frozen=True, slots=True)
class Box:
    """A department's place."""

    id: str
    x: float
    y: float
    width: float
    height: float
    hangs: bool = False
    """It stands in a column under the one above, at a stem on its left."""

    @property
    def middle(self) -> float:
        """Where lines come from above."""
        return self.x + self.width / 2

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Line:
    """A connection: solid for who is above whom, dotted for advice, direction by function, and settlement."""

    source_id: str
    target_id: str
    points: tuple[tuple[float, float], ...]
    form: str = "above"
    """`above`, `staff`, `directs` (a function directs departments beside it) or `settles` (profit centres)."""

    @property
    def dotted(self) -> bool:
        """Whether it is drawn dotted."""
        return self.form != "above"


@dataclass(frozen=True, slots=True)
class Frame:
    """What encloses a division with all its departments."""

    department_id: str
    x: float
    y: float
    width: float
    height: float
    profit_centre: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing; boxes in reading order, by id."""

    boxes: Mapping[str, Box] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    frames: tuple[Frame, ...] = ()
    width: float = 0
    height: float = 0

    def at(self, x: float, y: float) -> Box | None:
        """Return the box at a point."""
        inside = (box for box in self.boxes.values() if box.x <= x <= box.right and box.y <= y <= box.bottom)
        return next(inside, None)


def chart_of(organisation: Organisation, structure: str = "line", measures: Measures | None = None) -> Chart:
    """Return where everything stands; `structure` is one of `records.study.STRUCTURES`, "" is drawn as line."""
    if not organisation.departments:
        return Chart()
    plan = _Plan(organisation, structure, measures or Measures())
    boxes = plan.boxes()
    frames = plan.frames(boxes)
    right = max([box.right for box in boxes.values()] + [frame.x + frame.width for frame in frames])
    bottom = max([box.bottom for box in boxes.values()] + [frame.y + frame.height for frame in frames])
    margin = plan.measures.margin
    return Chart(boxes, tuple(plan.lines(boxes)), frames, right + margin, bottom + margin)


def box_height(organisation: Organisation, department_id: str, measures: Measures) -> float:
    """Return how tall a department's box is with its posts."""
    posts = len(organisation.staffed.get(department_id, ()))
    return measures.head + posts * measures.row + (measures.foot if posts else 0)


class _Plan:
    """One drawing in the making: heights first, then the slices that outlines are compared in, then places."""

    def __init__(self, organisation: Organisation, structure: str, measures: Measures) -> None:
        self.organisation, self.structure, self.measures = organisation, structure, measures
        self._order = list(organisation.within(""))
        self._parent = {each: organisation.parent(each) for each in self._order}
        self._divisions = self._find_divisions()
        self._depth = self._depths()
        self._hanging = {each for each in self._order if self._hangs_below(each)}
        """Departments whose departments hang."""
        self._height = {each: box_height(organisation, each, measures) for each in self._order}
        self._top = self._tops()
        self._slice = measures.between / 2
        """Height of the slices that outlines are compared in: what shares one stands beside each other."""

    def boxes(self) -> dict[str, Box]:
        """Return the boxes, moved so that all, and their frames, have the margin above and on their left."""
        middle, framed = (
            self._middles(),
            {below for each in self._divisions for below in self.organisation.within(each)},
        )
        room, half, margin = self.measures.frame, self.measures.width / 2, self.measures.margin
        left = min(middle[each] - half - (room if each in framed else 0) for each in self._order) - margin
        top = min(self._top[each] - (room if each in framed else 0) for each in self._order) - margin
        found = {}
        for each in self._order:
            x, y = middle[each] - half - left, self._top[each] - top
            hangs = self._parent[each] in self._hanging
            found[each] = Box(each, x, y, self.measures.width, self._height[each], hangs)
        return found

    def _middles(self) -> dict[str, float]:
        """Return where the middles of the boxes stand, that of the tops being 0."""
        offset: dict[str, float] = {}
        outlines: dict[str, Outline] = {}
        for each in reversed(self._order):
            offset_of, outline = self._place_below(each, outlines)
            offset |= offset_of
            outlines[each] = self._boxed(outline) if each in self._divisions else outline
        places, _ = fit([outlines[each] for each in self.organisation.roots], self.measures.beside)
        middle = dict(zip(self.organisation.roots, places, strict=True))
        for each in self._order:
            if each not in middle:
                middle[each] = middle[self._parent[each]] + offset[each]
        return middle

    def frames(self, boxes: Mapping[str, Box]) -> tuple[Frame, ...]:
        """Return a frame for each division, around all that is in it."""
        room, found = self.measures.frame, []
        for each in self._divisions:
            inside = [boxes[below] for below in self.organisation.within(each)]
            left, top = min(box.x for box in inside) - room, min(box.y for box in inside) - room
            right, bottom = max(box.right for box in inside) + room, max(box.bottom for box in inside) + room
            found.append(Frame(each, left, top, right - left, bottom - top, self.structure == "simulated"))
        return tuple(found)

    def lines(self, boxes: Mapping[str, Box]) -> Iterator[Line]:
        """Yield the lines from above, then those of functions and profit centres."""
        for each in self._order:
            if above := self._parent[each]:
                form = "staff" if self.organisation.departments[each].staff_line else "above"
                yield Line(above, each, self._from_above(boxes[above], boxes[each]), form)
        if self.structure == "functional":
            yield from self._directions(boxes)
        if self.structure == "simulated":
            yield from self._settlements(boxes)

    def _from_above(self, above: Box, below: Box) -> tuple[tuple[float, float], ...]:
        if below.hangs:
            stem, level = above.x + self.measures.indent / 2, below.y + self.measures.head / 2
            return (stem, above.bottom), (stem, level), (below.x, level)
        bus = below.y - self.measures.between * 0.6
        if above.middle == below.middle:
            return (above.middle, above.bottom), (below.middle, below.y)
        return (above.middle, above.bottom), (above.middle, bus), (below.middle, bus), (below.middle, below.y)

    def _directions(self, boxes: Mapping[str, Box]) -> Iterator[Line]:
        """Yield what each function directs: the departments of the line beside it, along a way of its own."""
        aside = self.measures.width / 8
        for each in self._order:
            if not self.organisation.departments[each].staff_line:
                continue
            for other in self.organisation.siblings(each):
                if not self.organisation.departments[other].staff_line:
                    yield Line(each, other, self._directed(boxes[each], boxes[other], aside), "directs")

    def _directed(self, source: Box, target: Box, aside: float) -> tuple[tuple[float, float], ...]:
        if target.hangs:
            way = max(source.right, target.right) + self.measures.beside / 2 - 2
            start, end = source.y + self.measures.head / 2, target.y + self.measures.head / 2
            return (source.right, start), (way, start), (way, end), (target.right, end)
        way = source.y - self.measures.between * 0.25
        start, end = source.middle + aside, target.middle + aside
        return (start, source.y), (start, way), (end, way), (end, target.y)

    def _settlements(self, boxes: Mapping[str, Box]) -> Iterator[Line]:
        """Yield the lines between neighbouring profit centres, which settle what they do for each other."""
        centres = self._divisions
        for above in dict.fromkeys(self._parent[each] for each in centres):
            beside = self.organisation.children(above)
            for one, next_one in pairwise(beside):
                if one in centres and next_one in centres:
                    level = boxes[one].y + self.measures.head / 2
                    ends = (boxes[one].right, level), (boxes[next_one].x, level)
                    yield Line(one, next_one, ends, "settles")

    def _find_divisions(self) -> dict[str, None]:
        """Return the departments that are a business of their own: directly under the one top, or several tops."""
        if self.structure not in ("divisional", "simulated"):
            return {}
        roots = self.organisation.roots
        level = self.organisation.children(roots[0]) if len(roots) == 1 else roots
        return {each: None for each in level if not self.organisation.departments[each].staff_line}

    def _depths(self) -> dict[str, int]:
        depth: dict[str, int] = {"": -1}
        for each in self._order:
            depth[each] = depth[self._parent[each]] + 1
        return depth

    def _hangs_below(self, department_id: str) -> bool:
        below = self.organisation.children(department_id)
        alone = not any(self.organisation.children(each) for each in below)
        return bool(below) and alone and self._depth[department_id] > 0

    def _tops(self) -> dict[str, float]:
        """Return the upper edge of each box: levels begin at one height, those that hang go on below it."""
        levels: dict[int, float] = {}
        for each in self._order:
            if self._parent[each] not in self._hanging:
                levels[self._depth[each]] = max(levels.get(self._depth[each], 0), self._height[each])
        starts, at = {}, 0.0
        for depth in range(max(self._depth.values()) + 1):
            starts[depth] = at
            at += levels.get(depth, 0) + self.measures.between
        top: dict[str, float] = {}
        last: dict[str, str] = {}
        """By the department above: what hangs lowest in its column so far."""
        for each in self._order:
            above = self._parent[each]
            if above in self._hanging:
                before = last.get(above, above)
                top[each] = top[before] + self._height[before] + self.measures.stacked
                last[above] = each
            else:
                top[each] = starts[self._depth[each]]
        return top

    def _place_below(self, department_id: str, outlines: Mapping[str, Outline]) -> tuple[dict[str, float], Outline]:
        """Return how far the departments under one stand from its middle, and the outline of all of it together."""
        half, below = self.measures.width / 2, self.organisation.children(department_id)
        mine = Outline.of_box(self._slices(department_id), -half, half)
        if not below:
            return {}, mine
        if department_id in self._hanging:
            aside = self.measures.indent
            under = [Outline.of_box(self._slices(each), -half, half + aside) for each in below]
            return dict.fromkeys(below, aside), joined([mine, *under])
        places, under_it = fit([outlines[each] for each in below], self.measures.beside)
        return dict(zip(below, places, strict=True)), joined([mine, under_it])

    def _slices(self, department_id: str) -> range:
        top = self._top[department_id]
        first = floor((top - self.measures.between) / self._slice)
        return range(first, ceil((top + self._height[department_id]) / self._slice))

    def _boxed(self, outline: Outline) -> Outline:
        """Return an outline as a rectangle with the room of its frame: nothing else may reach into a division."""
        room = self.measures.frame
        slices = range(outline.first, outline.end + ceil(room / self._slice))
        return Outline.of_box(slices, min(outline.left) - room, max(outline.right) + room)
