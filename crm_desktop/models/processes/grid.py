"""The grid on which steps stand, the sizes they are drawn in, and when two of them are in each other's way.

Places are stored once and shown in two ways. What is stored is measured as with lanes for columns: a row is `ROW` along
the flow. With lanes for rows, distances along are shown `COLUMN / ROW` times as long and distances across
`LANE_ROW / LANE` times, while shapes keep their size. So turning a map changes no step, and a step takes up the larger
of what it needs in both.
"""

from collections.abc import Mapping

from crm_desktop.models.processes.elements import Node

ROW, COLUMN = 84, 176
"""Distance of steps that follow each other, with lanes as columns and as rows."""
LANE, LANE_ROW, LEAST_LANE = 196, 120, 160
"""Breadth of a lane as column and as row, and the least as column."""
FIRST = 66
"""Where the middle of the first row lies."""
SIZES: Mapping[str, tuple[int, int]] = {
    "task": (152, 56),
    "subprocess": (152, 56),
    "gateway": (44, 44),
    "start": (36, 36),
    "intermediate": (36, 36),
    "end": (36, 36),
    "data_object": (36, 48),
    "data_store": (48, 48),
    "note": (152, 56),
    "group": (180, 140),
    "port": (2, 2),
}
"""Width and height of a new element by form."""


def row_below(along: int) -> int:
    """Return the middle of the first row that lies wholly further along."""
    return FIRST + ((along - FIRST) // ROW + 1) * ROW


def row_above(along: int) -> int:
    """Return the middle of the last row that lies wholly before, at least the first."""
    return max(FIRST, FIRST - ((FIRST - along) // ROW + 1) * ROW)


def nearest_row(along: int) -> int:
    """Return the middle of the nearest row."""
    return max(FIRST, FIRST + (2 * (along - FIRST) + ROW) // (2 * ROW) * ROW)


def takes_room(node: Node) -> bool:
    """Tell whether others must keep clear: not of what lies around steps, of ends of flows, of what sits on an edge."""
    return node.form not in ("group", "port") and node.attached_to_id is None


def length(node: Node) -> int:
    """Return how much a step takes up along the flow, in either orientation."""
    return max(node.height, -(-node.width * ROW // COLUMN))


def breadth(node: Node) -> int:
    """Return how much a step takes up across the flow, in either orientation."""
    return max(node.width, -(-node.height * LANE // LANE_ROW))


def in_the_way(one: Node, other: Node) -> bool:
    """Tell whether two steps of one lane overlap; touching is allowed."""
    return 2 * abs(one.along - other.along) < length(one) + length(other) and 2 * abs(
        one.across - other.across
    ) < breadth(one) + breadth(other)
