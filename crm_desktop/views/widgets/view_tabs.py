"""Saved views, or the parts of a record, as tabs with a count and a 2-px underline."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRectF, QSize, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text, text_width

_GAP = 24
"""Between two tabs; half of it belongs to each."""


class ViewTabs(Component, QTabBar):
    """`tabs.add_view("mine", text("…", "Mine"), 18)`; `chosen` says the key, `menu_wanted` key and place."""

    chosen = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(self, *, menus: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: list[tuple[str, Wording, int | None]] = []
        self._menus = menus
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setProperty("focusRing", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.currentChanged.connect(self._tell)
        self.settle()

    def add_view(self, key: str, wording: Wording, count: int | None = None) -> None:
        """Append a tab."""
        self._views.append((key, wording, count))
        index = self.addTab(str(wording).replace("&", "&&"))
        self.setAccessibleTabName(index, f"{wording} {count}" if count is not None else str(wording))

    def set_views(self, views: list[tuple[str, Wording, int | None]], current: str = "") -> None:
        """Show other tabs without announcing a choice."""
        self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        self._views = []
        for view in views:
            self.add_view(*view)
        self.choose(current)
        self.blockSignals(False)

    def set_count(self, key: str, count: int | None) -> None:
        """Show another count."""
        self.set_counts({key: count})

    def set_counts(self, counts: Mapping[str, int | None]) -> None:
        """Show other counts by key, laying the tabs out once for all of them."""
        counted = [(key, words, counts.get(key, old)) for key, words, old in self._views]
        if counted != self._views:
            self._views = counted
            self.retranslate()

    def choose(self, key: str) -> None:
        """Go to a tab."""
        keys = [view[0] for view in self._views]
        if key in keys:
            self.setCurrentIndex(keys.index(key))

    @property
    def current(self) -> str:
        """The key of the current tab, or ""."""
        index = self.currentIndex()
        return self._views[index][0] if 0 <= index < len(self._views) else ""

    def retranslate(self) -> None:
        """Read the names again."""
        # Each text that is set lays all tabs out; even the one that says what stands there, which the last one does so
        # that new counts get their room.
        last = len(self._views) - 1
        for index, (_, wording, count) in enumerate(self._views):
            name = str(wording).replace("&", "&&")
            if name != self.tabText(index):
                self.setTabText(index, name)
            elif index == last:
                self.setTabText(index, "")
                self.setTabText(index, name)
            self.setAccessibleTabName(index, f"{wording} {count}" if count is not None else str(wording))
        self.updateGeometry()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().metric("toolbar"))
        self.updateGeometry()

    def tabSizeHint(self, index: int) -> QSize:
        """Fit name, count and menu arrow."""
        theme = current_theme()
        _, wording, count = self._views[index] if index < len(self._views) else ("", "", None)
        width = text_width(_font(current=True), str(wording)) + _GAP
        if count is not None:
            width += text_width(theme.font("caption"), f"{count:,}") + 8
        if self._menus and index == self.currentIndex():
            width += theme.icon_size("sm") + 6
        return QSize(width, theme.metric("toolbar"))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Never squeeze a tab; the bar scrolls."""
        return self.tabSizeHint(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the tab under the pointer."""
        index = self.tabAt(event.pos())
        if index >= 0:
            self.menu_wanted.emit(self._views[index][0], event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint names, counts and the underline."""
        painter = QPainter(self)
        for index in range(self.count()):
            self._paint_tab(painter, index)

    def _paint_tab(self, painter: QPainter, index: int) -> None:
        theme, current = current_theme(), index == self.currentIndex()
        _, wording, count = self._views[index]
        box = QRectF(self.tabRect(index)).adjusted(_GAP / 2, 0, -_GAP / 2, 0)
        font = _font(current=current)
        ink = theme.color("text.primary" if current else "text.secondary")
        draw_text(painter, box, str(wording), font, ink)
        x = box.x() + text_width(font, str(wording)) + 8
        if count is not None:
            rest = QRectF(x, box.y(), box.right() - x + 4, box.height())
            draw_text(painter, rest, f"{count:,}", theme.font("caption"), theme.color("text.secondary"))
            x += text_width(theme.font("caption"), f"{count:,}") + 6
        if current:
            if self._menus:
                side = theme.icon_size("sm")
                spot = QRectF(x, box.center().y() - side / 2, side, side)
                paint_icon(painter, "chevron-down", spot, theme.color("text.secondary"))
            painter.fillRect(QRectF(box.x(), box.bottom() - 2, box.width(), 2), theme.color("accent.solid"))

    def _tell(self, index: int) -> None:
        if 0 <= index < len(self._views):
            self.chosen.emit(self._views[index][0])


def _font(*, current: bool) -> QFont:
    return current_theme().font("body", weight=600 if current else 400)
