"""Shadows painted behind things that float: style sheets have none, and graphics effects repaint everything."""

import math
from functools import lru_cache

from PySide6.QtCore import QMargins, QRect, QRectF
from PySide6.QtGui import QImage, QPainter, QPixmap

from crm_desktop.views.theme.current import current_theme


def shadow_margins(level: int) -> QMargins:
    """Return the room that the shadow of an elevation needs around its thing."""
    shadow = current_theme().shadow(level)
    return QMargins(shadow.blur, max(0, shadow.blur - shadow.dy), shadow.blur, shadow.blur + shadow.dy)


def paint_shadow(painter: QPainter, rect: QRectF, radius: int, level: int) -> None:
    """Paint the shadow that `rect`, with these corners, throws at an elevation; the inside is painted too."""
    shadow = current_theme().shadow(level)
    patch = _nine_patch(shadow.blur, radius, shadow.alpha)
    edge = shadow.blur + radius + shadow.blur
    spread = shadow.blur
    target = rect.adjusted(-spread, -spread, spread, spread).translated(0, shadow.dy).toAlignedRect()
    left = min(edge, target.width() // 2)
    top = min(edge, target.height() // 2)
    _draw_nine(painter, patch, edge, target, left, top)


def _draw_nine(painter: QPainter, patch: QPixmap, edge: int, target: QRect, left: int, top: int) -> None:
    side = patch.width()
    columns = ((0, left, target.left(), left), (edge, 1, target.left() + left, target.width() - 2 * left),
               (side - left, left, target.right() + 1 - left, left))  # fmt: skip
    rows = ((0, top, target.top(), top), (edge, 1, target.top() + top, target.height() - 2 * top),
            (side - top, top, target.bottom() + 1 - top, top))  # fmt: skip
    for source_x, source_w, x, width in columns:
        for source_y, source_h, y, height in rows:
            if width > 0 and height > 0:
                painter.drawPixmap(QRect(x, y, width, height), patch, QRect(source_x, source_y, source_w, source_h))


@lru_cache(maxsize=32)
def _nine_patch(blur: int, radius: int, alpha: int) -> QPixmap:
    edge = 2 * blur + radius
    side = 2 * edge + 1
    # As bytes, each value once and mirrored: pixel by pixel a dialog's first paint took a tenth of a second and more.
    quarter = _quarter(blur, radius, alpha)
    half = [row + row[-2::-1] for row in quarter]
    content = b"".join(half + half[-2::-1])
    image = QImage(content, side, side, side, QImage.Format.Format_Alpha8)
    return QPixmap.fromImage(image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied))


def _quarter(blur: int, radius: int, alpha: int) -> list[bytes]:
    """Return the rows of the shadow's upper left quarter, its middle lines included."""

    def shade(x: int, y: int) -> int:
        return round(alpha * _strength(x, y, blur, radius))

    inset, straight = blur + radius, blur + 1
    corner = [[shade(x, y) for x in range(y + 1)] for y in range(inset)]
    side = [shade(inset, y) for y in range(inset)]
    rows = [
        bytes([*corner[y], *(corner[x][y] for x in range(y + 1, inset)), *[side[y]] * straight]) for y in range(inset)
    ]
    return rows + [bytes([*side, *[shade(inset, inset)] * straight])] * straight


def _strength(x: int, y: int, blur: int, radius: int) -> float:
    """Return how dark the shadow is at a point of its corner, 0 to 1: a Gaussian edge around a rounded rectangle."""
    inset = blur + radius
    dx, dy = max(0.0, inset - x - 0.5), max(0.0, inset - y - 0.5)
    outside = math.hypot(dx, dy) - radius if dx and dy else max(dx, dy) - radius
    return 0.5 * math.erfc(outside / (blur / 2 * math.sqrt(2)))
