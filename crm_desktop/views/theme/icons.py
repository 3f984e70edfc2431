"""Lucide icons in any size and colour, sharp on every screen. Which icon means what stands in the tokens."""

from functools import lru_cache
from threading import local

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPagedPaintDevice, QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator, QSvgRenderer

from crm_desktop.views.resources import resource
from crm_desktop.views.theme.current import current_theme

_renderers = local()
_STROKES = {12: "2.25", 14: "2"}


def icon(name: str, size: int = 16, role: str = "text.secondary") -> QIcon:
    """Return an icon in the colour of `role`, greyed when disabled."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, size, role, ratio))
        made.addPixmap(pixmap(name, size, "text.disabled", ratio), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, size: int = 16, role: str = "text.secondary", ratio: float | None = None) -> QPixmap:
    """Return an icon as a pixmap for this device pixel ratio, in the active theme's colour for `role`."""
    return coloured_pixmap(name, size, current_theme().color(role), ratio)


def coloured_pixmap(name: str, size: int, colour: QColor, ratio: float | None = None) -> QPixmap:
    """Return an icon as a pixmap in any colour (hues have no role)."""
    if ratio is None:
        ratio = _screen_ratio()
    return _render(name, size, colour.name(QColor.NameFormat.HexArgb), round(ratio * 100))


def paint_icon(painter: QPainter, name: str, rect: QRectF, colour: QColor) -> None:
    """Paint an icon in the middle of `rect`, as large as its shorter side."""
    size = round(min(rect.width(), rect.height()))
    if isinstance(painter.device(), (QImage, QPagedPaintDevice, QSvgGenerator)):
        _draw(painter, name, size, colour, rect)
        return
    picture = coloured_pixmap(name, size, colour, painter.device().devicePixelRatioF())
    x, y = rect.center().x() - size / 2, rect.center().y() - size / 2
    painter.drawPixmap(QRectF(x, y, size, size), picture, QRectF(picture.rect()))


def _draw(painter: QPainter, name: str, size: int, colour: QColor, rect: QRectF) -> None:
    """Draw an icon's lines: sharp on paper, and in any thread, which pixmaps are not."""
    kept: dict[tuple[str, int, str], QSvgRenderer] = _renderers.__dict__.setdefault("kept", {})
    key = (name, size, colour.name(QColor.NameFormat.HexArgb))
    if key not in kept:
        kept[key] = QSvgRenderer(QByteArray(_lines(name, size, colour).encode()))
    painter.save()
    painter.setOpacity(painter.opacity() * colour.alphaF())
    x, y = rect.center().x() - size / 2, rect.center().y() - size / 2
    kept[key].render(painter, QRectF(x, y, size, size))
    painter.restore()


def logo(size: int, ratio: float | None = None) -> QPixmap:
    """Return the product's mark."""
    return _render("fieldline", size, "#ff000000", round((ratio or _screen_ratio()) * 100))


def _screen_ratio() -> float:
    application = QGuiApplication.instance()
    return application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0


def _lines(name: str, size: int, colour: QColor) -> str:
    svg = resource("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour.name())
    return svg.replace('stroke-width="2"', f'stroke-width="{_STROKES.get(size, "1.75")}"', 1)


@lru_cache(maxsize=2048)
def _render(name: str, size: int, argb: str, percent: int) -> QPixmap:
    colour = QColor(argb)
    svg = _lines(name, size, colour)
    side = QSize(size, size) * (percent / 100)
    picture = QPixmap(side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setOpacity(colour.alphaF())
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side.width(), side.height()))
    painter.end()
    picture.setDevicePixelRatio(percent / 100)
    return picture
