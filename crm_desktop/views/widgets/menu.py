"""Menus in the look of the product: icon, words, keys at the right, what destroys last and after a line."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.views.actions import Action, key_text
from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.component import Component, repolish
from crm_desktop.views.widgets.compositing import is_composited
from crm_desktop.views.widgets.key_cap import key_cap_size, paint_key_cap
from crm_desktop.views.widgets.paint import draw_text, rounded_box

_EDGE, _LEFT, _RIGHT = 5, 10, 10


class Menu(Component, QMenu):
    """`menu = Menu(self)`, `menu.add(action)`, `menu.add_entry(words, run, icon="link")`, `menu.open_below(button)`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[QAction, tuple[Wording, str, str, bool]] = {}
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, is_composited())
        self.setProperty("painted", True)
        self.settle()

    def add(self, action: Action) -> QAction:
        """Add an action of the board, with its keys and its state now."""
        entry = self.add_entry(
            action.text, action.run, icon=action.icon, shortcut=action.shortcut, danger=action.dangerous
        )
        entry.setEnabled(action.enabled())
        return entry

    def add_entry(
        self,
        wording: Wording,
        run: Callable[[], object],
        *,
        icon: str = "",
        shortcut: str = "",
        danger: bool = False,
        checked: bool | None = None,
    ) -> QAction:
        """Add an entry; `checked` makes it one that shows a tick. The shortcut is only shown, not listened to."""
        keys = key_text(shortcut)
        entry = QAction(_row_text(wording, keys), self)
        entry.triggered.connect(lambda _checked=False: run())
        if checked is not None:
            entry.setCheckable(True)
            entry.setChecked(checked)
        self._entries[entry] = (wording, icon, keys, danger)
        self.addAction(entry)
        return entry

    def add_menu(self, menu: "Menu", wording: Wording) -> None:
        """Add an entry that opens a menu beside this one."""
        menu.setTitle(str(wording).replace("&", "&&"))
        self._entries[menu.menuAction()] = (wording, "", "", False)
        self.addMenu(menu)
        # The style sheet keeps room for the arrows.
        self.setProperty("nested", True)
        repolish(self)

    def add_line(self) -> None:
        """Add a line between groups."""
        self.addSeparator()

    def open_below(self, widget: QWidget, *, right: bool = False) -> None:
        """Open under a button, aligned with its left or right edge."""
        x = widget.width() - self.sizeHint().width() if right else 0
        self.popup(widget.mapToGlobal(QPoint(x, widget.height() + 4)))

    def retranslate(self) -> None:
        """Read the entries again."""
        for entry, (wording, _, keys, _) in self._entries.items():
            if entry.menu() is None:
                entry.setText(_row_text(wording, keys))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and rows."""
        theme, painter = current_theme(), QPainter(self)
        ground, edge = theme.color("bg.overlay"), theme.color("border.default")
        rounded_box(painter, QRectF(self.rect()), theme.radius("lg") if is_composited() else 0, ground, edge)
        for entry in self.actions():
            place = self.actionGeometry(entry)
            row = QRectF(_EDGE, place.y(), self.width() - 2 * _EDGE, place.height())
            if entry.isSeparator():
                painter.fillRect(
                    QRectF(row.x(), row.center().y(), row.width(), 1),
                    theme.color("border.default" if theme.dark else "border.subtle"),
                )
            elif entry.isVisible():
                self._paint_row(painter, row, entry)

    def _paint_row(self, painter: QPainter, row: QRectF, entry: QAction) -> None:
        theme = current_theme()
        wording, icon, keys, danger = self._entries.get(entry, (entry.text().replace("&&", "&"), "", "", False))
        if entry is self.activeAction() and entry.isEnabled():
            rounded_box(painter, row, theme.radius("sm"), theme.color("bg.pressed" if theme.dark else "bg.hover"))
        ink = "text.disabled" if not entry.isEnabled() else "danger.text" if danger else "text.primary"
        mark = ink if danger or not entry.isEnabled() else "text.secondary"
        side = theme.icon_size()
        glyph = icon or ("check" if entry.isChecked() else "")
        if glyph:
            spot = QRectF(row.x() + _LEFT, row.center().y() - side / 2, side, side)
            paint_icon(painter, glyph, spot, theme.color(mark))
        x = row.x() + _LEFT + side + 8
        rest = QRectF(x, row.y(), row.right() - x - _RIGHT, row.height())
        draw_text(painter, rest, str(wording), theme.font("body"), theme.color(ink))
        tail = row.right() - _RIGHT
        if icon and entry.isChecked():
            paint_icon(painter, "check", QRectF(tail - side, rest.y(), side, rest.height()), theme.color(mark))
        if entry.menu() is not None:
            paint_icon(painter, "chevron-right", QRectF(tail - side, rest.y(), side, rest.height()), theme.color(mark))
        elif keys:
            size = key_cap_size(keys)
            cap = QRectF(tail - size.width() + 4, row.center().y() - size.height() / 2, size.width(), size.height())
            paint_key_cap(painter, cap, keys)


def _row_text(wording: Wording, keys: str) -> str:
    # Qt reserves a column for what follows the tab.
    words = str(wording).replace("&", "&&")
    return f"{words}\t{keys}   " if keys else words
