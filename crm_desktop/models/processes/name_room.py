"""How much room a step's name takes, reckoned without fonts: rather a little too much, so that nothing is clipped."""

from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.grid import SIZES

NAMED_INSIDE = frozenset({"task", "subprocess", "note"})
"""Forms whose name stands inside of the shape."""
LINE, PAD_ACROSS, PAD_ALONG = 18, 20, 12
IN_ROW = 74
"""As high as a step may be and still leave those in the rows around it where they are."""
EDGE, ABOVE = 20, 40
_WIDE, _LARGE, _USUAL, _SLIM = 14.5, 11.0, 8.6, 5.4
_LARGE_SIGNS = frozenset("MWmw@%&—…")
_SLIM_SIGNS = frozenset("iljtfrI.,:;'|!()[] ")
_MOST_LINES = 12


def height_needed(node: Node) -> int:
    """Return the least height at which a step shows its whole name, and its systems and post below it."""
    lines = lines_needed(node.name, node.width - PAD_ACROSS)
    below = 1 if node.form != "note" and (node.systems or node.post) else 0
    return max(SIZES[node.form][1], PAD_ALONG + LINE * (lines + below))


def room_around(node: Node) -> tuple[int, int]:
    """Return the room that an open sub-process leaves around its contents, and above them for what is written there."""
    return EDGE, ABOVE + (LINE if node.systems or node.post else 0)


def lines_needed(name: str, width: float) -> int:
    """Return in how many lines of so many pixels a name can be written."""
    width = max(width, 2 * _LARGE)  # narrower than a sign and its room, no line would take any of a word
    lines, room = 1, width
    for word in _pieces(" ".join(name.split())):
        takes = width_needed(word)
        if takes > room and room < width:
            lines, room = lines + 1, width
        while takes > width:
            lines, takes = lines + 1, takes - width + _LARGE
        room -= takes
    return min(lines, _MOST_LINES)


def width_needed(name: str) -> float:
    """Return how wide a name is in one line, pixels."""
    return sum(_width(sign) for sign in name)


def _pieces(name: str) -> list[str]:
    """Return the parts between which a line may end: words, and each sign of a script that knows no spaces."""
    found: list[str] = []
    for sign in name:
        if ord(sign) > 0x2E7F or not found or found[-1].endswith(" ") or ord(found[-1][-1]) > 0x2E7F:
            found.append(sign)
        else:
            found[-1] += sign
    return found


def _width(sign: str) -> float:
    if ord(sign) > 0x2E7F:
        return _WIDE
    if sign in _SLIM_SIGNS:
        return _SLIM
    return _LARGE if sign in _LARGE_SIGNS or sign.isupper() else _USUAL
