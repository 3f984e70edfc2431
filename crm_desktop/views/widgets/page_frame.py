"""The skeleton of a page: bars on top, content, and a detail panel that floats over it in a narrow window."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component, set_surface

PANEL_LEAST, PANEL_MOST = 320, 520


class PageFrame(Component, QWidget):
    """`frame.add_bar(tabs)`, `frame.set_content(table)`, `frame.set_panel(details)`, `frame.show_panel(True)`."""

    panel_shown = Signal(bool)

    def __init__(self, surface: str = "surface", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, surface)
        self._bars = QVBoxLayout()
        self._bars.setSpacing(0)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._content: QWidget | None = None
        self._panel: _PanelFrame | None = None
        self._wanted = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._bars)
        self._column.addWidget(self._split, 1)
        self.settle()

    @property
    def panel_visible(self) -> bool:
        """Whether the detail panel is shown."""
        return self._wanted and self._panel is not None

    def add_bar(self, bar: QWidget) -> None:
        """Put a bar above the content: tabs, filters, a strip."""
        self._bars.addWidget(bar)

    def set_content(self, content: QWidget) -> None:
        """Show this as the content; what was there is deleted."""
        if self._content is not None:
            self._content.deleteLater()
        self._content = content
        self._split.insertWidget(0, content)
        self._split.setStretchFactor(0, 1)

    def set_panel(self, panel: QWidget) -> None:
        """Keep this as the detail panel, hidden until `show_panel`."""
        if self._panel is not None:
            self._panel.deleteLater()
        self._panel = _PanelFrame(panel)
        self._arrange()

    def show_panel(self, shown: bool) -> None:
        """Show or hide the detail panel."""
        if shown != self._wanted:
            self._wanted = shown
            self._arrange()
            self.panel_shown.emit(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the panel float, or not."""
        super().resizeEvent(event)
        self._arrange()

    def restyle(self) -> None:
        """Arrange for the theme's sizes."""
        self._arrange()

    def _arrange(self) -> None:
        panel = self._panel
        if panel is None:
            return
        floats = self.window().width() < current_theme().layout("collapsePanelBelow")
        # Large text makes it wider; what stands beside it keeps some room.
        theme = current_theme()
        width = theme.scaled(theme.layout("detailPanel"))
        width = max(theme.layout("detailPanel"), min(width, PANEL_MOST, self.width() // 2))
        if floats:
            panel.setParent(self)
            top = self._split.y()
            panel.setGeometry(self.width() - width, top, width, self.height() - top)
            panel.raise_()
        elif panel.parent() is not self._split:
            self._split.addWidget(panel)
            self._split.setStretchFactor(1, 0)
            self._split.setSizes([max(1, self.width() - width), width])
        panel.floats = floats
        panel.setVisible(self._wanted)


class _PanelFrame(QWidget):
    """Holds the panel; paints ground, and a stronger line at its left while it floats."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.floats = False
        self.setMinimumWidth(PANEL_LEAST)
        self.setMaximumWidth(PANEL_MOST)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.addWidget(content)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.surface"))
        if self.floats:
            painter.fillRect(QRectF(0, 0, 1, self.height()), theme.color("border.strong"))
