"""Names of steps on the canvas and on paper: in which lines, in which font, where; `seeing` says on which side."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont

from crm_desktop.models.processes.elements import Node
from crm_desktop.views.diagram.painting.look import Look, text_width, wrapped
from crm_desktop.views.diagram.painting.notation import place_of_signs
from crm_desktop.views.diagram.painting.seen import WIDEST, Seen, Way

SMALL = frozenset({"gateway", "start", "intermediate", "end", "data_object", "data_store"})
"""Forms whose name stands beside the shape."""
_PAD, _NARROW_PAD, _NAME_LINE, _CAPTION_LINE, _TIGHT_LINE = 10, 4, 18, 16, 14
_NARROW, _LOW = 120, 40
"""Steps of other programs may be narrower and lower than ours; their names need the room more than the margin does."""
_BESIDE = 120
_FEW, _MOST = 2, 4
"""Lines of a name beside its shape; more than a few only where the name would not be whole otherwise."""
_BELOW_FIRST = 88
_BELOW_NEXT = (_BELOW_FIRST, 100, 116)
"""A name below a shape is first tried so narrow: what stands in the same row has its name below, too."""


def lies_around(node: Node) -> bool:
    """Tell whether other steps stand inside of a node: an opened sub-process, a group."""
    return node.form == "group" or (node.form == "subprocess" and node.expanded)


def name_lines(look: Look, node: Node, rect: QRectF, seen: Seen, *, alone: bool = False) -> tuple[str, ...]:
    """Return the lines in which a name is written into or beside its shape; `alone`: without words below it."""
    if node.form in SMALL:
        return _lines_beside(look, node, seen)
    if node.form == "group":
        return wrapped(node.name, look.key(look.caption), int(room_for_name(look, node, rect).width()), 1)
    inner = room_for_name(look, node, rect)
    most = _lines_within(inner, line_height(look, node, rect))
    if node.form != "note" and not alone and seen.subtitle[1]:
        most = max(1, most - 1)
    font = look.key(name_font(look, node, rect))
    lines = wrapped(node.name, font, int(inner.width()), most)
    if _is_whole(lines) or not _meets_signs(node, rect, lines, line_height(look, node, rect), font):
        return lines
    room = max(int(place_of_signs(node, rect).left() - inner.left()), 8)
    return (*lines[:-1], wrapped(f"{lines[-1]}…", font, room, 1)[0].rstrip(" …") + "…")


def name_place(rect: QRectF, side: Way, lines: int) -> tuple[QRectF, Qt.AlignmentFlag]:
    """Return where the name of a small shape stands, and how it is aligned there."""
    height, centre, (dx, dy) = lines * _NAME_LINE, rect.center(), side
    if dx == 0:
        top = rect.bottom() + 4 if dy > 0 else rect.top() - 4 - height
        return QRectF(centre.x() - 80, top, 160, height), Qt.AlignmentFlag.AlignHCenter
    align = Qt.AlignmentFlag.AlignLeft if dx > 0 else Qt.AlignmentFlag.AlignRight
    if dy == 0:
        left = rect.right() + 6 if dx > 0 else rect.left() - 146
        return QRectF(left, centre.y() - height / 2, 140, height), align
    left = centre.x() + 8 if dx > 0 else centre.x() - 148
    return QRectF(left, rect.bottom() - 3 if dy > 0 else rect.top() + 3 - height, 140, height), align


def name_font(look: Look, node: Node, rect: QRectF) -> QFont:
    """Return the font of the name within a shape."""
    return look.caption if node.form == "note" else _styles(look)[_tightness(look, node, rect)][0]


def line_height(look: Look, node: Node, rect: QRectF) -> int:
    """Return how high a line of the name within a shape is."""
    if node.form == "note":
        return _CAPTION_LINE if rect.height() >= _LOW else _TIGHT_LINE
    return _styles(look)[_tightness(look, node, rect)][1]


def room_for_name(look: Look, node: Node, rect: QRectF) -> QRectF:
    """Return where the words of a step stand."""
    narrow = rect.width() < _NARROW or (node.form != "note" and _tightness(look, node, rect) > 0)
    side = _NARROW_PAD if narrow else _PAD
    top, bottom = (7, 5) if rect.height() >= _LOW else (2, 2)
    return rect.adjusted(side, top, -side, -bottom)


def told_beside(node: Node) -> str:
    """Return what stands beside a small shape: its name, and a document's state unless the name ends with it."""
    state = f"[{node.data_state}]"
    return f"{node.name} {state}".strip() if node.data_state and not node.name.endswith(state) else node.name


