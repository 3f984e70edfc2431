"""A record on its way from one window to another: what is carried, and the picture under the pointer.

Other programs get its name and its address as text.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QMimeData, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QDrag, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.ids import is_id
from crm_desktop.views.links import link_to
from crm_desktop.views.navigation import Place
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width

MIME = "application/x-fieldline-record"
_LONGEST, _PAD, _ICON = 40, 10, 16


@dataclass(frozen=True, slots=True)
class Carried:
    """One record."""

    kind: str
    id: str
    title: str


def to_mime(carried: Carried) -> QMimeData:
    """Return what a drag holds."""
    mime = QMimeData()
    mime.setData(MIME, msgspec.json.encode([carried.kind, carried.id, carried.title]))
    mime.setText(f"{carried.title}\n{link_to(Place(KINDS[carried.kind].plural, carried.id))}")
    return mime


def carried_in(mime: QMimeData | None) -> Carried | None:
    """Return the record that a drag holds; None for anything else, whoever made it."""
    if mime is None or not mime.hasFormat(MIME):
        return None
    try:
        kind, record_id, title = msgspec.json.decode(bytes(mime.data(MIME).data()), type=tuple[str, str, str])
    except msgspec.MsgspecError:
        return None
    return Carried(kind, record_id, title) if kind in KINDS and is_id(record_id) else None


def carry(carried: Carried, source: QWidget) -> Qt.DropAction:
    """Carry a record until it is let go of; nothing happens where nobody takes it."""
    drag = QDrag(source)
    drag.setMimeData(to_mime(carried))
    drag.setPixmap(_picture(carried, source))
    drag.setHotSpot(QPoint(-8, -8))
    return drag.exec(Qt.DropAction.LinkAction | Qt.DropAction.CopyAction, Qt.DropAction.LinkAction)


def _picture(carried: Carried, source: QWidget) -> QPixmap:
    theme = current_theme()
    title = carried.title if len(carried.title) <= _LONGEST else f"{carried.title[: _LONGEST - 1]}…"
    font = theme.font("body", weight=500)
    size = QSize(text_width(font, title) + _ICON + 3 * _PAD, theme.line("body") + _PAD)
    picture = QPixmap(size * source.devicePixelRatioF())
    picture.setDevicePixelRatio(source.devicePixelRatioF())
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    box = QRectF(0, 0, size.width(), size.height())
    rounded_box(painter, box, theme.radius("md"), theme.color("bg.overlay"), theme.color("border.default"))
    spot = QRectF(_PAD, (size.height() - _ICON) / 2, _ICON, _ICON)
    paint_icon(painter, KINDS[carried.kind].icon, spot, theme.color("text.secondary"))
    draw_text(painter, box.adjusted(_ICON + 2 * _PAD, 0, 0, 0), title, font, theme.color("text.primary"))
    painter.end()
    return picture
