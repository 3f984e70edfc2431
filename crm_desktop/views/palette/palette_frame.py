"""The palette's frame: the field, the rows, the line of keys. What is listed and chosen stands in `palette.py`."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.component import Component, line
from crm_desktop.views.widgets.key_cap import KeyCap
from crm_desktop.views.widgets.label import Label

_FIELD, _FOOT, _PADDING = 56, 40, 8


class _Rows(QListView):
    """The rows on a ground of their own: whatever covers all it paints on is painted without the window below it."""

    def __init__(self) -> None:
        super().__init__()
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, then the rows."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), current_theme().color("bg.overlay"))
        painter.end()
        super().paintEvent(event)


class PaletteFrame(Component, QWidget):
    """Field, list and foot; the palette paints ground and shadow below it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.input = QLineEdit()
        self.input.setFrame(False)
        self.input.setProperty("bare", True)
        self.input.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.list = _Rows()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lens = QLabel()
        self._nothing = Label("", "body", "text.secondary")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._field_row, self._foot_row = QWidget(), QWidget()
        self._fill_field()
        self._fill_foot()
        self._column.addWidget(self._field_row)
        self._column.addWidget(line())
        self._column.addWidget(self._nothing, 1)
        self._column.addWidget(self.list, 1)
        self._column.addWidget(line())
        self._column.addWidget(self._foot_row)
        self.settle()

    def wanted_height(self, rows: int) -> int:
        """Return the height at which all rows, of that height together, are seen."""
        theme = current_theme()
        shown = rows if self.list.isVisibleTo(self) else theme.scaled(96)
        return theme.scaled(_FIELD) + theme.scaled(_FOOT) + 2 + shown + 2 * _PADDING

    def show_nothing(self, words: str) -> None:
        """Say why no row is listed; "" shows the list."""
        self._nothing.set_wording(words)
        self._nothing.setVisible(bool(words))
        self.list.setVisible(not words)

    def announce(self, words: str) -> None:
        """Tell a listener which row Enter chooses now."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.list, words))

    def retranslate(self) -> None:
        """Read the words again."""
        self.input.setPlaceholderText(str(text("palette", "Search records and commands…")))
        self.input.setAccessibleName(str(text("palette", "Search records and commands")))
        self.list.setAccessibleName(str(text("palette", "Results")))

    def restyle(self) -> None:
        """Take fonts, sizes and colours from the theme."""
        theme = current_theme()
        self._field_row.setFixedHeight(theme.scaled(_FIELD))
        self._foot_row.setFixedHeight(theme.scaled(_FOOT))
        self.input.setFont(theme.font("heading", weight=400))
        self._lens.setPixmap(pixmap("search", theme.icon_size("xl")))
        ink = theme.color("text.primary").name()
        ground = theme.color("bg.overlay").name()
        plain = f"background: {ground}; border: 0; padding: 0; color: {ink};"
        self.input.setStyleSheet(f"QLineEdit {{ {plain} }}")
        self.list.setStyleSheet("QListView { background: transparent; border: 0; padding: 8px 0; }")

    def _fill_field(self) -> None:
        row = QHBoxLayout(self._field_row)
        row.setContentsMargins(20, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(self._lens)
        row.addWidget(self.input, 1)
        row.addWidget(Badge(text("palette", "On this device"), icon="hard-drive"))
        row.addWidget(KeyCap("Esc"))

    def _fill_foot(self) -> None:
        row = QHBoxLayout(self._foot_row)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(6)
        for keys, wording in (
            (("Up", "Down"), text("palette", "Move")),
            (("Enter",), text("palette", "Open")),
            (("Ctrl+Enter",), text("palette", "Open and stay")),
            (("Right",), text("palette", "More")),
        ):
            for key in keys:
                row.addWidget(KeyCap(key))
            row.addWidget(Label(wording, "caption", "text.secondary"))
            row.addSpacing(10)
        row.addStretch()
        row.addWidget(Label(text("palette", "> commands   @ people   # tags"), "caption", "text.secondary"))