def reach_of(node: Node, rect: QRectF) -> QRectF:
    """Return what a small shape and its name may cover, wherever the name stands."""
    more = 44 if len(told_beside(node)) <= _BELOW_FIRST // 4 else 44 + (_MOST - _FEW) * _NAME_LINE
    return rect.adjusted(-150, -more, 150, more)


def _lines_beside(look: Look, node: Node, seen: Seen) -> tuple[str, ...]:
    told, font = told_beside(node), look.key(look.strong if node.form == "gateway" else look.body)
    if seen.name_side[0]:
        return wrapped(told, font, _BESIDE, _MOST)
    widest = _BESIDE if node.form == "gateway" else WIDEST
    if not seen.narrow:
        return wrapped(told, font, widest, _MOST)
    whole = text_width(told, font)
    longest = max((text_width(word, font) for word in told.split()), default=0.0)
    half = _BELOW_FIRST if whole <= _BELOW_FIRST else min(whole * 0.58, _BELOW_FIRST)
    for tried in (half, *_BELOW_NEXT):
        lines = wrapped(told, font, round(min(max(tried, longest + 1), WIDEST)), _FEW)
        if _is_whole(lines):
            return lines
    return wrapped(told, font, round(max(min(seen.room, widest), longest + 1, _BELOW_FIRST)), _MOST)


def _is_whole(lines: tuple[str, ...]) -> bool:
    return not lines or not lines[-1].endswith("…")


def _lines_within(inner: QRectF, line: int) -> int:
    return max(1, round((inner.height() + 3) // line))


def _styles(look: Look) -> tuple[tuple[QFont, int], ...]:
    """Return the fonts of a name within a shape with their lines, from the usual one to the smallest."""
    return (look.strong, _NAME_LINE), (look.caption_strong, _CAPTION_LINE), (look.caption, _TIGHT_LINE)


def _tightness(look: Look, node: Node, rect: QRectF) -> int:
    """Return which font a name needs: a smaller one in a narrow step, and where it would not be whole otherwise."""
    if lies_around(node):
        return 0
    narrow, styles, met = rect.width() < _NARROW, _styles(look), 0
    for tried in range(1 if narrow else 0, len(styles)):
        font, line = look.key(styles[tried][0]), styles[tried][1]
        room = int(rect.width()) - 2 * (_PAD if tried == 0 else _NARROW_PAD)
        lines = wrapped(node.name, font, room, _lines_within(rect.adjusted(0, 7, 0, -5), line))
        if _is_whole(lines) and not _meets_signs(node, rect, lines, line, font):
            return tried
        met = met or (tried if _is_whole(lines) else 0)
    return met or 1


def _meets_signs(node: Node, rect: QRectF, lines: tuple[str, ...], line: int, font: str) -> bool:
    """Tell whether the last line of a name within a step runs into the signs of the step."""
    last = rect.top() + 7 + (len(lines) - 1) * line
    signs = place_of_signs(node, rect)
    if signs.isEmpty() or last + line - 2 <= signs.top() or last + 2 >= signs.bottom():
        return False
    return rect.left() + _NARROW_PAD + text_width(lines[-1], font) > signs.left()
