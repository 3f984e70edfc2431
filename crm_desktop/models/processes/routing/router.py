"""Router: the routes of a map, kept up to date as boxes come, go and move; only what is touched is routed again.

A new route gives way to those that run already, so the order in which flows are handed over decides between equals;
whoever opens a map hands them over in the order of their ids. Not thread-safe.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from crm_desktop.models.processes.routing.ground import Boxes, Lines, lies_alone, runs_beside
from crm_desktop.models.processes.routing.search import find_way
from crm_desktop.models.processes.routing.shapes import AROUND, Ends, shapes, straight
from crm_desktop.models.processes.routing.spots import Box, Path, Side, Spot, segments, straightened
from crm_desktop.models.processes.routing.turning_round import keeps_order, turned_round

_CROSSING = 60.0
_SHARED = 160.0
"""What a crossing, and running on another line, cost in pixels of way."""
_LOOKED_AT = 14
_OFFSETS = (10.0, -10.0, 20.0, -20.0, 30.0, -30.0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A flow to be routed: its ends by the ids of their boxes, and the corners a user placed."""

    source: str
    target: str
    bends: tuple[Spot, ...] = ()


class Router:
    """`put_box`, `put_flow`, then `paths[flow]`; `touched_by(ids)` tells which flows a moved box concerns."""

    def __init__(self, *, vertical: bool) -> None:
        self.vertical = vertical
        self.paths: dict[str, Path] = {}
        self._wanted: dict[str, Wanted] = {}
        self._at: dict[str, set[str]] = defaultdict(set)
        self.boxes, self._lines = Boxes(vertical=vertical), Lines(vertical=vertical)
        self._shares: dict[str, set[str]] = {}
        """With which other flows a route shared a line when it was found."""
        self._left: dict[str, tuple[Path, set[str]]] = {}
        """How flows ran, and with whom on one line, before lanes changed places and another way was found."""
        self._through: set[str] = set()
        """Ids of boxes that routes may run through: groups, notes, what lies around others."""

    def put_box(self, box_id: str, box: Box, *, passable: bool = False) -> None:
        """Add a box or move it; routes are not changed by this."""
        self.boxes.put(box_id, box)
        (self._through.add if passable else self._through.discard)(box_id)

    def drop_box(self, box_id: str) -> None:
        """Take a box away."""
        self.boxes.drop(box_id)
        self._through.discard(box_id)

    def put_flow(self, flow_id: str, wanted: Wanted) -> None:
        """Add a flow or change its ends; it is routed by `route`."""
        self._forget_ends(flow_id)
        self._wanted[flow_id] = wanted
        self._at[wanted.source].add(flow_id)
        self._at[wanted.target].add(flow_id)

    def drop_flow(self, flow_id: str) -> None:
        """Take a flow away."""
        self._forget_ends(flow_id)
        self._wanted.pop(flow_id, None)
        self._shares.pop(flow_id, None)
        self._left.pop(flow_id, None)
        self.paths.pop(flow_id, None)
        self._lines.drop(flow_id)

    def touched_by(self, box_ids: Iterable[str], *, crossed: bool = True) -> set[str]:
        """Return the flows that end at the boxes and, unless told otherwise, those that now run through them."""
        found: set[str] = set()
        for box_id in box_ids:
            found |= self._at.get(box_id, set())
            if crossed and box_id in self.boxes and box_id not in self._through:
                box = self.boxes[box_id]
                found |= {each for each in self._lines.near(box) if self._runs_through(each, box_id)}
        return found

    def near(self, area: Box) -> set[str]:
        """Return the flows whose routes may touch an area."""
        return self._lines.near(area)

    def route(self, flow_ids: Iterable[str] | None = None) -> set[str]:
        """Route these flows anew (all by default), in the order of their ids; return those whose path changed."""
        ids = sorted(self._wanted if flow_ids is None else (each for each in flow_ids if each in self._wanted))
        before = {each: self.paths.get(each) for each in ids}
        for flow_id in ids:
            self._lines.drop(flow_id)
        for flow_id in ids:
            path = self._routed(flow_id, self._wanted[flow_id])
            if path is None:
                self.paths.pop(flow_id, None)
                continue
            self.paths[flow_id] = path
            self._lines.put(flow_id, path)
        return {each for each in ids if self.paths.get(each) != before[each]}

    def carry(self, steps: Mapping[str, Spot]) -> None:
        """Move routes as they are by a step right and down for each, as their boxes have been."""
        for flow_id, (right, down) in steps.items():
            if right or down:
                moved = tuple([(x + right, y + down) for x, y in self.paths[flow_id]])
                self.paths[flow_id] = moved
                self._lines.put(flow_id, moved)

    def shift(self, begins: Sequence[float], steps: Sequence[float], *, reroute: bool) -> set[str]:
        """Shift routes across the map with the lanes they run in: where each began, and by how much it was shifted.

        Boxes have been moved already. With `reroute` lanes may have changed their order: routes that were turned round
        by this leave and arrive at the opposite edges, and what something stands in the way of is found anew. Returns
        the flows whose routes are others now, not only shifted.
        """
        axis, moved, turned, doubtful = (0 if self.vertical else 1), dict[str, Path](), set[str](), list[str]()
        lane_at = cache(lambda place: max(bisect_right(begins, place) - 1, 0))
        for flow_id, path in self.paths.items():
            if len(path) == 2 and path[0][axis] == path[1][axis]:  # as most are: in one lane, straight on
                step = steps[lane_at(path[0][axis])]
                if step:
                    (x, y), (to_x, to_y) = path
                    aside, down = (step, 0.0) if axis == 0 else (0.0, step)
                    moved[flow_id] = (x + aside, y + down), (to_x + aside, to_y + down)
                continue
            lanes = [lane_at(spot[axis]) for spot in path]
            first, last = min(lanes), max(lanes)
            if not any(steps[first : last + 1]):
                continue
            if axis == 0:
                shifted = tuple([(x + steps[lane], y) for (x, y), lane in zip(path, lanes, strict=True)])
            else:
                shifted = tuple([(x, y + steps[lane]) for (x, y), lane in zip(path, lanes, strict=True)])
            moved[flow_id] = shifted
            if reroute and first < last:
                doubtful.append(flow_id)
                if not keeps_order(path, shifted, axis):
                    turned.add(flow_id)
        old = {each: self.paths[each] for each in doubtful}
        lost = {each for each in turned if not self._turn_round(each, moved, axis)}
        self._enter(moved)
        again = self._take_again([each for each in doubtful if each in self._left])
        odd = {each for each in doubtful if each not in again and (each in lost or not self._is_free(each))}
        self._left |= {each: (old[each], self._shares.get(each, set())) for each in odd}
        self.route(odd)
        return odd | turned | again

    def _take_again(self, flow_ids: Collection[str]) -> set[str]:
        """Let flows run again as before an earlier shift, where their ends are back and the way is free; tell which."""
        back = [each for each in flow_ids if self._docks(self._wanted[each], self._left[each][0])]
        now = {each: (self.paths[each], self._shares.get(each, set())) for each in back}
        for flow_id in back:
            self._lines.drop(flow_id)
        for flow_id in back:
            self.paths[flow_id], self._shares[flow_id] = self._left[flow_id]
            if self._is_free(flow_id):
                del self._left[flow_id]
            else:
                self.paths[flow_id], self._shares[flow_id] = now[flow_id]
            self._lines.put(flow_id, self.paths[flow_id])
        return {each for each in back if each not in self._left}

    def _docks(self, wanted: Wanted, path: Path) -> bool:
        """Tell whether a path runs from a step to the other as they stand now."""
        ends = (wanted.source, path[0]), (wanted.target, path[-1])
        return not wanted.bends and all(spot in [side.port(self.boxes[box]) for side in Side] for box, spot in ends)

    def _turn_round(self, flow_id: str, moved: dict[str, Path], axis: int) -> bool:
        """Give a route that was turned round its way from and to the opposite edges; False where that leaves none."""
        wanted = self._wanted[flow_id]
        path = None
        if not wanted.bends:
            ends = Ends(self.boxes[wanted.source], self.boxes[wanted.target], self.vertical)
            path = turned_round(self.paths[flow_id], moved.pop(flow_id), ends, axis)
        if path is None:
            moved.pop(flow_id, None)
            self._lines.drop(flow_id)
            return False
        moved[flow_id] = path
        return True

    def _enter(self, moved: Mapping[str, Path]) -> None:
        """Take over paths that are elsewhere now."""
        self.paths |= moved
        if 2 * len(moved) > len(self.paths):
            self._lines.clear()
            moved = self.paths
        self._lines.put_all(moved)

    def _is_free(self, flow_id: str) -> bool:
        """Tell whether a route still runs through no step, and on no other flow's line than when it was found."""
        wanted, path = self._wanted[flow_id], self.paths[flow_id]
        beside = self._beside(wanted, path)
        known = self._shares.get(flow_id, ())
        return beside is not None and all(each in known or flow_id in self._shares.get(each, ()) for each in beside)

    def _beside(self, wanted: Wanted, path: Path) -> set[str] | None:
        """Return the flows that are no kin and run on or beside a path; None where it meets a step."""
        edges = self.boxes[wanted.source].grown(1), self.boxes[wanted.target].grown(1)
        found = runs_beside(self.boxes, self._lines, path, {wanted.source, wanted.target} | self._through, edges)
        return None if found is None else {each for each in found if not self._is_kin(wanted, self._wanted[each])}

    def _told_beside(self, flow_id: str, path: Path) -> Path:
        """Return a path that shares a line with others, because any other way costs more, and remember with which."""
        beside = self._beside(self._wanted[flow_id], path)
        if beside:
            self._shares[flow_id] = beside
        return path

    def _routed(self, flow_id: str, wanted: Wanted) -> Path | None:
        if wanted.source not in self.boxes or wanted.target not in self.boxes:
            return None
        ends = Ends(self.boxes[wanted.source], self.boxes[wanted.target], self.vertical)
        self._shares.pop(flow_id, None)
        if wanted.bends:
            return through_bends(ends, wanted.bends)
        own = {wanted.source, wanted.target} | self._through
        line = straight(ends)
        if line is not None and lies_alone(self.boxes, self._lines, line, own):
            return line
        kin = self._kin(wanted)
        best = self._best_shape(flow_id, ends, own, kin)
        if best is None:
            way = find_way(self.boxes, ends.source, ends.target, own)
            return self._set_apart(way if way is not None else next(iter(shapes(ends)))[1], own, kin)
        disturbed, path = best
        return self._told_beside(flow_id, self._set_apart(path, own, kin)) if disturbed else path

    def _best_shape(self, flow_id: str, ends: Ends, own: set[str], kin: set[str]) -> tuple[bool, Path] | None:
        """Return the best shape that is free, and whether it runs on another flow's line."""
        found: tuple[float, bool, Path] | None = None
        edges = ends.source.grown(1), ends.target.grown(1)
        walls = self.boxes.walls(_hull(ends), own)
        looked = 0
        for cost, path in shapes(ends):
            if found is not None and (cost >= found[0] or looked >= _LOOKED_AT):
                break
            if not self.boxes.leaves_free(path, own, edges, walls):
                continue
            looked += 1
            shared, crossed = self._lines.disturbed(path, kin, flow_id)
            price = cost + _CROSSING * crossed + _SHARED * shared
            if found is None or price < found[0]:
                found = (price, shared > 0, path)
        return found[1:] if found is not None else None

    def _set_apart(self, path: Path, own: set[str], kin: set[str]) -> Path:
        """Return the path with its inner parts moved aside where another flow runs on the same line."""
        spots = list(path)
        for at in range(1, len(spots) - 2):
            one, other = spots[at], spots[at + 1]
            if not self._lines.along(one, other, kin):
                continue
            for offset in _OFFSETS:
                aside = _moved(one, other, offset)
                tried = [*spots[:at], *aside, *spots[at + 2 :]]
                if not self._lines.along(*aside, kin) and not any(
                    self.boxes.met(a, b, own) for a, b in segments(tried[at - 1 : at + 3])
                ):
                    spots = tried
                    break
        return straightened(spots)

    def _kin(self, wanted: Wanted) -> set[str]:
        """Return the flows that may share a line with this one near an end: they come from or go to the same step."""
        return {
            each
            for end in (wanted.source, wanted.target)
            for each in self._at[end]
            if self._is_kin(wanted, self._wanted[each])
        }

    def _is_kin(self, wanted: Wanted, other: Wanted) -> bool:
        return other.source == wanted.source or other.target == wanted.target

    def _runs_through(self, flow_id: str, box_id: str) -> bool:
        wanted = self._wanted[flow_id]
        if box_id in (wanted.source, wanted.target):
            return False
        return any(self.boxes[box_id].meets(one, other) for one, other in segments(self.paths[flow_id]))

    def _forget_ends(self, flow_id: str) -> None:
        wanted = self._wanted.get(flow_id)
        if wanted is not None:
            self._at[wanted.source].discard(flow_id)
            self._at[wanted.target].discard(flow_id)


