"""Records on their way from a list to somewhere else: what is carried, and the picture under the pointer.

Other programs get names and addresses as text.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QMimeData, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QDrag, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.ids import is_id
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.links import link_to
from crm_desktop.views.navigation import Place
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width

MIME = "application/x-fieldline-record"
MOST_CARRIED = 500
"""Records that one drag carries; for more there are the acts on all that is ticked."""
_LONGEST, _PAD, _ICON, _STACKED = 40, 10, 16, 4


@dataclass(frozen=True, slots=True)
class Carried:
    """Records of one kind, in the order of their list."""

    kind: str
    ids: tuple[str, ...]
    title: str
    """What the record is called, the first of several."""

    @property
    def id(self) -> str:
        """The first record's id."""
        return self.ids[0]

    @property
    def words(self) -> Wording:
        """What is carried, as one says it: the name of one record, how many of several."""
        return text("records", "%n record(s)", n=len(self.ids)) if len(self.ids) > 1 else self.title


def to_mime(carried: Carried) -> QMimeData:
    """Return what a drag holds."""
    mime = QMimeData()
    mime.setData(MIME, msgspec.json.encode([carried.kind, carried.ids, carried.title]))
    links = [link_to(Place(KINDS[carried.kind].plural, each)) for each in carried.ids]
    mime.setText("\n".join([carried.title, *links] if len(links) == 1 else links))
    return mime


def carried_in(mime: QMimeData | None) -> Carried | None:
    """Return the records that a drag holds; None for anything else, whoever made it."""
    if mime is None or not mime.hasFormat(MIME):
        return None
    try:
        kind, ids, title = msgspec.json.decode(bytes(mime.data(MIME).data()), type=tuple[str, tuple[str, ...], str])
    except msgspec.MsgspecError:
        return None
    known = kind in KINDS and 0 < len(ids) <= MOST_CARRIED and all(map(is_id, ids))
    return Carried(kind, ids, title) if known else None


def carry(carried: Carried, source: QWidget) -> Qt.DropAction:
    """Carry records until they are let go of; nothing happens where nobody takes it."""
    drag = QDrag(source)
    drag.setMimeData(to_mime(carried))
    drag.setPixmap(_picture(carried, source))
    drag.setHotSpot(QPoint(-8, -8))
    return drag.exec(Qt.DropAction.LinkAction | Qt.DropAction.CopyAction, Qt.DropAction.LinkAction)


def _picture(carried: Carried, source: QWidget) -> QPixmap:
    theme = current_theme()
    whole = str(carried.words)
    title = whole if len(whole) <= _LONGEST else f"{whole[: _LONGEST - 1]}…"
    font = theme.font("body", weight=500)
    below = _STACKED if len(carried.ids) > 1 else 0
    width = text_width(font, title) + _ICON + 3 * _PAD
    size = QSize(width + below, theme.line("body") + _PAD + below)
    picture = QPixmap(size * source.devicePixelRatioF())
    picture.setDevicePixelRatio(source.devicePixelRatioF())
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    box = QRectF(0, 0, width, size.height() - below)
    # Several lie one on the other.
    for each in (box.translated(below, below), box) if below else (box,):
        rounded_box(painter, each, theme.radius("md"), theme.color("bg.overlay"), theme.color("border.default"))
    spot = QRectF(_PAD, (box.height() - _ICON) / 2, _ICON, _ICON)
    paint_icon(painter, KINDS[carried.kind].icon, spot, theme.color("text.secondary"))
    draw_text(painter, box.adjusted(_ICON + 2 * _PAD, 0, 0, 0), title, font, theme.color("text.primary"))
    painter.end()
    return picture
