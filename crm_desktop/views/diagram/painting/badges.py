"""Badges: small facts at fixed corners of a step - change or evidence, pains, working time, waiting time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from crm_desktop.models.processes.durations import tell_duration
from crm_desktop.models.processes.elements import Node, Pain
from crm_desktop.views.diagram.painting.layers import ALL_LAYERS, EVIDENCE, LINKS, PAINS, TIMES
from crm_desktop.views.diagram.painting.look import Look, text_width
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.theme.icons import paint_icon

_HEIGHT, _ICON, _DOT = 20, 12, 8
CHANGE_ICONS = {
    "remove": "eraser",
    "add": "plus",
    "automate": "zap",
    "improve": "trending-up",
    "change": "pencil",
    "move": "move",
}
CHANGE_TONES = {
    "remove": "danger",
    "add": "success",
    "automate": "info",
    "improve": "warning",
    "change": "warning",
    "move": "",
}
_WORDS: dict[str, Wording] = {
    "remove": text("diagram", "Removed"),
    "add": text("diagram", "Added"),
    "automate": text("diagram", "Automated"),
    "improve": text("diagram", "Improved"),
    "change": text("diagram", "Changed"),
    "move": text("diagram", "Moved"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """The language of a map on paper, where it is not the program's, and what changes are called in it."""

    chinese: bool
    changes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Badge:
    """One fact: where (corner as x and y, 0 or 1; 0.5 is the middle), which icon, which words, in which colours."""

    corner: tuple[float, int]
    icon: str
    words: str
    tone: str
    """A group of colours such as `danger`, or "" for neutral."""


def badges_of(
    node: Node,
    pains: tuple[Pain, ...],
    chinese: bool,
    *,
    layers: frozenset[str] = ALL_LAYERS,
    evidence: int = 0,
    mark: str = "",
    said: Said | None = None,
) -> tuple[Badge, ...]:
    """Return the badges of a step; `mark` says what became of it where two maps are compared."""
    found = []
    if mark:
        words = said.changes.get(mark, "") if said is not None else str(change_words(mark))
        found.append(Badge((0, 0), CHANGE_ICONS[mark], words, CHANGE_TONES[mark]))
    elif node.change in CHANGE_ICONS:
        found.append(Badge((0, 0), CHANGE_ICONS[node.change], "", CHANGE_TONES[node.change]))
    elif evidence and EVIDENCE in layers:
        found.append(Badge((0, 0), "paperclip", str(evidence), ""))
    links = sum(bool(each) for each in (node.contact_id, node.opportunity_id, node.linked_process_id))
    if links and LINKS in layers:
        found.append(Badge((0.5, 0), "link", str(links), "info"))
    still_open = sum(pain.state == "open" for pain in pains)
    if still_open and PAINS in layers:
        found.append(Badge((1, 0), "flame", str(still_open), "danger"))
    if node.working_seconds and TIMES in layers:
        found.append(Badge((0, 1), "timer", tell_duration(node.working_seconds, chinese), ""))
    if node.waiting_seconds and TIMES in layers:
        found.append(Badge((1, 1), "hourglass", tell_duration(node.waiting_seconds, chinese), "warning"))
    return tuple(found)


def change_words(mark: str) -> Wording:
    """Return the word for what became of an element."""
    return _WORDS[mark]


def paint_badge(painter: QPainter, badge: Badge, step: QRectF, look: Look) -> None:
    """Paint a badge across its corner of the step."""
    font_key = look.key(look.caption)
    words = text_width(badge.words, font_key) if badge.words else 0
    width = 12 + _ICON + (words + 4 if badge.words else 0)
    x = {0: step.left() + 8, 0.5: step.center().x() - width / 2}.get(badge.corner[0], step.right() - width + 8)
    y = step.top() - _HEIGHT / 2 if badge.corner[1] == 0 else step.bottom() - _HEIGHT / 2 + 2
    rect = QRectF(x, y, width, _HEIGHT)
    fill = look.color(f"{badge.tone}.tint" if badge.tone else "bg.surface")
    line = look.color(f"{badge.tone}.line" if badge.tone else "border.strong")
    ink = look.color(f"{badge.tone}.text" if badge.tone else "text.primary")
    painter.setPen(QPen(line, 1))
    painter.setBrush(fill)
    painter.drawRoundedRect(rect, _HEIGHT / 2, _HEIGHT / 2)
    paint_icon(painter, badge.icon, QRectF(x + 6, y + (_HEIGHT - _ICON) / 2, _ICON, _ICON), ink)
    if badge.words:
        painter.setFont(look.caption)
        painter.setPen(ink)
        painter.drawText(QRectF(x + 10 + _ICON, y, words + 4, _HEIGHT), Qt.AlignmentFlag.AlignVCenter, badge.words)


def paint_dot(painter: QPainter, badge: Badge, step: QRectF, look: Look) -> None:
    """Paint a badge as a dot, where it would be too small to be read."""
    x = {0: step.left() + 8, 0.5: step.center().x() - _DOT / 2}.get(badge.corner[0], step.right() - 8 - _DOT)
    y = step.top() - _DOT / 2 if badge.corner[1] == 0 else step.bottom() - _DOT / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(f"{badge.tone}.solid" if badge.tone else "border.control"))
    painter.drawEllipse(QRectF(x, y, _DOT, _DOT))