def through_bends(ends: Ends, bends: Sequence[Spot]) -> Path:
    """Return the path through a user's corners, made square where they do not line up."""
    spots: list[Spot] = [_docked(ends.source, bends[0]), *bends, _docked(ends.target, bends[-1])]
    square: list[Spot] = [spots[0]]
    for spot in spots[1:]:
        last = square[-1]
        if last[0] != spot[0] and last[1] != spot[1]:
            goes_level = len(square) > 1 and square[-2][0] == last[0]
            square.append((spot[0], last[1]) if goes_level else (last[0], spot[1]))
        square.append(spot)
    return straightened(square)


def quality(paths: Iterable[Path], lines: Lines | None = None) -> tuple[int, int, float]:
    """Return crossings, corners and length of a map's routes."""
    known, crossings, corners, length = lines or Lines(), 0, 0, 0.0
    for number, path in enumerate(paths):
        crossings += known.crossings(path, ())
        known.put(str(number), path)
        corners += len(path) - 2
        length += sum(abs(one[0] - other[0]) + abs(one[1] - other[1]) for one, other in segments(path))
    return crossings, corners, length


def _hull(ends: Ends) -> Box:
    """Return the area in which all shapes between two boxes run."""
    one, other = ends.source, ends.target
    return Box(
        min(one.left, other.left) - AROUND,
        min(one.top, other.top) - AROUND,
        max(one.right, other.right) + AROUND,
        max(one.bottom, other.bottom) + AROUND,
    )


def _docked(box: Box, towards: Spot) -> Spot:
    """Return where a line towards a spot leaves a box, straight where the spot lies beside, above or below it."""
    x, y = towards
    if box.left <= x <= box.right:
        return (x, box.bottom if y > box.middle[1] else box.top)
    if box.top <= y <= box.bottom:
        return (box.right if x > box.middle[0] else box.left, y)
    level = abs(x - box.middle[0]) - (box.right - box.left) / 2 > abs(y - box.middle[1]) - (box.bottom - box.top) / 2
    if level:
        return (box.right if x > box.middle[0] else box.left, box.middle[1])
    return (box.middle[0], box.bottom if y > box.middle[1] else box.top)


def _moved(one: Spot, other: Spot, offset: float) -> tuple[Spot, Spot]:
    if one[0] == other[0]:
        return (one[0] + offset, one[1]), (other[0] + offset, other[1])
    return (one[0], one[1] + offset), (other[0], other[1] + offset)
