"""The page of keys: every shortcut that works here and now, by menu."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from crm_desktop.views.language.texts import text
from crm_desktop.views.shell.menus import Menus
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.key_cap import KeyCap
from crm_desktop.views.widgets.label import Label


def show_keys(window: QWidget, menus: Menus) -> Dialog:
    """Open the page of keys over the window."""
    dialog = Dialog(text("shell", "Keys on this page"), width=560, parent=window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(str(text("shell", "Keys on this page")))
    area.setWidget(_table(menus))
    area.viewport().setAutoFillBackground(False)
    area.setMinimumHeight(current_theme().scaled(440))
    dialog.body.addWidget(area)
    dialog.add_safe_verb(text("widgets", "Close"))
    dialog.open()
    area.setFocus()
    return dialog


def _table(menus: Menus) -> QWidget:
    content = QWidget()
    content.setAutoFillBackground(False)
    grid = QGridLayout(content)
    grid.setContentsMargins(0, 0, 12, 0)
    grid.setColumnStretch(0, 1)
    grid.setVerticalSpacing(4)
    row = 0
    for title, actions in menus.sorted_actions():
        with_keys = [each for each in actions if each.shortcut]
        if not with_keys:
            continue
        heading = Label(title, "caption", "text.secondary", weight=600)
        heading.setContentsMargins(0, 8 if row else 0, 0, 0)
        grid.addWidget(heading, row, 0, 1, 2)
        for action in with_keys:
            row += 1
            grid.addWidget(Label(action.text), row, 0)
            grid.addWidget(KeyCap(action.shortcut), row, 1, Qt.AlignmentFlag.AlignRight)
        row += 1
    grid.setRowStretch(row, 1)
    return content
