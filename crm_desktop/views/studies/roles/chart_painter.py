"""Paints an organisation chart: frames, lines, boxes with their posts, and where something dragged would go."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from crm_desktop.interchange.organisation_svg import post_figures
from crm_desktop.models.studies.organisation import IN, OUT, Post, hue_of, people_in, too_many_users, users_in
from crm_desktop.models.studies.organisation_chart import Box, Line
from crm_desktop.views.language.texts import tr
from crm_desktop.views.studies.roles.state import Roles
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width

_PAD, _BAR = 12, 3
_SCOPE_ICONS = {IN: ("circle-check", "success.text"), OUT: ("ban", "text.tertiary")}


@dataclass(frozen=True, slots=True)
class Drop:
    """Where something dragged would go: into a department, or before or after one; not `good` is refused."""

    department_id: str
    side: str = "into"
    good: bool = True


@dataclass(slots=True)
class Shown:
    """What is painted beside the organisation itself."""

    hovered: str = ""
    naming: str = ""
    focused: bool = False
    dragged: str = ""
    drop: Drop | None = None


class ChartPainter:
    """`ChartPainter(roles).paint(painter, shown)` in the chart's own lengths."""

    def __init__(self, roles: Roles) -> None:
        self._roles = roles
        self._figures: dict[str, str] = {}
        """What stands under names, as long as organisation and language stay."""
        roles.changed.connect(self.forget)

    def forget(self) -> None:
        """Say anew what stands under names."""
        self._figures.clear()

    def paint(self, painter: QPainter, area: QRectF, shown: Shown) -> None:
        """Paint what lies in an area of the chart."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frames(painter)
        for line in self._roles.chart.lines:
            if _meets(line, area):
                self._paint_line(painter, line)
        for box in self._roles.chart.boxes.values():
            if QRectF(box.x, box.y, box.width, box.height).intersects(area):
                self._paint_box(painter, box, shown)
        if shown.drop is not None:
            self._paint_drop(painter, shown.drop)

    def post_rect(self, box: Box, number: int) -> QRectF:
        """Return the row of a post in its department's box."""
        measures = self._roles.measures
        return QRectF(box.x, box.y + measures.head + number * measures.row, box.width, measures.row)

    def head_rect(self, box: Box) -> QRectF:
        """Return the head of a box: the department itself."""
        return QRectF(box.x, box.y, box.width, self._roles.measures.head)

    def rect_of(self, element_id: str) -> QRectF | None:
        """Return where a department's head or a post stands."""
        organisation, boxes = self._roles.organisation, self._roles.chart.boxes
        post = organisation.posts.get(element_id)
        if post is not None:
            number = organisation.staffed[post.department_id].index(element_id)
            return self.post_rect(boxes[post.department_id], number)
        return self.head_rect(boxes[element_id]) if element_id in boxes else None

    def element_at(self, x: float, y: float) -> str:
        """Return the department or post at a point, "" where there is none."""
        box = self._roles.chart.at(x, y)
        if box is None:
            return ""
        for number, post in enumerate(self._roles.organisation.posts_of(box.id)):
            if self.post_rect(box, number).contains(QPointF(x, y)):
                return post.id
        return box.id

    def name_rect(self, element_id: str) -> QRectF:
        """Return where the name of a department or post stands."""
        place = self.rect_of(element_id) or QRectF()
        if element_id in self._roles.organisation.posts:
            return place.adjusted(_PAD, 2, -_PAD, -2)
        return QRectF(place.x() + _PAD, place.y() + 5, place.width() - 2 * _PAD, current_theme().line("bodyStrong"))

    def _paint_frames(self, painter: QPainter) -> None:
        theme = current_theme()
        for frame in self._roles.chart.frames:
            place = QRectF(frame.x, frame.y, frame.width, frame.height)
            rounded_box(painter, place, theme.radius("xl"), theme.color("bg.subtle"), theme.color("border.default"))
            words = tr("roles", "Profit centre") if frame.profit_centre else tr("roles", "Division")
            above = QRectF(frame.x + 8, frame.y - theme.line("caption"), frame.width / 2 - 12, theme.line("caption"))
            draw_text(painter, above, words, theme.font("caption"), theme.color("text.secondary"))

    def _paint_line(self, painter: QPainter, line: Line) -> None:
        colour = current_theme().color("text.tertiary" if line.dotted else "border.strong")
        pen = QPen(colour, 1.5)
        if line.dotted:
            pen.setDashPattern([2, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in line.points]))

    def _paint_box(self, painter: QPainter, box: Box, shown: Shown) -> None:
        theme, organisation = current_theme(), self._roles.organisation
        department, out = organisation.departments[box.id], organisation.scope(box.id) == OUT
        hue = theme.hue(hue_of(organisation, box.id))
        place = QRectF(box.x, box.y, box.width, box.height)
        painter.setOpacity(0.4 if shown.dragged == box.id else 1.0)
        ground = theme.color("bg.sunken" if out else "bg.surface")
        edge = theme.color("border.default") if out else hue.line
        hovered = theme.color("border.strong") if shown.hovered == box.id else edge
        rounded_box(painter, place, theme.radius("lg"), ground, hovered)
        if department.staff_line:
            self._paint_dashes(painter, place)
        if not out:
            bar = QRectF(box.x, box.y + 8, _BAR, self._roles.measures.head - 16)
            rounded_box(painter, bar, _BAR / 2, hue.solid)
        self._paint_head(painter, box, shown, out=out)
        for number, post in enumerate(organisation.posts_of(box.id)):
            self._paint_post(painter, self.post_rect(box, number), post, shown)
        painter.setOpacity(1.0)
        if self._roles.current == box.id:
            self._paint_ring(painter, place, shown.focused)

    def _paint_head(self, painter: QPainter, box: Box, shown: Shown, *, out: bool) -> None:
        theme, organisation = current_theme(), self._roles.organisation
        department, side = organisation.departments[box.id], theme.icon_size("sm")
        if shown.naming != box.id:
            font = theme.font("bodyStrong")
            font.setStrikeOut(out)
            room = self.name_rect(box.id).adjusted(0, 0, -side - 6, 0)
            draw_text(painter, room, department.name, font, theme.color("text.tertiary" if out else "text.primary"))
        icon, role = _SCOPE_ICONS.get(organisation.scope(box.id), ("circle-dashed", "text.tertiary"))
        if box.id in organisation.loose:
            icon, role = "triangle-alert", "warning.text"
        spot = QRectF(box.right - _PAD - side, self.name_rect(box.id).center().y() - side / 2, side, side)
        if shown.naming != box.id:
            paint_icon(painter, icon, spot, theme.color(role))
        below = QRectF(box.x + _PAD, self.name_rect(box.id).bottom() - 1, box.width - 2 * _PAD, theme.line("caption"))
        words = self._figures.get(box.id)
        if words is None:
            words = self._figures[box.id] = department_figures(self._roles, box.id)
        draw_text(painter, below, words, theme.font("caption"), theme.color("text.secondary"))

    def _paint_post(self, painter: QPainter, row: QRectF, post: Post, shown: Shown) -> None:
        theme, out = current_theme(), self._roles.organisation.post_scope(post.id) == OUT
        inner = row.adjusted(1, 0, -1, 0)
        if self._roles.current == post.id:
            painter.fillRect(inner, theme.color("bg.selected"))
        elif shown.hovered == post.id:
            painter.fillRect(inner, theme.color("bg.hover"))
        painter.fillRect(QRectF(inner.x(), inner.y(), inner.width(), 1), theme.color("border.subtle"))
        if shown.naming == post.id:
            return
        font = theme.font("caption")
        font.setStrikeOut(out)
        figures = post_figures(post, out=out)
        wide = text_width(theme.font("caption"), figures) + 8 if figures else 0
        room = row.adjusted(_PAD, 0, -_PAD - wide, 0)
        draw_text(painter, room, post.name, font, theme.color("text.tertiary" if out else "text.primary"))
        role = "danger.text" if too_many_users(post) and not out else "text.secondary"
        right = row.adjusted(_PAD, 0, -_PAD, 0)
        draw_text(painter, right, figures, theme.font("caption"), theme.color(role), Qt.AlignmentFlag.AlignRight)
        if self._roles.current == post.id:
            self._paint_ring(painter, inner.adjusted(0, 1, 0, -1), shown.focused)

    def _paint_ring(self, painter: QPainter, place: QRectF, focused: bool) -> None:
        theme = current_theme()
        colour = theme.color("accent.solid" if focused else "border.strong")
        rounded_box(painter, place, theme.radius("lg"), None, colour, 2)

    def _paint_dashes(self, painter: QPainter, place: QRectF) -> None:
        theme = current_theme()
        pen = QPen(theme.color("text.tertiary"), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place.adjusted(3, 3, -3, -3), theme.radius("md"), theme.radius("md"))

    def _paint_drop(self, painter: QPainter, drop: Drop) -> None:
        theme, box = current_theme(), self._roles.chart.boxes.get(drop.department_id)
        if box is None:
            return
        colour = theme.color("accent.solid" if drop.good else "danger.solid")
        place = QRectF(box.x, box.y, box.width, box.height)
        if drop.side == "into":
            rounded_box(painter, place.adjusted(-3, -3, 3, 3), theme.radius("lg") + 3, None, colour, 2)
            return
        before, gap = drop.side == "before", 6
        if box.hangs:
            bar = QRectF(box.x, box.y - gap - 1 if before else box.bottom + gap - 2, box.width, 3)
        else:
            bar = QRectF(box.x - gap - 2 if before else box.right + gap - 1, box.y, 3, box.height)
        rounded_box(painter, bar, 1.5, colour)


def _meets(line: Line, area: QRectF) -> bool:
    """Tell whether something of a line may lie in an area."""
    along, down = [x for x, _ in line.points], [y for _, y in line.points]
    return (
        min(along) <= area.right() + 1
        and max(along) >= area.left() - 1
        and min(down) <= area.bottom() + 1
        and max(down) >= area.top() - 1
    )


def department_figures(roles: Roles, department_id: str) -> str:
    """Return what stands under a department's name: people, users, or that it is left out."""
    organisation, said = roles.organisation, []
    if people := people_in(organisation, department_id):
        said.append(tr("roles", "%n people", n=people))
    if organisation.scope(department_id) == OUT:
        said.append(tr("roles", "out of scope"))
    elif users := users_in(organisation, department_id):
        said.append(tr("roles", "%n user(s)", n=users))
    if department_id in organisation.loose:
        said.append(tr("roles", "moved to the top"))
    return " · ".join(said)
